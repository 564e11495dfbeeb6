import { assert, assertEquals } from "@std/assert";
import fc from "fast-check";
import { parseAddress } from "../../../../lib/address/address.ts";
import { parseCidr } from "../../../../lib/address/range.ts";
import { holds } from "../../../../lib/lookup/owners/network_table.ts";
import {
  parseIpNetwork,
  type Registration,
} from "../../../../lib/lookup/owners/rdap/rdap_answer.ts";

const FIXTURES = new URL("../../../fixtures/rdap/", import.meta.url);

function fixture(name: string): unknown {
  return JSON.parse(Deno.readTextFileSync(new URL(name, FIXTURES)));
}

function parse(json: unknown, address: string, host = "rdap.example"): Registration {
  const network = parseIpNetwork(json, { address, host });
  assert(network !== null && typeof network === "object", `${network}`);
  return network;
}

const ANSWERS: readonly (readonly [file: string, address: string, expected: Registration])[] = [
  ["arin.json", "198.51.100.130", {
    startAddress: "198.51.100.0",
    endAddress: "198.51.100.191",
    networks: ["198.51.100.0/25", "198.51.100.128/26"],
    networkType: "DIRECT ALLOCATION",
    organization: "Example Widgets Inc.",
    country: "US",
    registry: "arin",
    allocated: "2003-04-09",
    abuseContact: "abuse@widgets.example",
    host: "rdap.example",
  }],
  ["ripe.json", "2001:db8:5000::1", {
    startAddress: "2001:db8:4000::",
    endAddress: "2001:db8:7fff:ffff:ffff:ffff:ffff:ffff",
    networks: ["2001:db8:4000::/34"],
    networkType: "ALLOCATED-BY-RIR",
    organization: "Beispiel Netze GmbH",
    country: "DE",
    registry: "ripencc",
    allocated: "2005-05-12",
    abuseContact: "abuse@beispiel.example",
    host: "rdap.example",
  }],
  ["apnic.json", "203.0.113.5", {
    startAddress: "203.0.113.0",
    endAddress: "203.0.113.127",
    networks: ["203.0.113.0/25"],
    networkType: "ASSIGNED NON-PORTABLE",
    organization: "Rei Network Research Center",
    country: "JP",
    registry: "apnic",
    allocated: "2011-08-10",
    abuseContact: "abuse@rei.example",
    host: "rdap.example",
  }],
  ["lacnic.json", "192.0.2.200", {
    startAddress: "192.0.2.0",
    endAddress: "192.0.2.255",
    networks: ["192.0.2.0/24"],
    networkType: "ALLOCATED",
    organization: "Ejemplo Comunicaciones S.A.",
    country: "UY",
    registry: "lacnic",
    allocated: "1999-03-09",
    abuseContact: "abuse@ejemplo.example",
    host: "rdap.example",
  }],
  ["registro_br.json", "192.0.2.1", {
    startAddress: "192.0.2.0",
    endAddress: "192.0.2.127",
    networks: ["192.0.2.0/25"],
    networkType: "ALLOCATED",
    organization: "Rede Exemplo Ltda",
    country: "BR",
    registry: "lacnic",
    allocated: "2012-02-29",
    abuseContact: "seguranca@exemplo.example",
    host: "rdap.example",
  }],
  ["afrinic.json", "203.0.113.129", {
    startAddress: "203.0.113.128",
    endAddress: "203.0.113.255",
    networks: ["203.0.113.128/25"],
    networkType: "ALLOCATED PA",
    organization: "Exemple Télécom",
    country: "SN",
    registry: "afrinic",
    allocated: "2009-07-21",
    abuseContact: "abus@exemple.example",
    host: "rdap.example",
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

Deno.test("a range that is not a block is covered", () => {
  const answer = { startAddress: "192.0.2.5", endAddress: "192.0.2.8" };
  const { networks } = parse(answer, "192.0.2.7");
  assertEquals(networks, ["192.0.2.5/32", "192.0.2.6/31", "192.0.2.8/32"]);
});

Deno.test("the blocks count if there is no range", () => {
  const blocks = [{ v4prefix: "198.51.100.0", length: 24 }, { v4prefix: "192.0.2.0", length: 25 }];
  assertEquals(parse({ cidr0_cidrs: blocks }, "192.0.2.1").networks, ["192.0.2.0/25"]);
  const v6 = [{ v6prefix: "2001:db8::", length: 32 }];
  assertEquals(parse({ cidr0_cidrs: v6 }, "2001:db8::1").networks, ["2001:db8::/32"]);
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
    country: "ZZ",
    events: [{ eventAction: "registration", eventDate: "0000-99-99" }, null, 1],
  }, "192.0.2.1");
  const { organization, country, allocated } = network;
  assertEquals([organization, country, allocated], [null, null, null]);
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
  const network = parse({ ...RANGE, name: `A\n  B${"x".repeat(100_000)}` }, "192.0.2.1");
  assertEquals(network.organization, `A B${"x".repeat(297)}`);
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

const ASKED = parseAddress("192.0.2.1")!;

Deno.test("no JSON makes it throw, and what it finds holds the address", () => {
  fc.assert(
    fc.property(hostile, (json) => {
      for (const answer of [json, { ...RANGE, ...json as object }]) {
        const network = parseIpNetwork(answer, { address: "192.0.2.1", host: "rdap.example" });
        if (network === null || typeof network === "string") continue;
        assert(network.networks.some((block) => holds(parseCidr(block)!, ASKED)));
        for (const value of Object.values(network)) assert(value !== "" && value !== undefined);
      }
    }),
    { numRuns: 1000 },
  );
});
