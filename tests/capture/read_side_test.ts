/**
 * The sides of a comparison: each word leads to its rows, and each side says what it could see.
 *
 * @module
 */
import { assertEquals, assertRejects } from "@std/assert";
import { Diagnostics } from "../../lib/capture/diagnostics.ts";
import { readSide, type Side } from "../../lib/capture/read_side.ts";
import { CaptureError, ParseError } from "../../lib/errors.ts";
import { denoHost } from "../../lib/host/deno/deno_host.ts";
import type { Host } from "../../lib/host/host.ts";
import { replayingHost } from "../../lib/host/recording/replaying_host.ts";
import { fakeHost } from "../support/fake_host.ts";
import { localPath } from "../support/folders.ts";
import { fileHost, type Files, runMain } from "../support/run_main.ts";

const RECORDINGS = localPath(new URL("../recordings/", import.meta.url));
const WINDOWS = `${RECORDINGS}windows-en`;
const LINUX = `${RECORDINGS}linux`;

/** Reads a side of files in memory. */
async function sideOf(word: string, files: Files): Promise<Side> {
  return await readSide(word, fakeHost(fileHost(files)), { diagnostics: new Diagnostics() });
}

/** The document that `netwho snapshot` makes of a recording. */
async function documentOf(recording: string): Promise<string> {
  const { readFile, listDirectory } = denoHost();
  const { stdout } = await runMain(["snapshot", "--replay", recording], {
    host: { readFile, listDirectory },
  });
  return stdout;
}

const EVERYTHING = {
  tcp: true,
  udp: true,
  ipv4: true,
  ipv6: true,
  listeners: true,
  connections: true,
  timeWait: true,
};

Deno.test("now is the machine, or the recording that is played", async () => {
  const host = replayingHost(WINDOWS, denoHost());
  const { label, snapshot, view } = await readSide("now", host, {
    diagnostics: new Diagnostics(),
    own: denoHost(),
  });
  assertEquals([label, view.kind, view.os], ["now", "machine", "windows"]);
  assertEquals([view.computer, view.observedAt], ["DESKTOP-EXAMPLE", "2026-11-20T08:30:00.000Z"]);
  assertEquals([view.elevated, view.pids, view.hiddenOwners], [true, "all", 0]);
  assertEquals([view.hasProcesses, view.sees, view.isPartial], [true, EVERYTHING, false]);
  assertEquals(snapshot.isSaved, false);
});

Deno.test("a folder with a recording is that recording, also while another is played", async () => {
  const played = replayingHost(WINDOWS, denoHost());
  const { label, view } = await readSide(LINUX, played, {
    diagnostics: new Diagnostics(),
    own: denoHost(),
  });
  assertEquals([label, view.kind, view.os, view.computer], [LINUX, "machine", "linux", "server1"]);
  assertEquals([view.elevated, view.pids, view.hiddenOwners], [false, "some", 13]);
  assertEquals(view.hiddenSummary, "owners of 13 of 30 sockets could not be seen: needs root");
});

for (const recording of [WINDOWS, LINUX]) {
  Deno.test(`a snapshot saw what its machine showed: ${recording.split("/").at(-1)}`, async () => {
    const live = await readSide(recording, denoHost(), { diagnostics: new Diagnostics() });
    const saved = await sideOf("a.json", { "a.json": await documentOf(recording) });
    assertEquals(saved.view, { ...live.view, kind: "snapshot" });
    assertEquals(saved.snapshot.connections, live.snapshot.connections);
  });
}

const LISTING = [
  "  TCP    0.0.0.0:135        0.0.0.0:0            LISTENING       1052",
  "  TCP    192.0.2.7:50123    198.51.100.9:443     ESTABLISHED     4711",
  "  TCP    192.0.2.7:50124    198.51.100.9:443     TIME_WAIT       0",
  "  UDP    0.0.0.0:5353       *:*                                  4711",
  "  UDP    [::]:5353          *:*                                  4711",
];
const text = (lines: readonly string[]) => lines.map((line) => `${line}\r\n`).join("");
const withoutPids = LISTING.map((line) => line.replace(/ +\d+$/, ""));

const OUTPUTS: readonly (readonly [string, string[], Partial<Side["view"]>, object])[] = [
  ["netstat -ano", LISTING, { pids: "all", programs: "none", hasProcesses: false }, {}],
  ["netstat -an", withoutPids, { pids: "none", hiddenOwners: 5 }, {}],
  ["netstat -ano -p tcp", LISTING.slice(0, 3), {}, { udp: false, ipv6: false }],
  ["netstat -ano -p udpv6", LISTING.slice(4), {}, {
    ...{ tcp: false, ipv4: false, listeners: false, connections: false, timeWait: false },
  }],
  ["netstat -no", LISTING.slice(1, 3), {}, { udp: false, ipv6: false, listeners: false }],
  ["listeners alone", LISTING.slice(0, 1), {}, {
    ...{ udp: false, ipv6: false, connections: false, timeWait: false },
  }],
];

for (const [name, lines, view, sees] of OUTPUTS) {
  Deno.test(`saved output could see what is in it: ${name}`, async () => {
    const side = await sideOf("log.txt", { "log.txt": text(lines) });
    assertEquals(side.view.kind, "output");
    assertEquals([side.view.observedAt, side.view.computer, side.view.elevated], [
      null,
      null,
      null,
    ]);
    for (const [key, value] of Object.entries(view)) {
      assertEquals(side.view[key as keyof Side["view"]], value, key);
    }
    assertEquals(side.view.sees, { ...EVERYTHING, ...sees });
  });
}

Deno.test("a snapshot of saved output saw no more than that", async () => {
  const { stdout } = await runMain(["snapshot", "--from", "log.txt"], {
    files: { "log.txt": text(LISTING.slice(0, 3)) },
  });
  const { view } = await sideOf("a.json", { "a.json": stdout });
  assertEquals([view.kind, view.os, view.hasProcesses], ["snapshot", null, false]);
  assertEquals(view.sees, { ...EVERYTHING, udp: false, ipv6: false });
});

Deno.test("rows of netwho tell their time and computer, if it is one", async () => {
  const row = (at: string) => ({
    ...{ observedAt: `2026-11-25T${at}:00.000Z`, computer: "PC-1", protocol: "UDP", localPort: 53 },
  });
  const one = await sideOf("a.json", { "a.json": JSON.stringify([row("09:00"), row("09:00")]) });
  assertEquals([one.view.observedAt, one.view.computer], ["2026-11-25T09:00:00.000Z", "PC-1"]);
  const two = await sideOf("-", { "-": JSON.stringify([row("09:00"), row("10:00")]) });
  assertEquals([two.label, two.view.observedAt, two.view.moments], ["standard input", null, 2]);
});

Deno.test("a side that is cut, or not understood in part, says so", async () => {
  const document = await documentOf(WINDOWS);
  const cut = await sideOf("a.json", { "a.json": document.slice(0, 9000) });
  assertEquals(cut.view.isPartial, true);
  const odd = await sideOf("a.txt", { "a.txt": text([...LISTING, "  TCP   what is this"]) });
  assertEquals(odd.view.isPartial, true);
});

Deno.test("what was read of a side is told, with its name", async () => {
  const diagnostics = new Diagnostics();
  const netstat = new TextEncoder().encode(text(LISTING));
  const host: Host = fakeHost({
    os: "windows",
    run: (tool) =>
      tool === "netstat"
        ? Promise.resolve({ stdout: netstat, stderr: new Uint8Array(), code: 0 })
        : Promise.resolve({ stdout: new Uint8Array(), stderr: new Uint8Array(), code: 1 }),
  });
  const { view } = await readSide("now", host, { diagnostics });
  assertEquals(view.programs, "none");
  assertEquals(diagnostics.reports.map(({ label, rows }) => [label, rows]), [
    ["tasklist", 0],
    ["netstat", 5],
  ]);
  assertEquals(diagnostics.warnings.map((warning) => warning.slice(0, 11)), [
    "now: Cannot",
  ]);
  assertEquals(diagnostics.exitCode, 3);
});

Deno.test("what is no side is an error that names it", async () => {
  await assertRejects(() => sideOf("gone.json", {}), CaptureError, "Cannot read gone.json: ");
  const files = {
    "a.txt": text(["  TCP    192.0.2.7    what"]),
    "tasklist.csv": '"a.exe","7"\r\n',
  };
  await assertRejects(() => sideOf("a.txt", files), ParseError, "Cannot understand a.txt: ");
});
