import { assertEquals } from "@std/assert";
import { noteOn, noteOnFile, noteWithoutList } from "../../lib/inspect/process_facts.ts";
import type { WholeSnapshot } from "../../lib/capture/snapshot.ts";
import { emptyRecord } from "../../lib/model/field.ts";
import { type Process, PROCESS_FIELDS } from "../../lib/model/process.ts";
import { NO_VERSION } from "../../lib/host/windows/version_resource.ts";
import { fakeHost } from "../support/fake_host.ts";

const SNAPSHOT: WholeSnapshot = {
  connections: [],
  processes: new Map<number, Process>(),
  observedAt: null,
  computer: null,
  isSaved: false,
  unseen: { hiddenBy: "root", processes: 0, unreadable: 0, refused: 0 },
};

const note = (
  process: Partial<Process>,
  { os = "linux", elevated = false, isSaved = false }: {
    os?: "linux" | "windows";
    elevated?: boolean;
    isSaved?: boolean;
  } = {},
) =>
  noteOn({ ...emptyRecord(PROCESS_FIELDS), pid: 7, ...process }, {
    host: fakeHost({ os, elevated: () => elevated }),
    snapshot: { ...SNAPSHOT, isSaved },
  });

Deno.test("why a path is missing on Linux", () => {
  assertEquals(note({ path: "/bin/x" }), null);
  assertEquals(note({ memoryBytes: 4096 }), "path could not be seen: needs root");
  assertEquals(note({ memoryBytes: 4096 }, { elevated: true }), "its path could not be read");
  assertEquals(note({ memoryBytes: 0 }), "a part of the kernel: it has no file");
  assertEquals(
    note({ memoryBytes: 0, status: "Zombie" }),
    "it has ended, and waits for its parent to take note (zombie)",
  );
});

Deno.test("PID 4 is the kernel on Windows alone", () => {
  const isKernel = (text: string | null) => text?.startsWith("the Windows kernel") ?? false;
  assertEquals(isKernel(note({ pid: 4, process: "System" }, { os: "windows" })), true);
  assertEquals(isKernel(note({ pid: 4, process: "System" }, { isSaved: true })), true);
  assertEquals(isKernel(note({ pid: 4, process: "kworker" }, { isSaved: true })), false);
  assertEquals(isKernel(note({ pid: 4, path: "/bin/x" })), false);
});

Deno.test("what is saved has no path, and that is no matter of rights", () => {
  assertEquals(note({}, { isSaved: true, os: "windows" }), null);
});

Deno.test("a process that no list describes", () => {
  const unlisted = { path: null, user: null };
  assertEquals(
    noteWithoutList({ ...unlisted, pid: 0 }, SNAPSHOT),
    "no process: closed connections that nobody owns any more",
  );
  assertEquals(
    noteWithoutList({ ...unlisted, pid: 9 }, SNAPSHOT),
    "process 9 is not in the process list: it may have ended",
  );
});

Deno.test("why a hash is missing", () => {
  const facts = { size: 1, createdAt: null, modifiedAt: null, sha256: null };
  const file = { facts: { ...facts, ...NO_VERSION }, isGone: false };
  const host = fakeHost();
  assertEquals(
    noteOnFile(file, host),
    "its file could not be hashed: it is larger than 1 GiB, or needs root",
  );
  assertEquals(
    noteOnFile({ facts: null, isGone: false }, host),
    "its file could not be looked at: needs root",
  );
  assertEquals(noteOnFile(null, host), null);
});
