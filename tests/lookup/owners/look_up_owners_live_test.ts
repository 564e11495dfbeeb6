import { assertEquals, assertStringIncludes } from "@std/assert";
import { denoHost } from "../../../lib/host/deno/deno_host.ts";
import { type Host, HostError } from "../../../lib/host/host.ts";
import { reverseNames } from "../../../lib/lookup/names/reverse_names.ts";
import { lookUpOwners } from "../../../lib/lookup/owners/look_up_owners.ts";
import { type Answer, startDnsServer } from "../../support/dns_server.ts";
import { answer, startRdapServer } from "../../support/rdap_server.ts";

const ZONE: Record<string, Answer> = {
  "8.8.8.8.origin.asn.cymru.com TXT": ["15169 | 8.8.8.0/24 | US | arin | 2023-12-28"],
  "1.1.1.1.origin.asn.cymru.com TXT": {
    delay: 50,
    then: ["13335 | 1.1.1.0/24 | AU | apnic | 2011-08-11"],
  },
  "9.9.9.9.origin.asn.cymru.com TXT": "SERVFAIL",
  "as15169.asn.cymru.com TXT": ["15169 | US | arin | 2000-03-30 | GOOGLE, US"],
  "as13335.asn.cymru.com TXT": ["13335 | US | arin | 2010-07-14 | CLOUDFLARENET, US"],
  "8.8.8.8.in-addr.arpa PTR": ["dns.google"],
  "1.1.1.1.in-addr.arpa PTR": ["one.one.one.one"],
};
const NETWORK = {
  objectClassName: "ip network",
  handle: "NET-EXAMPLE",
  startAddress: "8.8.8.0",
  endAddress: "8.8.8.255",
  name: "EXAMPLE-NET",
  type: "DIRECT ASSIGNMENT",
  port43: "whois.arin.net",
  country: "US",
};

const nslookup = ["/usr/bin/nslookup", "/bin/nslookup"].some(exists);
const hosts: [name: string, ignore: boolean, make: () => Host, askedAgain: string[]][] = [
  ["nslookup", !nslookup, denoHost, []],
  // The resolver cannot tell a failed server from a missing name.
  ["Deno's resolver", false, withoutNslookup, ["7.7.7.7.in-addr.arpa PTR"]],
];

for (const [name, ignore, make, askedAgain] of hosts) {
  Deno.test({
    name: `owners come through ${name}, and from the cache the second time`,
    ignore,
    fn: async () => {
      await using server = await startDnsServer(ZONE);
      const cacheFolder = await Deno.makeTempDir();
      try {
        const run = () =>
          lookUpOwners(make(), ["8.8.8.8", "1.1.1.1", "9.9.9.9", "10.0.0.1"], {
            server: { host: server.address, port: server.port },
            dns: true,
            rdap: false,
            cacheFolder,
            questionMilliseconds: 5_000,
            totalMilliseconds: 60_000,
          });
        const first = await run();
        assertEquals(
          [...first.owners.values()].map((
            { asn, asName, network, registryCountry },
          ) => [asn, asName, network, registryCountry]),
          [
            [15169, "GOOGLE, US", "8.8.8.0/24", "US"],
            [13335, "CLOUDFLARENET, US", "1.1.1.0/24", "AU"],
            [null, null, null, null],
            [null, null, null, null],
          ],
        );
        assertStringIncludes(first.owners.get("9.9.9.9")?.note ?? "", "origin.asn.cymru.com");
        assertEquals(first.warnings, []);
        const before = server.queries.length;
        const second = await run();
        assertEquals(second.owners.get("8.8.8.8"), first.owners.get("8.8.8.8"));
        assertEquals(
          [...new Set(server.queries.slice(before))],
          ["9.9.9.9.origin.asn.cymru.com TXT"],
        );
      } finally {
        await Deno.remove(cacheFolder, { recursive: true });
      }
    },
  });

  Deno.test({
    name: `names come through ${name}, and from the cache the second time`,
    ignore,
    fn: async () => {
      await using server = await startDnsServer(ZONE);
      const cacheFolder = await Deno.makeTempDir();
      try {
        const run = () =>
          reverseNames(make(), ["8.8.8.8", "1.1.1.1", "7.7.7.7", "::ffff:8.8.8.8"], {
            server: { host: server.address, port: server.port },
            cacheFolder,
            questionMilliseconds: 5_000,
            totalMilliseconds: 60_000,
          });
        const expected = {
          "8.8.8.8": "dns.google",
          "1.1.1.1": "one.one.one.one",
          "7.7.7.7": null,
          "::ffff:8.8.8.8": "dns.google",
        };
        const first = await run();
        assertEquals(Object.fromEntries(first.names), expected);
        assertEquals(first.warnings, []);
        const before = server.queries.length;
        assertEquals(Object.fromEntries((await run()).names), expected);
        assertEquals([...new Set(server.queries.slice(before))], askedAgain);
      } finally {
        await Deno.remove(cacheFolder, { recursive: true });
      }
    },
  });
}

Deno.test("DNS and a registry together", async () => {
  await using dns = await startDnsServer(ZONE);
  await using rdap = startRdapServer();
  rdap.on("ip/8.8.8.8", answer(NETWORK));
  const { owners, warnings } = await lookUpOwners(withoutNslookup(), ["8.8.8.8", "8.8.8.9"], {
    server: { host: dns.address, port: dns.port },
    dns: true,
    rdap: true,
    rdapServer: rdap.baseUrl,
    cacheFolder: null,
    questionMilliseconds: 5_000,
    totalMilliseconds: 60_000,
  });
  assertEquals(warnings, []);
  assertEquals(rdap.arrivals.length, 1);
  for (const address of ["8.8.8.8", "8.8.8.9"]) {
    const owner = owners.get(address);
    assertEquals(owner?.asName, "GOOGLE, US");
    assertEquals(owner?.organization, "EXAMPLE-NET");
    assertEquals(owner?.source, `origin.asn.cymru.com, ${rdap.host}`);
  }
});

Deno.test("a silent name server leaves a note and a warning", async () => {
  await using server = await startDnsServer(() => "silent");
  const { owners, warnings } = await lookUpOwners(withoutNslookup(), ["8.8.8.8"], {
    server: { host: server.address, port: server.port },
    dns: true,
    rdap: false,
    cacheFolder: null,
    questionMilliseconds: 200,
    totalMilliseconds: 60_000,
  });
  const note = "no answer from origin.asn.cymru.com: timed out";
  assertEquals(owners.get("8.8.8.8")?.note, note);
  assertEquals(warnings, [`Cannot look up owners: ${note}`]);
});

function withoutNslookup(): Host {
  return {
    ...denoHost(),
    run: (tool) => Promise.reject(new HostError("notFound", `No ${tool} in this test`)),
  };
}

function exists(path: string): boolean {
  try {
    return Deno.statSync(path).isFile;
  } catch {
    return false;
  }
}
