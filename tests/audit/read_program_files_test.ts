import { assertEquals } from "@std/assert";
import { readProgramFiles } from "../../lib/audit/read_program_files.ts";
import { GONE_NOTE } from "../../lib/capture/linux/linux_files.ts";
import { MISPLACED_NOTE } from "../../lib/capture/missing_files.ts";
import type { WholeSnapshot } from "../../lib/capture/snapshot.ts";
import { NotRecordedError } from "../../lib/errors.ts";
import { type Host, HostError, type ProgramFacts } from "../../lib/host/host.ts";
import { NO_VERSION } from "../../lib/host/windows/version_resource.ts";
import { CONNECTION_FIELDS } from "../../lib/model/connection.ts";
import { emptyRecord } from "../../lib/model/field.ts";
import { PROCESS_FIELDS } from "../../lib/model/process.ts";
import { fakeHost } from "../support/fake_host.ts";

const FACTS: ProgramFacts = {
  size: 7,
  createdAt: "2026-01-01T00:00:00.000Z",
  modifiedAt: "2026-01-02T00:00:00.000Z",
  resource: { ...NO_VERSION, originalName: "a.exe" },
};

const FILE = {
  isGone: false,
  createdAt: FACTS.createdAt,
  modifiedAt: FACTS.modifiedAt,
  version: FACTS.resource,
  signature: null,
};

const GONE = { isGone: true, createdAt: null, modifiedAt: null, version: null, signature: null };

/** A snapshot of processes that each own a connection. */
function snapshotOf(
  paths: Readonly<Record<number, string | null>>,
  others: Partial<WholeSnapshot> = {},
): WholeSnapshot {
  const pids = Object.keys(paths).map(Number);
  const connection = { ...emptyRecord(CONNECTION_FIELDS), protocol: "TCP" };
  return {
    observedAt: null,
    computer: null,
    isSaved: false,
    processes: new Map(
      pids.map((pid) => [pid, { ...emptyRecord(PROCESS_FIELDS), pid, path: paths[pid]! }]),
    ),
    unseen: { hiddenBy: "rights", processes: 0, unreadable: 0, refused: 0 },
    connections: [null, 0, 9_999, ...pids, ...pids].map((pid) => ({ ...connection, pid })),
    ...others,
  };
}

/** A Windows and the paths that it was asked about. */
function windows(
  programFacts: (path: string) => ProgramFacts | null | Error,
  others: Partial<Host> = {},
) {
  const asked: string[] = [];
  const host = fakeHost({
    os: "windows",
    programFacts: (path) => {
      asked.push(path);
      const facts = programFacts(path);
      return facts instanceof Error ? Promise.reject(facts) : Promise.resolve(facts);
    },
    ...others,
  });
  return { host, asked };
}

const PATIENT = { timeoutMilliseconds: 30_000 };

Deno.test("each file is looked at once, those of the network are not", async () => {
  const fileIdentity = (path: string) => {
    asked.push(`identity of ${path}`);
    return Promise.resolve("missing");
  };
  const leadsToNetwork = (path: string) => path.startsWith("Z:");
  const { host, asked } = windows(() => FACTS, { fileIdentity, leadsToNetwork });
  const progress: string[] = [];
  const read = await readProgramFiles(
    host,
    snapshotOf({
      8: "C:\\a.exe",
      9: "c:\\A.exe",
      10: "\\\\server\\share\\b.exe",
      11: "\\\\?\\UNC\\server\\share\\c.exe",
      12: "\\\\?\\D:\\d.exe",
      13: "\\Device\\HarddiskVolume9\\e.exe",
      14: null,
      15: "Z:\\mapped.exe",
      16: "\\\\.\\pipe\\f.exe",
    }),
    { ...PATIENT, onProgress: (done, total) => progress.push(`${done}/${total}`) },
  );
  assertEquals(asked, ["C:\\a.exe", "\\\\?\\D:\\d.exe"]);
  assertEquals([...read.files], [[8, FILE], [9, FILE], [12, FILE]]);
  assertEquals([...read.signable.keys()], [8, 9, 12]);
  assertEquals(read.signable.get(9), {
    path: "c:\\A.exe",
    size: 7,
    createdAt: FACTS.createdAt,
    modifiedAt: FACTS.modifiedAt,
  });
  assertEquals(read.limits, []);
  assertEquals(read.notes, ["3 programs on other computers: their files were not looked at"]);
  assertEquals(progress, ["0/3", "1/3", "2/3", "3/3"]);
});

Deno.test("a file that is not at its path is gone; one that may not be read is unknown", async () => {
  const { host } = windows(() => null, {
    fileIdentity: (path) => Promise.resolve(path.includes("gone") ? "missing" : null),
  });
  const read = await readProgramFiles(
    host,
    snapshotOf({ 8: "C:\\gone.exe", 9: "C:\\secret.exe" }),
    PATIENT,
  );
  assertEquals([...read.files], [[8, GONE]]);
  assertEquals([...read.signable], []);
});

Deno.test("a program that is not at its path any more is gone, whatever lies there now", async () => {
  const { host } = windows(() => FACTS);
  const snapshot = snapshotOf({ 8: "C:\\a.exe" }, { processNotes: new Map([[8, MISPLACED_NOTE]]) });
  const read = await readProgramFiles(host, snapshot, PATIENT);
  assertEquals(read.files.get(8)?.isGone, true);
  assertEquals([...read.signable], [], "another file's signature says nothing of it");
});

Deno.test("no file of saved output is looked at; what its notes say counts", async () => {
  const { host, asked } = windows(() => FACTS);
  const processNotes = new Map([[8, MISPLACED_NOTE], [9, GONE_NOTE], [10, "something else"]]);
  const paths = { 8: "C:\\a.exe", 9: "/tmp/b", 10: "C:\\c.exe" };
  const saved = snapshotOf(paths, { isSaved: true, processNotes });
  const read = await readProgramFiles(host, saved, PATIENT);
  assertEquals(asked, []);
  assertEquals([...read.files], [[8, GONE], [9, GONE]]);
  assertEquals([...read.signable], []);
});

Deno.test("a recording without the files says so and goes on", async () => {
  const { host } = windows(() => new NotRecordedError("host programFacts"));
  const snapshot = snapshotOf({ 8: "C:\\a.exe", 9: "C:\\b.exe" }, {
    processNotes: new Map([[9, MISPLACED_NOTE]]),
  });
  const read = await readProgramFiles(host, snapshot, PATIENT);
  assertEquals([...read.files], [[9, GONE]]);
  assertEquals(read.notes, ["not recorded: the files of programs were not looked at"]);
  assertEquals(read.limits, []);
});

Deno.test("what does not answer in time is told, and no file is asked about after that", async () => {
  let now = 0;
  const given: number[] = [];
  const { host, asked } = windows(() => new HostError("timedOut", "late"), { now: () => now });
  const slow: Host = {
    ...host,
    programFacts: (path, options) => {
      given.push(options.timeoutMilliseconds);
      now += 2_000;
      return host.programFacts(path, options);
    },
  };
  const paths = Object.fromEntries(
    Array.from({ length: 40 }, (_, at) => [at + 8, `C:\\${at}.exe`]),
  );
  const read = await readProgramFiles(slow, snapshotOf(paths), { timeoutMilliseconds: 5_000 });
  assertEquals(read.limits, ["the files of 40 programs were not looked at: no answer in time"]);
  assertEquals(given, [3_000, 3_000, 1_000]);
  assertEquals(asked.length, 3);
});

Deno.test("an interruption ends it", async () => {
  const stop = new AbortController();
  const { host, asked } = windows(() => {
    stop.abort(new Error("interrupted"));
    return FACTS;
  });
  const paths = Object.fromEntries(
    Array.from({ length: 500 }, (_, at) => [at + 8, `C:\\${at}.exe`]),
  );
  const error = await readProgramFiles(host, snapshotOf(paths), { ...PATIENT, signal: stop.signal })
    .catch((thrown) => thrown);
  assertEquals(error, stop.signal.reason);
  assertEquals(asked.length <= 16, true, `${asked.length}`);
});

Deno.test("Linux: the running file counts, through /proc, also where another is at its path", async () => {
  const asked: string[] = [];
  const links: Readonly<Record<string, string>> = {
    "/proc/8/exe": "/usr/bin/a",
    "/proc/9/exe": "/tmp/b (deleted)",
    "/proc/10/exe": "/opt/c (deleted)",
  };
  const host = fakeHost({
    os: "linux",
    readLink: (path) => {
      const link = links[path];
      if (link === undefined) throw new HostError("permissionDenied", path);
      return link;
    },
    programFacts: (path) => {
      asked.push(path);
      return Promise.resolve({ ...FACTS, resource: null });
    },
  });
  // The name of 10's file ends so.
  const paths = { 8: "/usr/bin/a", 9: "/tmp/b", 10: "/opt/c (deleted)" };
  const { files, signable } = await readProgramFiles(host, snapshotOf(paths), PATIENT);
  assertEquals(asked, ["/proc/8/exe", "/proc/9/exe", "/proc/10/exe"]);
  const file = { ...FILE, version: null };
  assertEquals([...files], [[8, file], [9, { ...file, isGone: true }], [10, file]]);
  assertEquals([...signable.keys()], [8, 10]);
});
