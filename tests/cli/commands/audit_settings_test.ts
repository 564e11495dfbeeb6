/**
 * Tests of netwho audit with the user's own files: config, baseline, lists of addresses, the history.
 *
 * @module
 */
import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { runMain } from "../../support/run_main.ts";
import { recordMachine, testHistory } from "../../support/simulated_history.ts";

const HEAD = "\r\nActive Connections\r\n\r\n" +
  "  Proto  Local Address          Foreign Address        State           PID\r\n";
const LISTENER = "  TCP    0.0.0.0:4444           0.0.0.0:0              LISTENING       1200\r\n";
const OUTBOUND = "  TCP    192.168.1.7:50001      203.0.113.9:443        ESTABLISHED     1300\r\n";
const LISTING = HEAD + LISTENER + OUTBOUND;
const FOLDER = "/home/anna/.config/netwho";

interface Options {
  readonly config?: string;
  readonly files?: Readonly<Record<string, string>>;
}

async function audit(args: readonly string[], { config, files = {} }: Options = {}) {
  const given: Record<string, string> = config === undefined
    ? {}
    : { [`${FOLDER}/netwho.json`]: config };
  const outcome = await runMain(
    ["audit", "--from", "now.txt", "--format", "ndjson", "--rule", "known-*,blocked*", ...args],
    {
      files: { "now.txt": LISTING, ...given, ...files },
      host: {
        configFolder: () => FOLDER,
        ownCommand: () => null,
        now: () => Date.UTC(2026, 10, 25, 12),
      },
    },
  );
  const rows = outcome.stdout.split("\n").filter((line) => line !== "")
    .map((line) => JSON.parse(line));
  const findings = rows.filter(({ outcome }) => outcome === "finding");
  return {
    ...outcome,
    rows,
    findings: findings.map(({ rule, severity }) => `${rule} ${severity}`),
  };
}

const FOUND = ["known-backdoor-port medium"];

/** `blocked-address` is only known with a list. */
const NO_LIST = ["--blocklist", "none.txt"];
const NONE = { "none.txt": "192.0.2.1\n" };

Deno.test("audit reads the config in the user's folder, and says what it allows and which one it is", async () => {
  const config = `{"allow": [{"rule": "known-*", "localPort": 4444, "reason": "our test server"}]}`;
  const plain = await audit(NO_LIST, { files: NONE });
  assertEquals(plain.findings, FOUND);
  const allowed = await audit(NO_LIST, { config, files: NONE });
  assertEquals([allowed.findings, allowed.code], [[], 0]);
  assertStringIncludes(allowed.stderr, `${FOLDER}/netwho.json allows 1 finding`);
  const verbose = await audit([...NO_LIST, "--verbose"], { config, files: NONE });
  assertStringIncludes(verbose.stderr, "our test server");
});

Deno.test("audit: a mistake in the config ends the run, with its place", async () => {
  const { code, stdout, stderr } = await audit(NO_LIST, {
    config: `{\n  "allow": [{"prot": 4444, "reason": "x"}]\n}`,
    files: NONE,
  });
  assertEquals([code, stdout], [4, ""]);
  assertStringIncludes(
    stderr,
    'netwho.json: line 2, column 14: no entry has a "prot", did you mean port?',
  );
});

Deno.test("audit --config takes another file, which must be there", async () => {
  const files = { ...NONE, "mine.json": `{"severity": {"known-*": "critical"}}` };
  const { findings, rows } = await audit([...NO_LIST, "--config", "mine.json"], { files });
  assertEquals(findings, ["known-backdoor-port critical"]);
  // Behind what the rule saw.
  assertEquals(rows[0].evidence.at(-1), "the config makes it critical, the rule medium");
  const missing = await audit([...NO_LIST, "--config", "other.json"], { files });
  assertEquals(missing.code, 3);
  assertStringIncludes(missing.stderr, "Cannot use the config other.json: there is no such file");
});

Deno.test("audit: a rule that the config switches off is told as not judged", async () => {
  const { findings, rows } = await audit(NO_LIST, {
    config: `{"severity": {"known-*": "off"}}`,
    files: NONE,
  });
  assertEquals(findings, []);
  const leftOut = rows.find(({ missing }) => missing?.[0] === "rules");
  assert(leftOut.evidence.includes("known-backdoor-port"));
});

Deno.test("audit: an entry that ended allows nothing, and that is said", async () => {
  const { findings, stderr } = await audit(NO_LIST, {
    config: `{"allow": [{"port": 4444, "reason": "test", "until": "2026-11-24"}]}`,
    files: NONE,
  });
  assertEquals(findings, FOUND);
  assertStringIncludes(
    stderr,
    "the entry ended with 2026-11-24 and allows nothing any more (test)",
  );
});

Deno.test("audit --fail-on and --min-severity come after the config", async () => {
  const config = `{"severity": {"known-*": "low"}}`;
  const args = [...NO_LIST, "--fail-on", "medium"];
  assertEquals((await audit(args, { files: NONE })).code, 1);
  assertEquals((await audit(args, { config, files: NONE })).code, 0);
  const shown = await audit([...NO_LIST, "--min-severity", "medium"], { config, files: NONE });
  assertEquals(shown.findings, []);
  assert(shown.rows.every(({ outcome }) => outcome === "notJudged") && shown.rows.length > 0);
});

Deno.test("audit --fail-on counts what filters choose, whatever --limit and --sort write", async () => {
  const files = { ...NONE, "bad.txt": "203.0.113.9\n" };
  const code = async (...more: string[]) =>
    (await audit([...NO_LIST, "--blocklist", "bad.txt", "--fail-on", "high", ...more], { files }))
      .code;
  assertEquals(await code(), 1);
  assertEquals(await code("--sort", "severity", "--limit", "1"), 1);
  assertEquals(await code("--pid", "1200", "--limit", "1"), 0);
  assertEquals(await code("--pid", "1300", "--limit", "1"), 1);
});

Deno.test("audit --blocklist finds what is on a list, and tells of lines that are nothing", async () => {
  const { findings, rows, stderr } = await audit(["--blocklist", "bad.txt", "--verbose"], {
    files: { "bad.txt": "\ufeff# ours\n203.0.113.0/24\nnonsense\n" },
  });
  assertEquals(findings, ["blocked-address high", ...FOUND]);
  assertEquals(rows[0].evidence, ["bad.txt, line 2: 203.0.113.0/24"]);
  assertStringIncludes(stderr, "bad.txt:3: no address, block, range or name: nonsense");
});

Deno.test("audit --blocklist: an empty list is told, a missing one ends the run", async () => {
  const empty = await audit(["--blocklist", "bad.txt"], { files: { "bad.txt": "# nothing\n" } });
  assertStringIncludes(empty.stderr, "bad.txt lists no address and no name: it blocks nothing");
  const missing = await audit(["--blocklist", "missing.txt"]);
  assertEquals(missing.code, 3);
  assertStringIncludes(missing.stderr, "Cannot read the list missing.txt: there is no such file");
});

Deno.test("audit --baseline leaves out what was there, and says how much", async () => {
  const files = { ...NONE, "monday.txt": HEAD + LISTENER + OUTBOUND, "bare.txt": HEAD + OUTBOUND };
  const same = await audit([...NO_LIST, "--baseline", "monday.txt"], { files });
  assertEquals(same.findings, []);
  assertStringIncludes(same.stderr, "monday.txt has 1 finding already");
  const fresh = await audit([...NO_LIST, "--baseline", "bare.txt"], { files });
  assertEquals(fresh.findings, FOUND);
});

Deno.test("audit: what does not go together is refused before anything is read", async () => {
  const cases: readonly [readonly string[], string][] = [
    [["--baseline", "now"], "Cannot use --baseline now: what is there now is what is judged"],
    [["--db", "x.db"], "--db"],
    [["--db", "x.db", "--baseline", "monday.txt"], "no history is read"],
    [["--db", "x.db", "--baseline", "y.db"], "both name a history"],
    [["--baseline", "-", "--from", "-"], "standard input can be read only once"],
  ];
  for (const [args, said] of cases) {
    const { code, stderr } = await audit([...NO_LIST, ...args], { files: NONE });
    assertEquals(code, 2, stderr);
    assertStringIncludes(stderr, said);
  }
});

Deno.test("audit --config-schema prints the schema", async () => {
  const { code, stdout } = await runMain(["audit", "--config-schema"]);
  assertEquals([code, JSON.parse(stdout).title], [0, "netwho.json"]);
});

Deno.test("audit --history judges by what was seen before, --baseline history leaves it out", async () => {
  using test = await testHistory();
  const [day, now] = [86_400_000, Date.UTC(2026, 10, 25, 12)];
  await recordMachine(test.history, {
    computer: null,
    connections: [{
      ...{ from: now - 10 * day, to: now, process: null, path: null, pid: null },
      ...{ remoteAddress: null, remotePort: null, direction: null, state: "LISTENING" },
      ...{ localAddress: "0.0.0.0", localPort: 4444 },
    }],
    looks: [now - 10 * day, now - 5 * day, now - 2 * day, now - 60_000],
  });
  const run = async (...args: string[]) => {
    const { stdout, stderr, code } = await runMain(
      ["audit", "--from", "now.txt", "--format", "ndjson", ...args, "--db", test.history.path],
      { files: { "now.txt": LISTING }, host: { now: () => now } },
    );
    assertEquals(code, 0, stderr);
    const rows = stdout.split("\n").filter((line) => line !== "").map((line) => JSON.parse(line));
    return {
      stderr,
      rules: rows.flatMap(({ outcome, rule }) => outcome === "finding" ? [rule] : []),
      missing: rows.flatMap(({ missing }) => missing ?? []),
    };
  };
  const asked = await run("--history");
  assert(!asked.missing.includes("history"), `${asked.missing}`);
  const baseline = await run("--baseline", "history");
  assertEquals(baseline.rules.filter((rule) => rule === "known-backdoor-port"), []);
  assertStringIncludes(baseline.stderr, "has 1 finding already");
  assert(baseline.missing.includes("history"));
});

Deno.test("audit --list-rules lists all rules, whatever a config says or gets wrong", async () => {
  const { code, stderr } = await audit([...NO_LIST, "--list-rules", "--config", "mine.json"]);
  assertEquals(code, 2);
  assertStringIncludes(stderr, "Cannot use --");
  const host = { configFolder: () => FOLDER };
  const files = { [`${FOLDER}/netwho.json`]: "broken" };
  assertEquals((await runMain(["audit", "--list-rules"], { files, host })).code, 0);
});
