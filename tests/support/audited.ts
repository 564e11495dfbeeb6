/**
 * Connections for tests of rules, and what rules make of them.
 *
 * @module
 */
import { assert, assertEquals } from "@std/assert";
import { scopeOf } from "../../lib/address/scope.ts";
import type { AuditView, ProgramFile, SeenBefore } from "../../lib/audit/engine/audit_view.ts";
import { buildView } from "../../lib/audit/engine/build_view.ts";
import type { Fact } from "../../lib/audit/engine/facts_needed.ts";
import { judge, type Judgement } from "../../lib/audit/engine/judge.ts";
import type { Rule } from "../../lib/audit/engine/rule.ts";
import { type Connection, CONNECTION_FIELDS } from "../../lib/model/connection.ts";
import { emptyRecord } from "../../lib/model/field.ts";
import type { Severity } from "../../lib/model/finding.ts";
import { type Process, PROCESS_FIELDS } from "../../lib/model/process.ts";

/** A connection with what the process list says of its program. */
export type AuditedRow =
  & Partial<Connection>
  & Partial<Pick<Process, "commandLine" | "startedAt">>
  & {
    /** The program that started it. */
    readonly parent?: Pick<Process, "process"> & Partial<Pick<Process, "path">>;
    readonly file?: Partial<ProgramFile>;
  };

/** What a view holds besides connections. */
export interface ViewFacts {
  readonly os?: AuditView["os"];
  readonly observedAt?: string | null;
  readonly history?: SeenBefore | null;
}

const NO_FILE: ProgramFile = {
  isGone: false,
  createdAt: null,
  modifiedAt: null,
  version: null,
  signature: null,
};

/**
 * Makes a view of connections: unless a row says otherwise each is an open TCP connection that this
 * computer began to a public address. Documentation addresses count as public.
 */
export function auditedView(rows: readonly AuditedRow[], facts: ViewFacts = {}): AuditView {
  const { os = "windows", observedAt = "2026-11-25T12:00:00.000Z", history } = facts;
  const processes = new Map<number, Process>();
  const files = new Map<number, ProgramFile>();
  const connections = rows.map((row, index) => {
    const connection = connectionOf(row, index);
    const { pid, process, path, services, user } = connection;
    if (pid === null || pid === 0) return connection;
    const { commandLine = null, startedAt = null, parent, file } = row;
    const parentPid = parent === undefined ? null : 20_000 + index;
    if (parent !== undefined) {
      processes.set(parentPid!, {
        ...emptyRecord(PROCESS_FIELDS),
        path: null,
        ...parent,
        pid: parentPid!,
      });
    }
    processes.set(pid, {
      ...emptyRecord(PROCESS_FIELDS),
      pid,
      process,
      path,
      services,
      user,
      commandLine,
      startedAt,
      parentPid,
    });
    if (file !== undefined) files.set(pid, { ...NO_FILE, ...file });
    return connection;
  });
  const unseen = { hiddenBy: "rights", processes: 0, unreadable: 0, refused: 0 } as const;
  const snapshot = { observedAt, computer: "PC-7", isSaved: false, processes, unseen, connections };
  return buildView(snapshot, { os, files, history });
}

function connectionOf(
  { commandLine: _, startedAt: __, parent: ___, file: ____, ...row }: AuditedRow,
  index: number,
): Connection {
  const isListening = row.state === "LISTENING";
  const { remoteAddress = isListening ? null : "203.0.113.9" } = row;
  return {
    ...emptyRecord(CONNECTION_FIELDS),
    protocol: "TCP",
    localAddress: isListening ? "0.0.0.0" : "192.0.2.7",
    // Of a client's port it would be known who began the connection.
    localPort: (row.direction === null && !isListening ? 20_000 : 50_000) + index,
    localScope: isListening ? "any" : "private",
    remotePort: isListening ? null : 443,
    state: "ESTABLISHED",
    direction: isListening ? null : "outbound",
    pid: 4000 + index,
    ...row,
    remoteAddress,
    remoteScope: row.remoteScope ?? (remoteAddress === null ? null : shownScope(remoteAddress)),
  };
}

function shownScope(address: string): string | null {
  const scope = scopeOf(address);
  return scope === "documentation" ? "public" : scope;
}

/** Judges connections by one rule. */
export function judged(rule: Rule, rows: readonly AuditedRow[], facts?: ViewFacts): Judgement {
  return judge(auditedView(rows, facts), [rule]);
}

/** What a rule must make of some connections. */
export interface RuleCases {
  /** Each makes a finding by itself. */
  readonly bad: readonly (AuditedRow | readonly AuditedRow[])[];
  /** Each makes none, and leaves nothing open. */
  readonly good: readonly (AuditedRow | readonly AuditedRow[])[];
  /** Each cannot be judged, for want of a fact. */
  readonly unknown?: readonly (readonly [missing: Fact, AuditedRow | readonly AuditedRow[]])[];
  /** The severity of the bad ones. @default the rule's */
  readonly severity?: Severity;
  readonly facts?: ViewFacts;
}

/** Tests a rule on its bad cases, their good twins, and those that it must leave open. */
export function testRule(rule: Rule, { bad, good, unknown = [], ...about }: RuleCases): void {
  const { severity = rule.severity, facts } = about;
  Deno.test(`audit rule ${rule.id}: fires on its bad cases, not on their good twins`, () => {
    assert(bad.length > 0 && good.length > 0);
    for (const one of bad) {
      const { findings } = judged(rule, [one].flat(), facts);
      assertEquals(findings.map(({ finding }) => finding.severity), [severity], Deno.inspect(one));
      assert(findings[0]!.finding.reason !== "");
    }
    for (const one of good) {
      const { findings, gaps } = judged(rule, [one].flat(), facts);
      assertEquals(findings.map(({ finding }) => finding.reason), [], Deno.inspect(one));
      assertEquals(gaps.map(({ missing }) => missing), [], Deno.inspect(one));
    }
    for (const [missing, one] of unknown) {
      const { findings, gaps } = judged(rule, [one].flat(), facts);
      assertEquals(findings.map(({ finding }) => finding.reason), [], Deno.inspect(one));
      assertEquals(gaps.map(({ missing }) => missing), [missing], Deno.inspect(one));
    }
  });
}
