import { assert, assertEquals } from "@std/assert";
import { type Capture, type Host, HostError, type RunOptions } from "../../../lib/host/host.ts";
import { lookUp } from "../../../lib/lookup/names/look_up.ts";
import { makeQuestion } from "../../../lib/lookup/names/make_question.ts";
import { addressAsked } from "../../support/arpa_question.ts";
import { fakeHost } from "../../support/fake_host.ts";
import { LANGUAGES } from "../../support/nslookup_languages.ts";
import { type Reply, runWindowsNslookup } from "../../support/windows_nslookup.ts";

/** Too short for a second turn. */
const OPTIONS = { server: null, questionMilliseconds: 1500 };
const addresses = (count: number) =>
  Array.from({ length: count }, (_, at) => `198.51.${100 + (at >> 8)}.${at & 255}`);
const questionsAbout = (texts: readonly string[]) => texts.map((text) => makeQuestion(text, null));

/** A session, as the tests look at it. */
interface Run {
  /** How many questions it was given. */
  readonly size: number;
  readonly options: RunOptions;
}

/**
 * A host whose nslookup is Windows' but for what `change` makes of its output; `reply` answers
 * questions about addresses.
 */
function nslookup(
  reply: (address: string) => Reply,
  change: (capture: Capture, run: Run) => Capture = (capture) => capture,
): { host: Host; runs: Run[]; most: () => number } {
  const runs: Run[] = [];
  let [now, most] = [0, 0];
  const host = fakeHost({
    run: async (_tool, args, options) => {
      most = Math.max(most, ++now);
      const lines = options.input === undefined ? "\n" : new TextDecoder().decode(options.input);
      const run = { size: lines.split("\n").length - 1, options };
      runs.push(run);
      await new Promise((resolve) => setTimeout(resolve, 1));
      now--;
      const windows = {
        language: LANGUAGES.en,
        reply: (question: string) => reply(addressAsked(question)),
      };
      return change(runWindowsNslookup(args, options, windows), run);
    },
  });
  return { host, runs, most: () => most };
}

const found = (address: string): Reply => ({
  lines: [`${address.split(".").reverse().join(".")}.in-addr.arpa\tname = h-${address}.example`],
});

Deno.test("a thousand questions take a few sessions, never more than four at once", async () => {
  for (const [totalMilliseconds, mostRuns] of [[undefined, 8], [60_000, 12]] as const) {
    const { host, runs, most } = nslookup(found);
    const texts = addresses(1000);
    const rows = await lookUp(host, questionsAbout(texts), { ...OPTIONS, totalMilliseconds });
    assertEquals(rows.map(([row]) => row?.data), texts.map((text) => `h-${text}.example`));
    assertEquals(runs.reduce((sum, { size }) => sum + size, 0), 1000);
    assertEquals(runs.length <= mostRuns, true, String(runs.length));
    assertEquals(most(), 4);
  }
});

Deno.test("after a question that timed out, sessions are small until none does", async () => {
  const silent = new Set(addresses(1000).slice(0, 400));
  const { host, runs } = nslookup((address) => silent.has(address) ? "TIMEOUT" : found(address));
  await lookUp(host, questionsAbout(addresses(1000)), { ...OPTIONS, totalMilliseconds: 600_000 });
  const sizes = runs.map(({ size }) => size);
  assertEquals(new Set(sizes.slice(0, 4)), new Set([64]));
  // 100 are silent in each lane: 64 in the first session, 36 in nine small ones; a tenth finds all well.
  assertEquals(new Set(sizes.slice(4, 4 + 10 * 4)), new Set([4]));
  assertEquals(new Set(sizes.slice(44, 48)), new Set([16]));
});

Deno.test("where nothing answers, a large session is ended and asked again in small ones", async () => {
  const nothing = { stdout: new Uint8Array(), stderr: new Uint8Array() };
  const { host, runs } = nslookup(
    () => "TIMEOUT",
    (capture, { size }) => size > 4 ? { ...capture, ...nothing, timedOut: true } : capture,
  );
  const rows = await lookUp(host, questionsAbout(addresses(100)), OPTIONS);
  assert(rows.every(([row]) => row?.status === "TIMEOUT"));
  const sizes = runs.map(({ size }) => size);
  assertEquals(new Set(sizes.slice(0, 4)), new Set([25]));
  assertEquals(Math.max(...sizes.slice(4)), 4);
  assertEquals(sizes.slice(4).reduce((sum, size) => sum + size), 100);
  // 25 questions with 2 s each would take longer.
  assertEquals(runs[0]!.options.timeoutMilliseconds < 25 * 2000, true);
});

Deno.test("what is not answered within a second has a second turn, when the rest is answered", async () => {
  const asked: string[] = [];
  let turn = 1;
  const { host, runs } = nslookup((address) => {
    const isSlow = /\.[05]$/.test(address);
    if (asked.includes(address)) turn = 2;
    asked.push(address);
    return isSlow && turn === 1 ? "TIMEOUT" : found(address);
  });
  const texts = addresses(20);
  const progress: number[] = [];
  const rows = await lookUp(host, questionsAbout(texts), {
    server: null,
    questionMilliseconds: 5000,
    onProgress: (done) => progress.push(done),
  });
  assertEquals(rows.map(([row]) => row?.data), texts.map((text) => `h-${text}.example`));
  const slow = ["198.51.100.0", "198.51.100.5", "198.51.100.10", "198.51.100.15"]
    .filter((text) => /\.[05]$/.test(text));
  assertEquals(asked.slice(20).sort(), slow);
  assertEquals(progress, texts.map((_, at) => at + 1));
  assertEquals(runs.length, 8 + slow.length);
});

Deno.test("of a session that was ended, what is cut is not taken for an answer", async () => {
  const cut = (stdout: Uint8Array) => {
    // In the middle of the third answer's name.
    const text = new TextDecoder().decode(stdout);
    const end = text.indexOf(".example", text.indexOf("h-198.51.100.16"));
    return stdout.subarray(0, end - 1);
  };
  const { host } = nslookup(found, (capture, { size }) => {
    const isFirstLane = new TextDecoder().decode(capture.stdout).includes("h-198.51.100.8.");
    return size > 1 && isFirstLane
      ? { ...capture, stdout: cut(capture.stdout), timedOut: true }
      : capture;
  });
  const texts = addresses(32);
  const rows = await lookUp(host, questionsAbout(texts), OPTIONS);
  const seen = rows.map(([row]) => [row?.status, row?.data]);
  assertEquals(seen[0], ["NOERROR", "h-198.51.100.0.example"]);
  assertEquals(seen[8], ["NOERROR", "h-198.51.100.8.example"]);
  assertEquals(seen[16], ["TIMEOUT", null]);
  assertEquals(seen[24], ["TIMEOUT", null]);
  assertEquals(rows[24]?.[0]?.note, "the time was up");
  assertEquals(seen.filter(([status]) => status === "TIMEOUT").length, 2);
});

Deno.test("when the time for all is up, nothing more is asked", async () => {
  const { host, runs } = nslookup(found, (capture) => ({
    ...capture,
    stdout: new Uint8Array(),
    stderr: new Uint8Array(),
    timedOut: true,
  }));
  const rows = await lookUp(host, questionsAbout(addresses(1000)), {
    ...OPTIONS,
    totalMilliseconds: 10_000,
  });
  assert(rows.every(([row]) => row?.status === "TIMEOUT"));
  assertEquals(runs.length, 4);
  assertEquals(runs[0]!.options.timeoutMilliseconds <= 10_000, true);
  assertEquals(runs[0]!.options.keepPartial, true);
});

Deno.test("a session that prints without end is a failure of its questions alone", async () => {
  const { host } = nslookup(found, (capture, { options }) => {
    assert(options.outputLimit !== undefined && options.outputLimit < 2 ** 30);
    if (new TextDecoder().decode(capture.stdout).includes("h-198.51.100.3.")) {
      throw new HostError("tooMuchOutput", "Too much");
    }
    return capture;
  });
  const rows = await lookUp(host, questionsAbout(addresses(8)), OPTIONS);
  assertEquals(
    rows.map(([row]) => row?.status),
    addresses(8).map((_, at) => at === 3 ? "ERROR" : "NOERROR"),
  );
  assertEquals(rows[3]?.[0]?.note, "nslookup printed too much, and was ended");
});

Deno.test("a session that says nothing is an error, not an end of the list", async () => {
  const nothing = { stdout: new Uint8Array(), stderr: new Uint8Array() };
  const { host } = nslookup(found, (capture) => ({ ...capture, ...nothing }));
  const rows = await lookUp(host, questionsAbout(addresses(20)), OPTIONS);
  assertEquals(new Set(rows.map(([row]) => row?.status)), new Set(["ERROR"]));
  assertEquals(rows[0]?.[0]?.note, "nslookup printed nothing about it");
});

Deno.test("what nslookup prints of other names is nobody's answer, but a row is there", async () => {
  const { host } = nslookup(() => found("203.0.113.99"));
  const rows = await lookUp(host, questionsAbout(addresses(40)), OPTIONS);
  assertEquals(rows.map((rows) => rows.length), rows.map(() => 1));
  assertEquals(new Set(rows.map(([row]) => row?.status)), new Set(["ERROR"]));
});
