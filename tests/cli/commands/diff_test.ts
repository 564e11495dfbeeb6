import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { denoHost } from "../../../lib/host/deno/deno_host.ts";
import type { Host } from "../../../lib/host/host.ts";
import { type Change, CHANGE_FIELDS } from "../../../lib/model/change.ts";
import { encodeCodePage } from "../../../lib/text/code_pages.ts";
import { localPath } from "../../support/folders.ts";
import { fileHost, type Files, runMain } from "../../support/run_main.ts";

const RECORDINGS = localPath(new URL("../../recordings/", import.meta.url));

const HEAD = "\r\nActive Connections\r\n\r\n" +
  "  Proto  Local Address          Foreign Address        State           PID\r\n";

/** What netstat -ano prints, on Monday and on Tuesday. */
const OLD_ROWS = [
  "  TCP    0.0.0.0:135            0.0.0.0:0              LISTENING       912",
  "  TCP    0.0.0.0:445            0.0.0.0:0              LISTENING       4",
  "  TCP    192.168.1.20:50001     142.250.74.78:443      ESTABLISHED     3120",
  "  TCP    192.168.1.20:50009     142.250.74.78:443      TIME_WAIT       0",
  "  UDP    0.0.0.0:5353           *:*                                    1044",
  "  UDP    0.0.0.0:123            *:*                                    900",
];
const NEW_ROWS = [
  ...OLD_ROWS.slice(0, 2),
  "  TCP    192.168.1.20:50777     142.250.74.78:443      ESTABLISHED     3120",
  "  TCP    192.168.1.20:50801     45.33.32.156:4444      ESTABLISHED     6666",
  ...OLD_ROWS.slice(4),
];
const text = (rows: readonly string[]) => HEAD + rows.map((row) => `${row}\r\n`).join("");
const FILES: Files = { "netstat_log1.txt": text(OLD_ROWS), "netstat_log2.txt": text(NEW_ROWS) };
const LOGS = ["netstat_log1.txt", "netstat_log2.txt"];
const TERMINAL = { isTerminal: () => true, terminalColumns: () => 100, env: () => undefined };

/** Runs `netwho diff` on the logs. */
async function diff(args: readonly string[], host: Partial<Host> = {}, files: Files = {}) {
  return await runMain(["diff", ...args], { files: { ...FILES, ...files }, host });
}

/** What changed, in short. */
function told(json: string): string[] {
  const rows: Change[] = JSON.parse(json);
  return rows.map(({ change, process, pid, remoteAddress, remotePort }) =>
    `${change} ${process ?? pid} ${remoteAddress}:${remotePort}`
  );
}

const NEWS = ["opened 6666 45.33.32.156:4444"];

Deno.test("two saved logs: diff finds the connection of an unknown program, inspect explains it", async () => {
  const found = await diff(LOGS);
  assertEquals([found.code, found.stderr], [0, ""]);
  assertEquals(told(found.stdout), NEWS);
  const [row] = JSON.parse(found.stdout);
  assertEquals(Object.keys(row), CHANGE_FIELDS.map(({ name }) => name));
  assertEquals([row.changedAt, row.previousState, row.state], [null, null, "ESTABLISHED"]);

  const report = await diff(LOGS, TERMINAL);
  assertEquals(report.stdout.split("\n"), [
    "From netstat_log1.txt (6 sockets) to netstat_log2.txt (6 sockets):",
    "\x1b[32m+ PID 6666  →  45.33.32.156:4444  ESTABLISHED  had no peers before\x1b[39m",
    "1 opened, 0 closed, 0 changed, 5 unchanged; not compared: 1 in TIME_WAIT (with --exact they are)",
    "",
  ]);
  const tasklist = '"Image Name","PID","Session Name","Session#","Mem Usage"\r\n' +
    '"invoice.exe","6666","Console","1","9,216 K"\r\n';
  const from = ["--from", "netstat_log2.txt", "--from", "tasklist.csv"];
  const inspected = await runMain(["inspect", "45.33.32.156", ...from, "--format", "text"], {
    files: { ...FILES, "tasklist.csv": tasklist },
  });
  assertEquals([inspected.code, inspected.stderr], [0, ""]);
  assertStringIncludes(inspected.stdout, "invoice.exe  PID 6666\n");
  assertStringIncludes(inspected.stdout, "  Connected to\n    TCP  45.33.32.156:4444");
});

Deno.test("of a listing that netstat printed again and again the last one is compared", async () => {
  const first = text([
    ...OLD_ROWS,
    "  TCP    192.168.1.20:50002     198.51.100.7:22   ESTABLISHED  70",
  ]);
  const files = { "log.txt": first + FILES["netstat_log1.txt"] + FILES["netstat_log2.txt"] };
  const holds = "netwho: log.txt holds 3 listings, one below another: the last one is read\n";
  const found = await diff(["netstat_log1.txt", "log.txt"], {}, files);
  assertEquals([told(found.stdout), found.stderr], [NEWS, holds]);
  const back = await diff(["log.txt", "netstat_log2.txt"], {}, files);
  assertEquals([told(back.stdout), back.stderr], [[], holds]);
});

Deno.test("listings of one protocol each, one below another, are one listing", async () => {
  const both = text(NEW_ROWS.slice(0, 4)) + text(NEW_ROWS.slice(4));
  const { stdout, stderr } = await diff(["netstat_log2.txt", "both.txt"], {}, { "both.txt": both });
  assertEquals([told(stdout), stderr], [[], ""]);
});

Deno.test("any language and encoding: the same news", async () => {
  const german = (await encodeCodePage(850))(
    FILES["netstat_log1.txt"]!.toString().replaceAll("LISTENING", "ABHÖREN  ")
      .replaceAll("ESTABLISHED", "HERGESTELLT").replaceAll("TIME_WAIT", "WARTEND  ")
      .replace("Active Connections", "Aktive Verbindungen"),
  );
  const utf16 = utf16le(`\ufeff${FILES["netstat_log1.txt"]}`);
  for (const bytes of [german, utf16, `\ufeff${FILES["netstat_log1.txt"]}`]) {
    const { code, stdout, stderr } = await diff(["old.txt", LOGS[1]!], {}, { "old.txt": bytes });
    assertEquals([code, stderr, told(stdout)], [0, "", NEWS]);
  }
});

Deno.test("standard input, folders and the options of reading", async () => {
  const piped = { "-": FILES["netstat_log2.txt"]! };
  assertEquals(told((await diff([LOGS[0]!, "-"], {}, piped)).stdout), NEWS);
  const folder = { "tuesday/netstat.txt": FILES["netstat_log2.txt"]! };
  assertEquals(told((await diff([LOGS[0]!, "tuesday"], {}, folder)).stdout), NEWS);
  assertEquals(told((await diff([...LOGS, "--encoding", "cp850"])).stdout), NEWS);
});

Deno.test("rows are chosen, counted, sorted and limited as everywhere", async () => {
  const exact = async (...args: string[]) =>
    told((await diff([...LOGS, "--exact", ...args])).stdout);
  const all = [
    "opened 6666 45.33.32.156:4444",
    "opened 3120 142.250.74.78:443",
    "closed 3120 142.250.74.78:443",
    "closed 0 142.250.74.78:443",
  ];
  assertEquals(await exact(), all);
  assertEquals(await exact("--change", "closed"), all.slice(2));
  assertEquals(await exact("--change", "!closed", "--remote-port", "443"), [all[1]]);
  assertEquals(await exact("--state", "TIME_WAIT"), [all[3]]);
  assertEquals(await exact("--public", "--limit", "1"), [all[0]]);
  assertEquals((await exact("--sort", "pid"))[0], all[3]);
  const counted = await diff([...LOGS, "--exact", "--count-by", "change", "--format", "csv"]);
  assertEquals(counted.stdout, "change,count\r\nclosed,2\r\nopened,2\r\n");
  const table = await diff([...LOGS, "--count-by", "change"], TERMINAL);
  assert(table.stdout.includes("opened"), table.stdout);
  assert(!table.stdout.includes("From netstat_log1.txt"), table.stdout);
  const fields = await diff([...LOGS, "--fields", "change,remoteAddress", "--format", "csv"]);
  assertEquals(fields.stdout, "change,remoteAddress\r\nopened,45.33.32.156\r\n");
});

Deno.test("--format table shows each row, without colours in a pipe", async () => {
  const { stdout } = await diff([...LOGS, "--format", "table"]);
  assertEquals(stdout.split("\n").slice(0, 2).map((line) => line.split(/ {2,}/)[0]), [
    "change",
    "opened",
  ]);
  const none = await diff([LOGS[0]!, LOGS[0]!, "--format", "table"]);
  assertEquals(none.stdout, "No changes\n");
});

Deno.test("a report in a file, and what filters leave of it", async () => {
  const { code, stdout, written } = await diff([...LOGS, "--out", "news.txt"]);
  assertEquals([code, stdout], [0, ""]);
  assert(written["news.txt"]!.startsWith("From netstat_log1.txt"));
  const text = await diff([...LOGS, "--format", "text", "--exact", "--pid", "6666"]);
  assertEquals(text.stdout.split("\n"), [
    "From netstat_log1.txt (6 sockets) to netstat_log2.txt (6 sockets):",
    "+ PID 6666  →  45.33.32.156:4444  ESTABLISHED  had no peers before",
    "1 of 4 changes is chosen by --pid 6666",
    "1 opened, 0 closed, 0 changed, 0 unchanged",
    "",
  ]);
});

Deno.test("exit codes: 1 only with --fail-on-change, and only for what the filters leave", async () => {
  assertEquals((await diff(LOGS)).code, 0);
  assertEquals((await diff([...LOGS, "--fail-on-change"])).code, 1);
  assertEquals((await diff([...LOGS, "--fail-on-change", "--process", "chrome"])).code, 0);
  assertEquals((await diff([...LOGS, "--fail-on-change", "--count-by", "pid"])).code, 1);
  const same = await diff([LOGS[0]!, LOGS[0]!, "--fail-on-change"]);
  assertEquals([same.code, same.stdout], [0, "[]\n"]);
  assertEquals((await diff(["missing.txt", LOGS[0]!, "--fail-on-change"])).code, 3);
  assertEquals((await diff([LOGS[0]!, "x.txt"], {}, { "x.txt": "nothing here\n" })).code, 4);
});

Deno.test("wrong command lines say what to write", async () => {
  const message = async (...args: string[]) => {
    const { code, stderr } = await diff(args);
    return [code, ...stderr.trimEnd().split("\n").slice(0, -1)];
  };
  assertEquals(await message(), [
    2,
    "netwho: Cannot compare: OLD and NEW are missing",
    "Name two files, as in: netwho diff netstat_log1.txt netstat_log2.txt",
  ]);
  assertEquals(await message("a.txt"), [
    2,
    "netwho: Cannot compare a.txt: NEW is missing",
    "To compare with this computer as it is: netwho diff a.txt now",
  ]);
  assertEquals(await message("now"), [
    2,
    "netwho: Cannot compare now: NEW is missing",
    "OLD comes first, as in: netwho diff before.json now",
  ]);
  assertEquals(await message("-", "-"), [
    2,
    "netwho: Cannot compare - with -: standard input can be read only once",
  ]);
  assertEquals(await message("now", "now"), [
    2,
    "netwho: Cannot compare now with now: that is one moment",
    "Save one first: netwho snapshot --out before.json; later: netwho diff before.json now",
  ]);
  assertEquals(await message("a", "b", "c"), [2, "netwho: Unexpected argument c for diff"]);
  assertEquals(await message(...LOGS, "--count-by", "pid", "--format", "text"), [
    2,
    "netwho: Cannot use --count-by with --format text: it has no columns",
    "Use --format table, json, ndjson or csv",
  ]);
  assertEquals((await message("a", "b", "--change", "new"))[0], 2);
});

Deno.test("a person is told what is not compared, also where there is no report", async () => {
  const { stderr } = await diff([...LOGS, "--format", "table"], TERMINAL);
  assertEquals(stderr, "netwho: 1 connection in TIME_WAIT is not compared: --exact does\n");
});

Deno.test("a list of processes alone is no side", async () => {
  const tasklist = '"System","4","Services","0","144 K"\r\n';
  const { code, stderr } = await diff([LOGS[0]!, "tasks.csv"], {}, { "tasks.csv": tasklist });
  assertEquals([code, stderr.split("\n")], [4, [
    "netwho: Cannot find sockets in tasks.csv: there are only processes",
    "Put it into a folder with the output of netstat -ano, and name the folder",
    "",
  ]]);
});

Deno.test("what was not understood of one file does not make an answer an error", async () => {
  const rest = { "both/netstat.txt": FILES["netstat_log1.txt"]!, "both/tasklist.txt": "x\n" };
  const { code, stdout } = await diff([LOGS[0]!, "both"], {}, rest);
  assertEquals([code, stdout], [0, "[]\n"]);
});

Deno.test("what both sides could not see alike is said on standard error, or in the report", async () => {
  const bare = text(OLD_ROWS.map((row) => row.replace(/\d+$/, "")));
  const remark = "old.txt has no process IDs: sockets are compared by their ends alone; netstat " +
    "prints process IDs with -o\n";
  const json = await diff(["old.txt", LOGS[1]!], {}, { "old.txt": bare });
  assertEquals([json.code, json.stderr, told(json.stdout)], [0, `netwho: ${remark}`, NEWS]);
  const shown = await diff(["old.txt", LOGS[1]!], { ...TERMINAL, terminalColumns: () => 200 }, {
    "old.txt": bare,
  });
  assertEquals(shown.stderr, "");
  assertStringIncludes(shown.stdout, remark.trimEnd());
});

Deno.test("a recording, now, a snapshot and rows in each format are the same thing", async () => {
  const real = denoHost();
  for (const name of ["windows-en", "windows-de", "windows-ja", "linux"]) {
    const recording = `${RECORDINGS}${name}`;
    const onDisk: Partial<Host> = {
      readFile: real.readFile,
      listDirectory: real.listDirectory,
      pathKind: (path) => path.startsWith(RECORDINGS) ? real.pathKind(path) : "file",
    };
    const saved: Record<string, string> = {};
    const run = async (args: readonly string[], files: Files = {}) => {
      const { pathKind, open } = { ...fileHost(files), ...onDisk };
      const host = { ...onDisk, pathKind, open };
      return await runMain(args, { files, host });
    };
    for (const format of ["json", "ndjson", "csv"]) {
      const { stdout, code } = await run(["--replay", recording, "--format", format]);
      assertEquals(code, 0);
      saved[`rows.${format}`] = stdout;
    }
    saved["snapshot.json"] = (await run(["snapshot", "--replay", recording])).stdout;
    const unread = await run(["diff", "rows.csv", "rows.json", "--replay", recording], saved);
    assertEquals(unread.code, 2);
    assertStringIncludes(unread.stderr, "Cannot use --replay without now: nothing is read");
    for (const word of [recording, ...Object.keys(saved)]) {
      for (const exact of [[], ["--exact"]]) {
        const there = await run(["diff", word, "now", "--replay", recording, ...exact], saved);
        assertEquals([there.code, there.stdout], [0, "[]\n"], `${name} ${word}`);
        const back = await run(["diff", "now", word, "--replay", recording, ...exact], saved);
        assertEquals([back.code, back.stdout], [0, "[]\n"], `${name} ${word}`);
      }
    }
  }
});

function utf16le(text: string): Uint8Array {
  return new Uint8Array(
    Uint16Array.from({ length: text.length }, (_, at) => text.charCodeAt(at)).buffer,
  );
}
