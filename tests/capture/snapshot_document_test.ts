/**
 * The document of a snapshot: what is written is read back, and a part of it never passes for the
 * whole.
 *
 * @module
 */
import { assert, assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import fc from "fast-check";
import { describeSnapshot } from "../../lib/capture/describe_snapshot.ts";
import { Diagnostics } from "../../lib/capture/diagnostics.ts";
import { OwnersSeen } from "../../lib/capture/hidden_owners.ts";
import { readSnapshot, readWhole, type WholeSnapshot } from "../../lib/capture/snapshot.ts";
import { type Connection, CONNECTION_FIELDS } from "../../lib/model/connection.ts";
import { emptyRecord } from "../../lib/model/field.ts";
import { type Process, PROCESS_FIELDS } from "../../lib/model/process.ts";
import { formatSnapshot } from "../../lib/output/snapshot_format.ts";
import { arbitraryRow, protocol } from "../support/arbitrary_rows.ts";
import { fakeHost } from "../support/fake_host.ts";
import { fileHost, runMain } from "../support/run_main.ts";

const SAVED_AT = "2026-11-25T09:00:00.250Z";

const TCP: Connection = {
  ...emptyRecord(CONNECTION_FIELDS),
  observedAt: SAVED_AT,
  computer: "PC-日本",
  protocol: "TCP",
  localAddress: "192.0.2.7",
  localPort: 50123,
  remoteAddress: "198.51.100.9",
  remotePort: 443,
  state: "ESTABLISHED",
  direction: "outbound",
  createdAt: "2026-11-25T08:59:00.120Z",
  pid: 4711,
  process: "日本.exe",
  services: ["Dhcp", "a; b"],
};
const HIDDEN: Connection = {
  ...TCP,
  createdAt: null,
  ...{ localPort: 22, pid: null, process: null, services: null },
  note: "the owning process could not be seen: needs root",
};
const PROCESS: Process = {
  ...emptyRecord(PROCESS_FIELDS),
  process: "日本.exe",
  pid: 4711,
  parentPid: 4,
  commandLine: "日本.exe --password secret",
  startedAt: "2026-11-25T08:00:00.000Z",
};

interface Made {
  readonly connections?: readonly Connection[];
  readonly processes?: readonly Process[] | null;
  readonly diagnostics?: Diagnostics;
  readonly notes?: ReadonlyMap<number, string>;
  readonly holders?: readonly { pid: number; process: string | null }[];
}

/** Writes the document of a snapshot of a Linux machine. */
function documentOf(
  { connections = [TCP], processes = [PROCESS], diagnostics = new Diagnostics(), ...more }: Made,
): string {
  const owners = new OwnersSeen();
  owners.count(connections, "root");
  if (more.holders !== undefined) owners.share(connections[0]!, more.holders);
  const snapshot: WholeSnapshot = {
    observedAt: SAVED_AT,
    computer: "PC-日本",
    isSaved: false,
    processes: processes && new Map(processes.map((process) => [process.pid, process])),
    unseen: {
      hiddenBy: "root",
      ...{ processes: 9, unreadable: 1, refused: 1 },
      unreadablePids: new Set([812]),
    },
    owners,
    processNotes: more.notes,
    connections,
  };
  const host = fakeHost({
    os: "linux",
    elevated: () => false,
    readLink: (path) => path === "/proc/4711/ns/net" ? "net:[2]" : "net:[1]",
  });
  return formatSnapshot(snapshot, describeSnapshot(snapshot, { host, diagnostics }));
}

/** Reads documents by the names of their files. */
async function read(files: Readonly<Record<string, string>>) {
  const diagnostics = new Diagnostics();
  const wanted = {
    from: Object.keys(files),
    encoding: null,
    sockets: true,
    processes: "all",
    fast: false,
    details: false,
    timeoutMilliseconds: 1000,
  } as const;
  const host = fakeHost(fileHost(files));
  const snapshot = await readWhole(await readSnapshot(host, wanted, diagnostics));
  const remarks = diagnostics.reports.flatMap(({ remarks }) => remarks);
  return { ...snapshot, diagnostics, remarks };
}

Deno.test("a document holds all but command lines, in ASCII, a row a line", () => {
  const text = documentOf({ connections: [TCP, HIDDEN] });
  assertMatch(text, /^[\n\x20-\x7e]*$/);
  assert(!text.includes("secret") && !text.includes("commandLine"));
  const { connections, processes, ...head } = JSON.parse(text);
  assertEquals(connections, [TCP, HIDDEN]);
  const { commandLine: _, ...saved } = PROCESS;
  assertEquals(processes, [saved]);
  assertEquals(head, {
    netwhoSnapshot: 1,
    version: head.version,
    observedAt: SAVED_AT,
    computer: "PC-日本",
    os: "linux",
    elevated: false,
    unseen: {
      hiddenBy: "root",
      owners: 1,
      summary: "owners of 1 of 2 sockets could not be seen: needs root",
      ...{ processes: 9, unreadable: 1, refused: 1 },
      unreadablePids: [812],
      otherNamespacePids: [4711],
    },
    warnings: [],
    processNotes: [],
    holders: [],
  });
  assertEquals(text.split("\n").filter((line) => line.startsWith('{"observedAt"')).length, 2);
});

Deno.test("what a document tells besides its rows is read back", async () => {
  const { processes, ...snapshot } = await read({
    "a.json": documentOf({
      connections: [TCP, HIDDEN],
      notes: new Map([[4711, "its file is gone"]]),
      holders: [{ pid: 4711, process: "日本.exe" }, { pid: 4712, process: "worker" }],
    }),
  });
  assertEquals(snapshot.observedAt, SAVED_AT);
  assertEquals(snapshot.computer, "PC-日本");
  assertEquals(snapshot.isSaved, true);
  assertEquals(snapshot.origin, {
    observedAt: SAVED_AT,
    computer: "PC-日本",
    os: "linux",
    elevated: false,
  });
  assertEquals(snapshot.unseen.unreadablePids, new Set([812]));
  assertEquals(snapshot.unseen.otherNamespacePids, new Set([4711]));
  assertEquals(snapshot.owners?.summary, "owners of 1 of 2 sockets could not be seen: needs root");
  assertEquals(snapshot.processNotes, new Map([[4711, "its file is gone"]]));
  assertEquals(snapshot.parentOf?.(4711), 4);
  assertEquals(processes, new Map([[4711, { ...PROCESS, commandLine: null }]]));
  assertEquals(snapshot.connections, [TCP, HIDDEN]);
  assertEquals(
    snapshot.owners?.shared.get(snapshot.connections[0]!),
    [{ pid: 4711, process: "日本.exe" }, { pid: 4712, process: "worker" }],
  );
});

Deno.test("a snapshot without a process list has none when it is read", async () => {
  const { processes, connections } = await read({ "a.json": documentOf({ processes: null }) });
  assertEquals([processes, connections], [null, [TCP]]);
});

Deno.test("rows of several snapshots keep their own times, and the whole has none", async () => {
  const later = documentOf({}).replaceAll("09:00:00.250Z", "10:00:00.250Z");
  const snapshot = await read({ "a.json": documentOf({}), "b.json": later });
  assertEquals(snapshot.connections.map(({ observedAt }) => observedAt?.slice(11, 16)), [
    "09:00",
    "10:00",
  ]);
  assertEquals([snapshot.observedAt, snapshot.origin], [null, undefined]);
});

Deno.test("processes of several snapshots are listed again, in one file or in two", async () => {
  const named = documentOf({ processes: [{ ...PROCESS, user: "anna" }] });
  const [first, second] = [documentOf({}), named];
  const expected = [null, "anna"];
  for (const files of [{ "a.json": first, "b.json": second }, { "a.json": first + second }]) {
    const { processRows } = await read(files as Record<string, string>);
    assertEquals(processRows?.map(({ user }) => user), expected);
  }
});

Deno.test("the output of tasklist adds to the processes of a snapshot", async () => {
  const tasklist = '"日本.exe","4711","Console","1","8 K","Running","PC\\anna","0:00:01","N/A"\r\n';
  const { processRows } = await read({ "a.json": documentOf({}), "tasklist.csv": tasklist });
  assertEquals(processRows?.map(({ pid, user, parentPid }) => [pid, user, parentPid]), [
    [4711, "PC\\anna", 4],
  ]);
});

Deno.test("a snapshot lends nothing to the output of a tool that is read beside it", async () => {
  const snapshot = await read({
    "a.json": documentOf({}),
    "netstat.txt": "  TCP    192.0.2.7:50999    198.51.100.9:443    ESTABLISHED\n",
  });
  const rows = snapshot.connections.map(({ localPort, observedAt, note }) => [
    localPort,
    observedAt,
    note,
  ]);
  assertEquals(rows, [
    [50999, null, "netstat printed no process ID: it does with -o"],
    [50123, SAVED_AT, null],
  ]);
  assertEquals([snapshot.observedAt, snapshot.origin], [null, undefined]);
});

Deno.test("warnings of a snapshot are told where it is read", async () => {
  const diagnostics = new Diagnostics();
  diagnostics.warn("Cannot run tasklist: it took over 30 s; program names are missing");
  diagnostics.limit("processes of others could not be seen");
  diagnostics.report({ label: "netstat", rows: 1, rejected: [], rejectedCount: 2 });
  const { remarks } = await read({ "a.json": documentOf({ diagnostics }) });
  assertEquals(remarks, [
    "was taken with a warning: " +
    "Cannot run tasklist: it took over 30 s; program names are missing",
    "was taken with a warning: processes of others could not be seen",
    "was taken with a warning: 2 lines of netstat not understood",
  ]);
});

Deno.test("a document cannot fill the screen with warnings", async () => {
  const text = documentOf({}).replace(
    '"warnings": []',
    `"warnings": ${JSON.stringify(Array.from({ length: 500 }, () => "x".repeat(9999)))}`,
  );
  const { remarks } = await read({ "a.json": text });
  assertEquals([remarks.length, remarks[0]!.length < 600], [20, true]);
});

Deno.test("inspect says of a process of a snapshot that its sockets are elsewhere", async () => {
  const files = { "a.json": documentOf({ connections: [HIDDEN] }) };
  const args = ["inspect", "4711", "--from", "a.json", "--format", "ndjson", "--fields", "note"];
  const { stdout, stderr } = await runMain(args, { files });
  const note = "it is in another network namespace: its sockets cannot be seen from here";
  assertStringIncludes(stdout, note);
  assertStringIncludes(stderr, note);
});

Deno.test("a newer format is read as far as it is known, and it is said", async () => {
  const text = documentOf({})
    .replace('"netwhoSnapshot": 1', '"netwhoSnapshot": 2')
    .replace(/"version": "[^"]*"/, '"version": "9.1.0", "cipher": {"a": [1]}')
    .replace('"protocol":', '"newField":7,"protocol":');
  const { connections, remarks } = await read({ "a.json": text });
  assertEquals(connections, [TCP]);
  assertEquals(remarks, [
    "is a snapshot of a newer netwho (9.1.0): what this one does not know is left out",
  ]);
});

Deno.test("a reason that this netwho does not know is none that it makes up", async () => {
  const text = documentOf({ connections: [{ ...HIDDEN, note: null }] });
  const { owners } = await read({
    "a.json": text.replace('"hiddenBy":"root"', '"hiddenBy":"solarFlare"'),
  });
  assertStringIncludes(owners!.summary!, "the saved rows hold no process IDs");
});

const connection = arbitraryRow(CONNECTION_FIELDS, { protocol }) as fc.Arbitrary<Connection>;
const processes = fc.uniqueArray(arbitraryRow(PROCESS_FIELDS) as fc.Arbitrary<Process>, {
  selector: ({ pid }) => pid,
  maxLength: 4,
});

Deno.test("any rows that are written are read back", async () => {
  const connections = fc.array(connection, { maxLength: 4 });
  await fc.assert(
    fc.asyncProperty(connections, processes, async (connections, processes) => {
      const text = documentOf({ connections, processes });
      assertEquals(JSON.parse(text).connections, connections);
      const found = await read({ "a.json": text });
      assertEquals(found.connections, connections);
      const saved = processes.map((row) => ({ ...row, commandLine: null }));
      assertEquals([...found.processes!.values()], saved);
      assertEquals(found.diagnostics.reports.flatMap(({ rejected }) => rejected), []);
    }),
    { numRuns: 60 },
  );
});

Deno.test("a document that was cut anywhere gives no other rows, and it is said", async () => {
  const whole = documentOf({ connections: [TCP, HIDDEN] });
  const end = whole.trimEnd().length;
  for (let length = 2; length <= whole.length; length += length < end - 300 ? 7 : 1) {
    const files = { "a.json": whole.slice(0, length) };
    const { code, stdout, stderr } = await runMain(["--from", "a.json", "--format", "json"], {
      files,
    });
    if (length >= end) {
      assertEquals([code, stderr, JSON.parse(stdout)], [0, "", [TCP, HIDDEN]]);
      continue;
    }
    assertMatch(stderr, /a\.json(?:: it)? ends (?:in the middle|before its first row)/, stderr);
    const rows = code === 0 ? JSON.parse(stdout) : [];
    assertEquals(rows, [TCP, HIDDEN].slice(0, rows.length));
    assertEquals(code, rows.length === 0 ? 4 : 0);
  }
});
