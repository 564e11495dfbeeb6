import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { denoHost } from "../../../lib/host/deno/deno_host.ts";
import { HostError } from "../../../lib/host/host.ts";
import { localPath } from "../../support/folders.ts";
import { type Files, runMain } from "../../support/run_main.ts";

const RECORDINGS = localPath(new URL("../../recordings/", import.meta.url));
const MACHINES = ["windows-en", "windows-de", "windows-ja", "windows-ko", "linux"];

/** Runs a command line with the files that it names, and the recordings. */
async function run(line: string, files: Files = {}) {
  const { readFile, listDirectory } = denoHost();
  const args = line.split(" ").map((word) => word.replace("@", RECORDINGS));
  return await runMain(args, { files, host: { readFile, listDirectory } });
}

for (const machine of MACHINES) {
  Deno.test(`a snapshot is shown as its machine was: ${machine}`, async () => {
    const { stdout: document } = await run(`snapshot --replay @${machine}`);
    const files = { "a.json": document };
    for (const shape of ["--format json", "--format csv --public --sort remoteAddress"]) {
      const live = await run(`--replay @${machine} ${shape}`);
      const saved = await run(`--from a.json ${shape}`, files);
      assertEquals([saved.code, saved.stdout], [live.code, live.stdout]);
    }
    const { stdout: processes } = await run(`tasklist --replay @${machine} --format json`);
    const known = JSON.parse(processes).map((row: object) => ({ ...row, parentPid: null }));
    const { stdout: saved } = await run("tasklist --from a.json --format json", files);
    const rows = JSON.parse(saved).map((row: object) => ({ ...row, parentPid: null }));
    assertEquals(rows, known);
    const ends = async (source: string) => {
      const fields = "protocol,localAddress,localPort,remoteAddress,remotePort,state,pid";
      return (await run(`netstat ${source} --format ndjson --fields ${fields}`, files)).stdout;
    };
    assertEquals(await ends("--from a.json"), await ends(`--replay @${machine}`));
  });
}

Deno.test("what could not be seen is told of a snapshot as of its machine", async () => {
  const { stdout: document } = await run("snapshot --replay @linux");
  const files = { "a.json": document };
  const lines: [string, string][] = [
    ["connections", "--process nginx --format json"],
    ["connections", "--count-by process --format json"],
    ["inspect", "412 --format json"],
    ["inspect", "nosuch --format json"],
  ];
  for (const [command, rest] of lines) {
    const live = await run(`${command} --replay @linux ${rest}`);
    const saved = await run(`${command} --from a.json ${rest}`, files);
    assert(live.stderr !== "");
    assertEquals([saved.code, saved.stderr], [live.code, live.stderr]);
  }
  const path = await run("inspect 412 --from a.json --format ndjson --fields note", files);
  assertStringIncludes(path.stdout, "path could not be seen: needs root");
});

Deno.test("a user that a snapshot lacks is no matter of tasklist's output", async () => {
  const { stdout: document } = await run("snapshot --replay @windows-de");
  const { stderr } = await run("--from a.json --user anna --format json", { "a.json": document });
  assertStringIncludes(stderr, "whose user is not known are left out: netwho snapshot saves it");
});

Deno.test("inspect tells parents from a snapshot, and no files", async () => {
  const { stdout: document } = await run("snapshot --replay @linux");
  const { stdout } = await run(
    "inspect 3001 --from a.json --format ndjson --fields relation,parentPid,parent,sha256",
    { "a.json": document },
  );
  assertEquals(JSON.parse(stdout.split("\n")[0]!), {
    ...{ relation: "process", parentPid: 2345, parent: "bash", sha256: null },
  });
});

Deno.test("--out writes the whole document and nothing else", async () => {
  const plain = await run("snapshot --replay @windows-ja");
  const { code, stdout, stderr, written } = await run(
    "snapshot --replay @windows-ja --out a.json",
  );
  assertEquals([code, stdout, stderr], [0, "", ""]);
  assertEquals(written, { "a.json": plain.stdout });
  assertEquals(JSON.parse(plain.stdout).computer, JSON.parse(plain.stdout).connections[0].computer);
});

Deno.test("a snapshot is JSON on a terminal too", async () => {
  const { readFile, listDirectory } = denoHost();
  const args = ["snapshot", "--replay", `${RECORDINGS}linux`];
  const host = { readFile, listDirectory, isTerminal: () => true, terminalColumns: () => 80 };
  const { stdout, stderr } = await runMain(args, { host });
  assertEquals(JSON.parse(stdout).netwhoSnapshot, 1);
  assertEquals(stderr, "netwho: owners of 13 of 30 sockets could not be seen: needs root\n");
});

const LISTING = "  TCP    192.0.2.7:50123    198.51.100.9:443    ESTABLISHED    4711\r\n";
const TASKLIST = '"chrome.exe","4711","Console","1","10,924 K"\r\n';

Deno.test("saved output becomes one document", async () => {
  const files = { "netstat.txt": LISTING, "tasklist.csv": TASKLIST };
  const { stdout } = await run("snapshot --from netstat.txt --from tasklist.csv", files);
  const document = JSON.parse(stdout);
  assertEquals([document.observedAt, document.computer, document.os], [null, null, null]);
  assertEquals(document.connections[0].process, "chrome.exe");
  const again = await run("--from a.json --format json", { "a.json": stdout });
  assertEquals(JSON.parse(again.stdout), document.connections);
});

Deno.test("a snapshot of a snapshot is the same", async () => {
  for (const machine of MACHINES) {
    const { stdout } = await run(`snapshot --replay @${machine}`);
    const again = await run("snapshot --from a.json", { "a.json": stdout });
    assertEquals(again.stdout, stdout);
  }
});

Deno.test("owners that were looked up are kept with the rows", async () => {
  const files = { "asn.csv": "start,end,asn,name\n9.9.9.0,9.9.9.255,64500,Example Net\n" };
  const { stdout } = await run("snapshot --replay @windows-de --mmdb asn.csv", files);
  const { code, stdout: rows } = await run(
    "--from a.json --remote 9.9.9.9 --format ndjson --fields remoteAsn,remoteOwner --limit 1",
    { "a.json": stdout },
  );
  assertEquals([code, rows], [0, '{"remoteAsn":64500,"remoteOwner":"Example Net"}\n']);
});

Deno.test("a tool that failed is in the document, and the exit code says it", async () => {
  const netstat = new TextEncoder().encode(LISTING);
  const { code, stdout, stderr } = await runMain(["snapshot"], {
    host: {
      os: "windows",
      run: (tool) =>
        tool === "netstat"
          ? Promise.resolve({ stdout: netstat, stderr: new Uint8Array(), code: 0 })
          : Promise.reject(new HostError("timedOut", `${tool} took over 30000 ms`)),
    },
  });
  assertEquals(code, 3);
  const { warnings, connections } = JSON.parse(stdout);
  assertEquals([warnings.length, connections.length], [1, 1]);
  assertEquals(stderr, `netwho: ${warnings[0]}\n`);
  const read = await run("--from a.json --format ndjson --fields pid", { "a.json": stdout });
  assertEquals([read.code, read.stdout], [0, '{"pid":4711}\n']);
  assertEquals(read.stderr, `netwho: a.json was taken with a warning: ${warnings[0]}\n`);
});

Deno.test("a snapshot is refused where it would be no use", async () => {
  const cases: [line: string, code: number, first: string, second: string][] = [
    [
      "snapshot --out a.csv",
      2,
      "Cannot write a snapshot to a.csv: it is one JSON document",
      "Write --out a.json; for rows alone: netwho --out a.csv",
    ],
    [
      "snapshot --out log.ndjson",
      2,
      "Cannot write a snapshot to log.ndjson: it is one JSON document",
      "Write --out log.json; for rows alone: netwho --out log.ndjson",
    ],
    [
      "tasklist --from a.json",
      4,
      "Cannot find processes in a.json: the snapshot was saved without",
      "Add the output of tasklist with another --from",
    ],
    [
      "--from cut.json",
      4,
      "Cannot understand cut.json: it ends before its first row",
      "It seems to be cut off: save it again",
    ],
    [
      "--from deep.json",
      4,
      "Cannot understand deep.json: ConvertTo-Json has made text of its rows",
      "Write it again with ConvertTo-Json -Depth 5",
    ],
    [
      "--from other.json",
      4,
      "Cannot understand other.json: none of its fields is a netwho field",
      "Its first row has: connections. Wanted: ",
    ],
  ];
  const files = {
    "a.json": '{"netwhoSnapshot":1,"connections":[],"processes":null}',
    "cut.json": '{"netwhoSnapshot":1,"computer":"PC',
    "deep.json": '{"netwhoSnapshot":1,"connections":["@{protocol=TCP}"],"processes":["@{pid=4}"]}',
    "other.json": '{"connections":[{"src":"192.0.2.1"}]}',
  };
  for (const [line, code, first, second] of cases) {
    const outcome = await run(line, files);
    assertEquals(outcome.code, code, line);
    assertStringIncludes(outcome.stderr, `netwho: ${first}\n${second}`);
    assertEquals(outcome.stdout, "");
  }
});
