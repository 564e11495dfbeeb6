import { assertEquals } from "@std/assert";
import { formatLine } from "../../../lib/lookup/cache.ts";
import { isUndivided } from "../../../lib/lookup/owners/registrations.ts";
import {
  computer,
  questionAbout,
  type Registered,
  registrationOf,
  zonesOf,
} from "../../support/owner_model.ts";

const DAY = 86_400_000;

// A provider's network with two customers in it, as ARIN and others register them.
const PROVIDER: readonly Registered[] = [
  { block: "72.3.128.0/17", type: "DIRECT ALLOCATION" },
  { block: "72.3.137.232/29", type: null },
  { block: "72.3.200.0/24", type: "REALLOCATION" },
  { block: "72.3.200.7/32", type: "REASSIGNMENT" },
];

Deno.test("a provider's network does not hide those of its customers, in any order", async () => {
  const addresses = ["72.3.128.5", "72.3.137.233", "72.3.200.7", "72.3.200.8", "72.3.137.231"];
  const networks = [
    "72.3.128.0/17",
    "72.3.137.232/29",
    "72.3.200.7/32",
    "72.3.200.0/24",
    "72.3.128.0/17",
  ];
  for (const order of [addresses, addresses.toReversed()]) {
    const { run } = computer({ registry: PROVIDER });
    const owners = await run(order, { sources: ["rdap"] });
    assertEquals(addresses.map((address) => owners.get(address)?.network), networks);
    assertEquals([...owners.values()].map(({ note }) => note), networks.map(() => null));
  }
});

Deno.test("without a type, as ARIN answered for years, a network can have customers too", async () => {
  for (const type of [null, "", "ALLOCATED PA", "LEGACY", "SUB-ALLOCATED PA", "allocated"]) {
    const registry = [{ block: "72.3.128.0/17", type }, PROVIDER[1]!];
    const { run } = computer({ registry });
    await run(["72.3.128.5"]);
    const owners = await run(["72.3.137.233"]);
    assertEquals(owners.get("72.3.137.233")?.organization, "Owner of 72.3.137.232/29", `${type}`);
  }
});

Deno.test("unassigned space that was asked about first tells nothing about its neighbours", async () => {
  const registry = [
    { block: "185.0.0.0/8", type: null, isOwn: true },
    { block: "185.27.32.0/22", type: "ALLOCATED PA" },
  ];
  const { run, files, queries } = computer({ registry });
  const first = await run(["185.1.2.3", "185.27.32.9"], { sources: ["rdap"] });
  assertEquals(first.get("185.1.2.3")?.network, null);
  assertEquals(first.get("185.1.2.3")?.note, "rdap.example knows no network that it is in");
  assertEquals(first.get("185.27.32.9")?.network, "185.27.32.0/22");
  const text = new TextDecoder().decode(files.get("cache/rdap.ndjson"));
  assertEquals(text.split("\n").length, 2, text);
  const second = await run(["185.27.32.10", "185.1.2.3"], { sources: ["rdap"] });
  assertEquals(second.get("185.27.32.10")?.organization, "Owner of 185.27.32.0/22");
  // There is nothing to keep of an address that nobody has.
  assertEquals(queries, ["185.1.2.3", "185.27.32.9", "185.27.32.10", "185.1.2.3"]);
});

Deno.test("what an earlier version kept is not believed", async () => {
  const { run, files, queries } = computer({ registry: PROVIDER });
  const own = {
    ...registrationOf({ block: "72.0.0.0/8", type: "ALLOCATION" }),
    organization: "NET72",
  };
  const line = (version?: number) =>
    `${formatLine({ at: Date.UTC(2026, 0, 1), server: null, fields: { ...own } }, version)}\n`;
  files.set("cache/rdap.ndjson", new TextEncoder().encode(line() + line(1)));
  const owners = await run(["72.3.137.233"]);
  assertEquals(owners.get("72.3.137.233")?.organization, "Owner of 72.3.137.232/29");
  assertEquals(queries, ["72.3.137.233"]);
});

Deno.test("a network that was assigned for its holder's own use is asked about once", async () => {
  const registry = [{ block: "93.192.0.0/11", type: "ASSIGNED PA" }];
  const { run, queries } = computer({ registry });
  await run(["93.192.0.9", "93.192.0.11", "93.223.1.1"]);
  const owners = await run(["93.200.0.1"]);
  assertEquals(owners.get("93.200.0.1")?.organization, "Owner of 93.192.0.0/11");
  assertEquals(queries, ["93.192.0.9"]);
});

Deno.test("an answer is kept for the address that it is about", async () => {
  const { run, queries, clock } = computer({ registry: PROVIDER });
  await run(["72.3.128.5", "72.3.128.7"]);
  clock.now += 13 * DAY;
  await run(["72.3.128.7", "72.3.128.5"]);
  assertEquals(queries, ["72.3.128.5", "72.3.128.7"]);
  clock.now += DAY;
  await run(["72.3.128.7"]);
  assertEquals(queries.length, 3);
});

Deno.test("the types of networks without others in them", () => {
  const undivided = [
    ...["ASSIGNED PA", "ASSIGNED PI", "ASSIGNED ANYCAST", "ASSIGNED", "ALLOCATED-ASSIGNED PA"],
    ...["DIRECT ASSIGNMENT", "Direct Assignment", "REASSIGNMENT", "Reassigned", "assigned"],
  ];
  const divided = [
    ...["ALLOCATED PA", "SUB-ALLOCATED PA", "LIR-PARTITIONED PA", "ALLOCATED-BY-RIR", "LEGACY"],
    ...["AGGREGATED-BY-LIR", "ALLOCATED-BY-LIR", "ALLOCATED UNSPECIFIED", "EARLY-REGISTRATION"],
    ...["DIRECT ALLOCATION", "ALLOCATION", "REALLOCATION", "Reallocated", "allocated", "NOT-SET"],
    ...["ALLOCATED PORTABLE", "UNASSIGNED", "", null],
  ];
  for (const registry of ["arin", "ripencc", "lacnic"]) {
    const isOne = (networkType: string | null) => isUndivided({ registry, networkType });
    assertEquals(undivided.filter(isOne), undivided);
    assertEquals(divided.filter(isOne), []);
  }
  // Their databases accept networks in assigned ones; what other servers do is not known.
  for (const registry of ["apnic", "afrinic", "rdap.example"]) {
    const types = [...undivided, "ASSIGNED PORTABLE", "ASSIGNED NON-PORTABLE"];
    assertEquals(types.filter((networkType) => isUndivided({ registry, networkType })), []);
  }
});

Deno.test("where no time is left, the wider network serves, and the note says so", async () => {
  const { run, queries } = computer({ registry: PROVIDER });
  // Three queries, whatever the clock says.
  let turns = 3;
  const left = () => turns-- > 0 ? 1_000 : 0;
  const addresses = ["72.3.128.1", "72.3.128.3", "72.3.137.233", "9.9.9.9", "72.3.128.5"];
  const owners = await run(addresses, { sources: ["rdap"], left });
  // First those of which nothing is known, then the others in their order.
  assertEquals(queries, ["72.3.128.1", "9.9.9.9", "72.3.128.3"]);
  const doubt =
    "no time was left to ask its registry: taken from the answer about 72.3.128.0/17; " +
    "the registry may name a customer";
  assertEquals(
    addresses.map((address) => [owners.get(address)?.network, owners.get(address)?.note]),
    [
      ["72.3.128.0/17", null],
      ["72.3.128.0/17", null],
      ["72.3.128.0/17", doubt],
      [null, "rdap.example knows no network that it is in"],
      ["72.3.128.0/17", doubt],
    ],
  );
  // It is no answer, and so not kept.
  const next = await run(["72.3.137.233"], { sources: ["rdap"] });
  assertEquals(next.get("72.3.137.233")?.network, "72.3.137.232/29");
});

Deno.test("where a query fails, what is known of the network serves, and the note says so", async () => {
  const { run } = computer({ registry: PROVIDER });
  await run(["72.3.128.5"]);
  const failing = new Set(["72.3.128.6", "1.1.1.1"]);
  const owners = await run(["72.3.128.6", "1.1.1.1"], { sources: ["rdap"], failing });
  assertEquals(owners.get("72.3.128.6")?.organization, "Owner of 72.3.128.0/17");
  assertEquals(
    owners.get("72.3.128.6")?.note,
    "rdap.example did not answer in time: taken from the answer about 72.3.128.0/17; " +
      "the registry may name a customer",
  );
  assertEquals(owners.get("1.1.1.1")?.note, "rdap.example did not answer in time");
});

Deno.test("an address that no AS announces tells nothing about its neighbours", async () => {
  const zones = zonesOf(["9.9.9.200", "9.9.9.201"], [{ block: "9.9.9.128/25", asn: 7 }]);
  const { run } = computer({ zones });
  const owners = await run(["9.9.9.1", "9.9.9.200", "9.9.9.201"], { sources: ["dns"] });
  assertEquals([...owners.values()].map(({ asn }) => asn), [null, 7, 7]);
});

Deno.test("a query that failed is no word on its neighbours", async () => {
  const zones = zonesOf(["9.9.9.200", "8.8.8.8"], [{ block: "9.9.9.0/24", asn: 7 }, {
    block: "8.8.8.0/24",
    asn: 8,
  }]);
  zones[questionAbout("9.9.9.1")] = "SERVFAIL";
  const { run } = computer({ zones });
  const owners = await run(["9.9.9.1", "9.9.9.200", "8.8.8.8"], { sources: ["dns"] });
  assertEquals([...owners.values()].map(({ asn, note }) => [asn, note]), [
    [7, null],
    [7, null],
    [8, null],
  ]);
});

Deno.test("a default route is no network", async () => {
  const routes = ["0.0.0.0/0", "128.0.0.0/1", "184.0.0.0/6"];
  for (const route of routes) {
    const zones = { "9.1.27.185.origin.asn.cymru.com": [`64496 | ${route} | US | arin | `] };
    const { run, files } = computer({ zones });
    const owners = await run(["185.27.1.9"], { sources: ["dns"] });
    const { network, asn, note } = owners.get("185.27.1.9")!;
    assertEquals([network, asn], [null, null]);
    assertEquals(note, "not announced: origin.asn.cymru.com names only a default route");
    assertEquals(files.size, 0);
  }
  const zones = {
    "9.1.27.185.origin.asn.cymru.com": [
      "64496 | 0.0.0.0/0 | US | arin | ",
      "NA | 185.0.0.0/8 | NL | ripencc | ",
    ],
  };
  const owners = await computer({ zones }).run(["185.27.1.9"], { sources: ["dns"] });
  assertEquals(owners.get("185.27.1.9")?.network, "185.0.0.0/8");
  assertEquals(
    owners.get("185.27.1.9")?.note,
    "not announced: origin.asn.cymru.com names no AS for it",
  );
  const six =
    "8.8.8.8.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.6.8.4.0.6.8.4.1.0.0.2.origin6.asn.cymru.com";
  const { run } = computer({ zones: { [six]: ["64496 | 2000::/3 | | | "] } });
  const ipv6 = await run(["2001:4860:4860::8888"], { sources: ["dns"] });
  assertEquals(ipv6.get("2001:4860:4860::8888")?.network, null);
});

Deno.test("records about one network in another order give the same owner", async () => {
  const texts = [
    "64496 | 9.9.9.0/24 | US | arin | 2001-01-01",
    "64496 | 9.9.9.0/24 | CA | ripencc | 2002-02-02",
    "NA | 9.9.9.0/24 | MX | lacnic | 2003-03-03",
  ];
  const name = "1.9.9.9.origin.asn.cymru.com";
  const owner = async (texts: readonly string[]) =>
    (await computer({ zones: { [name]: texts } }).run(["9.9.9.1"], { sources: ["dns"] }))
      .get("9.9.9.1");
  assertEquals(await owner(texts), await owner(texts.toReversed()));
  assertEquals((await owner(texts))?.asn, 64496);
  const none = texts.map((text) => text.replace("64496", "NA"));
  assertEquals(await owner(none), await owner(none.toReversed()));
});
