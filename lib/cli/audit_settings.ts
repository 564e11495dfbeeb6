/**
 * What the user's own files say in an audit: the config, the baseline, lists of addresses, the history.
 *
 * @module
 */
import type { AuditSummary } from "../audit/audit_summary.ts";
import type { AuditView } from "../audit/engine/audit_view.ts";
import { baselineRemarks, type BaselineSide, leaveOutOld } from "../audit/baseline/baseline.ts";
import { isHistory, openBaseline } from "../audit/baseline/open_baseline.ts";
import { BLOCKED_ADDRESS, blockedAddressRule } from "../audit/blocklist/blocked_address.ts";
import { openBlocklists } from "../audit/blocklist/open_blocklists.ts";
import {
  allowFindings,
  chosenByConfig,
  expiredEntries,
  withSeverities,
} from "../audit/config/apply_config.ts";
import { chooseRules } from "../audit/engine/choose_rules.ts";
import { configSchema } from "../audit/config/config_schema.ts";
import { openConfig } from "../audit/config/open_config.ts";
import type { AuditConfig } from "../audit/config/read_config.ts";
import { judge } from "../audit/engine/judge.ts";
import { leaveOutMilder } from "../audit/min_severity.ts";
import { readSeenBefore } from "../audit/read_history.ts";
import type { Rule } from "../audit/engine/rule.ts";
import { RULES } from "../audit/rules.ts";
import type { LoadedSigma } from "../audit/sigma/load_sigma.ts";
import type { Diagnostics } from "../capture/diagnostics.ts";
import type { WholeSnapshot } from "../capture/snapshot.ts";
import { EXIT, UsageError } from "../errors.ts";
import type { Host } from "../host/host.ts";
import { localTime } from "../text/local_time.ts";
import { countOf } from "../text/wording.ts";
import type { Invocation } from "./command.ts";
import type { AUDIT_OPTIONS } from "./options/audit_options.ts";

/** One use of the command. */
export type AuditInvocation = Invocation<typeof AUDIT_OPTIONS>;

/** What the user's files say before anything is judged. */
export interface AuditSettings {
  /** The rules that judge. */
  readonly rules: readonly Rule[];
  /** The rules that the options and the config leave out. */
  readonly leftOut: readonly Rule[];
  readonly config: AuditConfig | null;
  /** What came of the Sigma rules; null where none were given. */
  readonly sigma: LoadedSigma | null;
}

/** What is judged. */
export interface JudgedSnapshot {
  readonly snapshot: WholeSnapshot;
  readonly view: AuditView;
}

/**
 * Checks what does not go together, before anything is read.
 *
 * @throws {UsageError}
 */
export function checkHistoryOptions(
  { db, history, baseline }: AuditInvocation["options"],
): void {
  if (db === null || history || baseline === null || isHistory(baseline)) return;
  throw new UsageError(`Cannot use --db with --baseline ${baseline}: no history is read`, {
    hint: "Add --history, or write --baseline history",
  });
}

/**
 * The rules of this run and those that the options choose, before a config is asked.
 *
 * @param placeholders what `%name%` stands for in Sigma rules.
 * @throws {CaptureError} if a file of Sigma rules is missing or cannot be read.
 * @throws {ParseError} if there are no Sigma rules in them.
 * @throws {UsageError} if there is no such rule.
 */
export async function readRules(
  { own: user, options }: Pick<AuditInvocation, "own" | "options">,
  placeholders?: AuditConfig["placeholders"],
): Promise<{ known: readonly Rule[]; chosen: readonly Rule[]; sigma: LoadedSigma | null }> {
  const own = ownRules(options);
  const sigma = options.sigma.length === 0
    ? null
    // Loaded on first use: YAML is large.
    : await (await import("./sigma_chunk.ts")).loadSigma(user, options.sigma, {
      taken: new Set(own.map(({ id }) => id)),
      placeholders,
    });
  const known = [...own, ...sigma?.rules ?? []];
  return { known, chosen: chooseRules(known, options), sigma };
}

/** netwho's own rules, with the one that the lists of addresses fill. */
function ownRules({ blocklist }: Pick<AuditInvocation["options"], "blocklist">): readonly Rule[] {
  return [...RULES, ...blocklist.length > 0 ? [blockedAddressRule([])] : []];
}

/**
 * Reads the config, the Sigma rules and the lists of addresses.
 *
 * @throws {CaptureError} if a file cannot be read.
 * @throws {ParseError} for a mistake in the config, and where there are no Sigma rules.
 * @throws {UsageError} if there is no such rule.
 */
export async function readAuditSettings(
  invocation: AuditInvocation,
  diagnostics: Diagnostics,
): Promise<AuditSettings> {
  const { options, own, signal } = invocation;
  const ruleIds = [...RULES.map(({ id }) => id), BLOCKED_ADDRESS];
  const config = await openConfig(own, options.config, { ruleIds, signal });
  const { known, chosen, sigma } = await readRules(invocation, config?.placeholders);
  const { rules, leftOut } = chosenByConfig(chosen, config);
  const lists = rules.some(({ id }) => id === BLOCKED_ADDRESS) ? options.blocklist : [];
  const [blocked] = await openBlocklists(own, lists, { diagnostics, signal });
  return {
    rules: rules.map((rule) => rule.id === BLOCKED_ADDRESS ? blocked ?? rule : rule),
    leftOut: [...known.filter((rule) => !chosen.includes(rule)), ...leftOut],
    config,
    sigma,
  };
}

/** Says what came of the Sigma rules. */
export async function tellSigma(
  sigma: LoadedSigma | null,
  view: AuditView,
  diagnostics: Diagnostics,
): Promise<void> {
  if (sigma === null) return;
  const { sigmaRemarks } = await import("./sigma_chunk.ts");
  const { warnings, limits, notes } = sigmaRemarks(sigma, view);
  diagnostics.warn(...warnings);
  diagnostics.limit(...limits);
  diagnostics.note(...notes);
}

/**
 * Adds to a view what was seen before; the same view where nobody asks for it.
 *
 * @throws {CaptureError} if there is no history, or it cannot be read.
 */
export async function withHistory(
  { view, snapshot }: JudgedSnapshot,
  { options, own, host }: AuditInvocation,
  diagnostics: Diagnostics,
): Promise<AuditView> {
  if (!options.history) return view;
  const history = await readSeenBefore(own, {
    path: options.db,
    view,
    computer: computerOf(snapshot),
    now: momentOf(view, host),
    diagnostics,
  });
  return { ...view, history };
}

/** The moment that is judged. */
function momentOf({ observedAt }: AuditView, host: AuditInvocation["host"]): number {
  return observedAt === null ? host.now() : Date.parse(observedAt);
}

/** The computer that is judged: saved rows may name it, one alone. */
function computerOf({ computer, connections }: WholeSnapshot): string | null {
  if (computer !== null) return computer;
  const names = new Set(connections.map((row) => row.computer));
  const [name = null] = names;
  return names.size === 1 ? name : null;
}

/** The parts of a summary that come of judging. */
export type JudgedParts =
  & Required<
    Pick<AuditSummary, "findings" | "gaps" | "allowed" | "old" | "milder" | "config" | "baseline">
  >
  & { readonly remarks: readonly string[] };

/**
 * Judges, and leaves out in this order: what the config allows, what was there already, what matters too
 * little.
 *
 * @throws {CaptureError} if the baseline cannot be read.
 * @throws {ParseError} if there are no connections in it.
 */
export async function judgeBySettings(
  { view, snapshot }: JudgedSnapshot,
  { rules, config }: AuditSettings,
  { invocation, diagnostics }: { invocation: AuditInvocation; diagnostics: Diagnostics },
): Promise<JudgedParts> {
  const { options, own } = invocation;
  const current = currentSide({ view, snapshot }, invocation);
  const baseline = await readBaseline(current, invocation, diagnostics);
  // A replay is of another day, on which an entry may have held; the user asks today.
  const today = localTime(own.now()).slice(0, 10);
  const judged = withSeverities(judge(view, rules), config);
  const allowed = allowFindings(judged, { config, today });
  const fresh = leaveOutOld(allowed, { baseline, current, rules });
  const shown = leaveOutMilder(fresh, options.minSeverity);
  const remarks = [
    ...expiredEntries(config, today),
    ...baseline === null ? [] : baselineRemarks(baseline, current),
  ];
  return {
    ...shown,
    config: config?.label ?? null,
    baseline: baseline?.label ?? null,
    remarks,
  };
}

function currentSide(
  { view, snapshot }: JudgedSnapshot,
  { host, options }: AuditInvocation,
): BaselineSide {
  const isSaved = options.from.length > 0;
  return {
    label: "what is judged",
    view,
    computer: computerOf(snapshot),
    isWhole: !isSaved,
    elevated: isSaved ? snapshot.origin?.elevated ?? null : host.elevated(),
    isPartial: false,
  };
}

async function readBaseline(
  { computer }: BaselineSide,
  { host, own, options, signal }: AuditInvocation,
  diagnostics: Diagnostics,
): Promise<BaselineSide | null> {
  if (options.baseline === null) return null;
  return await openBaseline(options.baseline, host, {
    own,
    database: options.db,
    computer,
    encoding: options.encoding,
    diagnostics,
    signal,
  });
}

/** Prints the schema of the config, and resolves to the exit code. */
export async function printConfigSchema(host: Pick<Host, "write">): Promise<number> {
  await host.write(new TextEncoder().encode(`${JSON.stringify(configSchema(), null, 2)}\n`));
  return EXIT.ok;
}

/** What scripts are told of findings that are not in the rows, a line each. */
export function leftOutLines({ allowed, old, config, baseline }: JudgedParts): string[] {
  return [
    ...allowed.length === 0 ? [] : [`${config} allows ${countOf(allowed.length, "finding")}`],
    ...old.length === 0 ? [] : [`${baseline} has ${countOf(old.length, "finding")} already`],
  ];
}

/** What `--verbose` tells of each of them. */
export function leftOutNotes({ allowed, old, config }: JudgedParts): string[] {
  return [
    ...config === null ? [] : [`the config is ${config}`],
    ...allowed.map(({ found: { finding }, because }) =>
      `allowed: ${finding.id}: ${finding.reason}: ${because}`
    ),
    ...old.map(({ finding }) => `there already: ${finding.id}: ${finding.reason}`),
  ];
}
