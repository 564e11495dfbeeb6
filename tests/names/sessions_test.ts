import { assertEquals } from "@std/assert";
import { makeQuestion } from "../../lib/names/make_question.ts";
import type { Question } from "../../lib/names/question.ts";
import { dealLanes, nextSession, nextSize, sessionCall } from "../../lib/names/sessions.ts";

const OPTIONS = { server: null, questionMilliseconds: 5000 };
const addresses = (count: number): Question[] =>
  Array.from({ length: count }, (_, at) => makeQuestion(`198.51.${at >> 8}.${at & 255}`, null));
const textOf = (input: Uint8Array | undefined) => input && new TextDecoder().decode(input);

Deno.test("one question goes as arguments, and leaves standard input closed", () => {
  const { args, input } = sessionCall([makeQuestion("www.example", null)], OPTIONS);
  assertEquals(args, ["-timeout=2", "-retry=2", "www.example."]);
  assertEquals(input, undefined);
});

Deno.test("several questions go as lines of standard input", () => {
  const questions = ["example", "www.example", "exit.example"].map((name) =>
    makeQuestion(name, "MX")
  );
  const { args, input } = sessionCall(questions.slice(1), OPTIONS);
  assertEquals(args, ["-type=MX", "-timeout=2", "-retry=2"]);
  assertEquals(textOf(input), "www.example.\nexit.example.\n");
});

Deno.test("an address goes as it is, a name without a dot without a final one", () => {
  assertEquals(sessionCall([makeQuestion("192.0.2.1", null)], OPTIONS).args, [
    "-type=PTR",
    "-timeout=2",
    "-retry=2",
    "192.0.2.1",
  ]);
  assertEquals(sessionCall([makeQuestion("fileserver", "A")], OPTIONS).args.at(-1), "fileserver");
});

Deno.test("a name server stands after the question, or after a hyphen", () => {
  const server = { address: "2001:db8::53", port: 5353 };
  const questions = addresses(2);
  assertEquals(sessionCall(questions.slice(1), { ...OPTIONS, server }).args, [
    "-type=PTR",
    "-timeout=2",
    "-retry=2",
    "-port=5353",
    "198.51.0.1",
    "2001:db8::53",
  ]);
  const { args, input } = sessionCall(questions, {
    ...OPTIONS,
    server: { address: "192.0.2.53", port: 53 },
  });
  assertEquals(args, ["-type=PTR", "-timeout=2", "-retry=2", "-", "192.0.2.53"]);
  assertEquals(textOf(input), "198.51.0.0\n198.51.0.1\n");
});

Deno.test("a short time is one try of whole seconds", () => {
  const ask = (questionMilliseconds: number) =>
    sessionCall(addresses(1), { server: null, questionMilliseconds }).args.slice(1, 3);
  assertEquals(ask(300), ["-timeout=1", "-retry=1"]);
  assertEquals(ask(1900), ["-timeout=1", "-retry=1"]);
  assertEquals(ask(2000), ["-timeout=1", "-retry=2"]);
  assertEquals(ask(10_000), ["-timeout=5", "-retry=2"]);
});

Deno.test("a session is given time for each of its questions to time out", () => {
  const { milliseconds } = sessionCall(addresses(10), OPTIONS);
  assertEquals(milliseconds >= 10 * 5000, true, String(milliseconds));
  const both = sessionCall([makeQuestion("www.example", null)], OPTIONS).milliseconds;
  assertEquals(both >= 2 * 5000, true, String(both));
});

Deno.test("questions are dealt into at most eight lanes of each type", () => {
  for (const count of [1, 5, 8, 9, 1000]) {
    const lanes = dealLanes(addresses(count));
    assertEquals(lanes.length, Math.min(8, count));
    assertEquals(lanes.flat().sort((a, b) => a - b), [...addresses(count).keys()]);
    const lengths = lanes.map((lane) => lane.length);
    assertEquals(Math.max(...lengths) - Math.min(...lengths) <= 1, true, lengths.join());
  }
  const mixed = ["A", "MX", "A"] as const;
  assertEquals(dealLanes(mixed.map((type) => makeQuestion("www.example", type))), [[0], [2], [1]]);
});

Deno.test("a lane goes on with many questions only while none times out", () => {
  const open = addresses(300);
  assertEquals(nextSession(open, 8), 8);
  assertEquals(nextSession(open.slice(0, 2), 8), 2);
  assertEquals([8, 32, 125].map((size) => nextSize(size, 0)), [32, 125, 125]);
  assertEquals([8, 32, 125].map((size) => nextSize(size, 1)), [4, 4, 4]);
});

Deno.test("what could be a command of nslookup's is never a line of its input", () => {
  const commands = ["exit", "server", "set", "ls", "help", "root", "finger", "view", "lserver"];
  const names = ["www.example", "ftp.example", ...commands, "mail.example", "dns.example"];
  const open = names.map((name) => makeQuestion(name, null));
  for (let rest: Question[] = open; rest.length > 0;) {
    const asked = rest.slice(0, nextSession(rest, 8));
    const { args, input } = sessionCall(asked, OPTIONS);
    const lines = textOf(input)?.split("\n").slice(0, -1) ?? [];
    assertEquals(lines.every((line) => line.endsWith(".example.")), true, lines.join());
    if (asked.length === 1) assertEquals(args.length, 3);
    rest = rest.slice(asked.length);
  }
});
