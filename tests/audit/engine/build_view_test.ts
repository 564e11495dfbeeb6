/**
 * Tests of how a snapshot becomes what rules see.
 *
 * @module
 */
import { assert, assertEquals, assertStrictEquals } from "@std/assert";
import type { Program, ProgramFile } from "../../../lib/audit/engine/audit_view.ts";
import { buildView } from "../../../lib/audit/engine/build_view.ts";
import type { WholeSnapshot } from "../../../lib/capture/snapshot.ts";
import { type Connection, CONNECTION_FIELDS } from "../../../lib/model/connection.ts";
import { emptyRecord } from "../../../lib/model/field.ts";
import { type Process, PROCESS_FIELDS } from "../../../lib/model/process.ts";
import { fakeHost } from "../../support/fake_host.ts";
import { wholeSnapshot } from "../../support/whole_snapshot.ts";

function snapshotOf(
  rows: readonly Partial<Connection>[],
  processes: readonly (Partial<Process> & { pid: number })[] | null = null,
  others: Partial<WholeSnapshot> = {},
): WholeSnapshot {
  return {
    observedAt: null,
    computer: null,
    isSaved: true,
    processes: processes &&
      new Map(processes.map((given) => [given.pid, { ...emptyRecord(PROCESS_FIELDS), ...given }])),
    unseen: { hiddenBy: "rights", processes: 0, unreadable: 0, refused: 0 },
    connections: rows.map((row) => ({
      ...emptyRecord(CONNECTION_FIELDS),
      protocol: "TCP",
      state: "ESTABLISHED",
      ...row,
    })),
    ...others,
  };
}

function programOf(
  row: Partial<Connection>,
  processes?: readonly (Partial<Process> & { pid: number })[] | null,
): Program {
  return buildView(snapshotOf([row], processes)).subjects[0]!.program;
}

const PARENT = { pid: 7, process: "services.exe", path: "C:\\Windows\\System32\\services.exe" };
const HOST = {
  pid: 8,
  process: "svchost.exe",
  path: "C:\\Windows\\System32\\svchost.exe",
  parentPid: 7,
  commandLine: "svchost.exe -k netsvcs",
};

Deno.test("rows of one listed process share its program, with its row, file and parent", () => {
  const { process, path } = HOST;
  const rows = [{ pid: 8, process, path }, { pid: 8, process, path, state: "LISTENING" }];
  const file: ProgramFile = {
    isGone: false,
    createdAt: null,
    modifiedAt: null,
    version: null,
    signature: null,
  };
  const { subjects, programs, hasProcesses } = buildView(snapshotOf(rows, [HOST, PARENT]), {
    files: new Map([[8, file]]),
  });
  const [one, other] = subjects.map(({ program }) => program);
  assertStrictEquals(one, other);
  assertStrictEquals(one, programs.get(8));
  assertEquals([one?.name, one?.stem, one?.place], [
    "svchost.exe",
    "svchost",
    "c:\\windows\\system32\\svchost.exe",
  ]);
  assertEquals(one?.listed?.commandLine, "svchost.exe -k netsvcs");
  assertStrictEquals(one?.parent, programs.get(7));
  assertStrictEquals(one?.file, file);
  assertEquals([programs.size, hasProcesses], [2, true]);
});

Deno.test("a saved row without names takes those of the list", () => {
  const program = programOf({ pid: 8 }, [HOST, PARENT]);
  assertEquals([program.process, program.path, program.isUnlisted], [
    HOST.process,
    HOST.path,
    false,
  ]);
  assertEquals(program.listed?.commandLine, HOST.commandLine);
  assertEquals(program.parent?.process, "services.exe");
});

Deno.test("a row that names another program than the list has nothing of the list's", () => {
  const others = [
    { process: "evil.exe" },
    { process: "svchost.exe", path: "C:\\Users\\Public\\svchost.exe" },
    { process: null, path: "C:\\Temp\\x.exe" },
  ];
  for (const other of others) {
    const program = programOf({ pid: 8, ...other }, [HOST, PARENT]);
    assertEquals(
      [program.listed, program.parent, program.file, program.isUnlisted],
      [null, null, null, false],
      JSON.stringify(other),
    );
    assertEquals([program.process, program.path], [other.process, other.path ?? null]);
  }
});

Deno.test("a name that is spelled in another way, or cut, is the same program", () => {
  for (const process of ["SVCHOST.EXE", "svchost"]) {
    assert(programOf({ pid: 8, process }, [HOST]).listed !== null, process);
  }
  const resolved = { pid: 9, process: "systemd-resolved" };
  assert(programOf({ pid: 9, process: "systemd-resolve" }, [resolved]).listed !== null);
  assertEquals(programOf({ pid: 9, process: "systemd" }, [resolved]).listed, null);
});

Deno.test("a process ID that the list does not have is unlisted; without a list nothing is", () => {
  const row = { pid: 99, process: "a.exe" };
  assertEquals(programOf(row, [HOST]).isUnlisted, true);
  assertEquals(programOf(row, []).isUnlisted, true);
  assertEquals(programOf(row, null).isUnlisted, false);
  assertEquals(programOf({ pid: null }, [HOST]).isUnlisted, false);
  assertEquals(programOf({ pid: 0, state: "TIME_WAIT" }, [HOST]).isUnlisted, false);
});

Deno.test("nobody owns what has process ID 0, nor a closed connection of a saved listing", () => {
  assertEquals(programOf({ pid: 0, process: "System Idle Process" }).isNobody, true);
  assertEquals(programOf({ pid: null, state: "TIME_WAIT" }).isNobody, true);
  assertEquals(programOf({ pid: null, state: "ESTABLISHED" }).isNobody, false);
  assertEquals(programOf({ pid: null, process: "a.exe", state: "TIME_WAIT" }).isNobody, false);
});

Deno.test("the kernel of Windows is told by its number and its name", () => {
  assertEquals(programOf({ pid: 4 }).isKernel, true);
  assertEquals(programOf({ pid: 4, process: "System" }).isKernel, true);
  assertEquals(programOf({ pid: 4 }, [{ pid: 4, process: "System" }]).isKernel, true);
  assertEquals(programOf({ pid: 4, process: "evil.exe" }).isKernel, false);
  assertEquals(programOf({ pid: 5, process: "System" }).isKernel, false);
});

Deno.test("a row with a path alone has the name of its file", () => {
  const windows = programOf({ pid: 8, path: "C:\\Temp\\A.EXE" });
  assertEquals([windows.process, windows.name, windows.stem], [null, "a.exe", "a"]);
  assertEquals(programOf({ pid: 8, path: "/usr/bin/Sshd" }).name, "sshd");
  assertEquals(programOf({ pid: 8, path: "/usr/bin/" }).name, null);
  assertEquals(programOf({ pid: 8, process: "  " }).name, null);
});

Deno.test("a parent that started later had its number from another", () => {
  const at = (startedAt: string | null) => [
    { ...HOST, startedAt: "2026-01-01T10:00:00.000Z" },
    { ...PARENT, startedAt },
  ];
  const { process, path } = HOST;
  const parentOf = (startedAt: string | null) =>
    programOf({ pid: 8, process, path }, at(startedAt)).parent?.pid ?? null;
  assertEquals(parentOf("2026-01-01T09:00:00.000Z"), 7);
  assertEquals(parentOf("2026-01-01T11:00:00.000Z"), null);
  assertEquals(parentOf(null), 7);
});

Deno.test("parents that Windows tells beside the list count", () => {
  const { parentPid: _, ...orphan } = HOST;
  const { subjects } = buildView(
    snapshotOf([{ pid: 8 }], [orphan, PARENT], { parentOf: (pid) => pid === 8 ? 7 : null }),
  );
  assertEquals(subjects[0]?.program.parent?.process, "services.exe");
});

Deno.test("no process is its own ancestor, however many there are", () => {
  const circle = [{ pid: 1, parentPid: 1 }, { pid: 2, parentPid: 3 }, { pid: 3, parentPid: 4 }, {
    pid: 4,
    parentPid: 2,
  }, { pid: 5, parentPid: 3 }];
  const long = Array.from({ length: 100_000 }, (_, at) => ({ pid: at + 10, parentPid: at + 11 }));
  const { programs } = buildView(snapshotOf([], [...circle, ...long]));
  for (const start of [1, 2, 3, 4, 5, 10]) {
    let steps = 0;
    for (let at = programs.get(start)?.parent ?? null; at !== null; at = at.parent) {
      assert(++steps < 100_001 && at !== programs.get(start), `${start}`);
    }
  }
  assertEquals(programs.get(5)?.parent?.pid, 3);
  assertEquals(programs.get(10)?.parent?.pid, 11);
});

const WINDOWS = { process: "a.exe", path: "C:\\a.exe" };
const LINUX = { process: "sshd", path: "/usr/sbin/sshd" };

Deno.test("the system of saved rows is what all of them show", () => {
  const osOf = (...rows: Partial<Connection>[]) => buildView(snapshotOf(rows)).os;
  assertEquals(osOf(WINDOWS, { process: "b.exe" }, { process: "System", pid: 4 }), "windows");
  assertEquals(osOf({ process: "b.exe" }), "windows");
  assertEquals(osOf({ path: "\\\\server\\a.exe" }), "windows");
  assertEquals(osOf(LINUX, { process: "nginx" }), "linux");
  // Wine: the path says more than the name.
  assertEquals(osOf({ process: "a.exe", path: "/usr/bin/wine" }), "linux");
  assertEquals(osOf(WINDOWS, LINUX), null);
  assertEquals(osOf({ process: "sshd" }, { pid: 8 }), null);
  assertEquals(osOf(), null);
});

Deno.test("the system that documents tell counts more than what rows show", () => {
  const origin = { observedAt: null, computer: null, elevated: null };
  const unseen = snapshotOf([]).unseen;
  const part = (os: "windows" | "linux" | null) => ({
    ...{ ...origin, os, unseen, isEmpty: false, processes: null },
  });
  const osOf = (others: Partial<WholeSnapshot>) => buildView(snapshotOf([LINUX], null, others)).os;
  assertEquals(osOf({ origin: { ...origin, os: "windows" } }), "windows");
  assertEquals(osOf({ parts: () => [part("windows"), part("windows")] }), "windows");
  assertEquals(osOf({ parts: () => [part("windows"), part("linux")] }), null);
  assertEquals(osOf({ parts: () => [part("windows"), part(null)] }), null);
});

Deno.test("the time of rows counts where all have one", () => {
  const at = (...times: (string | null)[]) =>
    buildView(snapshotOf(times.map((observedAt) => ({ observedAt })))).observedAt;
  assertEquals(
    at("2026-01-01T00:00:00.000Z", "2026-01-01T00:00:00.000Z"),
    "2026-01-01T00:00:00.000Z",
  );
  assertEquals(at("2026-01-01T00:00:00.000Z", "2026-01-02T00:00:00.000Z"), null);
  assertEquals(at("2026-01-01T00:00:00.000Z", null), null);
  assertEquals(at(), null);
});

Deno.test("saved processes reach the view, with command lines and parents", async () => {
  const files: Readonly<Record<string, string>> = {
    "rows.json": JSON.stringify([{ protocol: "TCP", localPort: 1, pid: 8, state: "ESTABLISHED" }]),
    "list.json": JSON.stringify([
      { ...HOST, user: "SYSTEM" },
      { ...PARENT, commandLine: null },
    ]),
  };
  const host = fakeHost({
    pathKind: (path) => path in files ? "file" : "missing",
    async *open(path) {
      yield await Promise.resolve(new TextEncoder().encode(files[path]!));
    },
  });
  const { subjects, os } = buildView(await wholeSnapshot(host, { from: Object.keys(files) }));
  const { program } = subjects[0]!;
  assertEquals(program.process, "svchost.exe");
  assertEquals(program.listed?.commandLine, "svchost.exe -k netsvcs");
  assertEquals(program.listed?.user, "SYSTEM");
  assertEquals(program.parent?.place, "c:\\windows\\system32\\services.exe");
  assertEquals(os, "windows");
});
