// Counts as whole command lines: formats, order, files, and what does not go with them.
import { assertEquals, assertMatch } from "@std/assert";
import { Lookup } from "../../lib/lookup/lookup.ts";
import { LOOK_UPS } from "../../lib/cli/options/count_options.ts";
import { fakeHost } from "../support/fake_host.ts";
import { type Files, runMain } from "../support/run_main.ts";
import { windowsHost } from "../support/windows_host.ts";

const NETSTAT = [
  "  TCP    0.0.0.0:135        0.0.0.0:0            LISTENING       912",
  "  TCP    192.0.2.7:50001    198.51.100.4:443     ESTABLISHED     4711",
  "  TCP    192.0.2.7:50002    198.51.100.4:443     ESTABLISHED     4711",
  "  TCP    192.0.2.7:50003    198.51.100.5:443     ESTABLISHED     4711",
  "  TCP    192.0.2.7:50004    198.51.100.4:443     TIME_WAIT       0",
  "  TCP    192.0.2.7:50005    198.51.100.4:443     TIME_WAIT       0",
  "  TCP    192.0.2.7:50006    198.51.100.4:443     CLOSE_WAIT      4711",
  "  UDP    0.0.0.0:68         *:*                                  912",
].join("\r\n");
const TASKLIST = [
  '"svchost.exe","912","Services","0","9,216 K"',
  '"chat.exe","4711","Console","1","117,536 K"',
].join("\r\n");
const FILES: Files = { n: NETSTAT, t: TASKLIST };
const FROM = ["--from", "n", "--from", "t"];

async function run(line: string, files: Files = FILES) {
  return await runMain(line.split(" "), { files });
}

async function counts(line: string): Promise<unknown[][]> {
  const { code, stdout, stderr } = await runMain([...line.split(" "), ...FROM], { files: FILES });
  assertEquals([code, stderr], [0, ""], line);
  return (JSON.parse(stdout) as object[]).map((row) => Object.values(row));
}

Deno.test("rows are counted by fields, in their order, the largest group first", async () => {
  assertEquals(await counts("--count-by process,state"), [
    ["chat.exe", "ESTABLISHED", 3],
    [null, "TIME_WAIT", 2],
    ["chat.exe", "CLOSE_WAIT", 1],
    ["svchost.exe", "LISTENING", 1],
    ["svchost.exe", null, 1],
  ]);
  assertEquals(await counts("--count-by state,process --limit 1"), [[
    "ESTABLISHED",
    "chat.exe",
    3,
  ]]);
  assertEquals(await counts("--count-by pid --count-by PROTOCOL,pid --limit 2"), [
    [4711, "TCP", 4],
    [0, "TCP", 2],
  ]);
});

Deno.test("the chosen rows are counted", async () => {
  assertEquals(await counts("--count-by state --pid 4711"), [["ESTABLISHED", 3], [
    "CLOSE_WAIT",
    1,
  ]]);
  assertEquals(await counts("--count-by remoteAddress --state !TIME_WAIT"), [
    ["198.51.100.4", 3],
    ["0.0.0.0", 1],
    ["198.51.100.5", 1],
    [null, 1],
  ]);
  assertEquals(await counts("tasklist --count-by sessionName"), [["Console", 1], ["Services", 1]]);
  assertEquals(await counts("--count-by state --port 9"), []);
});

Deno.test("groups are sorted by their fields and their number, and then limited", async () => {
  assertEquals(await counts("--count-by state --sort count --limit 3"), [
    ["CLOSE_WAIT", 1],
    ["LISTENING", 1],
    [null, 1],
  ]);
  assertEquals(await counts("--count-by state --sort -state --limit 2"), [
    ["TIME_WAIT", 2],
    ["LISTENING", 1],
  ]);
  assertEquals(await counts("--count-by pid,state --sort pid,-COUNT --limit 2"), [
    [0, "TIME_WAIT", 2],
    [912, "LISTENING", 1],
  ]);
});

Deno.test("counts have every format", async () => {
  const from = FROM.join(" ");
  const csv = await run(`--count-by process,state --limit 2 --format csv ${from}`);
  assertEquals(csv.stdout, "process,state,count\r\nchat.exe,ESTABLISHED,3\r\n,TIME_WAIT,2\r\n");
  const ndjson = await run(`--count-by pid --limit 1 --format ndjson ${from}`);
  assertEquals(ndjson.stdout, '{"pid":4711,"count":4}\n');
  const table = await run(`--count-by process,state --format table ${from}`);
  assertEquals(
    table.stdout,
    "process      state        count\n" +
      "chat.exe     ESTABLISHED      3\n" +
      "             TIME_WAIT        2\n" +
      "chat.exe     CLOSE_WAIT       1\n" +
      "svchost.exe  LISTENING        1\n" +
      "svchost.exe                   1\n",
  );
  const none = await run(`--count-by process --port 9 --format table ${from}`);
  assertEquals(none.stdout, "No connections match --port 9\n");
  const empty = await run(`--count-by user --format table ${from}`);
  assertEquals(empty.stdout, "user  count\n          8\n");
});

Deno.test("a number is never cut, whatever the width", async () => {
  const line = ["--count-by", "process,state", "--format", "table", ...FROM];
  for (const columns of [8, 12, 20, 40]) {
    const host = { isTerminal: () => true, terminalColumns: () => columns };
    const { stdout } = await runMain(line, { files: FILES, host });
    const numbers = stdout.trimEnd().split("\n").map((line) => /\d+$/.exec(line)?.[0]);
    assertEquals(numbers.filter((number) => number !== undefined), ["3", "2", "1", "1", "1"]);
  }
});

Deno.test("counts are appended to CSV with the same fields, and to no other", async () => {
  const line = `--count-by state --out c.csv --append ${FROM.join(" ")}`;
  const first = await run(line);
  assertEquals(first.written["c.csv"]?.slice(0, 30), "state,count\r\nESTABLISHED,3\r\nTI");
  const second = await run(line, { ...FILES, "c.csv": first.written["c.csv"]! });
  const rows = second.written["c.csv"]!.split("\r\n");
  assertEquals([rows.length, rows.filter((row) => row === "state,count").length], [12, 1]);
  const other = await run(line.replace("state", "pid"), {
    ...FILES,
    "c.csv": first.written["c.csv"]!,
  });
  assertEquals([other.code, other.written], [2, {}]);
  assertMatch(other.stderr, /it does not start with the same header/);
});

Deno.test("counts are not read back as rows", async () => {
  const fields = [
    "pid",
    "process,state",
    "protocol,localPort",
    "protocol,localAddress,localPort,remoteAddress,remotePort,state,pid",
    "process,pid,services",
    "remoteOwner,remoteCountry",
  ];
  for (const list of fields) {
    for (const format of ["json", "ndjson", "csv", "txt"]) {
      const out = `c.${format}`;
      const { written, code } = await run(`--count-by ${list} --out ${out} ${FROM.join(" ")}`);
      assertEquals(code, 0);
      for (const command of ["connections", "netstat", "tasklist", "nslookup"]) {
        const back = await run(`${command} --from ${out} --format json`, written);
        assertEquals([back.code, back.stdout], [4, ""], `${command} ${list} ${format}`);
        if (format === "txt") continue;
        assertEquals(
          back.stderr,
          `netwho: Cannot use ${out}: it holds numbers of rows, as netwho --count-by writes them, ` +
            "not the rows\nSave the rows without --count-by: they can be counted when they are read\n",
        );
      }
    }
  }
});

Deno.test("a row to which somebody has added a number is a row", async () => {
  const { stdout } = await run(`--format json ${FROM.join(" ")} --limit 1`);
  const [row] = JSON.parse(stdout);
  const files = { "own.json": JSON.stringify([{ ...row, count: 3 }]) };
  const back = await run("--from own.json --format json", files);
  assertEquals([back.code, JSON.parse(back.stdout)], [0, [row]]);
});

const REFUSED: readonly (readonly [line: string, said: readonly string[]])[] = [
  ["--count-by state --fields pid", [
    "Cannot use --count-by with --fields: its rows hold the fields that it counts by, and their " +
    "number",
  ]],
  ["--count-by state --fields", [
    "Cannot use --count-by with --fields: its rows hold the fields that it counts by, and their " +
    "number",
  ]],
  ["--count-by sate", ['Cannot read --count-by "sate": not a field here, did you mean state?']],
  ["--count-by state --sort pid", [
    'Cannot read --sort "pid": not a field here',
    "Known: state, count",
  ]],
  ["--count-by state --sort cuont", [
    'Cannot read --sort "cuont": not a field here, did you mean count?',
    "Known: state, count",
  ]],
  ["--sort count", ['Cannot read --sort "count": not a field here']],
  ["--count-by remoteOwner", [
    "Cannot count by remoteOwner without --owner: nothing else finds the owners of addresses",
  ]],
  ["--count-by remoteHost --owner", [
    "Cannot count by remoteHost without --resolve: nothing else finds the names of addresses",
  ]],
  ["netstat --count-by remoteHost", [
    "Cannot count by remoteHost without --resolve: nothing else finds the names of addresses",
  ]],
  ["--count-by process --owner", [
    "Cannot use --owner with --count-by process: no owners are counted",
    "Count by remoteOwner too, or leave --owner out",
  ]],
  ["--count-by process --resolve --owner --country DE", [
    "Cannot use --resolve with --count-by process: no names are counted",
    "Count by remoteHost too, or leave --resolve out",
  ]],
  ["--count-by process --rdap", [
    "Cannot use --rdap with --count-by process: no owners are counted",
  ]],
  ["--count-by process --mmdb asn.mmdb", [
    "Cannot use --mmdb with --count-by process: no owners are counted",
  ]],
  ["--count-by services --fast", ["Cannot count by services with --fast: no services are read"]],
  ["--count-by", ["Cannot use --count-by without a value: write --count-by LIST"]],
];

for (const [line, said] of REFUSED) {
  Deno.test(`netwho ${line} is refused`, async () => {
    const { code, stderr } = await runMain(line.split(" "), { host: windowsHost() });
    const lines = stderr.split("\n");
    assertEquals([code, lines[0]], [2, `netwho: ${said[0]}`]);
    if (said.length > 1) assertEquals(lines[1], said[1]);
  });
}

Deno.test("people are told what the group without a program is, scripts are not", async () => {
  const said =
    "netwho: 2 connections in TIME_WAIT have ended, and no process owns them any more; " +
    "--state TIME_WAIT --count-by remoteAddress,remotePort or localPort shows what they were\n";
  const line = ["--format", "csv", ...FROM, "--count-by"];
  const person = { isTerminal: (stream: string) => stream === "stderr" };
  const told = async (list: string, host = {}) =>
    (await runMain([...line, ...list.split(" ")], { files: FILES, host })).stderr;
  assertEquals(await told("process,state", person), said);
  assertEquals(await told("process,state -v"), said);
  assertEquals(await told("process,state"), "");
  assertEquals(await told("state", person), "");
  assertEquals(await told("process,remoteAddress", person), "");
  assertEquals(await told("process --pid 4711", person), "");
});

Deno.test("what could not be seen is said of counts as of rows", async () => {
  const files = { n: NETSTAT.replaceAll(/ \d+$/gm, "") };
  const host = { isTerminal: (stream: string) => stream === "stderr" };
  const { stderr } = await runMain(["--from", "n", "--count-by", "protocol", "--format", "csv"], {
    files,
    host,
  });
  assertEquals(
    stderr,
    "netwho: netstat printed no process IDs: it does with -o (on Linux with -p)\n",
  );
  const damaged = {
    n: `${NETSTAT}\r\n  TCP    garbage\r\n`,
  };
  const { stdout, stderr: rejected } = await run("--from n --count-by protocol --limit 1", damaged);
  assertEquals(JSON.parse(stdout), [{ protocol: "TCP", count: 7 }]);
  assertEquals(rejected, "netwho: 1 line of n not understood; --verbose lists them\n");
});

Deno.test("the fields that are looked up are known", () => {
  for (const { option, fields } of LOOK_UPS) {
    const lookup = new Lookup({ host: fakeHost(), [option]: true });
    assertEquals(lookup.fields.filter((name) => !(fields as readonly string[]).includes(name)), []);
  }
});
