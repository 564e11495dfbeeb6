/**
 * Laws that hold for all rules, on arbitrary connections: hostile names, nulls everywhere, and enough of
 * what rules look for that they find something.
 *
 * @module
 */
import { assert, assertEquals } from "@std/assert";
import fc from "fast-check";
import { buildView } from "../../lib/audit/engine/build_view.ts";
import type { ProgramFile } from "../../lib/audit/engine/audit_view.ts";
import { judge, type Judgement } from "../../lib/audit/engine/judge.ts";
import type { Rule } from "../../lib/audit/engine/rule.ts";
import { RULES } from "../../lib/audit/rules.ts";
import type { WholeSnapshot } from "../../lib/capture/snapshot.ts";
import { type Connection, CONNECTION_FIELDS } from "../../lib/model/connection.ts";
import { type Process, PROCESS_FIELDS } from "../../lib/model/process.ts";
import { arbitraryRow, text } from "../support/arbitrary_rows.ts";

const NAMES = [
  ...["svchost.exe", "SVCHOST.EXE", "scvhost.exe", "System", "chrome.exe", "powershell.exe"],
  ...["AnyDesk.exe", "TeamViewer_Service.exe", "client32.exe", "ngrok.exe", "tailscaled", "ssh"],
  ...["xmrig.exe", "java", "node.exe", "ollama.exe", "winvnc.exe", "bash", "report.pdf.exe"],
] as const;
const PATHS = [
  "C:\\Windows\\System32\\svchost.exe",
  "C:\\Users\\Public\\svchost.exe",
  "c:/users/anna/appdata/local/temp/AnyDesk.exe",
  "C:\\Program Files\\Sample\\node.exe",
  "C:\\ProgramData\\client32.exe",
  "/usr/bin/ssh",
  "/tmp/xmrig",
  "/home/anna/java",
] as const;
const PORTS = [80, 443, 445, 3389, 4444, 5353, 5900, 3306, 6379, 11434, 3333, 22, 50_001, 50_002];
const PEERS = ["203.0.113.9", "198.51.100.7", "10.0.0.8", "127.0.0.1", "2001:db8::7"] as const;
const HOSTS = [
  ...["pool.minexmr.com", "pastebin.com", "api.ipify.org", "a.ngrok.io", "relay.anydesk.com"],
  ...["PASTEBIN.COM.", "x.top", "raw.githubusercontent.com", "host.example", ".", ".."],
] as const;
/** What a value becomes in a sentence that did not ask whether there is one. */
const NO_WORDS = /\b(?:null|undefined|NaN|Invalid Date)\b|\[object/;
const STATES = [
  ...["LISTENING", "ESTABLISHED", "CLOSE_WAIT", "TIME_WAIT", "SYN_SENT", "SYN_RECEIVED"],
  ...["FIN_WAIT_2", "LAST_ACK", "BOUND"],
] as const;

const process = fc.oneof(fc.constantFrom(...NAMES), text);
const path = fc.oneof(fc.constantFrom(...PATHS), text);
const pid = fc.option(fc.constantFrom(0, 4, 700, 701, 702, 4_000_000_000));

const rows: fc.Arbitrary<Connection> = arbitraryRow(CONNECTION_FIELDS, {
  protocol: fc.constantFrom("TCP", "UDP"),
  localAddress: fc.option(fc.constantFrom("0.0.0.0", "::", "127.0.0.1", "192.0.2.7", "odd")),
  localPort: fc.option(fc.constantFrom(...PORTS)),
  localScope: fc.option(fc.constantFrom("any", "loopback", "private", "public")),
  remoteAddress: fc.option(fc.constantFrom(...PEERS)),
  remotePort: fc.option(fc.constantFrom(...PORTS)),
  remoteScope: fc.option(fc.constantFrom("public", "private", "loopback", "documentation")),
  remoteHost: fc.option(fc.oneof(fc.constantFrom(...HOSTS), text)),
  remoteHostSource: fc.option(fc.constantFrom("dnsCache", "reverse", "netstat")),
  state: fc.option(fc.constantFrom(...STATES)),
  direction: fc.option(fc.constantFrom("inbound", "outbound")),
  pid,
  process: fc.option(process),
  path: fc.option(path),
}) as unknown as fc.Arbitrary<Connection>;

const processes = arbitraryRow(PROCESS_FIELDS, {
  pid: fc.constantFrom(0, 4, 700, 701),
  parentPid: pid,
  process: fc.option(process),
  path: fc.option(path),
  sessionId: fc.option(fc.constantFrom(0, 1)),
  commandLine: fc.option(fc.oneof(fc.constant("ssh -R 80:localhost:80 host"), text)),
}) as unknown as fc.Arbitrary<Process>;

const files: fc.Arbitrary<ProgramFile> = fc.record({
  isGone: fc.boolean(),
  createdAt: fc.option(fc.constantFrom("2026-11-25T11:00:00.000Z", "2020-01-01T00:00:00.000Z")),
  modifiedAt: fc.option(fc.constant("2026-11-25T11:00:00.000Z")),
  version: fc.option(fc.record({
    company: fc.option(text),
    product: fc.option(text),
    description: fc.option(text),
    version: fc.option(text),
    originalName: fc.option(process),
  })),
  signature: fc.option(fc.record({
    status: fc.oneof(fc.constantFrom("Valid", "NotSigned", "HashMismatch"), text),
    signer: fc.option(text),
  })),
});

/** A computer: what was seen of it, and the files of its programs. */
interface Machine {
  readonly connections: readonly Connection[];
  readonly processes: readonly Process[] | null;
  readonly files: readonly (readonly [number, ProgramFile])[];
  readonly os: "windows" | "linux" | null;
}

/** Crowds: the same row with many local ports or peers, as scans and leaks make them. */
const crowds = fc.record({
  row: rows,
  count: fc.constantFrom(2, 19, 20, 24, 40),
  varies: fc.constantFrom("localPort", "remotePort", "remoteAddress"),
}).map(({ row, count, varies }) =>
  Array.from({ length: count }, (_, index) => ({
    ...row,
    [varies]: varies === "remoteAddress" ? `203.0.113.${index}` : 50_000 + index,
  }))
);

const machines: fc.Arbitrary<Machine> = fc.record({
  connections: fc.tuple(
    fc.array(rows, { maxLength: 12 }),
    fc.array(crowds, { maxLength: 2 }),
  ).map(([few, many]) => [...few, ...many.flat()]),
  processes: fc.option(fc.array(processes, { maxLength: 4 })),
  files: fc.array(fc.tuple(fc.constantFrom(4, 700, 701), files), { maxLength: 3 }),
  os: fc.constantFrom("windows", "linux", null),
});

function judgeMachine(
  { connections, processes, files, os }: Machine,
  rules: readonly Rule[] = RULES,
): Judgement {
  const snapshot: WholeSnapshot = {
    observedAt: "2026-11-25T12:00:00.000Z",
    computer: "PC-7",
    isSaved: false,
    processes: processes && new Map(processes.map((process) => [process.pid, process])),
    unseen: { hiddenBy: "rights", processes: 0, unreadable: 0, refused: 0 },
    connections,
  };
  return judge(buildView(snapshot, { os, files: new Map(files) }), rules);
}

/** All that a judgement says. */
function said({ findings, gaps }: Judgement) {
  return {
    findings: findings.map(({ finding }) => finding),
    gaps: gaps.map(({ missing, rules, subjects }) => ({
      missing,
      rules: rules.map(({ id }) => id),
      connections: subjects.length,
    })),
  };
}

const HISTORIES: ReadonlySet<string> = new Set(["history", "longHistory", "computer"]);

const RUNS = { numRuns: 300 };

Deno.test("rules: the order of the connections changes nothing", () => {
  fc.assert(
    fc.property(machines, fc.infiniteStream(fc.nat()), (machine, chance) => {
      const shuffled = machine.connections.map((row) => ({ row, at: chance.next().value }))
        .sort((one, other) => one.at - other.at).map(({ row }) => row);
      const expected = said(judgeMachine(machine));
      for (const connections of [machine.connections.toReversed(), shuffled]) {
        assertEquals(said(judgeMachine({ ...machine, connections })), expected);
      }
    }),
    RUNS,
  );
});

Deno.test("rules: the order of the rules changes nothing but their order in the gaps", () => {
  fc.assert(
    fc.property(machines, (machine) => {
      const [one, other] = [RULES, RULES.toReversed()].map((rules) =>
        said(judgeMachine(machine, rules))
      );
      assertEquals(other!.findings, one!.findings);
      const sorted = ({ rules, ...gap }: { rules: string[] }) => ({ ...gap, rules: rules.sort() });
      assertEquals(other!.gaps.map(sorted), one!.gaps.map(sorted));
    }),
    RUNS,
  );
});

Deno.test("rules: a connection less adds no finding, unless the rule says that it compares", () => {
  const rules = RULES.filter(({ isRelative = false }) => !isRelative);
  assert(rules.length > 0 && rules.length < RULES.length);
  fc.assert(
    fc.property(machines, fc.nat(), (machine, chance) => {
      const { connections } = machine;
      const missing = chance % Math.max(1, connections.length);
      const all = new Set(judgeMachine(machine, rules).findings.map(({ finding }) => finding.id));
      const fewer = judgeMachine(
        { ...machine, connections: connections.filter((_, index) => index !== missing) },
        rules,
      );
      for (const { finding } of fewer.findings) assert(all.has(finding.id), finding.id!);
    }),
    RUNS,
  );
});

Deno.test("rules: a connection that is listed twice changes nothing but the number of connections", () => {
  fc.assert(
    fc.property(machines, fc.nat(), (machine, chance) => {
      const { connections } = machine;
      const again = connections.slice(chance % Math.max(1, connections.length));
      const twice = {
        ...machine,
        connections: [...connections, ...again.map((row) => ({ ...row }))],
      };
      const uncounted = (judgement: Judgement) => {
        const { findings, gaps } = said(judgement);
        return {
          findings: findings.map(({ connections: _, ...finding }) => finding),
          gaps: gaps.map(({ connections: _, ...gap }) => gap),
        };
      };
      assertEquals(uncounted(judgeMachine(twice)), uncounted(judgeMachine(machine)));
    }),
    RUNS,
  );
});

Deno.test("rules: whatever is seen, every finding has a reason, and every rule is met", () => {
  const met = new Set<string>();
  fc.assert(
    fc.property(machines, (machine) => {
      const { findings, gaps } = judgeMachine(machine);
      const isNamedSo = (JSON.stringify(machine).match(/"(?:[^"\\]|\\.)*"/g) ?? [])
        .some((value) => NO_WORDS.test(value));
      for (const { rule, finding, subjects } of findings) {
        met.add(rule.id);
        assert(finding.reason !== null && finding.reason.length > 10);
        assertEquals(finding.connections, new Set(subjects).size);
        for (const said of [finding.id!, finding.reason, ...finding.evidence ?? []]) {
          assert(isNamedSo || !NO_WORDS.test(said), `${rule.id}: ${said}`);
        }
      }
      // Without a history no connection is missing, but all that was seen before.
      for (const { missing, subjects } of gaps) {
        assert(subjects.length > 0 || HISTORIES.has(missing));
      }
    }),
    { numRuns: 1000 },
  );
  // Arbitrary connections that no rule minds would prove nothing.
  assert(met.size > 10, [...met].join(" "));
});
