/**
 * Look-ups against a name server on loopback, through BIND's nslookup where it is installed, and
 * through Deno's resolver.
 */
import { assert, assertEquals } from "@std/assert";
import { denoHost } from "../../../lib/host/deno/deno_host.ts";
import { type Host, HostError } from "../../../lib/host/host.ts";
import type { NameRecord, RecordType } from "../../../lib/model/name.ts";
import { lookUp } from "../../../lib/lookup/names/look_up.ts";
import { makeQuestion } from "../../../lib/lookup/names/question.ts";
import type { LookupOptions } from "../../../lib/lookup/names/question.ts";
import { linuxTool } from "../../../lib/host/deno/deno_programs.ts";
import { type DnsServer, startDnsServer, type Zone } from "../../support/dns_server.ts";

const isLinux = Deno.build.os === "linux";
const nslookup = isLinux ? linuxTool("nslookup", (path) => exists(path)) : null;
const dig = isLinux ? linuxTool("dig", (path) => exists(path)) : null;

/** The host with nslookup, and one that has none. */
const WAYS: readonly (readonly [name: string, host: Host, ignore: boolean])[] = [
  ["nslookup", denoHost(), nslookup === null],
  ["Deno's resolver", {
    ...denoHost(),
    run: () => Promise.reject(new HostError("notFound", "No nslookup here")),
  }, false],
];

const MANY = Array.from({ length: 100 }, (_, at) => `198.51.100.${at + 1}`);
const LONG = Array.from({ length: 41 }, (_, at) => `${at}`.padStart(250, "x"));

const ZONE: Zone = {
  "www.example A": ["192.0.2.1", "192.0.2.2"],
  "www.example AAAA": ["2001:db8::1"],
  "alias.example A": [
    { type: "CNAME", data: "www.example" },
    { name: "www.example", data: "192.0.2.1" },
  ],
  "alias.example AAAA": [{ type: "CNAME", data: "www.example" }],
  "example MX": [
    { data: { preference: 10, exchange: "mail.example" } },
    { data: { preference: 20, exchange: "backup.example" } },
  ],
  "example NS": ["ns1.example", "ns2.example"],
  "example TXT": [{ data: ["v=spf1 ", "-all"] }, { data: ['a "quoted" \\ text'] }],
  "example SOA": [{
    data: {
      mname: "ns1.example",
      rname: "hostmaster.example",
      serial: 2026010203,
      refresh: 3600,
      retry: 600,
      expire: 86400,
      minimum: 60,
    },
  }],
  "_sip._tcp.example SRV": [
    { data: { priority: 1, weight: 5, port: 5060, target: "sip.example" } },
  ],
  "old.example CNAME": ["new.example"],
  "1.2.0.192.in-addr.arpa PTR": ["www.example"],
  "2.2.0.192.in-addr.arpa PTR": ["www.example", "second.example"],
  "1.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.8.b.d.0.1.0.0.2.ip6.arpa PTR": [
    "www.example",
  ],
  "broken.example A": "SERVFAIL",
  "closed.example A": "REFUSED",
  "silent.example A": "silent",
  "slow.example A": { delay: 400, then: ["192.0.2.9"] },
  "cut.example A": { truncated: ["192.0.2.8"] },
  "many.example A": MANY,
  "long.example TXT": [{ data: LONG }],
  "garbage.example A": { raw: new Uint8Array([1, 2, 3]) },
  "3.2.0.192.in-addr.arpa PTR": ["\u001b[2Jevil\u202e.example"],
  "4.2.0.192.in-addr.arpa PTR": ["=cmd|' /C calc'!A0.example"],
  "5.2.0.192.in-addr.arpa PTR": [';"(@$\\.example'],
};

for (const [way, host, ignore] of WAYS) {
  const test = (name: string, fn: (server: DnsServer) => Promise<void>) =>
    Deno.test({
      name: `${way}: ${name}`,
      ignore,
      fn: async () => {
        await using server = await startDnsServer(ZONE);
        await fn(server);
      },
    });
  const ask = async (
    server: DnsServer,
    names: readonly string[],
    { type = null, ...options }: Partial<LookupOptions> & { type?: RecordType | null } = {},
  ): Promise<NameRecord[]> => {
    const questions = names.map((name) => makeQuestion(name, type));
    const rows = await lookUp(host, questions, {
      server: { host: server.address, port: server.port },
      questionMilliseconds: 60_000,
      ...options,
    });
    assert(rows.every((rows) => rows.length > 0), "every question has a row");
    return rows.flat();
  };

  test("addresses of names, in the order of the questions", async (server) => {
    const rows = await ask(server, ["WWW.example", "old.example", "www.example."]);
    assertEquals(
      rows.filter(({ status }) => status === "NOERROR")
        .map(({ query, type, name, data }) => [query, type, name, data]),
      ["WWW.example", "www.example."].flatMap((query) => [
        [query, "A", "www.example", "192.0.2.1"],
        [query, "A", "www.example", "192.0.2.2"],
        [query, "AAAA", "www.example", "2001:db8::1"],
      ]),
    );
    assertEquals(rows[3]?.query, "old.example");
    assertEquals(new Set(rows.map(({ serverAddress }) => serverAddress)), new Set(["127.0.0.1"]));
  });

  test("names of addresses, the same in every way", async (server) => {
    const rows = await ask(server, ["192.0.2.1", "2001:db8:0::1", "192.0.2.2"]);
    assertEquals(
      rows.map(({ query, type, name, data, aliases, status }) => [
        query,
        type,
        name,
        data,
        aliases,
        status,
      ]),
      [
        ["192.0.2.1", "PTR", "1.2.0.192.in-addr.arpa", "www.example", null, "NOERROR"],
        [
          "2001:db8:0::1",
          "PTR",
          "1.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.8.b.d.0.1.0.0.2.ip6.arpa",
          "www.example",
          null,
          "NOERROR",
        ],
        ["192.0.2.2", "PTR", "2.2.0.192.in-addr.arpa", "www.example", null, "NOERROR"],
        ["192.0.2.2", "PTR", "2.2.0.192.in-addr.arpa", "second.example", null, "NOERROR"],
      ],
    );
  });

  test("records of each type", async (server) => {
    const values = async (name: string, type: RecordType) =>
      (await ask(server, [name], { type })).map((row) => {
        assertEquals([row.type, row.name, row.status], [type, name, "NOERROR"]);
        return [row.data, row.preference, row.weight, row.port];
      });
    const plain = (...data: string[]) => data.map((data) => [data, null, null, null]);
    assertEquals(await values("www.example", "A"), plain("192.0.2.1", "192.0.2.2"));
    assertEquals(await values("www.example", "AAAA"), plain("2001:db8::1"));
    assertEquals(await values("example", "NS"), plain("ns1.example", "ns2.example"));
    assertEquals(await values("old.example", "CNAME"), plain("new.example"));
    assertEquals(await values("example", "TXT"), plain("v=spf1 -all", 'a "quoted" \\ text'));
    assertEquals(
      await values("example", "SOA"),
      plain("ns1.example hostmaster.example 2026010203 3600 600 86400 60"),
    );
    assertEquals(await values("example", "MX"), [
      ["mail.example", 10, null, null],
      ["backup.example", 20, null, null],
    ]);
    assertEquals(await values("_sip._tcp.example", "SRV"), [["sip.example", 1, 5, 5060]]);
  });

  test("an alias leads to its addresses", async (server) => {
    const rows = await ask(server, ["alias.example"], { type: "A" });
    assert(rows.some(({ type, data }) => type === "A" && data === "192.0.2.1"));
    assertEquals(new Set(rows.map(({ query }) => query)), new Set(["alias.example"]));
  });

  test("a question that fails is a row", async (server) => {
    const isNslookup = way === "nslookup";
    const names = ["nowhere.example", "old.example", "broken.example", "closed.example"];
    const rows = await ask(server, names, { type: "A" });
    assertEquals(rows.map(({ query, type, data }) => [query, type, data]), [
      ...names.map((name) => [name, "A", null]),
    ]);
    const [nowhere, without, broken, closed] = rows.map(({ status }) => status);
    assertEquals([nowhere, without], [isNslookup ? "NXDOMAIN" : "NODATA", "NODATA"]);
    if (isNslookup) assertEquals([broken, closed], ["SERVFAIL", "REFUSED"]);
    else assert(broken !== "NOERROR" && closed !== "NOERROR");
  });

  test("a server that is silent costs only its own question", async (server) => {
    const rows = await ask(server, ["www.example", "silent.example", "many.example"], {
      type: "A",
      questionMilliseconds: 1000,
    });
    assertEquals(rows.filter(({ query }) => query === "silent.example").map((row) => row.status), [
      "TIMEOUT",
    ]);
    assertEquals(rows.length, 2 + 1 + 100);
  });

  test("a slow answer is waited for", async (server) => {
    assertEquals((await ask(server, ["slow.example"], { type: "A" }))[0]?.data, "192.0.2.9");
  });

  test("an answer that was cut is asked for over TCP", async (server) => {
    assertEquals((await ask(server, ["cut.example"], { type: "A" }))[0]?.data, "192.0.2.8");
    assert(server.overTcp > 0);
  });

  test("a hundred addresses, and a text of ten kilobytes", async (server) => {
    const many = await ask(server, ["many.example"], { type: "A" });
    assertEquals(many.map(({ data }) => data).sort(), [...MANY].sort());
    const [long] = await ask(server, ["long.example"], { type: "TXT" });
    assertEquals(long?.data, LONG.join(""));
  });

  test("hostile names are data, with the escapes of zone files", async (server) => {
    const rows = await ask(server, ["192.0.2.3", "192.0.2.4", "192.0.2.5"]);
    // As dig +short prints them.
    assertEquals(rows.map(({ query, data }) => [query, data]), [
      ["192.0.2.3", "\\027[2Jevil\\226\\128\\174.example"],
      ["192.0.2.4", "=cmd|'\\032/C\\032calc'!A0.example"],
      ["192.0.2.5", '\\;\\"\\(\\@\\$\\\\.example'],
    ]);
  });

  test("an answer that is none is no answer", async (server) => {
    const [row] = await ask(server, ["garbage.example"], { type: "A", questionMilliseconds: 1000 });
    assert(row?.status === "TIMEOUT" || row?.status === "ERROR", row?.status);
    assertEquals(row.data, null);
  });
}

for (const [way, host, ignore] of WAYS) {
  Deno.test({
    name: `${way}: of many questions never more than eight are under way`,
    ignore,
    fn: async () => {
      const zone: Zone = (name) => ({ delay: 20, then: [`host-${name.split(".")[0]}.example`] });
      await using server = await startDnsServer(zone);
      const addresses = Array.from({ length: 60 }, (_, at) => `198.51.100.${at}`);
      const rows = await lookUp(host, addresses.map((text) => makeQuestion(text, null)), {
        server: { host: server.address, port: server.port },
        questionMilliseconds: 60_000,
      });
      assertEquals(rows.map(([row]) => row?.data), addresses.map((_, at) => `host-${at}.example`));
      assertEquals(server.mostInFlight <= 8, true, String(server.mostInFlight));
      assert(server.mostInFlight > 1);
    },
  });
}

Deno.test({
  name: "time for all questions together is kept; what is open then is TIMEOUT",
  ignore: nslookup === null,
  fn: async () => {
    await using server = await startDnsServer(() => "silent");
    const questions = Array.from({ length: 800 }, (_, at) => makeQuestion(`h${at}.example`, null));
    const began = performance.now();
    const rows = await lookUp(denoHost(), questions, {
      server: { host: server.address, port: server.port },
      questionMilliseconds: 1000,
      totalMilliseconds: 1500,
    });
    assertEquals(rows.length, 800);
    assert(rows.every(([row]) => row?.status === "TIMEOUT"));
    // Without the limit it takes over 100 s.
    assert(performance.now() - began < 60_000);
  },
});

Deno.test({
  name: "dig says the same",
  ignore: nslookup === null || dig === null,
  fn: async () => {
    await using server = await startDnsServer(ZONE);
    const cases: [string, RecordType][] = [
      ["www.example", "A"],
      ["www.example", "AAAA"],
      ["example", "NS"],
      ["many.example", "A"],
      ["2.2.0.192.in-addr.arpa", "PTR"],
      ["3.2.0.192.in-addr.arpa", "PTR"],
      ["4.2.0.192.in-addr.arpa", "PTR"],
      ["5.2.0.192.in-addr.arpa", "PTR"],
    ];
    for (const [name, type] of cases) {
      const args = ["+short", "-p", String(server.port), `@${server.address}`, name, type];
      const { stdout } = await new Deno.Command(dig!, { args }).output();
      const expected = new TextDecoder().decode(stdout).trim().split("\n");
      const rows = await lookUp(denoHost(), [makeQuestion(name, type)], {
        server: { host: server.address, port: server.port },
        questionMilliseconds: 60_000,
      });
      assertEquals(
        rows.flat().map(({ data }) => data).sort(),
        expected.map((value) => value.replace(/\.$/, "")).sort(),
      );
    }
  },
});

function exists(path: string): boolean {
  try {
    return Deno.statSync(path).isFile;
  } catch {
    return false;
  }
}
