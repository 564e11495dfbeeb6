import { assertEquals } from "@std/assert";
import { makeQuestion } from "../../../lib/lookup/names/make_question.ts";
import type { Question } from "../../../lib/lookup/names/question.ts";
import {
  dealLanes,
  nextSession,
  sessionCall,
  turnsOf,
} from "../../../lib/lookup/names/sessions.ts";

const OPTIONS = { server: null, seconds: 3 };
const addresses = (count: number): Question[] =>
  Array.from({ length: count }, (_, at) => makeQuestion(`198.51.${at >> 8}.${at & 255}`, null));
const textOf = (input: Uint8Array | undefined) => input && new TextDecoder().decode(input);

Deno.test("one question goes as arguments, and leaves standard input closed", () => {
  const { args, input } = sessionCall([makeQuestion("www.example", null)], OPTIONS);
  assertEquals(args, ["-timeout=3", "-retry=1", "www.example."]);
  assertEquals(input, undefined);
});

Deno.test("several questions go as lines of standard input", () => {
  const questions = ["example", "www.example", "exit.example"].map((name) =>
    makeQuestion(name, "MX")
  );
  const { args, input } = sessionCall(questions.slice(1), OPTIONS);
  assertEquals(args, ["-type=MX", "-timeout=3", "-retry=1"]);
  assertEquals(textOf(input), "www.example.\nexit.example.\n");
});

Deno.test("an address goes by its name under arpa, a name without a dot without a final one", () => {
  assertEquals(sessionCall([makeQuestion("192.0.2.1", null)], OPTIONS).args, [
    "-type=PTR",
    "-timeout=3",
    "-retry=1",
    "1.2.0.192.in-addr.arpa.",
  ]);
  const nibbles = `7${".0".repeat(23)}.8.b.d.0.1.0.0.2`;
  for (const text of ["2001:db8::7", "2001:0DB8:0::0007"]) {
    const { args } = sessionCall([makeQuestion(text, "PTR")], OPTIONS);
    assertEquals(args.at(-1), `${nibbles}.ip6.arpa.`);
  }
  assertEquals(sessionCall([makeQuestion("fileserver", "A")], OPTIONS).args.at(-1), "fileserver");
});

Deno.test("a name server stands after the question, or after a hyphen", () => {
  const server = { address: "2001:db8::53", port: 5353 };
  const questions = addresses(2);
  assertEquals(sessionCall(questions.slice(1), { ...OPTIONS, server }).args, [
    "-type=PTR",
    "-timeout=3",
    "-retry=1",
    "-port=5353",
    "1.0.51.198.in-addr.arpa.",
    "2001:db8::53",
  ]);
  const { args, input } = sessionCall(questions, {
    ...OPTIONS,
    server: { address: "192.0.2.53", port: 53 },
  });
  assertEquals(args, ["-type=PTR", "-timeout=3", "-retry=1", "-", "192.0.2.53"]);
  assertEquals(textOf(input), "0.0.51.198.in-addr.arpa.\n1.0.51.198.in-addr.arpa.\n");
});

Deno.test("a question has a second, then the rest of its time", () => {
  assertEquals(turnsOf(300), [1]);
  assertEquals(turnsOf(1900), [2]);
  assertEquals(turnsOf(2000), [1, 1]);
  assertEquals(turnsOf(5000), [1, 4]);
  assertEquals(turnsOf(60_000), [1, 59]);
});

Deno.test("a session is given time for a few of its questions to time out", () => {
  const millisecondsOf = (questions: Question[]) => sessionCall(questions, OPTIONS).milliseconds;
  for (const count of [1, 2, 4]) {
    assertEquals(millisecondsOf(addresses(count)) >= count * 3000, true);
  }
  assertEquals(millisecondsOf([makeQuestion("www.example", null)]) >= 2 * 3000, true);
  const many = millisecondsOf(addresses(125));
  assertEquals(many > millisecondsOf(addresses(4)) && many < 125 * 3000 / 4, true, String(many));
});

Deno.test("questions are dealt into at most eight lanes of each type, many into four", () => {
  const cases = [[1, 1], [5, 5], [8, 8], [9, 8], [64, 8], [65, 4], [1000, 4]] as const;
  for (const [count, expected] of cases) {
    const lanes = dealLanes(addresses(count));
    assertEquals(lanes.length, expected, String(count));
    assertEquals(lanes.flat().sort((a, b) => a - b), [...addresses(count).keys()]);
    const lengths = lanes.map((lane) => lane.length);
    assertEquals(Math.max(...lengths) - Math.min(...lengths) <= 1, true, lengths.join());
  }
  const mixed = ["A", "MX", "A"] as const;
  assertEquals(dealLanes(mixed.map((type) => makeQuestion("www.example", type))), [[0], [2], [1]]);
  // Few are left for a second turn.
  assertEquals(dealLanes(addresses(1000), [7, 3, 999]), [[7], [3], [999]]);
  const one = makeQuestion("www.example", "MX");
  const lanes = dealLanes([...addresses(65), ...Array<Question>(64).fill(one)]);
  assertEquals(lanes.map(([first]) => first! < 65), [
    ...Array(4).fill(true),
    ...Array(8).fill(false),
  ]);
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
