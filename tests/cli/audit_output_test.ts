// What people and pipes get from netwho audit, as whole command lines.
import { assert, assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { parse } from "@std/csv/parse";
import { RULES } from "../../lib/audit/rules.ts";
import { main } from "../../lib/cli/main.ts";
import { denoHost } from "../../lib/host/deno/deno_host.ts";
import { FINDING_FIELDS, SEVERITIES } from "../../lib/model/finding.ts";
import { RULE_FIELDS } from "../../lib/model/rule_row.ts";
import { fakeHost } from "../support/fake_host.ts";
import { localPath, temporaryFolder } from "../support/folders.ts";
import { type Files, runMain } from "../support/run_main.ts";
import { sarifErrors } from "../support/sarif_schema.ts";

const NETSTAT = [
  "  TCP    0.0.0.0:135        0.0.0.0:0            LISTENING       912",
  "  TCP    0.0.0.0:4444       0.0.0.0:0            LISTENING       4711",
  "  TCP    192.0.2.7:50001    203.0.113.9:443      ESTABLISHED     3120",
  "  TCP    192.0.2.7:50002    203.0.113.9:443      ESTABLISHED     3120",
].join("\r\n");
const TASKLIST = [
  '"svchost.exe","912","Services","0","9,216 K"',
  '"$(calc) & \'x\'.exe","4711","Console","1","117,536 K"',
  '"chrome.exe","3120","Console","1","117,536 K"',
].join("\r\n");
const FILES: Files = { n: NETSTAT, t: TASKLIST, garbage: "nothing\nlike a row\n" };
const BACKDOOR = ["--rule", "known-backdoor-port"];
const FROM = ["--from", "n", "--from", "t", ...BACKDOOR];

async function run(...args: string[]) {
  return await runMain(["audit", ...args], { files: FILES });
}

Deno.test("audit: rows are findings, then what was not judged, each with every field", async () => {
  const { code, stdout, stderr } = await run(...FROM);
  assertEquals(code, 0, stderr);
  const rows = JSON.parse(stdout);
  const [finding, ...others] = rows;
  assertEquals(
    [finding.outcome, finding.rule, finding.pid, finding.localPort, finding.connections],
    ["finding", "known-backdoor-port", 4711, 4444, 1],
  );
  assertEquals(finding.commands, ["netwho inspect pid:4711 --from n --from t"]);
  assert(finding.advice.length > 0 && finding.falseAlarms.length > 0);
  for (const row of others) {
    assertEquals([row.outcome, row.rule, row.severity, row.pid], ["notJudged", null, null, null]);
    assertMatch(row.id, /^not-judged-/);
    assertEquals(row.missing.length, 1);
  }
  assertEquals(others.at(-1).id, "not-judged-unseen");
  for (const row of rows) assertEquals(Object.keys(row), FINDING_FIELDS.map(({ name }) => name));
});

Deno.test("audit: filters choose findings, and never leave out what was not judged", async () => {
  const { stdout } = await run(...FROM, "--pid", "912");
  const outcomes = JSON.parse(stdout).map(({ outcome }: { outcome: string }) => outcome);
  assert(outcomes.length > 0);
  assertEquals(new Set(outcomes), new Set(["notJudged"]));
});

Deno.test("audit: what is no listing is not understood, rather than judged as nothing", async () => {
  const { code, stdout, stderr } = await run("--from", "garbage");
  assertEquals([code, stdout], [4, ""]);
  assertStringIncludes(stderr, "Cannot understand garbage");
});

Deno.test("audit --explain: one row for each connection behind the others", async () => {
  const { stdout } = await run(...FROM, "--explain");
  const rows = JSON.parse(stdout).filter(({ protocol, outcome }: Record<string, string | null>) =>
    protocol !== null && outcome !== "finding"
  );
  assertEquals(
    rows.map(({ localPort, outcome }: Record<string, unknown>) => [localPort, outcome]),
    [[135, "normal"], [4444, "partOf"], [50_001, "normal"], [50_002, "normal"]],
  );
});

Deno.test("audit: severity sorts by rank, and counts", async () => {
  const { stdout } = await run("--list-rules", "--sort", "-severity", "--fields", "severity");
  const ranks = JSON.parse(stdout).map(({ severity }: { severity: typeof SEVERITIES[number] }) =>
    SEVERITIES.indexOf(severity)
  );
  assertEquals(ranks, ranks.toSorted((a: number, b: number) => b - a));
  const counted = await run(...FROM, "--count-by", "severity", "--sort", "severity");
  assertEquals(JSON.parse(counted.stdout)[0], { severity: "medium", count: 1 });
});

Deno.test("audit: CSV holds hostile names as data, --excel as no formulas", async () => {
  const { stdout } = await run(...FROM, "--format", "csv");
  const [header, row] = parse(stdout);
  assertEquals(row![header!.indexOf("process")], "$(calc) & 'x'.exe");
  const files = { ...FILES, t: TASKLIST.replace("$(calc)", "=cmd|x") };
  const excel = await runMain(["audit", ...FROM, "--format", "csv", "--excel"], { files });
  assertStringIncludes(excel.stdout, "'=cmd|x");
});

Deno.test("audit --format sarif: valid, ASCII, by the file's ending too", async () => {
  const { code, stdout } = await run(...FROM, "--format", "sarif");
  assertEquals(code, 0);
  assertMatch(stdout, /^\p{ASCII}*$/u);
  assertEquals(sarifErrors(JSON.parse(stdout)), []);
  const { written } = await run(...FROM, "--out", "a.sarif");
  const document = JSON.parse(written["a.sarif"]!);
  assertEquals(document.runs[0].results.length, 1);
  const none = await run(...FROM, "--pid", "912", "--format", "sarif");
  assertEquals(sarifErrors(JSON.parse(none.stdout)), []);
  assertEquals(JSON.parse(none.stdout).runs[0].results, []);
});

Deno.test("audit --list-rules: every rule with every field", async () => {
  const { code, stdout } = await run("--list-rules");
  assertEquals(code, 0);
  const rows = JSON.parse(stdout);
  assertEquals(rows.map(({ id }: { id: string }) => id), RULES.map(({ id }) => id));
  assertEquals(Object.keys(rows[0]), RULE_FIELDS.map(({ name }) => name));
  const some = await run("--list-rules", ...BACKDOOR, "--format", "csv", "--fields", "id,severity");
  assertEquals(some.stdout, "id,severity\r\nknown-backdoor-port,medium\r\n");
  const listed = await run("--list-rules", "--fields");
  assertMatch(listed.stdout, /^id +text /);
  const counted = await run("--list-rules", "--count-by", "severity");
  const total = JSON.parse(counted.stdout)
    .reduce((sum: number, { count }: { count: number }) => sum + count, 0);
  assertEquals(total, RULES.length);
});

Deno.test("audit: the report on a terminal tells what was not judged, so that stderr does not", async () => {
  const host = { isTerminal: () => true, terminalColumns: () => 80 };
  const { stdout, stderr } = await runMain(["audit", ...FROM, "--color", "never"], {
    files: FILES,
    host,
  });
  assertMatch(stdout, /^Look at it: 1 medium finding; 1 rule judged 4 connections/);
  assertStringIncludes(stdout, "Nobody can see from here:");
  assertStringIncludes(stdout, "$(calc) & 'x'.exe  PID 4711");
  assertStringIncludes(stdout, "\n    netwho inspect pid:4711 --from n --from t\n");
  assertEquals(stderr.includes("could not judge"), false);
});

Deno.test("audit: options without effect are refused, and why", async () => {
  const refused: readonly (readonly [string, string])[] = [
    ["--list-rules --pid 4", "Cannot use --pid with --list-rules: nothing is judged"],
    ["--list-rules --explain", "Cannot use --explain with --list-rules: nothing is judged"],
    ["--list-rules --fail-on low", "Cannot use --fail-on with --list-rules: nothing is judged"],
    ["--list-rules --from n", "Cannot use --from with --list-rules: nothing is judged"],
    ["--list-rules --resolve", "Cannot use --resolve with --list-rules: nothing is judged"],
    [
      "--list-rules --format sarif",
      "Cannot use --format sarif with --list-rules: it is for findings",
    ],
    [
      "--list-rules --format text",
      "Cannot use --format text with --list-rules: it is for findings",
    ],
    [
      "--from n --format sarif --explain",
      "Cannot use --explain for sarif: it holds findings alone",
    ],
    ["--from n --out a.sarif --explain", "Cannot use --explain for sarif: it holds findings alone"],
    [
      "--from n --format sarif --fields pid",
      "Cannot use --fields with --format sarif: it has no columns",
    ],
    [
      "--from n --format sarif --count-by pid",
      "Cannot use --count-by with --format sarif: it has no columns",
    ],
    [
      "--from n --out a.sarif --append",
      "Cannot use --append for sarif: only csv and ndjson can be appended",
    ],
    [
      "--from n --format sarif --delimiter ;",
      "Cannot use --delimiter for sarif: it is for csv only",
    ],
    [
      "--from n --count-by pid --fail-on low",
      "Cannot use --fail-on with --count-by: no findings are written",
    ],
  ];
  for (const [line, message] of refused) {
    const { code, stdout, stderr } = await run(...line.split(" "));
    assertEquals([code, stdout, stderr.split("\n")[0]], [2, "", `netwho: ${message}`], line);
  }
});

Deno.test("audit: the format sarif is of audit alone", async () => {
  const { code, stderr } = await runMain(["--from", "n", "--format", "sarif"], { files: FILES });
  assertEquals(code, 2);
  assertStringIncludes(stderr, "sarif");
  const file = await runMain(["--from", "n", "--out", "a.sarif"], { files: FILES });
  assertEquals(file.code, 2);
  assertStringIncludes(file.stderr, "Cannot tell the format from a.sarif");
});

Deno.test("audit --replay: Sigma rules are the user's files, which no recording has", async () => {
  const rule = (port: number) =>
    `title: Port ${port}\nid: 00000000-0000-4000-8000-00000000${port}\n` +
    "logsource: { category: network_connection, product: windows }\n" +
    `detection: { any: { DestinationPort: ${port} }, condition: any }\n`;
  using folder = temporaryFolder();
  Deno.writeTextFileSync(`${folder.path}/one.yml`, rule(3389));
  Deno.writeTextFileSync(`${folder.path}/two.yml`, rule(8443));
  const { readFile, listDirectory, open, pathKind, realPath } = denoHost();
  const host = fakeHost({ readFile, listDirectory, open, pathKind, realPath });
  const recording = localPath(new URL("../recordings/windows-en", import.meta.url));
  const args = ["audit", "--replay", recording, "--sigma", folder.path, "--rule", "00000000-*"];
  const code = await main([...args, "--format", "ndjson", "--fields", "outcome,title"], host);
  assertEquals(code, 0, host.stderr());
  assertStringIncludes(host.stdout(), '{"outcome":"finding","title":"Port 8443"}');
});
