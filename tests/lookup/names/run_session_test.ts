import { assertEquals } from "@std/assert";
import type { Host } from "../../../lib/host/host.ts";
import { lookUp } from "../../../lib/lookup/names/look_up.ts";
import { makeQuestion } from "../../../lib/lookup/names/question.ts";
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
