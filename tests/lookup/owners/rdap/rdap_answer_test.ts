import { assert, assertEquals } from "@std/assert";
import fc from "fast-check";
import { parseAddress } from "../../../../lib/address/address.ts";
import { parseCidr } from "../../../../lib/address/range.ts";
import { holds } from "../../../../lib/lookup/owners/network_table.ts";
import {
  parseIpNetwork,
  type Registration,
} from "../../../../lib/lookup/owners/rdap/rdap_answer.ts";
import { assertQuick } from "../../../support/timing.ts";

const FIXTURES = new URL("../../../fixtures/rdap/", import.meta.url);

function fixture(name: string): unknown {
  return JSON.parse(Deno.readTextFileSync(new URL(name, FIXTURES)));
}

function parse(json: unknown, address: string, host = "rdap.example"): Registration {
  const { kind, ...network } = parseIpNetwork(json, { address, host });
  assertEquals(kind, "found");
  return network as Registration;
}

const ANSWERS: readonly (readonly [file: string, address: string, expected: Registration])[] = [
  ["arin.json", "198.51.100.130", {
    startAddress: "198.51.100.0",
    endAddress: "198.51.100.191",
    networks: ["198.51.100.0/25", "198.51.100.128/26"],
    networkName: "EXAMPLE-WIDGETS",
    networkType: "DIRECT ALLOCATION",
    organization: "Example Widgets Inc.",
    description: null,
    country: "US",
    registry: "arin",
    allocated: "2003-04-09",
    abuseContact: "abuse@widgets.example",
    note: null,
    host: "rdap.example",
  }],
  ["ripe.json", "2001:db8:5000::1", {
    startAddress: "2001:db8:4000::",
    endAddress: "2001:db8:7fff:ffff:ffff:ffff:ffff:ffff",
    networks: ["2001:db8:4000::/34"],
    networkName: "XX-BEISPIEL-20050512",
    networkType: "ALLOCATED-BY-RIR",
    organization: "Beispiel Netze GmbH",
    description: null,
    country: "DE",
    registry: "ripencc",
    allocated: "2005-05-12",
    abuseContact: "abuse@beispiel.example",
    note: null,
    host: "rdap.example",
  }],
  ["apnic.json", "203.0.113.5", {
    startAddress: "203.0.113.0",
    endAddress: "203.0.113.127",
    networks: ["203.0.113.0/25"],
    networkName: "REI-NET",
    networkType: "ASSIGNED NON-PORTABLE",
    organization: "Rei Network Research Center",
    description: "Rei Network Research Center; Tokyo",
    country: "JP",
    registry: "apnic",
    allocated: "2011-08-10",
    abuseContact: "csirt@rei.example",
    note: null,
    host: "rdap.example",
  }],
  ["lacnic.json", "192.0.2.200", {
    startAddress: "192.0.2.0",
    endAddress: "192.0.2.255",
    networks: ["192.0.2.0/24"],
    networkName: null,
    networkType: "ALLOCATED",
    organization: "Ejemplo Comunicaciones S.A.",
    description: null,
    country: "UY",
    registry: "lacnic",
    allocated: "1999-03-09",
    abuseContact: "abuse@ejemplo.example",
    note: null,
    host: "rdap.example",
  }],
  ["registro_br.json", "192.0.2.1", {
    startAddress: "192.0.2.0",
    endAddress: "192.0.2.127",
    networks: ["192.0.2.0/25"],
    networkName: null,
    networkType: "ALLOCATED",
    organization: "Rede Exemplo Ltda",
    description: null,
    country: "BR",
    registry: "lacnic",
    allocated: "2012-02-29",
    abuseContact: "seguranca@exemplo.example",
    note: null,
    host: "rdap.example",
  }],
  ["afrinic.json", "203.0.113.129", {
    startAddress: "203.0.113.128",
    endAddress: "203.0.113.255",
    networks: ["203.0.113.128/25"],
    networkName: "EXEMPLE-NET",
    networkType: "ALLOCATED PA",
    organization: "Exemple Télécom",
    description: null,
    country: "SN",
    registry: "afrinic",
    allocated: "2009-07-21",
    abuseContact: "abus@exemple.example",
    note: null,
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
  for (const range of [RANGE, { startAddress: "::", endAddress: "::ffff" }]) {
    assertEquals(parseIpNetwork(range, { address: "198.51.100.1", host: "x" }), {
      kind: "useless",
      state: "gave an answer about another network",
    });
  }
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
      { kind: "useless", state: "gave an answer that names no network" },
    );
  }
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
    fc.constantFrom<unknown>("individual", "description", "Example Ltd", "reserved", "Spain", "UK"),
    fc.constantFrom<unknown>("192.0.2.0", "192.0.2.255", "::", 24, "a@b.example", "2020-01-01"),
    fc.array(tie("value"), { maxLength: 5 }),
    fc.dictionary(
      fc.constantFrom(
        ...["startAddress", "endAddress", "cidr0_cidrs", "v4prefix", "length", "entities", "roles"],
        ...["vcardArray", "events", "eventAction", "remarks", "title", "description", "label"],
        ...[
          "status",
          "type",
          "jscard",
          "jscard_0",
          "emails",
          "address",
          "addresses",
          "full",
          "pref",
        ],
        ...["organizations", "components", "links", "href", "errorCode"],
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
        if (network.kind !== "found") continue;
        assert(network.networks.some((block) => holds(parseCidr(block)!, ASKED)));
        for (const value of Object.values(network)) assert(value !== "" && value !== undefined);
      }
    }),
    { numRuns: 1000 },
  );
});

Deno.test("the largest answers take little time", async () => {
  const many = (count: number, make: (index: number) => unknown) =>
    Array.from({ length: count }, (_, index) => make(index));
  const nested = (levels: number): unknown => {
    let entity: unknown = { roles: ["registrant"] };
    for (let level = 0; level < levels; level++) entity = { roles: ["abuse"], entities: [entity] };
    return entity;
  };
  const line = `abuse ${"a-".repeat(20)}@ a.b-c.d-`;
  const mails = many(1500, (index) => ["email", {}, "text", `a${index}@b.example`]);
  const label = "\n,".repeat(200_000);
  // Each is about as long as the longest body that is read, 1 MB.
  const answers: Record<string, unknown>[] = [
    { entities: many(25_000, () => ({ roles: ["registrant"] })) },
    { entities: [nested(2000)] },
    { entities: many(15, () => ({ handle: "A", roles: ["abuse"], vcardArray: ["vcard", mails] })) },
    { entities: many(20_000, () => ({ handle: "A", roles: ["abuse"] })) },
    { remarks: many(100, () => ({ description: many(170, () => line) })) },
    {
      entities: many(100, () => ({
        remarks: many(10, () => ({ description: many(17, () => line) })),
      })),
    },
    { remarks: [{ description: line.repeat(18_000) }] },
    { remarks: "x".repeat(300_000), name: "(".repeat(300_000), country: "a ".repeat(150_000) },
    { events: many(15_000, () => ({ eventAction: "registration", eventDate: "x" })) },
    { status: many(90_000, () => "active"), cidr0_cidrs: many(50_000, () => ({})) },
    {
      entities: [{
        roles: ["registrant"],
        vcardArray: ["vcard", [["adr", { label }, "text", []]]],
      }],
    },
  ];
  for (const answer of answers) {
    await assertQuick(3000, () => parse({ ...RANGE, ...answer }, "192.0.2.1"));
  }
});

Deno.test("the range is read in the forms of all registries", () => {
  const forms: readonly (readonly [Record<string, unknown>, string])[] = [
    [{ startAddress: "192.000.002.000", endAddress: "192.000.002.255" }, "192.0.2.0/24"],
    [{ startAddress: "192.0.2.0/32", endAddress: "192.0.2.127/32" }, "192.0.2.0/25"],
    [{ handle: "192.0.2.0/26" }, "192.0.2.0/26"],
    [{ handle: "192.0.2.0 - 192.0.2.63" }, "192.0.2.0/26"],
    [{ startAddress: null, handle: "192.0.2.0/26", cidr0_cidrs: [] }, "192.0.2.0/26"],
  ];
  for (const [answer, network] of forms) {
    assertEquals(parse(answer, "192.0.2.1").networks, [network]);
  }
  const six = {
    startAddress: "2001:db8::/128",
    endAddress: "2001:DB8:0:FFFF:FFFF:FFFF:FFFF:FFFF/128",
  };
  assertEquals(parse(six, "2001:db8::1").networks, ["2001:db8::/48"]);
  const useless = [{ startAddress: "010.0.2.0", endAddress: "010.0.2.255" }, { handle: "NET-1" }];
  for (const answer of useless) {
    assertEquals(parseIpNetwork(answer, { address: "10.0.2.1", host: "x" }).kind, "useless");
  }
});

Deno.test("the day of registration is read in any form, and no other event's", () => {
  const allocated = (...events: unknown[]) => parse({ ...RANGE, events }, "192.0.2.1").allocated;
  const registered = (eventDate: unknown, eventAction: unknown = "registration") =>
    allocated({ eventAction, eventDate });
  assertEquals(registered("1996-02-12T00:00:00-05:00"), "1996-02-12");
  assertEquals(registered("1996-02-12 23:59:59"), "1996-02-12");
  assertEquals(registered("1996-02-12", "Registration"), "1996-02-12");
  assertEquals(registered("19960212"), "1996-02-12");
  assertEquals(registered("1996/02/12"), "1996-02-12");
  for (const date of ["1996-02-30", "1996-2-12", "12.02.1996", "yesterday", "", 19960212, null]) {
    assertEquals(registered(date), null, `${date}`);
  }
  assertEquals(registered("1996-02-12", "reregistration"), null);
  assertEquals(registered("1996-02-12", "last changed"), null);
  assertEquals(
    allocated({ eventAction: "registration" }, {
      eventAction: "registration",
      eventDate: "1999-05-06",
    }),
    "1999-05-06",
  );
});

Deno.test("the registry is that of the first link where no whois server is named", () => {
  const links = [{ href: "https://rdap.apnic.net/ip/192.0.2.0/24", rel: "self" }];
  assertEquals(parse({ ...RANGE, links }, "192.0.2.1", "127.0.0.1:80").registry, "apnic");
  const bad = [{ href: "https://rdap.apnic.net.example/" }, { href: "::" }, null, 7];
  for (const link of bad) {
    assertEquals(
      parse({ ...RANGE, links: [link] }, "192.0.2.1", "127.0.0.1:80").registry,
      "127.0.0.1:80",
    );
  }
});

Deno.test("one object in the place of a list is read", () => {
  const answer = {
    startAddress: "192.0.2.0",
    endAddress: "192.0.2.255",
    port43: "whois.lacnic.net",
    events: { eventAction: "registration", eventDate: "2001-02-03T00:00:00Z" },
    remarks: { title: "description", description: "Ejemplo S.A." },
  };
  const { allocated, organization, registry } = parse([answer], "192.0.2.1");
  assertEquals([allocated, organization, registry], ["2001-02-03", "Ejemplo S.A.", "lacnic"]);
  const block = { "cidr0_cidrs": { v4prefix: "192.0.2.0", length: 25 } };
  assertEquals(parse(block, "192.0.2.1").networks, ["192.0.2.0/25"]);
  assertEquals(parseIpNetwork([], { address: "192.0.2.1", host: "h.example" }).kind, "useless");
});

Deno.test("references to characters are read as these, in names and in descriptions", () => {
  const spellings = [
    ["A &amp; B", "A & B"],
    ["L&#39;Exemple", "L'Exemple"],
    ["&quot;Example&quot; &LT;R&amp;D&gt;", '"Example" <R&D>'],
    ["Stra&#xDF;e&nbsp;AG", "Straße AG"],
    ["A &amp;amp; B", "A &amp; B"],
    // What stands for nothing that can be shown stays as it is, and so does what is none.
    ["A&#27;[2J&#xd800;", "A&#27;[2J&#xd800;"],
    ["R&D; Q&A &eacute; &#; &", "R&D; Q&A &eacute; &#; &"],
  ] as const;
  for (const [written, meant] of spellings) {
    const { networkName, description, organization } = parse({
      startAddress: "192.0.2.0",
      endAddress: "192.0.2.255",
      name: written,
      remarks: [{ title: "description", description: [written] }],
      entities: [{
        roles: ["registrant"],
        vcardArray: ["vcard", [["fn", {}, "text", written], ["kind", {}, "text", "org"]]],
      }],
    }, "192.0.2.1");
    assertEquals([networkName, description, organization], [meant, meant, meant]);
  }
});

Deno.test("the country of an address in one piece is read from its end", () => {
  const countryOf = (address: unknown, parameters = {}) => {
    const card = [["kind", {}, "text", "org"], ["adr", parameters, "text", address]];
    const entities = [{ roles: ["registrant"], vcardArray: ["vcard", card] }];
    const range = { startAddress: "192.0.2.0", endAddress: "192.0.2.255" };
    return parse({ ...range, entities }, "192.0.2.1").country;
  };
  assertEquals(countryOf("1 Road\nParis\nFrance"), "FR");
  assertEquals(countryOf(["", "", "1 Road, Oslo, Norway", "", "", "", ""]), "NO");
  assertEquals(countryOf(["", "", "", "", "", "", ""], { label: "Paris\nFrance" }), "FR");
  assertEquals(countryOf(["", "", "", "", "", "", "BR"], { label: "Paris\nFrance" }), "BR");
  // California, not Canada.
  assertEquals(countryOf(["", "", "1 Road", "Springfield", "CA", "", ""]), null);
  for (const odd of [null, 7, {}, [], [[]], ["", "", 7, "", "", "", {}]]) {
    assertEquals(countryOf(odd, { label: 7, cc: [] }), null);
  }
});
