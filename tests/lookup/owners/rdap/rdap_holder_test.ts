import { assertEquals } from "@std/assert";
import {
  entity,
  holder,
  jCard,
  maintainer,
  readFound,
  remark,
} from "../../../support/rdap_answers.ts";

/** What an answer has, and whom its network is registered to. */
type Case = readonly [what: string, answer: Record<string, unknown>, organization: string | null];

const person = entity("AP1-TEST registrant", [["fn", "A. Person"], ["kind", "individual"]]);

const CASES: readonly Case[] = [
  // RIPE NCC
  [
    "RIPE NCC without org: the description, never a maintainer",
    {
      name: "EXAMPLE-DIAL",
      entities: [maintainer("EXAMPLE-NIC"), maintainer("mnt-example"), maintainer("examplecloud")],
      remarks: [remark(null, "Beispiel Telekom AG")],
    },
    "Beispiel Telekom AG",
  ],
  [
    "RIPE NCC without org and description: the network's name",
    { name: "XX-BEISPIEL-20120101", entities: [maintainer("EXAMPLE-NIC")] },
    "XX-BEISPIEL-20120101",
  ],
  [
    "RIPE NCC's maintainers without cards",
    { name: "BEISPIEL", entities: [{ handle: "EXAMPLE-NIC", roles: ["registrant"] }] },
    "BEISPIEL",
  ],
  [
    "a maintainer's card without a kind",
    { name: "NET", entities: [entity("EX-NIC registrant", [["fn", "EX-NIC"]])] },
    "NET",
  ],
  [
    "a maintainer that belongs to an organization",
    {
      name: "BEISPIEL",
      entities: [
        entity("EX-END-MNT registrant", [
          ["fn", "EX-END-MNT"],
          ["kind", "individual"],
          ["org", "ORG-NCC9-RIPE"],
        ]),
      ],
    },
    "BEISPIEL",
  ],
  [
    "the organization beside maintainers, wherever it stands",
    { entities: [maintainer("EX-MNT"), holder("Beispiel GmbH"), maintainer("RIPE-NCC-HM-MNT")] },
    "Beispiel GmbH",
  ],
  [
    "the description counts, not the remarks after it",
    { remarks: [remark(null, "Beispiel Netze"), remark(null, "Call us first")] },
    "Beispiel Netze",
  ],
  [
    "a remark that only tells where to write",
    {
      name: "NET-EXAMPLE",
      remarks: [remark(null, "Website: beispiel.example", "Abuse: abuse@beispiel.example")],
    },
    "NET-EXAMPLE",
  ],
  [
    "a description that is a place",
    { name: "EXAMPLE-LAN", remarks: [remark(null, "Zurich, Switzerland")] },
    "EXAMPLE-LAN",
  ],
  [
    "a description with the country of the firm",
    { name: "EXAMPLE-LAN", remarks: [remark(null, "Example Telecom, Norway")] },
    "Example Telecom, Norway",
  ],
  [
    "lines of dashes before the name",
    { name: "NET", remarks: [remark(null, "-----", "***", "Beispiel Hosting")] },
    "Beispiel Hosting",
  ],
  [
    "the organization of the abuse contact is not the holder's",
    {
      name: "NET",
      entities: [
        entity("AR1-RIPE abuse", [["fn", "Abuse-C Role"], ["kind", "group"]], {
          entities: [maintainer("EX-NIC")],
        }),
      ],
    },
    "NET",
  ],
  // APNIC and the national registries
  [
    "APNIC: the first line of the description",
    {
      name: "BEISPIEL-ID",
      remarks: [
        remark("remarks", "For spam, write to noc@example.net"),
        remark("description", "PT. Contoh Network", "Internet Service Provider"),
      ],
      entities: [entity("IRT-CONTOH-ID abuse", [["fn", "IRT-CONTOH-ID"], ["kind", "group"]])],
    },
    "PT. Contoh Network",
  ],
  [
    "APNIC: a name that ends in a country",
    { remarks: [remark("description", "Contoh, Indonesia")] },
    "Contoh, Indonesia",
  ],
  [
    "a national registry that is registered for its member",
    {
      name: "REINET",
      entities: [holder("Japan Network Information Center", "ORG-JNIC9-AP")],
      remarks: [remark("description", "Rei Tsushin K.K.")],
    },
    "Rei Tsushin K.K.",
  ],
  [
    "a national registry that nobody stands beside",
    { name: "X", entities: [holder("Taiwan Network Information Center")] },
    "Taiwan Network Information Center",
  ],
  [
    "KRNIC: roles and technical contacts are no holders",
    {
      name: "YESI-NET",
      remarks: [remark("description", "Yesi Telecom")],
      entities: [entity("IM1-KR technical", [["fn", "IP Manager"], ["kind", "group"]])],
    },
    "Yesi Telecom",
  ],
  // ARIN
  [
    "ARIN: the customer, not the provider in which it is nested",
    {
      entities: [{ ...holder("Customer Inc.", "C01234567"), entities: [holder("Provider LLC")] }],
    },
    "Customer Inc.",
  ],
  [
    "ARIN: a private customer is all that was registered",
    {
      entities: [{ ...holder("Private Customer"), entities: [holder("Provider LLC")] }],
    },
    "Private Customer",
  ],
  [
    "ARIN: the provider of a customer whose name is withheld",
    {
      name: "NET-EX",
      entities: [{ ...holder("REDACTED FOR PRIVACY"), entities: [holder("Provider LLC")] }],
    },
    "Provider LLC",
  ],
  // LACNIC and registro.br
  [
    "registro.br: the registrant, not the number of its request nor who signs for it",
    {
      name: "331202",
      entities: [{
        ...holder("Exemplo Ltda", "11222333000144"),
        legalRepresentative: "M. Exemplo",
      }],
      lacnic_legalRepresentative: "M. Exemplo",
    },
    "Exemplo Ltda",
  ],
  ["registro.br: a number is no name", { name: "331202" }, null],
  ["LACNIC: a range is no name", { name: "200.3.12.0 - 200.3.15.255" }, null],
  ["LACNIC: a range of IPv6 is no name", { name: "2001:db8:: - 2001:db8:ffff::" }, null],
  ["LACNIC: a block is no name", { name: "2001:db8::/32" }, null],
  [
    "LACNIC: a person at a firm, which is named nowhere else",
    {
      entities: [
        entity("EJA registrant", [
          ["fn", "A. Ejemplo"],
          ["kind", "individual"],
          ["org", "Ejemplo S.A."],
        ]),
      ],
    },
    "Ejemplo S.A.",
  ],
  // AFRINIC
  [
    "AFRINIC: an organization named by its handle",
    {
      name: "ORG-EXA1-AFRINIC",
      entities: [{
        handle: "ORG-EXA1-AFRINIC",
        vcardArray: jCard(["kind", "org"], ["fn", "ORG-EXA1-AFRINIC"]),
      }],
    },
    "ORG-EXA1-AFRINIC",
  ],
  [
    "AFRINIC: the organization's handle is the network's name",
    { name: "ORG-EXA1-AFRINIC", entities: [holder("Exemple Télécom", "ORG-EXA1-AFRINIC")] },
    "Exemple Télécom",
  ],
  [
    "AFRINIC: an organization without a role",
    {
      name: "EXA",
      entities: [
        { handle: "AE1-AFRINIC", vcardArray: jCard(["kind", "individual"], ["fn", "A. Exemple"]) },
        { handle: "ORG-EXA1-AFRINIC", vcardArray: jCard(["kind", "org"], ["fn", "Exemple Ltd"]) },
      ],
    },
    "Exemple Ltd",
  ],
  [
    "AFRINIC: a handle, and a description",
    {
      name: "ORG-EXA1-AFRINIC",
      entities: [holder("ORG-EXA1-AFRINIC", "ORG-EXA1-AFRINIC")],
      remarks: [remark("Description", "Exemple Télécom SARL")],
    },
    "Exemple Télécom SARL",
  ],
  // Cards
  [
    "an empty name and an organization with its unit",
    {
      entities: [
        entity("O1 registrant", [["fn", ""], ["kind", "org"], ["org", [
          "Example Org",
          "Unit A",
        ]]]),
      ],
    },
    "Example Org",
  ],
  [
    "the preferred of two names",
    {
      entities: [
        entity("O1 registrant", [
          ["kind", "org"],
          ["fn", "Example", { pref: "50" }],
          ["fn", "Example Organization", { pref: 1 }],
          ["fn", "EO"],
        ]),
      ],
    },
    "Example Organization",
  ],
  [
    "a withheld name beside an organization",
    {
      entities: [
        entity("O1 registrant", [["fn", "REDACTED FOR PRIVACY"], ["org", "Example Org"]]),
      ],
    },
    "Example Org",
  ],
  [
    "roles as text",
    { entities: [{ ...holder("Example Org"), roles: "Registrant" }] },
    "Example Org",
  ],
  ["entities as an object", { entities: holder("Example Org") }, "Example Org"],
  ["entities as a map", { entities: { a: person, b: holder("Example Org") } }, "Example Org"],
  [
    "a card without the word vcard",
    {
      entities: [{
        roles: ["registrant"],
        vcardArray: [["FN", {}, "text", "Example Org"], ["kind", {}, "text", "ORG"]],
      }],
    },
    "Example Org",
  ],
  [
    "broken cards",
    {
      name: "NET",
      entities: [
        ...["x", 7, null, [], ["vcard"], ["vcard", 5], ["vcard", [[]]], ["vcard", [["fn"]]]],
        ["vcard", [["fn", null, null, { a: 1 }]]],
      ].map((vcardArray) => ({ roles: ["registrant"], vcardArray })),
    },
    "NET",
  ],
  [
    "a card of JSContact",
    {
      entities: [{
        roles: ["registrant"],
        jscard: { "@type": "Card", version: "1.0", kind: "org", name: { full: "Example Org" } },
        vcardArray: jCard(["fn", "Old name"], ["kind", "org"]),
      }],
    },
    "Example Org",
  ],
  [
    "a card of JSContact that leaves out the name",
    {
      entities: [{
        ...holder("Example Org"),
        jscard: { "@type": "Card", version: "1.0", uid: "x" },
      }],
    },
    "Example Org",
  ],
  [
    "a person's card of JSContact with an organization",
    {
      entities: [{
        roles: ["registrant"],
        jscard_0: {
          kind: "individual",
          name: { components: [{ kind: "given", value: "A." }, { kind: "surname", value: "P" }] },
          organizations: { o1: { name: "Example Org", units: [{ name: "Unit" }] } },
        },
      }],
    },
    "Example Org",
  ],
  [
    "a card of JSContact before the RFC",
    {
      entities: [{
        roles: ["registrant"],
        jscontact_card: { kind: "org", fullName: "Example Org" },
      }],
    },
    "Example Org",
  ],
  [
    "a card of JSContact with lists for maps",
    {
      entities: [{
        roles: ["registrant"],
        jscard: {
          kind: "individual",
          fullName: { value: "A. Person" },
          organizations: [{ name: { value: "Example Org" } }],
        },
      }],
    },
    "Example Org",
  ],
  [
    "the kind in full, before a person",
    { entities: [person, entity("O1 registrant", [["fn", "Example"], ["kind", "Organization"]])] },
    "Example",
  ],
  ["remarks as text", { remarks: "Example Org\nStreet 1" }, "Example Org"],
  ["a single remark, and a description that is text", {
    remarks: { title: "description", description: "Example Org" },
  }, "Example Org"],
  // Persons
  ["a person to whom it is registered", { name: "331202", entities: [person] }, "A. Person"],
  [
    "a person, and a description",
    { entities: [person], remarks: [remark("description", "Example Org")] },
    "Example Org",
  ],
  [
    "a person who is only a contact",
    { name: "NET", entities: [{ ...person, roles: ["technical"] }] },
    "NET",
  ],
  [
    "a person nested in the holder",
    { name: "NET", entities: [{ ...holder("---"), entities: [person] }] },
    "NET",
  ],
];

for (const [what, answer, organization] of CASES) {
  Deno.test(`whom a network is registered to: ${what}`, () => {
    assertEquals(readFound(answer).organization, organization);
  });
}

Deno.test("what stands in the place of a name is none", () => {
  const none = [
    ...[
      "---",
      "-",
      ".",
      "***",
      "123",
      "1234-5678",
      "REDACTED FOR PRIVACY",
      "Redacted",
      "N/A",
      "n/a",
    ],
    ...["None", "Unknown", "not disclosed", "Data Protected", "Statutory Masking Enabled", "  "],
    ...["ORG-EXA1-RIPE", "MAINT-EXAMPLE", "EXAMPLE-MNT", "AP1-AP", "JP00012345", "C01234567"],
    ...["192.0.2.0/24", "192.0.2.0 - 192.0.2.255", "11222333000144"],
  ];
  for (const name of none) {
    assertEquals(readFound({ entities: [holder(name)] }).organization, null, name);
  }
  const names = [
    ...["3 Sweden AB", "1&1 Internet SE", "Unknown Worlds Inc.", "Private Customer", "N"],
    ...[
      "R.O.C. Telecom",
      "Redactor Ltd",
      "日本電信",
      "Ростелеком",
      "AT&T Corp.",
      "Org-a-nizer Ltd",
    ],
  ];
  for (const name of names) {
    assertEquals(readFound({ entities: [holder(name)] }).organization, name);
  }
});

Deno.test("the note names the provider of a customer's network, and no other organization", () => {
  const note = (...entities: unknown[]) => readFound({ entities }).note;
  const customer = holder("Customer Inc.", "C01234567");
  assertEquals(
    note({ ...customer, entities: [holder("Provider LLC")] }),
    "a customer of Provider LLC",
  );
  assertEquals(note({ ...customer, entities: [holder("Customer Inc.")] }), null);
  assertEquals(note({ ...customer, entities: [person] }), null);
  assertEquals(note(customer, holder("Another Inc.")), null);
});

Deno.test("the country is that of the network, else of its holder, else of the provider", () => {
  const at = (name: string, cc: string) =>
    entity("X1-TEST registrant", [["fn", name], ["kind", "org"], ["adr", [], { cc }]]);
  const country = (answer: Record<string, unknown>) => readFound(answer).country;
  assertEquals(country({ country: "FR", entities: [at("A Ltd", "DE")] }), "FR");
  assertEquals(
    country({ entities: [{ ...at("A Ltd", "DE"), entities: [at("B Ltd", "CA")] }] }),
    "DE",
  );
  assertEquals(
    country({ entities: [{ ...at("A Ltd", "ZZ"), entities: [at("B Ltd", "CA")] }] }),
    "CA",
  );
  const maintained = entity("X-MNT registrant", [["fn", "X-MNT"], ["adr", [], { cc: "NL" }]]);
  assertEquals(country({ entities: [maintained] }), null);
  const jsContact = { kind: "org", name: { full: "A" }, addresses: { a: { countryCode: "nz" } } };
  assertEquals(country({ entities: [{ roles: ["registrant"], jscard: jsContact }] }), "NZ");
  const spelled = { addresses: { a: { components: [{ kind: "country", value: "Viet Nam" }] } } };
  assertEquals(country({ entities: [{ roles: ["registrant"], jscard: spelled }] }), "VN");
});
