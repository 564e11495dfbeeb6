import { assert, assertEquals } from "@std/assert";
import fc from "fast-check";
import { formatAddress, formatIPv4, parseAddress } from "../../../../lib/address/address.ts";
import { parseCidr } from "../../../../lib/address/range.ts";
import {
  coverRange,
  parseIpNetwork,
  type RdapNetwork,
} from "../../../../lib/lookup/owners/rdap/rdap_answer.ts";

const FIXTURES = new URL("../../../fixtures/rdap/", import.meta.url);

function fixture(name: string): unknown {
  return JSON.parse(Deno.readTextFileSync(new URL(name, FIXTURES)));
}

function parse(json: unknown, address: string, host = "rdap.example"): RdapNetwork {
  const network = parseIpNetwork(json, { address, host });
  assert(network !== null && typeof network === "object", `${network}`);
  return network;
}

const ANSWERS: readonly (readonly [file: string, address: string, expected: RdapNetwork])[] = [
  ["arin.json", "198.51.100.130", {
    startAddress: "198.51.100.0",
    endAddress: "198.51.100.191",
    network: "198.51.100.128/26",
    networks: ["198.51.100.0/25", "198.51.100.128/26"],
    handle: "NET-198-51-100-0-1",
    name: "EXAMPLE-WIDGETS",
    organization: "Example Widgets Inc.",
    country: "US",
    registry: "arin",
    allocated: "2003-04-09",
    abuseContact: "abuse@widgets.example",
  }],
  ["ripe.json", "2001:db8:5000::1", {
    startAddress: "2001:db8:4000::",
    endAddress: "2001:db8:7fff:ffff:ffff:ffff:ffff:ffff",
    network: "2001:db8:4000::/34",
    networks: ["2001:db8:4000::/34"],
    handle: "2001:db8:4000::/34",
    name: "XX-BEISPIEL-20050512",
    organization: "Beispiel Netze GmbH",
    country: "DE",
    registry: "ripencc",
    allocated: "2005-05-12",
    abuseContact: "abuse@beispiel.example",
  }],
  ["apnic.json", "203.0.113.5", {
    startAddress: "203.0.113.0",
    endAddress: "203.0.113.127",
    network: "203.0.113.0/25",
    networks: ["203.0.113.0/25"],
    handle: "203.0.113.0 - 203.0.113.127",
    name: "REI-NET",
    organization: "Rei Network Research Center",
    country: "JP",
    registry: "apnic",
    allocated: "2011-08-10",
    abuseContact: "abuse@rei.example",
  }],
  ["lacnic.json", "192.0.2.200", {
    startAddress: "192.0.2.0",
    endAddress: "192.0.2.255",
    network: "192.0.2.0/24",
    networks: ["192.0.2.0/24"],
    handle: "192.0.2.0/24",
    name: null,
    organization: "Ejemplo Comunicaciones S.A.",
    country: "UY",
    registry: "lacnic",
    allocated: "1999-03-09",
    abuseContact: "abuse@ejemplo.example",
  }],
  ["registro_br.json", "192.0.2.1", {
    startAddress: "192.0.2.0",
    endAddress: "192.0.2.127",
    network: "192.0.2.0/25",
    networks: ["192.0.2.0/25"],
    handle: "192.0.2.0/25",
    name: null,
    organization: "Rede Exemplo Ltda",
    country: "BR",
    registry: "lacnic",
    allocated: "2012-02-29",
    abuseContact: "seguranca@exemplo.example",
  }],
  ["afrinic.json", "203.0.113.129", {
    startAddress: "203.0.113.128",
    endAddress: "203.0.113.255",
    network: "203.0.113.128/25",
    networks: ["203.0.113.128/25"],
    handle: "203.0.113.128 - 203.0.113.255",
    name: "EXEMPLE-NET",
    organization: "Exemple Télécom",
    country: "SN",
    registry: "afrinic",
    allocated: "2009-07-21",
    abuseContact: "abus@exemple.example",
  }],
];

for (const [file, address, expected] of ANSWERS) {
  Deno.test(`an answer as in ${file} is read`, () => {
    assertEquals(parse(fixture(file), address), expected);
  });
}

Deno.test("every fixture has a test", () => {
  const files = [...Deno.readDirSync(FIXTURES)].map(({ name }) => name).sort();
  assertEquals(files, ANSWERS.map(([file]) => file).sort());
});

const RANGE = { startAddress: "192.0.2.0", endAddress: "192.0.2.255" };

function card(fn: string, kind?: string): unknown {
  const kinds = kind === undefined ? [] : [["kind", {}, "text", kind]];
  return ["vcard", [["version", {}, "text", "4.0"], ["fn", {}, "text", fn], ...kinds]];
}

function registrant(fn: string, kind?: string, handle = "X1-TEST"): unknown {
  return { handle, roles: ["registrant"], vcardArray: card(fn, kind) };
}

function organization(answer: Record<string, unknown>): string | null {
  return parse({ ...RANGE, ...answer }, "192.0.2.1").organization;
}

Deno.test("the organization takes precedence over a maintainer, a description, a person and the name", () => {
  const org = registrant("Example Org", "org");
  const person = registrant("A. Person", "individual");
  const maintainer = registrant("EXAMPLE-MNT", "individual", "EXAMPLE-MNT");
  const description = { title: "description", description: ["Described Ltd", "Street 1"] };
  const all = { entities: [maintainer, person, org], remarks: [description], name: "NET" };
  assertEquals(organization(all), "Example Org");
  assertEquals(organization({ ...all, entities: [maintainer, person] }), "Described Ltd");
  assertEquals(organization({ ...all, entities: [maintainer, person], remarks: [] }), "A. Person");
  assertEquals(organization({ name: "NET", entities: [maintainer] }), "NET");
  assertEquals(
    organization({ entities: [registrant("MAINT-EXAMPLE", "group", "MAINT-EXAMPLE")] }),
    null,
  );
  const nameless = ["vcard", [["kind", {}, "text", "org"], ["org", {}, "text", [
    "Unit Org",
    "Unit",
  ]]]];
  assertEquals(
    organization({ entities: [{ roles: ["registrant"], vcardArray: nameless }] }),
    "Unit Org",
  );
  assertEquals(organization({}), null);
});

Deno.test("a nested registrant is found, down to a limit", () => {
  const nest = (levels: number): unknown =>
    levels === 0
      ? registrant("Deep Org", "org")
      : { roles: ["technical"], entities: [nest(levels - 1)] };
  assertEquals(organization({ entities: [nest(3)] }), "Deep Org");
  assertEquals(organization({ entities: [nest(50)] }), null);
});

Deno.test("the abuse contact is the first valid mail address", () => {
  const abuse = (...emails: unknown[]) => ({
    roles: ["technical", "Abuse"],
    vcardArray: ["vcard", emails.map((email) => ["email", {}, "text", email])],
  });
  const contact = (...entities: unknown[]) =>
    parse({ ...RANGE, entities }, "192.0.2.1").abuseContact;
  assertEquals(contact(abuse("a@one.example", "b@two.example")), "a@one.example");
  assertEquals(contact(abuse("call us", 7, null, ["a"], "b@two.example")), "b@two.example");
  assertEquals(contact(abuse("mailto:a@one.example")), "a@one.example");
  assertEquals(contact(abuse("=cmd|' /C calc'!A0")), null);
  assertEquals(contact(abuse("x@y.example\u001b[2J")), null);
  assertEquals(contact(abuse(), abuse("c@three.example")), "c@three.example");
  assertEquals(
    contact({
      roles: ["technical"],
      vcardArray: ["vcard", [["email", {}, "text", "n@o.example"]]],
    }),
    null,
  );
});

Deno.test("a range that is not a block is covered; the network is the block that holds the address", () => {
  const answer = { startAddress: "192.0.2.5", endAddress: "192.0.2.8" };
  const { network, networks } = parse(answer, "192.0.2.7");
  assertEquals(networks, ["192.0.2.5/32", "192.0.2.6/31", "192.0.2.8/32"]);
  assertEquals(network, "192.0.2.6/31");
});

Deno.test("the blocks count if there is no range", () => {
  const blocks = [{ v4prefix: "198.51.100.0", length: 24 }, { v4prefix: "192.0.2.0", length: 25 }];
  assertEquals(parse({ cidr0_cidrs: blocks }, "192.0.2.1").network, "192.0.2.0/25");
  const v6 = [{ v6prefix: "2001:db8::", length: 32 }];
  assertEquals(parse({ cidr0_cidrs: v6 }, "2001:db8::1").network, "2001:db8::/32");
});

Deno.test("an answer about other addresses is useless", () => {
  const parsed = (json: unknown) => parseIpNetwork(json, { address: "198.51.100.1", host: "x" });
  assertEquals(parsed(RANGE), "an answer about another network");
  assertEquals(
    parsed({ startAddress: "::", endAddress: "::ffff" }),
    "an answer about another network",
  );
});

Deno.test("an answer without a network is useless", () => {
  const useless: unknown[] = [
    undefined,
    null,
    "text",
    [],
    {},
    { startAddress: "192.0.2.9", endAddress: "192.0.2.0" },
    { startAddress: "192.0.2.0", endAddress: "2001:db8::" },
    { startAddress: "192.0.2.0", endAddress: ["192.0.2.255"] },
    { cidr0_cidrs: [{ v4prefix: "192.0.2.0", length: 33 }] },
    { cidr0_cidrs: [{ v4prefix: "192.0.2.0", length: { toString: 1, valueOf: 1 } }] },
  ];
  for (const json of useless) {
    assertEquals(
      parseIpNetwork(json, { address: "192.0.2.1", host: "x" }),
      "an answer that names no network",
    );
  }
});

Deno.test("a placeholder for the rest of the address space is not an owner", () => {
  const parsed = (json: unknown) => parseIpNetwork(json, { address: "192.0.2.1", host: "x" });
  assertEquals(parsed({ startAddress: "0.0.0.0", endAddress: "255.255.255.255" }), null);
  assertEquals(parsed({ ...RANGE, name: "NON-RIPE-NCC-MANAGED-ADDRESS-BLOCK" }), null);
});

Deno.test("the registry is that of the whois server, else that of the host, else the host", () => {
  const registry = (port43: unknown, host: string) =>
    parse({ ...RANGE, port43 }, "192.0.2.1", host).registry;
  assertEquals(registry("whois.ripe.net", "rdap.arin.net"), "ripencc");
  assertEquals(registry("whois.nic.ad.jp", "jpnic.rdap.apnic.net"), "apnic");
  assertEquals(registry(null, "krnic.rdap.apnic.net"), "apnic");
  assertEquals(registry("whois.notarin.net", "127.0.0.1:81"), "127.0.0.1:81");
});

Deno.test("invalid values are left out", () => {
  const network = parse({
    ...RANGE,
    name: "   ",
    handle: 7,
    country: "ZZ",
    events: [{ eventAction: "registration", eventDate: "0000-99-99" }, null, 1],
  }, "192.0.2.1");
  const { name, handle, country, allocated } = network;
  assertEquals({ name, handle, country, allocated }, {
    name: null,
    handle: null,
    country: null,
    allocated: null,
  });
});

Deno.test("a country is two letters, or a name, of the network or else of its owner", () => {
  const owner = (adr: unknown, kind = "org") => ({
    roles: ["registrant"],
    vcardArray: ["vcard", [["fn", {}, "text", "Org"], ["kind", {}, "text", kind], adr]],
  });
  const country = (answer: Record<string, unknown>) =>
    parse({ ...RANGE, ...answer }, "192.0.2.1").country;
  const label = (text: string) =>
    owner(["adr", { label: text }, "text", ["", "", "", "", "", "", ""]]);
  assertEquals(country({ country: "de" }), "DE");
  assertEquals(country({ country: "Germany" }), "DE");
  assertEquals(country({ country: "XX", entities: [label("1 Way\nSpringfield\nCanada")] }), "CA");
  assertEquals(country({ country: "FR", entities: [label("1 Way\nCanada")] }), "FR");
  assertEquals(country({ entities: [label("Straße 1\\nBerlin\\nGERMANY")] }), "DE");
  assertEquals(country({ entities: [label("no country here")] }), null);
  assertEquals(country({ entities: [owner(["adr", { cc: "JP" }, "text", []])] }), "JP");
  const person = owner(["adr", { cc: "FR" }, "text", []], "individual");
  assertEquals(country({ entities: [person, owner(["adr", { cc: "JP" }, "text", []])] }), "JP");
  assertEquals(country({ entities: [owner(["adr", 7, null, { 6: "JP" }])] }), null);
});

Deno.test("text is put on one line and cut", () => {
  const { name } = parse({ ...RANGE, name: `A\n  B${"x".repeat(100_000)}` }, "192.0.2.1");
  assertEquals(name, `A B${"x".repeat(297)}`);
});

/** Any JSON, with the keys and values that the parser reads among others. */
const hostile = fc.letrec((tie) => ({
  value: fc.oneof(
    { maxDepth: 6 },
    fc.jsonValue(),
    fc.constantFrom<unknown>("registrant", "abuse", "fn", "email", "adr", "kind", "org", "vcard"),
    fc.constantFrom<unknown>("192.0.2.0", "192.0.2.255", "::", 24, "a@b.example", "2020-01-01"),
    fc.array(tie("value"), { maxLength: 5 }),
    fc.dictionary(
      fc.constantFrom(
        ...["startAddress", "endAddress", "cidr0_cidrs", "v4prefix", "length", "entities", "roles"],
        ...["vcardArray", "events", "eventAction", "remarks", "title", "description", "label"],
        ...["name", "handle", "country", "port43", "__proto__", "toString", "valueOf"],
      ),
      tie("value"),
      { maxKeys: 8 },
    ),
  ),
})).value;

Deno.test("no JSON makes it throw, and what it finds holds the address", () => {
  fc.assert(
    fc.property(hostile, (json) => {
      for (const answer of [json, { ...RANGE, ...json as object }]) {
        const network = parseIpNetwork(answer, { address: "192.0.2.1", host: "rdap.example" });
        if (network === null || typeof network === "string") continue;
        assert(network.networks.includes(network.network));
        for (const value of Object.values(network)) assert(value !== "" && value !== undefined);
      }
    }),
    { numRuns: 1000 },
  );
});

function cover(first: string, last: string): string[] {
  return coverRange(parseAddress(first)!, parseAddress(last)!).map(({ text }) => text);
}

// The blocks are those of Python's ipaddress.summarize_address_range.
Deno.test("ranges are covered by the fewest blocks", () => {
  assertEquals(cover("0.0.0.0", "255.255.255.255"), ["0.0.0.0/0"]);
  assertEquals(cover("192.0.2.1", "192.0.2.1"), ["192.0.2.1/32"]);
  assertEquals(cover("192.0.2.0", "192.0.2.130"), [
    "192.0.2.0/25",
    "192.0.2.128/31",
    "192.0.2.130/32",
  ]);
  assertEquals(cover("::", "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff"), ["::/0"]);
  assertEquals(cover("2001:db8::ffff", "2001:db8::2:0"), [
    "2001:db8::ffff/128",
    "2001:db8::1:0/112",
    "2001:db8::2:0/128",
  ]);
  assertEquals(cover("0.0.0.1", "255.255.255.254").length, 62);
  assertEquals(cover("::1", "ffff:ffff:ffff:ffff:ffff:ffff:ffff:fffe").length, 254);
});

Deno.test("a range's blocks hold its addresses, each once, and no block can be joined to the next", () => {
  const ends = fc.tuple(fc.nat(600), fc.nat(600)).map(([a, b]) => a < b ? [a, b] : [b, a]);
  const base = fc.integer({ min: 0, max: 2 ** 32 - 1000 });
  fc.assert(fc.property(base, ends, (start, [first, last]) => {
    const blocks = cover(formatIPv4(start + first!), formatIPv4(start + last!));
    const held = blocks.flatMap((block) => addressesOf(block));
    const naive = Array.from({ length: last! - first! + 1 }, (_, index) => start + first! + index);
    assertEquals(held, naive);
    const sizes = blocks.map((block) => 2 ** (32 - parseCidr(block)!.prefixLength));
    for (let i = 1; i < sizes.length; i++) {
      const joins = sizes[i] === sizes[i - 1] &&
        addressesOf(blocks[i - 1]!)[0]! % (2 * sizes[i]!) === 0;
      assertEquals(joins, false, blocks.join(" "));
    }
  }));
});

Deno.test("IPv6 blocks follow one another from the first address to the last", () => {
  const address = fc.bigInt({ min: 0n, max: (1n << 128n) - 1n });
  fc.assert(fc.property(address, address, (a, b) => {
    const [first, last] = a < b ? [a, b] : [b, a];
    const blocks = coverRange(parseAddress(textOf(first))!, parseAddress(textOf(last))!);
    let next = first;
    for (const block of blocks) {
      assertEquals(block.first, next);
      const { first: low, last: high } = parseCidr(block.text)!;
      assertEquals([numberOf(low), numberOf(high)], [block.first, block.last]);
      next = block.last + 1n;
    }
    assertEquals(next, last + 1n);
  }));
});

function addressesOf(block: string): number[] {
  const { first, prefixLength } = parseCidr(block)!;
  const start = first[0]! * 0x10000 + first[1]!;
  return Array.from({ length: 2 ** (32 - prefixLength) }, (_, index) => start + index);
}

function numberOf(groups: readonly number[]): bigint {
  return BigInt(`0x${groups.map((group) => group.toString(16).padStart(4, "0")).join("")}`);
}

function textOf(value: bigint): string {
  const digits = value.toString(16).padStart(32, "0");
  const groups = digits.match(/..../g)!.map((group) => parseInt(group, 16));
  return formatAddress({ family: 6, groups, zone: null });
}
