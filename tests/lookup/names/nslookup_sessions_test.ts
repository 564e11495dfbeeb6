import { assert, assertEquals, assertRejects } from "@std/assert";
import { type Capture, type Host, HostError, type RunOptions } from "../../../lib/host/host.ts";
import { lookUp } from "../../../lib/lookup/names/look_up.ts";
import {
  dealLanes,
  nextSession,
  sessionCall,
  turnsOf,
} from "../../../lib/lookup/names/nslookup_sessions.ts";
import { makeQuestion, type Question } from "../../../lib/lookup/names/question.ts";
import { addressAsked } from "../../support/arpa_question.ts";
import { fakeHost } from "../../support/fake_host.ts";
import { LANGUAGES } from "../../support/nslookup_languages.ts";
import { type Reply, runWindowsNslookup } from "../../support/windows_nslookup.ts";

const CALL = { server: null, seconds: 3 };
const addressQuestions = (count: number): Question[] =>
  Array.from({ length: count }, (_, at) => makeQuestion(`198.51.${at >> 8}.${at & 255}`, null));
const textOf = (input: Uint8Array | undefined) => input && new TextDecoder().decode(input);

Deno.test("one question goes as arguments, and leaves standard input closed", () => {
  const { args, input } = sessionCall([makeQuestion("www.example", null)], CALL);
  assertEquals(args, ["-timeout=3", "-retry=1", "www.example."]);
  assertEquals(input, undefined);
});

Deno.test("several questions go as lines of standard input", () => {
  const questions = ["example", "www.example", "exit.example"].map((name) =>
    makeQuestion(name, "MX")
  );
  const { args, input } = sessionCall(questions.slice(1), CALL);
  assertEquals(args, ["-type=MX", "-timeout=3", "-retry=1"]);
  assertEquals(textOf(input), "www.example.\nexit.example.\n");
});

Deno.test("an address goes by its arpa name, a name without dots without a final dot", () => {
  assertEquals(sessionCall([makeQuestion("192.0.2.1", null)], CALL).args, [
    "-type=PTR",
    "-timeout=3",
    "-retry=1",
    "1.2.0.192.in-addr.arpa.",
  ]);
  const nibbles = `7${".0".repeat(23)}.8.b.d.0.1.0.0.2`;
  for (const text of ["2001:db8::7", "2001:0DB8:0::0007"]) {
    const { args } = sessionCall([makeQuestion(text, "PTR")], CALL);
    assertEquals(args.at(-1), `${nibbles}.ip6.arpa.`);
  }
  assertEquals(sessionCall([makeQuestion("fileserver", "A")], CALL).args.at(-1), "fileserver");
});

Deno.test("the name server comes after the question, or after a hyphen", () => {
  const server = { address: "2001:db8::53", port: 5353 };
  const questions = addressQuestions(2);
  assertEquals(sessionCall(questions.slice(1), { ...CALL, server }).args, [
    "-type=PTR",
    "-timeout=3",
    "-retry=1",
    "-port=5353",
    "1.0.51.198.in-addr.arpa.",
    "2001:db8::53",
  ]);
  const { args, input } = sessionCall(questions, {
    ...CALL,
    server: { address: "192.0.2.53", port: 53 },
  });
  assertEquals(args, ["-type=PTR", "-timeout=3", "-retry=1", "-", "192.0.2.53"]);
  assertEquals(textOf(input), "0.0.51.198.in-addr.arpa.\n1.0.51.198.in-addr.arpa.\n");
});

Deno.test("a question gets one second, then the rest of its time", () => {
  assertEquals(turnsOf(300), [1]);
  assertEquals(turnsOf(1900), [2]);
  assertEquals(turnsOf(2000), [1, 1]);
  assertEquals(turnsOf(5000), [1, 4]);
  assertEquals(turnsOf(60_000), [1, 59]);
});

Deno.test("a session gets time for a few of its questions to time out", () => {
  const millisecondsOf = (questions: Question[]) => sessionCall(questions, CALL).milliseconds;
  for (const count of [1, 2, 4]) {
    assertEquals(millisecondsOf(addressQuestions(count)) >= count * 3000, true);
  }
  assertEquals(millisecondsOf([makeQuestion("www.example", null)]) >= 2 * 3000, true);
  const many = millisecondsOf(addressQuestions(125));
  assertEquals(
    many > millisecondsOf(addressQuestions(4)) && many < 125 * 3000 / 4,
    true,
    String(many),
  );
});

Deno.test("questions are dealt into at most eight lanes of each type, many into four", () => {
  const cases = [[1, 1], [5, 5], [8, 8], [9, 8], [64, 8], [65, 4], [1000, 4]] as const;
  for (const [count, expected] of cases) {
    const lanes = dealLanes(addressQuestions(count));
    assertEquals(lanes.length, expected, String(count));
    assertEquals(lanes.flat().sort((a, b) => a - b), [...addressQuestions(count).keys()]);
    const lengths = lanes.map((lane) => lane.length);
    assertEquals(Math.max(...lengths) - Math.min(...lengths) <= 1, true, lengths.join());
  }
  const mixed = ["A", "MX", "A"] as const;
  assertEquals(dealLanes(mixed.map((type) => makeQuestion("www.example", type))), [[0], [2], [1]]);
  // Few are left for a second turn.
  assertEquals(dealLanes(addressQuestions(1000), [7, 3, 999]), [[7], [3], [999]]);
  const one = makeQuestion("www.example", "MX");
  const lanes = dealLanes([...addressQuestions(65), ...Array<Question>(64).fill(one)]);
  assertEquals(lanes.map(([first]) => first! < 65), [
    ...Array(4).fill(true),
    ...Array(8).fill(false),
  ]);
});

Deno.test("a name that could be a command of nslookup is never a line of its input", () => {
  const commands = ["exit", "server", "set", "ls", "help", "root", "finger", "view", "lserver"];
  const names = ["www.example", "ftp.example", ...commands, "mail.example", "dns.example"];
  const open = names.map((name) => makeQuestion(name, null));
  for (let rest: Question[] = open; rest.length > 0;) {
    const asked = rest.slice(0, nextSession(rest, 8));
    const { args, input } = sessionCall(asked, CALL);
    const lines = textOf(input)?.split("\n").slice(0, -1) ?? [];
    assertEquals(lines.every((line) => line.endsWith(".example.")), true, lines.join());
    if (asked.length === 1) assertEquals(args.length, 3);
    rest = rest.slice(asked.length);
  }
});

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

Deno.test("after a time-out, sessions are small until no question times out", async () => {
  const silent = new Set(addresses(1000).slice(0, 400));
  const { host, runs } = nslookup((address) => silent.has(address) ? "TIMEOUT" : found(address));
  await lookUp(host, questionsAbout(addresses(1000)), { ...OPTIONS, totalMilliseconds: 600_000 });
  const sizes = runs.map(({ size }) => size);
  assertEquals(new Set(sizes.slice(0, 4)), new Set([64]));
  // 100 are silent in each lane: 64 in the first session, 36 in nine small ones; a tenth finds all well.
  assertEquals(new Set(sizes.slice(4, 4 + 10 * 4)), new Set([4]));
  assertEquals(new Set(sizes.slice(44, 48)), new Set([16]));
});

Deno.test("if nothing answers, a large session is ended and its questions are asked in small ones", async () => {
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

Deno.test("a question without an answer within a second gets a second turn after all others", async () => {
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

Deno.test("the cut end of a session that was ended is not taken for an answer", async () => {
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

Deno.test("after the deadline nothing more is asked", async () => {
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

Deno.test("a session that prints without end fails only its own questions", async () => {
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

Deno.test("a session that prints nothing is an error in each row", async () => {
  const nothing = { stdout: new Uint8Array(), stderr: new Uint8Array() };
  const { host } = nslookup(found, (capture) => ({ ...capture, ...nothing }));
  const rows = await lookUp(host, questionsAbout(addresses(20)), OPTIONS);
  assertEquals(new Set(rows.map(([row]) => row?.status)), new Set(["ERROR"]));
  assertEquals(rows[0]?.[0]?.note, "nslookup printed nothing about it");
});

Deno.test("output about other names answers no question, and each question still has a row", async () => {
  const { host } = nslookup(() => found("203.0.113.99"));
  const rows = await lookUp(host, questionsAbout(addresses(40)), OPTIONS);
  assertEquals(rows.map((rows) => rows.length), rows.map(() => 1));
  assertEquals(new Set(rows.map(([row]) => row?.status)), new Set(["ERROR"]));
});

Deno.test("an aborted look-up ends with the signal's reason, and asks no other way", async () => {
  const controller = new AbortController();
  const signals: (AbortSignal | undefined)[] = [];
  const host = fakeHost({
    run(_tool, _args, { signal }) {
      signals.push(signal);
      controller.abort(new Error("interrupted"));
      return Promise.reject(new HostError("other", "ended"));
    },
    resolveDns: () => Promise.reject(new Error("the resolver was asked")),
  });
  const { signal } = controller;
  const questions = questionsAbout(addresses(2));
  await assertRejects(() => lookUp(host, questions, { ...OPTIONS, signal }), Error, "interrupted");
  assertEquals(signals, [signal, signal]);
});
