/**
 * Judges a look as `netwho audit` does, step by step, so that keys are answered meanwhile. Loaded when
 * the audit is switched on.
 *
 * @module
 */
import { allowFindings, chosenByConfig, withSeverities } from "../../audit/config/apply_config.ts";
import { openConfig } from "../../audit/config/open_config.ts";
import type { AuditConfig } from "../../audit/config/read_config.ts";
import { BLOCKED_ADDRESS } from "../../audit/blocklist/blocked_address.ts";
import type { ProgramFile } from "../../audit/engine/audit_view.ts";
import { buildView } from "../../audit/engine/build_view.ts";
import { rulesFor } from "../../audit/engine/choose_rules.ts";
import { type FoundCase, judgeInSteps } from "../../audit/engine/judge.ts";
import { readProgramFiles } from "../../audit/read_program_files.ts";
import { RULES } from "../../audit/rules.ts";
import type { WholeSnapshot } from "../../capture/snapshot.ts";
import type { Host } from "../../host/host.ts";
import type { Turn } from "../../host/turns.ts";
import { bySeverity, type Finding, type Severity } from "../../model/finding.ts";
import { localTime } from "../../text/local_time.ts";
import type { LiveLook, LiveRow } from "../live_row.ts";

/** What is found about rows. */
export interface FoundAboutRows {
  /** The severity of the worst finding about a row, by the row's ID; none where nothing was found. */
  readonly marks: ReadonlyMap<number, Severity>;
  /** The findings about a row, the worst first, by the row's ID. */
  readonly findings: ReadonlyMap<number, readonly Finding[]>;
}

/** What judging a look needs. */
export interface LookJudgeOptions {
  /** The computer that netwho runs on: its config, its day. */
  readonly own: Host;
  /** Gives keys their turn. */
  readonly turn: Turn;
  readonly signal: AbortSignal;
}

/** The longest wait for the files of all programs, in milliseconds. */
const FILES_WAIT = 10_000;

/** Judges looks one after the other. */
export class LookJudge {
  readonly #host: Host;
  readonly #options: LookJudgeOptions;
  #config: Promise<AuditConfig | null> | null = null;
  /** The files of programs, and which programs these were. */
  #files: { readonly key: string; readonly files: ReadonlyMap<number, ProgramFile> } | null = null;

  /** @param host the computer that was looked at. */
  constructor(host: Host, options: LookJudgeOptions) {
    this.#host = host;
    this.#options = options;
  }

  /**
   * Judges the connections that are there by all rules. The user's config applies, as in an audit.
   *
   * @throws {CaptureError} if the config cannot be read.
   * @throws {ParseError} for a mistake in it.
   */
  async judge(look: LiveLook): Promise<FoundAboutRows> {
    const { own, turn, signal } = this.#options;
    const rows = look.rows.filter(({ closedAt }) => closedAt === null);
    const connections = rows.map(({ connection }) => connection);
    const snapshot = { ...look.snapshot, connections };
    this.#config ??= openConfig(own, null, { ruleIds: RULE_IDS, signal });
    const config = await this.#config;
    const files = await this.#filesOf(snapshot);
    const view = buildView(snapshot, { connections, os: this.#host.os, files });
    const { rules } = chosenByConfig(rulesFor(RULES, view.os), config);
    const steps = judgeInSteps(view, rules);
    let step = steps.next();
    for (; !step.done; step = steps.next()) {
      await turn();
      signal.throwIfAborted();
    }
    // An entry of the config may have held on the day of a recording; the user asks today.
    const today = localTime(own.now()).slice(0, 10);
    const judged = withSeverities(step.value, config);
    return aboutRows(allowFindings(judged, { config, today }).findings, rows);
  }

  /** The files of the programs; looked at again where there are other programs. */
  async #filesOf(snapshot: WholeSnapshot): Promise<ReadonlyMap<number, ProgramFile>> {
    const pids = [...new Set(snapshot.connections.map(({ pid }) => pid))].toSorted();
    const programs = pids.map((pid) => {
      const { path, startedAt } = snapshot.processes?.get(pid ?? 0) ?? {};
      return [pid, path, startedAt];
    });
    const key = JSON.stringify(programs);
    if (this.#files?.key !== key) {
      const { files } = await readProgramFiles(this.#host, snapshot, {
        timeoutMilliseconds: FILES_WAIT,
        signal: this.#options.signal,
      });
      this.#files = { key, files };
    }
    return this.#files.files;
  }
}

/** The IDs that a config may name. */
const RULE_IDS: readonly string[] = [...RULES.map(({ id }) => id), BLOCKED_ADDRESS];

function aboutRows(cases: readonly FoundCase[], rows: readonly LiveRow[]): FoundAboutRows {
  const findings = new Map<number, Finding[]>();
  for (const { finding, subjects } of cases) {
    for (const { at } of subjects) {
      const { id } = rows[at]!;
      const found = findings.get(id);
      if (found === undefined) findings.set(id, [finding]);
      else found.push(finding);
    }
  }
  const marks = new Map<number, Severity>();
  for (const [id, found] of findings) {
    found.sort((one, other) => bySeverity(one.severity, other.severity));
    const [{ severity } = { severity: null }] = found;
    if (severity !== null) marks.set(id, severity);
  }
  return { marks, findings };
}
