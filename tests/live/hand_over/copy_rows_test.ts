import { assert, assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { type Host, HostError } from "../../../lib/host/host.ts";
import { clipboardSequence } from "../../../lib/live/hand_over/clipboard.ts";
import { copyRows } from "../../../lib/live/hand_over/copy_rows.ts";
import { fakeHost } from "../../support/fake_host.ts";
import { connectionOf, liveRows } from "../../support/live_rows.ts";

/** A computer, and what clip.exe got on its standard input. */
function computer(overrides: Partial<Host> = {}, env: Readonly<Record<string, string>> = {}) {
  const clipped: Uint8Array[] = [];
  const host = fakeHost({
    env: (name) => env[name],
    run: (tool, args, { input }) => {
      assertEquals([tool, args], ["clip", []]);
      clipped.push(input!);
      return Promise.resolve({ stdout: new Uint8Array(), stderr: new Uint8Array(), code: 0 });
    },
    ...overrides,
  });
  return { host, clipped };
}

const ROWS = liveRows([
  connectionOf({ process: "크롬.exe", pid: 4711, remoteAddress: "203.0.113.8", remotePort: 443 }),
  connectionOf({ process: "java", pid: 4712, localPort: 8080, state: "LISTENING" }),
]);

/** The text in the first OSC 52 sequence, as a terminal decodes it. */
function copiedBy(sequence: string): string {
  // deno-lint-ignore no-control-regex -- the sequence has them
  const [, base64] = /^\x1b\]52;c;([A-Za-z0-9+/]+=*)\x07$/.exec(sequence) ?? [];
  assert(base64 !== undefined, JSON.stringify(sequence.slice(0, 40)));
  return new TextDecoder().decode(Uint8Array.from(atob(base64), (one) => one.charCodeAt(0)));
}

Deno.test("copy: rows go to the terminal as JSON, with all fields", async () => {
  const { host, clipped } = computer();
  const told = await copyRows(host, ROWS);
  const rows = JSON.parse(copiedBy(host.stdout()));
  assertEquals(rows.map(({ process }: { process: string }) => process), ["크롬.exe", "java"]);
  assertEquals(rows[0].remotePort, 443);
  assertEquals(rows[1].remoteAddress, null);
  assertEquals(told.isFailure, false);
  assertMatch(told.text, /^Copied 2 connections as JSON, if the terminal allows it/);
  assertEquals(clipped, [], "clip.exe is Windows'");
});

Deno.test("copy: on Windows clip.exe gets UTF-16 with a byte order mark as well", async () => {
  const { host, clipped } = computer({ os: "windows" });
  const told = await copyRows(host, ROWS.slice(0, 1));
  assertEquals(told, { text: "Copied 1 connection as JSON", isFailure: false });
  assertEquals([...clipped[0]!.slice(0, 2)], [0xff, 0xfe]);
  const text = new TextDecoder("utf-16le").decode(clipped[0]);
  assertEquals(JSON.parse(text)[0].process, "크롬.exe");
  assertEquals(copiedBy(host.stdout()), text);
});

Deno.test("copy: where clip.exe is missing or fails, the terminal copies", async () => {
  const missing = () => Promise.reject(new HostError("notFound", "Cannot run clip"));
  const failing = () =>
    Promise.resolve({ stdout: new Uint8Array(), stderr: new Uint8Array(), code: 1 });
  for (const run of [missing, failing]) {
    const { host } = computer({ os: "windows", run });
    const told = await copyRows(host, ROWS);
    assertEquals(told.isFailure, false);
    assertStringIncludes(told.text, "if the terminal allows it");
    copiedBy(host.stdout());
  }
});

Deno.test("copy: what is too long for terminals is not sent, and what to do is told", async () => {
  const many = liveRows(Array.from({ length: 500 }, () => ROWS[0]!.connection));
  const { host } = computer();
  const told = await copyRows(host, many);
  assertEquals(host.stdout(), "");
  assertEquals(told.isFailure, true);
  assertMatch(told.text, /^Cannot copy 500 connections: [\d.]+ kB are more than terminals take/);
  // clip.exe has no limit.
  const windows = computer({ os: "windows" });
  assertEquals((await copyRows(windows.host, many)).text, "Copied 500 connections as JSON");
  assertEquals(windows.host.stdout(), "");
});

Deno.test("copy: without a row nothing is copied", async () => {
  const { host } = computer();
  assertEquals((await copyRows(host, [])).isFailure, true);
  assertEquals(host.stdout(), "");
});

Deno.test("copy: in tmux the sequence is sent plain and wrapped, and its setting is named", async () => {
  const { host } = computer({}, { TMUX: "/tmp/tmux-0/default,1,0" });
  const told = await copyRows(host, ROWS);
  assertStringIncludes(told.text, "set-clipboard on");
  const [plain, wrapped] = host.stdout().split("\x1bPtmux;");
  copiedBy(plain!);
  assert(wrapped!.endsWith("\x1b\\"));
  // tmux takes one of two escapes away.
  assertEquals(wrapped!.slice(0, -2).replaceAll("\x1b\x1b", "\x1b"), plain);
});

Deno.test("copy: in screen the sequence goes in pieces that it passes on", () => {
  const bytes = new Uint8Array(5_000).fill(65);
  const sequence = clipboardSequence(bytes, (name) => name === "STY" ? "1.tty" : undefined);
  const pieces = sequence.split("\x1b\\").slice(0, -1);
  assert(pieces.length > 10);
  for (const piece of pieces) assert(piece.startsWith("\x1bP") && piece.length < 512);
  assertEquals(
    copiedBy(pieces.map((piece) => piece.slice(2)).join("")),
    "A".repeat(5_000),
  );
});

Deno.test("copy: no name can end the sequence", async () => {
  const { host } = computer();
  await copyRows(host, liveRows([connectionOf({ process: "a\x07\x1b\\\x1b]0;x\x07" })]));
  assertEquals(JSON.parse(copiedBy(host.stdout()))[0].process, "a\x07\x1b\\\x1b]0;x\x07");
});
