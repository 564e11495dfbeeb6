import { assert, assertEquals } from "@std/assert";
import { denoHost } from "../../../lib/host/deno/deno_host.ts";
import { type Host, HostError } from "../../../lib/host/host.ts";
import { startDnsServer } from "../../support/dns_server.ts";
import { runMain } from "../../support/run_main.ts";

const real = denoHost();
const HOST: Partial<Host> = {
  run: () => Promise.reject(new HostError("notFound", "Cannot run nslookup: not here")),
  resolveDns: real.resolveDns,
  now: real.now,
};
const FILES = {
  net: "  TCP    192.168.1.7:50123      8.8.8.8:443            ESTABLISHED     4711\r\n" +
    "  TCP    192.168.1.7:50124      8.8.4.4:443            ESTABLISHED     5000\r\n" +
    "  TCP    192.168.1.7:50125      9.9.9.9:443            ESTABLISHED     5000\r\n",
};

async function inspected(port: number, ...args: string[]) {
  const { code, stdout, stderr } = await runMain(
    ["inspect", "--from", "net", "--server", `127.0.0.1:${port}`, "--timeout", "120", ...args],
    { files: FILES, host: HOST },
  );
  assertEquals([code, stderr], [0, ""]);
  return stdout;
}

Deno.test("names and owners of peers and neighbours, and of nobody else", async () => {
  await using server = await startDnsServer({
    "8.8.8.8.in-addr.arpa PTR": ["dns.google"],
    "4.4.8.8.in-addr.arpa PTR": ["dns2.google"],
    "8.8.8.8.origin.asn.cymru.com TXT": ["15169 | 8.8.0.0/16 | US | arin | 2023-12-28"],
    "4.4.8.8.origin.asn.cymru.com TXT": ["15169 | 8.8.0.0/16 | US | arin | 2023-12-28"],
    "as15169.asn.cymru.com TXT": ["15169 | US | arin | 2000-03-30 | GOOGLE, US"],
  });
  const fields = "relation,pid,remoteHost,remoteAsn,remoteOwner,remoteCountry,remoteNetwork";
  const lookups = ["--resolve", "--owner", "--no-cache"];
  const rows = JSON.parse(await inspected(server.port, "4711", ...lookups, "--fields", fields));
  assertEquals(rows.map(Object.values), [
    ["process", 4711, null, null, null, null, null],
    ["peer", 4711, "dns.google", 15169, "GOOGLE, US", "US", "8.8.0.0/16"],
    ["neighbour", 5000, "dns2.google", 15169, "GOOGLE, US", "US", "8.8.0.0/16"],
  ]);
  assertEquals(server.queries.filter((query) => query.includes("9.9.9.9")), []);
});

Deno.test("an address that nobody is connected to has a name and an owner", async () => {
  await using server = await startDnsServer({
    "1.1.1.1.in-addr.arpa PTR": ["one.one.one.one"],
    "1.1.1.1.origin.asn.cymru.com TXT": ["13335 | 1.1.1.0/24 | AU | apnic | 2011-08-11"],
    "as13335.asn.cymru.com TXT": ["13335 | US | arin | 2010-07-14 | CLOUDFLARENET, US"],
  });
  const lookups = ["--resolve", "--owner", "--no-cache", "--format", "text"];
  assertEquals(
    await inspected(server.port, "1.1.1.1", ...lookups),
    "1.1.1.1\n" +
      "  scope     public\n" +
      "  name      one.one.one.one\n" +
      "  owner     CLOUDFLARENET, US, AS13335\n" +
      "  network   1.1.1.0/24\n" +
      "  country   AU, where the block is registered\n" +
      "  No socket of this computer has it at either end\n",
  );
});

Deno.test("what a hostile name server answers is harmless in a report", async () => {
  await using server = await startDnsServer({
    "8.8.8.8.in-addr.arpa PTR": ["\x1b[31mred\u202e\x07.example"],
    "8.8.8.8.origin.asn.cymru.com TXT": ["1 | 0.0.0.0/0 | \x1b[2J | \u202e | 2023-12-28"],
    "as1.asn.cymru.com TXT": ["1 | US | arin | 2000-03-30 | \x1b]0;title\x07\r\nforged, US"],
  });
  const lookups = ["--resolve", "--owner", "--no-cache", "--format", "text"];
  const text = await inspected(server.port, "8.8.8.8", ...lookups);
  // deno-lint-ignore no-control-regex -- that is what must not be there
  assertEquals(text.match(/[\x00-\x09\x0b-\x1f\x7f-\x9f\u202e]/), null);
  assert(!text.split("\n").some((line) => line.startsWith("forged")));
});
