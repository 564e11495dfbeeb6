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

Deno.test("now is the machine, or the recording that is played", async () => {
  const host = replayingHost(WINDOWS, denoHost());
  const { label, snapshot, view } = await readSide("now", host, {
    diagnostics: new Diagnostics(),
    own: denoHost(),
  });
  assertEquals([label, snapshot.computer, snapshot.observedAt], [
    ...["now", "DESKTOP-EXAMPLE", "2026-11-20T08:30:00.000Z"],
  ]);
  assertEquals(view, { isWhole: true, elevated: true, isPartial: false });
  assertEquals(snapshot.isSaved, false);
});

Deno.test("a folder with a recording is that recording, also while another is played", async () => {
  const played = replayingHost(WINDOWS, denoHost());
  const { label, snapshot, view } = await readSide(LINUX, played, {
    diagnostics: new Diagnostics(),
    own: denoHost(),
  });
  assertEquals([label, snapshot.computer], [LINUX, "server1"]);
  assertEquals(view, { isWhole: true, elevated: false, isPartial: false });
  const { hidden, summary } = snapshot.owners!;
  assertEquals([hidden, summary], [
    13,
    "owners of 13 of 30 sockets could not be seen: needs root",
  ]);
});

for (const recording of [WINDOWS, LINUX]) {
  Deno.test(`a snapshot saw what its machine showed: ${recording.split("/").at(-1)}`, async () => {
    const live = await readSide(recording, denoHost(), { diagnostics: new Diagnostics() });
    const saved = await sideOf("a.json", { "a.json": await documentOf(recording) });
    assertEquals(saved.view, live.view);
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

Deno.test("saved output, and a snapshot of it, may lack what was there", async () => {
  const unknown = { isWhole: false, elevated: null, isPartial: false };
  const files = { "log.txt": text(LISTING) };
  assertEquals((await sideOf("log.txt", files)).view, unknown);
  const { stdout } = await runMain(["snapshot", "--from", "log.txt"], { files });
  assertEquals((await sideOf("a.json", { "a.json": stdout })).view, unknown);
});

Deno.test("standard input is named in words", async () => {
  const row = { observedAt: "2026-11-25T09:00:00.000Z", protocol: "UDP", localPort: 53 };
  const { label, snapshot } = await sideOf("-", { "-": JSON.stringify([row]) });
  assertEquals([label, snapshot.connections.length], ["standard input", 1]);
});

Deno.test("a side that is cut, or not understood in part, says so", async () => {
  const document = await documentOf(WINDOWS);
  const cut = await sideOf("a.json", { "a.json": document.slice(0, 9000) });
  assertEquals(cut.view.isPartial, true);
  const { stdout } = await runMain(["snapshot", "--from", "a.json"], {
    files: { "a.json": document.slice(0, 9000) },
  });
  const converted = await sideOf("b.json", { "b.json": stdout });
  assertEquals(converted.view.isPartial, true);
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
  const { snapshot } = await readSide("now", host, { diagnostics });
  assertEquals(snapshot.connections.length, 5);
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
