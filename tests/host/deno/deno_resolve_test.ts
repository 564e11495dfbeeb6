// The package that the name server is made with takes bytes in no other form.
import { Buffer } from "node:buffer";
import { assertEquals, assertLess, assertRejects } from "@std/assert";
import { denoHost } from "../../../lib/host/deno/deno_host.ts";
import { HostError } from "../../../lib/host/host.ts";
import { type DnsServer, startDnsServer, type Zone } from "../../support/dns_server.ts";

const ZONE: Zone = {
  "www.example A": ["192.0.2.1", "192.0.2.2"],
  "www.example AAAA": ["2001:db8::1"],
  "alias.example CNAME": ["www.example"],
  "example MX": [{ data: { preference: 10, exchange: "mail.example" } }],
  "null.example MX": [{ data: { preference: 0, exchange: "." } }],
  "example NS": ["ns.example"],
  "1.2.0.192.in-addr.arpa PTR": ["www.example"],
  "example SOA": [{
    data: {
      mname: "ns.example",
      rname: "hostmaster.example",
      serial: 7,
      refresh: 3600,
      retry: 600,
      expire: 86400,
      minimum: 60,
    },
  }],
  "_ldap._tcp.example SRV": [{ data: { priority: 1, weight: 2, port: 389, target: "dc.example" } }],
  "example TXT": [{ data: ["v=spf1 ", "-all"] }, { data: "größe" }],
  "odd.example TXT": [{ data: "\x1b[2J" }, { data: Buffer.from([0xff, 0x41]) }],
  "odd.example PTR": ["\x1b[31m\u202eevil\0.example"],
  "long.example PTR": [`${"a".repeat(63)}.${"b".repeat(63)}.example`],
  "gone.example A": "silent",
  "none.example A": "NODATA",
  "broken.example A": "SERVFAIL",
  "shut.example A": "REFUSED",
  "cut.example A": { truncated: ["192.0.2.9"] },
  "junk.example A": { raw: new Uint8Array([0x81, 0x80, 0, 1, 0, 9, 0, 0, 0, 0, 0xff, 0xff]) },
};

async function asking(
  server: DnsServer,
  [name, type]: [string, string],
  timeoutMilliseconds = 20_000,
): Promise<unknown[]> {
  const records = await denoHost().resolveDns(name, type, { server, timeoutMilliseconds });
  return records.map(({ data, preference, weight, port }) =>
    preference === null && weight === null && port === null
      ? data
      : [data, preference, weight, port]
  );
}

Deno.test("each type of record comes as text, names without their final dot", async () => {
  await using server = await startDnsServer(ZONE);
  const cases: [string, string, unknown[]][] = [
    ["www.example", "A", ["192.0.2.1", "192.0.2.2"]],
    ["www.example.", "AAAA", ["2001:db8::1"]],
    ["alias.example", "CNAME", ["www.example"]],
    ["example", "MX", [["mail.example", 10, null, null]]],
    ["null.example", "MX", [[".", 0, null, null]]],
    ["example", "NS", ["ns.example"]],
    ["1.2.0.192.in-addr.arpa", "PTR", ["www.example"]],
    ["example", "SOA", ["ns.example hostmaster.example 7 3600 600 86400 60"]],
    ["_ldap._tcp.example", "SRV", [["dc.example", 1, 2, 389]]],
    ["example", "TXT", ["v=spf1 -all", "größe"]],
    ["cut.example", "A", ["192.0.2.9"]],
  ];
  for (const [name, type, expected] of cases) {
    assertEquals(await asking(server, [name, type]), expected, `${type} ${name}`);
  }
  assertEquals(server.overTcp, 1);
});

Deno.test("hostile answers are text like any other", async () => {
  await using server = await startDnsServer(ZONE);
  assertEquals(await asking(server, ["odd.example", "TXT"]), ["\x1b[2J", "\xffA"]);
  const [name] = await asking(server, ["odd.example", "PTR"]);
  assertEquals(typeof name, "string");
  const [long] = await asking(server, ["long.example", "PTR"]);
  assertEquals(long, `${"a".repeat(63)}.${"b".repeat(63)}.example`);
});

Deno.test("what finds nothing is not found; there is no telling why", async () => {
  await using server = await startDnsServer(ZONE);
  for (const name of ["nowhere.example", "none.example", "broken.example", "shut.example"]) {
    const error = await assertRejects(() => asking(server, [name, "A"]), HostError);
    assertEquals(error.kind, "notFound", name);
  }
});

Deno.test("a silent server times out when it is told to", async () => {
  await using server = await startDnsServer(ZONE);
  const began = performance.now();
  const error = await assertRejects(() => asking(server, ["gone.example", "A"], 200), HostError);
  assertEquals(error.kind, "timedOut");
  assertEquals(error.message, "Cannot look up gone.example: it took over 200 ms");
  assertLess(performance.now() - began, 10_000, "Deno's own time-out is 15 s");
});

Deno.test("questions that cannot be asked, answers that cannot be read", async () => {
  await using server = await startDnsServer(ZONE);
  const questions: [string, string][] = [
    ["www.example", "ANY"],
    ["www.example", "constructor"],
    ["a..example", "A"],
    [`${"x".repeat(64)}.example`, "A"],
    ["a b.example", "A"],
    ["junk.example", "A"],
  ];
  for (const [name, type] of questions) {
    await assertRejects(() => asking(server, [name, type], 500), HostError, name);
  }
});
