// What could not be judged, in words.
import { assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import type { AuditSummary } from "../../lib/audit/audit_summary.ts";
import type { Fact } from "../../lib/audit/engine/facts_needed.ts";
import { notJudged, type NotJudgedContext } from "../../lib/audit/not_judged.ts";
import { auditOf, madeUpRule } from "../support/audit_summaries.ts";

const LIVE = { isSaved: false };
const NEEDS_PATH = madeUpRule({ id: "needs-path" }, ({ path }) => path === null ? "path" : null);
const NEEDS_BOTH = madeUpRule(
  { id: "needs-direction" },
  ({ direction, path }) => direction === null ? "direction" : path === null ? "path" : null,
);
const ROWS = [{ path: null }, { path: null, direction: null }, { path: "C:\\a.exe" }];

Deno.test("a gap: what is not known, of how many connections, which rules, and what to do", () => {
  const told = notJudged(auditOf(ROWS, [NEEDS_PATH, NEEDS_BOTH]), LIVE);
  assertEquals(told.slice(0, -1), [
    {
      key: "path",
      what: "where the program lies",
      reason: "Not known of 2 connections: where the program lies; 2 rules hang on it: " +
        "needs-direction, needs-path",
      advice: "Run netwho as administrator (root)",
      rules: ["needs-direction", "needs-path"],
      connections: 2,
    },
    {
      key: "direction",
      what: "who began the connection",
      reason: "Not known of 1 connection: who began the connection; 1 rule hangs on it: " +
        "needs-direction",
      advice: "Save the listening sockets too",
      rules: ["needs-direction"],
      connections: 1,
    },
  ]);
});

Deno.test("an option that helps is to be added; saved output cannot be read again with it", () => {
  const rule = madeUpRule({ id: "a-b" }, () => "commandLine");
  const advice = (context: NotJudgedContext) =>
    notJudged(auditOf([{}], [rule]), context)[0]!.advice;
  assertEquals(advice({ isSaved: false }), "Add --details");
  // A snapshot has no command lines, and takes --details on Windows alone.
  assertEquals(
    advice({ isSaved: true }),
    "Save netwho tasklist --details --format json there too, as administrator (root)",
  );
  assertEquals(
    advice({ isSaved: false, isRecorded: true }),
    "Run netwho audit --details there, as administrator (root)",
  );
});

Deno.test("what filters leave out does not count; a gap without connections always does", () => {
  const history = {
    ...madeUpRule({ id: "new-peer" }, () => null),
    judge: () => [{ subjects: [], found: "history" as const }],
  };
  const audit = auditOf(ROWS, [NEEDS_PATH, NEEDS_BOTH, history]);
  const told = notJudged(audit, { ...LIVE, matches: (row) => row.direction !== null });
  assertEquals(told.map(({ key, connections }) => [key, connections]), [
    ["path", 1],
    ["history", null],
    ["unseen", null],
  ]);
  assertEquals(
    told[1]!.reason,
    "Not known: what was seen before; 1 rule hangs on it: new-peer",
  );
  assertEquals(told[1]!.advice, "netwho log keeps it, then --history");
});

Deno.test("nobody is told to do what was done, or what a recording cannot be read with", () => {
  const advice = (missing: Fact, context: Partial<NotJudgedContext>) =>
    notJudged(auditOf([{}], [madeUpRule({ id: "a-b" }, () => missing)]), {
      ...LIVE,
      ...context,
    })[0]!
      .advice;
  const asked: ReadonlySet<Fact> = new Set([
    "process",
    "path",
    "file",
    "version",
    "remoteHost",
    "remoteOwner",
  ]);
  for (const missing of ["process", "path"] as const) {
    assertMatch(advice(missing, {})!, /as administrator/);
    assertMatch(advice(missing, { asked })!, /may have ended/);
    assertMatch(advice(missing, { isRecorded: true })!, /^Record as administrator/);
  }
  for (const missing of ["file", "version"] as const) {
    assertMatch(advice(missing, {})!, /as administrator .*other computers/);
    assertMatch(advice(missing, { asked })!, /on another computer/);
    assertMatch(advice(missing, { isSaved: true })!, /audit there/);
  }
  assertEquals(advice("remoteHost", {}), "Add --resolve");
  assertEquals(
    advice("remoteHost", { asked }),
    "No name is registered, or no name server answered",
  );
  assertEquals(
    advice("remoteHost", { asked, isSaved: true }),
    "No name is registered, or no name server answered",
  );
  assertEquals(advice("remoteOwner", { asked }), "No owner is registered, or nobody answered");
  assertEquals(advice("remoteHost", { isRecorded: true }), "Record with --resolve");
  assertMatch(advice("file", { isRecorded: true })!, /audit there/);
});

Deno.test("first comes what keeps most rules from judging most connections", () => {
  const rule = (id: string, fact: Fact, ports: readonly number[]) =>
    madeUpRule({ id }, ({ remotePort }) => ports.includes(remotePort!) ? fact : null);
  const rows = [1, 2, 3, 4].map((remotePort) => ({ remotePort }));
  const told = notJudged(
    auditOf(rows, [
      rule("a-a", "path", [1, 2, 3, 4]),
      ...["b-b", "c-c", "d-d"].map((id) => rule(id, "process", [1, 2])),
    ]),
    LIVE,
  );
  assertEquals(told.map(({ key }) => key), ["process", "path", "unseen"]);
});

Deno.test("rules that were left out or could not be read are not judged by", () => {
  const audit: AuditSummary = {
    ...auditOf(ROWS, []),
    leftOut: ["a", "b", "c", "d", "e", "f", "g"].map((id) => madeUpRule({ id }, () => null)),
    sigma: {
      rules: 2,
      passedOver: {},
      broken: [{ file: "x.yml", line: 3, problem: "no detection" }],
    },
  };
  const [left, broken] = notJudged(audit, LIVE);
  assertEquals(
    left!.reason,
    "7 rules were left out by --rule, --ignore or the config: a, b, c, d, e and 2 more",
  );
  assertEquals(broken!.reason, "1 Sigma rule could not be read: x.yml:3: no detection");
});

Deno.test("what nobody can see is told of the system at hand", () => {
  const unseen = (os: "windows" | "linux" | null, elsewhere: number | null = null) =>
    notJudged({ ...auditOf(ROWS, [], { os }), elsewhere }, LIVE).at(-1)!.reason;
  assertStringIncludes(unseen("windows"), "rootkit in the kernel");
  assertStringIncludes(unseen("windows"), "WSL 2");
  assertMatch(unseen("linux"), /other network namespaces \(containers\), if there are any/);
  assertMatch(unseen("linux", 2), /other network namespaces \(2 processes are there\)/);
  assertEquals(/namespaces/.test(unseen("linux", 0)), false);
  assertEquals(/namespaces|WSL/.test(unseen(null)), false);
});
