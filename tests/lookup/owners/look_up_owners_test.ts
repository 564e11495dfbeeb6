import { assert, assertEquals } from "@std/assert";
import { HostError } from "../../../lib/host/host.ts";
import { openCache } from "../../../lib/lookup/cache.ts";
import { AS_NAMES, ORIGINS } from "../../../lib/lookup/owners/cymru_records.ts";
import {
  findOwners,
  lookUpOwners,
  sumProgress,
} from "../../../lib/lookup/owners/look_up_owners.ts";
import type { RdapAnswer } from "../../../lib/lookup/owners/rdap/rdap_client.ts";
import { REGISTRATIONS } from "../../../lib/lookup/owners/registrations.ts";
import { fakeHost } from "../../support/fake_host.ts";
import { fakeLookUp, type Told } from "../../support/fake_lookup.ts";
import { memoryCache } from "../../support/memory_cache.ts";

const START = Date.UTC(2026, 0, 2);
const DAY = 86_400_000;
const ZONES: Record<string, Told> = {
  "8.8.8.8.origin.asn.cymru.com": ["15169 | 8.8.8.0/24 | US | arin | 2023-12-28"],
  "4.4.8.8.origin.asn.cymru.com": ["15169 | 8.8.4.0/24 | US | arin | 2023-12-28"],
  "1.1.1.1.origin.asn.cymru.com": ["13335 | 1.1.1.0/24 | AU | apnic | 2011-08-11"],
  "AS15169.asn.cymru.com": ["15169 | US | arin | 2000-03-30 | GOOGLE, US"],
  "AS13335.asn.cymru.com": ["13335 | US | arin | 2010-07-14 | CLOUDFLARENET, US"],
};
const GOOGLE: RdapAnswer = {
  kind: "found",
  host: "rdap.arin.net",
  startAddress: "8.8.8.0",
  endAddress: "8.8.8.255",
  networks: ["8.8.8.0/24"],
  networkName: "GOGL",
  networkType: "DIRECT ASSIGNMENT",
  organization: "Google LLC",
  description: null,
  country: "US",
  registry: "arin",
  allocated: "2023-12-28",
  abuseContact: "network-abuse@example.com",
  note: null,
};

/** A computer with a cache and a clock; each run on it is a new process. */
function computer() {
  const { host: cacheHost } = memoryCache();
  const clock = { now: START };
  const host = fakeHost({ ...cacheHost, now: () => clock.now });
  const run = async (
    addresses: readonly string[],
    { zones = ZONES, rdap, left = () => 30_000 }: {
      zones?: Record<string, Told> | null;
      rdap?: (address: string) => RdapAnswer | Promise<RdapAnswer>;
      left?: () => number;
    } = {},
  ) => {
    const fake = fakeLookUp(zones ?? {});
    const asked: string[] = [];
    const told: string[] = [];
    const addProgress = sumProgress((done, total) => told.push(`${done}/${total}`));
    const settings = { folder: "cache", server: null };
    const found = await findOwners(addresses, {
      dns: zones && {
        lookUp: fake.lookUp,
        server: null,
        questionMilliseconds: 2_000,
        remaining: left,
        addProgress,
        origins: openCache(host, { ...settings, kind: ORIGINS }),
        asNames: openCache(host, { ...settings, kind: AS_NAMES }),
      },
      rdap: rdap
        ? {
          askRdap: (address) => {
            asked.push(address);
            return Promise.resolve(rdap(address));
          },
          serverOf: (address) => address.split(".")[0]!,
          remaining: left,
          cache: openCache(host, { ...settings, kind: REGISTRATIONS }),
          addProgress,
        }
        : null,
    });
    return { ...found, calls: fake.calls, asked, progress: told };
  };
  return { run, clock };
}

Deno.test("an address's AS, network, registry and country come over DNS", async () => {
  const { owners, calls, failure } = await computer().run(["8.8.8.8"]);
  assertEquals(owners.get("8.8.8.8"), {
    address: "8.8.8.8",
    network: "8.8.8.0/24",
    networkName: null,
    networkType: null,
    asn: 15169,
    asName: "GOOGLE, US",
    organization: null,
    description: null,
    registry: "arin",
    registryCountry: "US",
    allocated: "2023-12-28",
    abuseContact: null,
    source: "origin.asn.cymru.com",
    retrievedAt: "2026-01-02T00:00:00.000Z",
    note: null,
  });
  assertEquals(calls, [["8.8.8.8.origin.asn.cymru.com TXT"], ["AS15169.asn.cymru.com TXT"]]);
  assertEquals(failure, null);
});

Deno.test("all queries go out together, each address and each AS once", async () => {
  const { owners, calls, progress } = await computer().run(
    ["8.8.8.8", "8.8.4.4", "1.1.1.1", "8.8.8.8", "8.8.8.9", "::ffff:8.8.8.8"],
  );
  assertEquals(calls, [
    [
      "8.8.8.8.origin.asn.cymru.com TXT",
      "4.4.8.8.origin.asn.cymru.com TXT",
      "1.1.1.1.origin.asn.cymru.com TXT",
    ],
    ["AS15169.asn.cymru.com TXT", "AS13335.asn.cymru.com TXT"],
  ]);
  assertEquals([...owners].map(([address, { asn, note }]) => [address, asn, note]), [
    ["8.8.8.8", 15169, null],
    ["8.8.4.4", 15169, null],
    ["1.1.1.1", 13335, null],
    ["8.8.8.9", 15169, null],
    ["::ffff:8.8.8.8", 15169, "asked about 8.8.8.8, which it carries"],
  ]);
  assertEquals(progress.at(-1), "5/5");
});

Deno.test("IPv6 addresses have their own zone", async () => {
  const name =
    "8.8.8.8.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.6.8.4.0.6.8.4.1.0.0.2.origin6.asn.cymru.com";
  const { owners } = await computer().run(["2001:4860:4860::8888%7"], {
    zones: { ...ZONES, [name]: ["15169 | 2001:4860::/32 | US | arin | 2005-03-14"] },
  });
  const owner = owners.get("2001:4860:4860::8888%7");
  assertEquals(owner?.address, "2001:4860:4860::8888");
  assertEquals(owner?.network, "2001:4860::/32");
  assertEquals(owner?.source, "origin6.asn.cymru.com");
});

Deno.test("addresses that are not public are not looked up", async () => {
  const addresses = ["10.0.0.1", "192.168.0.1", "::1", "fe80::1%3", "192.0.2.1", "0.0.0.0", "x"];
  const { owners, calls, asked, failure } = await computer().run(addresses, {
    rdap: () => GOOGLE,
  });
  assertEquals(calls, []);
  assertEquals(asked, []);
  assertEquals(failure, null);
  assertEquals([...owners.keys()], addresses);
  assertEquals(owners.get("fe80::1%3"), {
    address: "fe80::1",
    ...{ network: null, asn: null, asName: null, organization: null, registry: null },
    ...{ networkName: null, networkType: null, description: null },
    ...{ registryCountry: null, allocated: null, abuseContact: null, source: null },
    retrievedAt: null,
    note: "an address of the local link: no registry was asked",
  });
});

Deno.test("known values are not looked up again until they are too old", async () => {
  const { run, clock } = computer();
  await run(["8.8.8.8", "1.1.1.1"]);
  clock.now += 6 * DAY;
  const second = await run(["8.8.8.99", "8.8.4.4"]);
  assertEquals(second.calls, [["4.4.8.8.origin.asn.cymru.com TXT"]]);
  assertEquals(second.owners.get("8.8.8.99")?.asName, "GOOGLE, US");
  assertEquals(second.owners.get("8.8.8.99")?.retrievedAt, "2026-01-02T00:00:00.000Z");
  // The AS name was retrieved on the first day.
  assertEquals(second.owners.get("8.8.4.4")?.retrievedAt, "2026-01-02T00:00:00.000Z");
  clock.now += DAY;
  const third = await run(["8.8.8.8", "8.8.4.4"]);
  assertEquals(third.calls, [["8.8.8.8.origin.asn.cymru.com TXT"]]);
  assertEquals(third.owners.get("8.8.8.8")?.retrievedAt, "2026-01-02T00:00:00.000Z");
});

Deno.test("an answer about a large network is not valid for all its addresses", async () => {
  const zones: Record<string, Told> = {
    "1.0.0.9.origin.asn.cymru.com": ["64496 | 9.0.0.0/8 | US | arin | 1992-12-16"],
    "1.9.9.9.origin.asn.cymru.com": ["64497 | 9.9.9.0/24 | US | arin | 2017-09-13"],
  };
  const { run } = computer();
  assertEquals((await run(["9.0.0.1"], { zones })).owners.get("9.0.0.1")?.network, "9.0.0.0/8");
  const { owners } = await run(["9.0.0.200", "9.9.9.1"], { zones });
  assertEquals(owners.get("9.0.0.200")?.network, "9.0.0.0/8");
  assertEquals(owners.get("9.9.9.1")?.asn, 64497);
});

Deno.test("an answer about an unusually long prefix is not valid for its neighbours", async () => {
  const zones: Record<string, Told> = {
    "1.9.9.9.origin.asn.cymru.com": ["64496 | 9.9.9.0/25 | US | arin | 2017-09-13"],
    "200.9.9.9.origin.asn.cymru.com": ["64497 | 9.9.9.128/25 | US | arin | 2017-09-13"],
    "201.9.9.9.origin.asn.cymru.com": ["64497 | 9.9.9.128/25 | US | arin | 2017-09-13"],
  };
  const { owners } = await computer().run(["9.9.9.1", "9.9.9.2", "9.9.9.200", "9.9.9.201"], {
    zones,
  });
  assertEquals([...owners.values()].map(({ asn }) => asn), [64496, 64496, 64497, 64497]);
});

Deno.test("every failure is in the record's note, and is looked up again the next time", async () => {
  const { run } = computer();
  const zones: Record<string, Told> = {
    ...ZONES,
    "4.4.8.8.origin.asn.cymru.com": "TIMEOUT",
    "5.4.8.8.origin.asn.cymru.com": "TIMEOUT",
    "1.1.1.1.origin.asn.cymru.com": "SERVFAIL",
    "4.3.2.9.origin.asn.cymru.com": "NODATA",
    "9.9.9.9.origin.asn.cymru.com": ["v=spf1 -all"],
    "AS15169.asn.cymru.com": "REFUSED",
  };
  const addresses = ["8.8.4.4", "1.1.1.1", "9.9.9.9", "9.2.3.4", "9.2.4.4", "8.8.8.8", "8.8.4.5"];
  const first = await run(addresses, { zones });
  assertEquals([...first.owners.values()].map(({ note }) => note), [
    "no answer from origin.asn.cymru.com: timed out",
    "no answer from origin.asn.cymru.com: the name server failed",
    "the answer from origin.asn.cymru.com was not understood",
    "origin.asn.cymru.com says nothing about it",
    "not announced: origin.asn.cymru.com knows no AS for it",
    "no name of AS15169: the name server refused",
    "no answer from origin.asn.cymru.com: timed out",
  ]);
  assertEquals(first.owners.get("8.8.8.8")?.asn, 15169);
  assertEquals(first.failure, null);
  const second = await run(addresses);
  assertEquals(second.owners.get("8.8.4.4")?.asName, "GOOGLE, US");
  assertEquals(second.owners.get("8.8.8.8")?.note, null);
});

Deno.test("it is a failure if no query is answered", async () => {
  const zones: Record<string, Told> = {
    "8.8.8.8.origin.asn.cymru.com": "TIMEOUT",
    "1.1.1.1.origin.asn.cymru.com": "TIMEOUT",
  };
  const { run } = computer();
  const { failure } = await run(["8.8.8.8", "1.1.1.1", "10.0.0.1"], { zones });
  assertEquals(failure, "no answer from origin.asn.cymru.com: timed out");
  const withRdap = await run(["8.8.8.8"], { zones, rdap: () => GOOGLE });
  assertEquals(withRdap.failure, null);
  assertEquals(withRdap.owners.get("8.8.8.8")?.organization, "Google LLC");
  assertEquals(
    withRdap.owners.get("8.8.8.8")?.note,
    "no answer from origin.asn.cymru.com: timed out",
  );
});

Deno.test("nothing is queried after the time-out", async () => {
  const { run } = computer();
  const { owners, calls, asked, failure } = await run(["8.8.8.8"], {
    rdap: () => GOOGLE,
    left: () => 0,
  });
  assertEquals([calls, asked], [[], []]);
  assertEquals(
    owners.get("8.8.8.8")?.note,
    "no answer from origin.asn.cymru.com: no time was left to ask; " +
      "no time was left to ask its registry",
  );
  assert(failure !== null);
});

Deno.test("a registry's answer adds to that of DNS and takes precedence", async () => {
  const { owners } = await computer().run(["8.8.8.8"], {
    zones: {
      ...ZONES,
      "8.8.8.8.origin.asn.cymru.com": ["15169 | 8.0.0.0/9 | CA | ripencc | 1999-09-09"],
    },
    rdap: () => GOOGLE,
  });
  assertEquals(owners.get("8.8.8.8"), {
    address: "8.8.8.8",
    network: "8.8.8.0/24",
    networkName: "GOGL",
    networkType: "DIRECT ASSIGNMENT",
    asn: 15169,
    asName: "GOOGLE, US",
    organization: "Google LLC",
    description: null,
    registry: "arin",
    registryCountry: "US",
    allocated: "2023-12-28",
    abuseContact: "network-abuse@example.com",
    source: "origin.asn.cymru.com, rdap.arin.net",
    retrievedAt: "2026-01-02T00:00:00.000Z",
    note: null,
  });
});

Deno.test("DNS fills what a registry leaves out, and the smaller network counts", async () => {
  const { owners } = await computer().run(["8.8.8.8"], {
    rdap: () => ({
      ...GOOGLE,
      startAddress: "8.0.0.0",
      endAddress: "8.127.255.255",
      networks: ["8.0.0.0/9"],
      country: null,
      allocated: null,
    }),
  });
  const owner = owners.get("8.8.8.8");
  assertEquals(owner?.network, "8.8.8.0/24");
  assertEquals(owner?.registryCountry, "US");
  assertEquals(owner?.allocated, "2023-12-28");
});

Deno.test("of a registered range, the block that holds the address is the network", async () => {
  const range = { startAddress: "8.8.8.5", endAddress: "8.8.8.8" };
  const networks = ["8.8.8.5/32", "8.8.8.6/31", "8.8.8.8/32"];
  const { owners } = await computer().run(["8.8.8.7"], {
    zones: null,
    rdap: () => ({ ...GOOGLE, ...range, networks }),
  });
  assertEquals(owners.get("8.8.8.7")?.network, "8.8.8.6/31");
});

Deno.test("the registry alone is queried without DNS", async () => {
  const { owners, calls } = await computer().run(["8.8.8.8"], { zones: null, rdap: () => GOOGLE });
  assertEquals(calls, []);
  const owner = owners.get("8.8.8.8");
  assertEquals([owner?.asn, owner?.organization, owner?.source], [
    null,
    "Google LLC",
    "rdap.arin.net",
  ]);
});

Deno.test("a registry is queried once about each network, now and later", async () => {
  const { run, clock } = computer();
  const first = await run(["8.8.8.8", "8.8.8.9", "8.8.8.10"], { rdap: () => GOOGLE });
  assertEquals(first.asked, ["8.8.8.8"]);
  assertEquals(first.owners.get("8.8.8.10")?.organization, "Google LLC");
  clock.now += 13 * DAY;
  assertEquals((await run(["8.8.8.11"], { rdap: () => GOOGLE })).asked, []);
  clock.now += DAY;
  assertEquals((await run(["8.8.8.11"], { rdap: () => GOOGLE })).asked, ["8.8.8.11"]);
});

Deno.test("registries are queried side by side, each with one query at a time", async () => {
  const running = new Set<string>();
  let most = 0;
  const { asked } = await computer().run(["8.8.8.8", "1.1.1.1", "8.8.4.4", "1.0.0.1"], {
    rdap: async (address) => {
      const server = address.split(".")[0]!;
      assert(!running.has(server));
      running.add(server);
      most = Math.max(most, running.size);
      await new Promise((done) => setTimeout(done, 1));
      running.delete(server);
      return { kind: "notFound", host: "rdap.example" };
    },
  });
  assertEquals(asked.toSorted(), ["1.0.0.1", "1.1.1.1", "8.8.4.4", "8.8.8.8"]);
  assertEquals(most, 2);
});

Deno.test("the note says that a registry does not know or did not answer", async () => {
  const { run } = computer();
  const { owners } = await run(["8.8.8.8", "1.1.1.1"], {
    rdap: (address) =>
      address === "1.1.1.1"
        ? { kind: "notFound", host: "rdap.apnic.net" }
        : { kind: "failed", reason: "rdap.arin.net did not answer in time", host: "rdap.arin.net" },
  });
  assertEquals(owners.get("1.1.1.1")?.note, "rdap.apnic.net knows no network that it is in");
  assertEquals(owners.get("8.8.8.8")?.note, "rdap.arin.net did not answer in time");
  assertEquals(owners.get("8.8.8.8")?.asn, 15169);
});

Deno.test("that an address is not assigned is noted, and not kept", async () => {
  const { run } = computer();
  const rdap = () => ({ kind: "unassigned", host: "rdap.arin.net" }) as const;
  const first = await run(["8.8.8.8"], { zones: null, rdap });
  const owner = first.owners.get("8.8.8.8");
  assertEquals(owner?.note, "not assigned: rdap.arin.net knows no holder of it");
  assertEquals([owner?.network, owner?.organization, owner?.source], [null, null, null]);
  assertEquals(first.failure, null);
  assertEquals((await run(["8.8.8.8"], { zones: null, rdap })).asked, ["8.8.8.8"]);
});

Deno.test("what the registry says of the network is in the record", async () => {
  const note = "a customer of Provider LLC";
  const { owners } = await computer().run(["8.8.8.8"], {
    zones: null,
    rdap: () => ({ ...GOOGLE, description: "Search", note }),
  });
  const owner = owners.get("8.8.8.8");
  assertEquals(
    [owner?.networkName, owner?.networkType, owner?.description, owner?.note],
    ["GOGL", "DIRECT ASSIGNMENT", "Search", note],
  );
});

Deno.test("the note names other ASes that announce the network", async () => {
  const { owners } = await computer().run(["8.8.8.8"], {
    zones: {
      ...ZONES,
      "8.8.8.8.origin.asn.cymru.com": ["15169 64496 64497 | 8.8.8.0/24 | US | arin | 2023-12-28"],
    },
  });
  assertEquals(owners.get("8.8.8.8")?.note, "announced by AS64496, AS64497 too");
});

Deno.test("an abort rejects with the signal's reason, whichever source is queried", async () => {
  for (const [dns, rdap] of [[true, false], [false, true], [true, true]] as const) {
    const controller = new AbortController();
    const { signal } = controller;
    const fail = () => {
      controller.abort("stop");
      return Promise.reject(new HostError("other", "Cannot get it: aborted"));
    };
    const host = fakeHost({ now: () => START, run: fail, resolveDns: fail, fetch: fail });
    const outcome = await lookUpOwners(host, ["8.8.8.8"], {
      server: null,
      dns,
      rdap,
      cacheFolder: null,
      questionMilliseconds: 2_000,
      totalMilliseconds: 30_000,
      signal,
    }).catch((error) => error);
    assertEquals(outcome, "stop");
  }
});

Deno.test("progress adds up, also if the total of a part changes", () => {
  const told: [number, number][] = [];
  const addProgress = sumProgress((done, total) => told.push([done, total]));
  const names = addProgress(10);
  const owners = addProgress(4);
  names(3, 10);
  owners(1, 4);
  owners(2, 9);
  names(10, 10);
  owners(9, 9);
  addProgress(1)(1, 1);
  assertEquals(told, [[3, 14], [4, 14], [5, 19], [12, 19], [19, 19], [20, 20]]);
});
