import { assertEquals } from "@std/assert";
import fc from "fast-check";
import type { Host } from "../../../lib/host/host.ts";
import { lookUp } from "../../../lib/lookup/names/look_up.ts";
import { makeQuestion } from "../../../lib/lookup/names/question.ts";
import { matchAnswers } from "../../../lib/lookup/names/match_answers.ts";
import type { Exchange, PrintedRecord } from "../../../lib/tools/nslookup/exchange.ts";
import { addressAsked } from "../../support/arpa_question.ts";
import { fakeHost } from "../../support/fake_host.ts";
import { type Language, LANGUAGES } from "../../support/nslookup_languages.ts";
import {
  type Reply,
  runWindowsNslookup,
  type WindowsNslookup,
} from "../../support/windows_nslookup.ts";

// Short Japanese output does not tell its page for sure: chcp would be run too.
const { ja: _, ...TRIED } = LANGUAGES;

const ask = (...names: string[]) => names.map((name) => makeQuestion(name, null));

function record(given: Partial<PrintedRecord> & { data: string }): PrintedRecord {
  const nothing = { type: null, name: null, preference: null, weight: null, port: null };
  return { ...nothing, aliases: null, ...given };
}

function said(given: Partial<Exchange> = {}): Exchange {
  return {
    query: null,
    type: null,
    server: "dns.example",
    serverAddress: "192.0.2.53",
    authoritative: null,
    status: "NOERROR",
    note: null,
    records: [],
    line: 1,
    ...given,
  };
}

const named = (name: string, data = "192.0.2.1") =>
  said({ records: [record({ type: "A", name, data })] });
const empty = (status: Exchange["status"] = "ERROR") => said({ status });
const message = (query: string | null, status: Exchange["status"]) =>
  said({ query, status, note: `*** ${status}`, server: null, serverAddress: null });

Deno.test("an answer is matched by its name, whatever its case, final dot and place", () => {
  const [b, a] = [named("B.example."), named("a.EXAMPLE")];
  assertEquals(matchAnswers(ask("a.example", "b.example"), { stdout: [b, a], stderr: [] }), [a, b]);
});

Deno.test("an answer is matched by its alias", () => {
  const of = (alias: string) =>
    said({ records: [record({ name: "www.example", data: "192.0.2.1", aliases: [alias] })] });
  const [two, one, plain] = [of("two.example"), of("one.example"), named("www.example")];
  assertEquals(
    matchAnswers(ask("www.example", "one.example", "two.example"), {
      stdout: [two, one, plain],
      stderr: [],
    }),
    [plain, one, two],
  );
});

Deno.test("an address is matched by its arpa name, or by itself below a host's name", () => {
  const pointer = said({
    records: [record({ type: "PTR", name: "2.2.0.192.in-addr.arpa", data: "two.example" })],
  });
  const plain = named("one.example", "192.0.2.1");
  assertEquals(
    matchAnswers(ask("192.0.2.1", "192.0.2.2"), { stdout: [pointer, plain], stderr: [] }),
    [plain, pointer],
  );
});

Deno.test("a failure on standard error names its question; the block on standard output has the server", () => {
  const found = named("b.example");
  const [first, second, third] = matchAnswers(ask("a.example", "b.example", "c.example"), {
    stdout: [empty(), found, empty()],
    stderr: [message("c.example.", "SERVFAIL"), message("a.example", "NXDOMAIN")],
  });
  assertEquals(second, found);
  assertEquals([first?.status, first?.server], ["NXDOMAIN", "dns.example"]);
  assertEquals([third?.status, third?.note], ["SERVFAIL", "*** SERVFAIL"]);
});

Deno.test("a time-out that names only the server goes to the question that is left", () => {
  const answers = matchAnswers(ask("a.example", "b.example", "c.example"), {
    stdout: [empty(), empty(), named("c.example")],
    stderr: [message("a.example", "NXDOMAIN"), message(null, "TIMEOUT")],
  });
  assertEquals(answers.map((answer) => answer?.status), ["NXDOMAIN", "TIMEOUT", "NOERROR"]);
});

Deno.test("a message that the server's own name was not found answers no question", () => {
  const server = { serverAddress: "192.0.2.53", query: "192.0.2.53", note: "*** no name" };
  const [first, second] = matchAnswers(ask("a.example", "b.example"), {
    stdout: [empty("TIMEOUT"), named("b.example")],
    stderr: [said({ ...server, status: "NXDOMAIN" }), message(null, "TIMEOUT")],
  });
  assertEquals([first?.status, first?.note], ["TIMEOUT", "*** TIMEOUT"]);
  assertEquals(second?.status, "NOERROR");
});

Deno.test("an answer without a name is matched by the answers around it", () => {
  const timeout = said({ status: "TIMEOUT", server: null, serverAddress: null });
  assertEquals(
    matchAnswers(ask("a.example", "b.example", "c.example"), {
      stdout: [named("a.example"), timeout, named("c.example")],
      stderr: [],
    })[1],
    timeout,
  );
});

Deno.test("a question that the output does not mention has no answer", () => {
  assertEquals(matchAnswers(ask("a.example", "b.example"), { stdout: [], stderr: [] }), [
    null,
    null,
  ]);
  const [first, second] = matchAnswers(ask("a.example", "b.example"), {
    stdout: [named("a.example")],
    stderr: [],
  });
  assertEquals([first?.status, second], ["NOERROR", null]);
});

Deno.test("a zone's SOA record answers a question in that zone", () => {
  const zone = said({ records: [record({ type: "SOA", name: "b.example", data: "ns" })] });
  const stdout = [named("a.example"), zone, named("c.example")];
  assertEquals(
    matchAnswers(ask("a.example", "www.b.example", "c.example"), { stdout, stderr: [] })[1],
    zone,
  );
  assertEquals(
    matchAnswers(ask("a.example", "www.other.example", "c.example"), { stdout, stderr: [] })[1],
    null,
  );
});

Deno.test("a single question takes an answer under another name, as search domains produce", () => {
  const answer = named("fileserver.corp.example");
  assertEquals(matchAnswers(ask("fileserver"), { stdout: [answer], stderr: [] }), [answer]);
});

Deno.test("the order of standard error makes no difference if every message names its question", () => {
  const statuses = fc.array(fc.constantFrom("NOERROR", "NXDOMAIN", "SERVFAIL", "REFUSED"), {
    minLength: 1,
    maxLength: 40,
  });
  const cases = statuses.chain((statuses) =>
    fc.record({
      statuses: fc.constant(statuses),
      order: fc.shuffledSubarray([...statuses.keys()], { minLength: statuses.length }),
    })
  );
  fc.assert(fc.property(cases, ({ statuses, order }) => {
    const name = (at: number) => `host${at}.example`;
    const answers = matchAnswers(ask(...statuses.map((_, at) => name(at))), {
      stdout: statuses.map((status, at) => status === "NOERROR" ? named(name(at)) : empty()),
      stderr: order.filter((at) => statuses[at] !== "NOERROR")
        .map((at) => message(name(at), statuses[at]!)),
    });
    assertEquals(answers.map((answer) => answer?.status ?? null), statuses);
    assertEquals(answers.every((answer) => answer?.server === "dns.example"), true);
  }));
});

const OPTIONS = { server: null, questionMilliseconds: 4000 };

/** How the reply to the question with this number ends; the numbers are spread over all lanes. */
const ENDS = ["found", "NXDOMAIN", "found", "SERVFAIL", "NODATA", "found", "TIMEOUT", "REFUSED"];
const endOf = (at: number) => ENDS[(at * 5 + Math.floor(at / 8)) % ENDS.length]!;

function windows(nslookup: WindowsNslookup): { host: Host; runs: string[] } {
  const runs: string[] = [];
  const host = fakeHost({
    os: "windows",
    consoleCodePage: () => nslookup.language.page,
    oemCodePage: () => nslookup.language.page,
    run: (tool, args, options) => {
      runs.push([tool, ...args].join(" "));
      return Promise.resolve(runWindowsNslookup(args, options, nslookup));
    },
  });
  return { host, runs };
}

function forward(question: string): Reply {
  const at = Number(/\d+/.exec(question)![0]);
  const end = endOf(at);
  if (end !== "found") return end as Reply;
  const lines = [`{name}host${at}.example`, "Addresses:  2001:db8::1", `\t  192.0.2.${at}`];
  return { lines };
}

function reverse(question: string): Reply {
  const at = Number(addressAsked(question).split(".")[3]);
  if (endOf(at) === "found") {
    return { lines: [`${at}.100.51.198.in-addr.arpa\tname = host${at}.example`] };
  }
  return endOf(at) === "NODATA" ? "NXDOMAIN" : endOf(at) as Reply;
}

const backwards = (messages: string[]) => messages.toReversed();

for (const [tag, language] of Object.entries(TRIED)) {
  for (const [order, shuffle] of [["as printed", undefined], ["backwards", backwards]] as const) {
    Deno.test(`sessions in ${tag}, standard error ${order}: names`, async () => {
      const { host, runs } = windows({ language, reply: forward, shuffle });
      const names = Array.from({ length: 100 }, (_, at) => `host${at}.example`);
      const answers = await lookUp(host, names.map((name) => makeQuestion(name, null)), OPTIONS);
      assertEquals(runs.length < names.length / 2, true, String(runs.length));
      answers.forEach((rows, at) => {
        const end = endOf(at);
        const seen = rows.map(({ query, type, name, data, status, server }) => [
          query,
          type,
          name,
          data,
          status,
          server,
        ]);
        const query = `host${at}.example`;
        if (end === "found") {
          assertEquals(seen, [
            [query, "AAAA", query, "2001:db8::1", "NOERROR", "dns.example"],
            [query, "A", query, `192.0.2.${at}`, "NOERROR", "dns.example"],
          ]);
        } else {
          assertEquals(
            seen.map(([query, type, , data, status, server]) => [
              query,
              type,
              data,
              status,
              server,
            ]),
            [[query, null, null, end, "dns.example"]],
          );
        }
      });
    });
  }

  Deno.test(`sessions in ${tag}: addresses`, async () => {
    const { host } = windows({ language, reply: reverse });
    const addresses = Array.from({ length: 100 }, (_, at) => `198.51.100.${at}`);
    const questions = addresses.map((address) => makeQuestion(address, null));
    const answers = await lookUp(host, questions, OPTIONS);
    answers.forEach((rows, at) => {
      const end = endOf(at) === "NODATA" ? "NXDOMAIN" : endOf(at);
      assertEquals(rows.map(({ query, type, data, status }) => [query, type, data, status]), [
        end === "found"
          ? [addresses[at], "PTR", `host${at}.example`, "NOERROR"]
          : [addresses[at], "PTR", null, end],
      ]);
    });
  });

  Deno.test(`one question in ${tag}`, async () => {
    const ask = async (reply: Reply) => {
      const { host, runs } = windows({ language, reply: () => reply });
      const [rows] = await lookUp(host, [makeQuestion("www.example", null)], OPTIONS);
      const again = reply === "TIMEOUT" ? ["nslookup -timeout=3 -retry=1 www.example."] : [];
      assertEquals(runs, ["nslookup -timeout=1 -retry=1 www.example.", ...again]);
      return rows!.map(({ query, data, status, server, serverAddress, authoritative }) => [
        query,
        data,
        status,
        server,
        serverAddress,
        authoritative,
      ]);
    };
    const lines = ["{name}www.example", "Address:  192.0.2.1"];
    const from = ["dns.example", "192.0.2.53"];
    const found = ["www.example", "192.0.2.1", "NOERROR", ...from];
    assertEquals(await ask({ lines }), [[...found, false]]);
    assertEquals(await ask({ lines, authoritative: true }), [[...found, true]]);
    for (const status of ["NXDOMAIN", "SERVFAIL", "REFUSED", "TIMEOUT"] as const) {
      assertEquals(await ask(status), [["www.example", null, status, ...from, null]]);
    }
  });
}

Deno.test("plain nslookup's answer for an address gives the same row as its PTR record", async () => {
  const lines = ["{name}www.example", "Address:  192.0.2.1"];
  const language: Language = LANGUAGES.en;
  const { host } = windows({ language, reply: () => ({ lines }) });
  const [rows] = await lookUp(host, [makeQuestion("192.0.2.1", null)], OPTIONS);
  assertEquals(rows?.map(({ type, name, data, aliases }) => [type, name, data, aliases]), [
    ["PTR", "1.2.0.192.in-addr.arpa", "www.example", null],
  ]);
});

Deno.test("in a session, authoritative is known if all answers are or none is", async () => {
  const language = LANGUAGES.de;
  for (const authoritative of [true, false]) {
    const reply = (question: string): Reply => ({
      lines: [`${question.replace(/\.$/, "")}\tnameserver = ns.example`],
      authoritative,
    });
    const { host } = windows({ language, reply });
    const questions = Array.from({ length: 40 }, (_, at) => makeQuestion(`h${at}.example`, "NS"));
    const rows = (await lookUp(host, questions, OPTIONS)).flat();
    assertEquals(new Set(rows.map((row) => row.authoritative)), new Set([authoritative]));
  }
});
