import { assertEquals } from "@std/assert";
import {
  type CardProperty,
  entity,
  holder,
  jCard,
  readFound,
  remark,
} from "../../../support/rdap_answers.ts";

/** What an answer has, and where to report abuse. */
type Case = readonly [what: string, answer: Record<string, unknown>, contact: string | null];

function abuse(...properties: readonly CardProperty[]): Record<string, unknown> {
  return entity("AR1-TEST abuse", properties);
}

function mail(address: unknown, parameters: Record<string, unknown> = {}): CardProperty {
  return ["email", address, parameters];
}

const desk = entity("IRT-JPNIC-JP abuse", [
  mail("hostmaster@nic.ad.jp"),
  mail("hostmaster@nic.ad.jp", { pref: "1" }),
]);

const CASES: readonly Case[] = [
  // The best address of a card
  [
    "APNIC: the preferred address is the abuse mailbox",
    { entities: [abuse(mail("helpdesk@a.example"), mail("cert@a.example", { pref: "1" }))] },
    "cert@a.example",
  ],
  [
    "the highest rank, as a number or text",
    {
      entities: [
        abuse(
          mail("a@a.example", { pref: 100 }),
          mail("b@a.example", { pref: "2" }),
          mail("c@a.example"),
        ),
      ],
    },
    "b@a.example",
  ],
  [
    "RIPE NCC: the one marked for abuse",
    {
      entities: [
        abuse(
          mail("soporte@a.example", { type: "email" }),
          mail("avisos@a.example", { type: "abuse" }),
        ),
      ],
    },
    "avisos@a.example",
  ],
  [
    "a mark among others, and before a rank",
    {
      entities: [
        abuse(
          mail("a@a.example", { pref: "1" }),
          mail("b@a.example", { type: ["work", "ABUSE"] }),
        ),
      ],
    },
    "b@a.example",
  ],
  ["the preferred one of vCard 3", {
    entities: [abuse(mail("a@a.example"), mail("b@a.example", { type: ["internet", "pref"] }))],
  }, "b@a.example"],
  [
    "a rank out of range is none",
    { entities: [abuse(mail("a@a.example"), mail("b@a.example", { pref: "0" }))] },
    "a@a.example",
  ],
  [
    "without marks, the mailbox with abuse in its name",
    { entities: [abuse(mail("noc@a.example"), mail("abuse@a.example"))] },
    "abuse@a.example",
  ],
  ["else the first", {
    entities: [abuse(mail("noc@a.example"), mail("help@a.example"))],
  }, "noc@a.example"],
  [
    "several addresses in one value",
    { entities: [abuse(mail("abuse@a.example, noc@a.example"))] },
    "abuse@a.example",
  ],
  ["several with semicolons and names", {
    entities: [abuse(mail("Desk <desk@a.example>; x@a.example"))],
  }, "desk@a.example"],
  [
    "an address hidden from robots",
    { entities: [abuse(mail("abuse(at)a.example"))] },
    "abuse@a.example",
  ],
  ["a withheld address", { entities: [abuse(mail("REDACTED FOR PRIVACY"))] }, null],
  ["a mailbox that nobody reads", {
    entities: [abuse(mail("no-email@a.example"), mail("b@a.example"))],
  }, "b@a.example"],
  // Which entity
  [
    "the one nearer to the network",
    {
      entities: [
        { ...holder("Org"), entities: [abuse(mail("abuse@org.example"))] },
        abuse(mail("net@org.example")),
      ],
    },
    "net@org.example",
  ],
  ["roles as text", {
    entities: [{ ...abuse(mail("a@a.example")), roles: "abuse" }],
  }, "a@a.example"],
  ["several roles as text", {
    entities: [{ ...abuse(mail("a@a.example")), roles: "technical, Abuse" }],
  }, "a@a.example"],
  [
    "an entity without addresses, given elsewhere in full",
    {
      entities: [
        { handle: "AR1-TEST", roles: ["abuse"] },
        { ...holder("Org"), entities: [{ ...abuse(mail("a@a.example")), roles: ["technical"] }] },
      ],
    },
    "a@a.example",
  ],
  ["an entity without any address", { entities: [abuse(["fn", "Person"])] }, null],
  [
    "RIPE NCC: a mark in the card of another role",
    {
      entities: [
        entity("EX1-RIPE technical", [
          mail("a@a.example"),
          mail("b@a.example", { type: "abuse" }),
        ]),
      ],
    },
    "b@a.example",
  ],
  [
    "a mailbox with abuse in its name, of the holder",
    {
      entities: [
        entity("ORG-EX1-AFRINIC registrant", [
          ["kind", "org"],
          mail("noc@a.example"),
          mail("abuse@a.example"),
        ]),
      ],
    },
    "abuse@a.example",
  ],
  [
    "other contacts are not for abuse",
    {
      entities: [
        entity("A technical", [mail("tech@a.example")]),
        entity("B registrant", [["kind", "org"], mail("contact@a.example")]),
      ],
    },
    null,
  ],
  [
    "JSContact: by rank, and by what it is for",
    {
      entities: [{
        roles: ["abuse"],
        jscard: {
          emails: {
            a: { address: "a@a.example", pref: 2 },
            b: { address: "b@a.example", pref: 1 },
          },
        },
      }],
    },
    "b@a.example",
  ],
  [
    "JSContact: marked for abuse",
    {
      entities: [{
        roles: ["technical"],
        jscard: {
          emails: { email: { address: "a@a.example" }, abuse: { address: "b@a.example" } },
        },
      }],
    },
    "b@a.example",
  ],
  // Remarks
  [
    "AFRINIC: a remark of the network",
    {
      entities: [entity("M technical", [mail("ip-maint@a.example")])],
      remarks: [remark("Remark", "please send abuse reports to incidents@a.example")],
    },
    "incidents@a.example",
  ],
  [
    "JPNIC: a remark instead of the national registry's desk",
    {
      entities: [desk],
      remarks: [remark("remarks", "Email address for spam or abuse complaints :abuse@rei.example")],
    },
    "abuse@rei.example",
  ],
  [
    "KRNIC: a remark of a contact, which names several",
    {
      entities: [
        entity("DB1-KR technical", [mail("ipadm@yesi.example")], {
          remarks: [
            remark(
              "remarks",
              "IP address administrator group",
              "If related with spam, send mail to sos@yesi.example",
              "If related with routing, send mail to noc@yesi.example",
            ),
          ],
        }),
        entity("IRT-KRNIC-KR abuse", [mail("irt@nic.or.kr")]),
      ],
    },
    "sos@yesi.example",
  ],
  ["what an address is for stands after it", {
    remarks: [remark(null, "noc@a.example for peering, sos@a.example for abuse")],
  }, "sos@a.example"],
  ...["Misbruik melden: sos@a.example", "Zgłoszenia nadużyć: sos@a.example"].map((line): Case => [
    `in another language: ${line}`,
    { remarks: [remark(null, "Peering: peering@a.example", line)] },
    "sos@a.example",
  ]),
  ["the address on the line after", {
    remarks: [remark(null, "All abuse reporting can be done via", "resolver@a.example", "-----")],
  }, "resolver@a.example"],
  [
    "the address three lines after",
    { remarks: [remark(null, "In case of abuse,", "please write to", "our team:", "t@a.example")] },
    "t@a.example",
  ],
  [
    "an address after a rule is about something else",
    { remarks: [remark(null, "We do not tolerate abuse.", "----", "Peering: peering@a.example")] },
    null,
  ],
  [
    "an address with another label is about that",
    { remarks: [remark(null, "We do not tolerate abuse.", "Peering: peering@a.example")] },
    null,
  ],
  [
    "an address below another label is about that",
    { remarks: [remark(null, "We do not tolerate abuse.", "", "Peering:", "peering@a.example")] },
    null,
  ],
  ["the label of an address is no subject", {
    remarks: [remark(null, "Report abuse here", "E-mail: sec@a.example")],
  }, "sec@a.example"],
  [
    "an address for something else on the same line",
    { remarks: [remark(null, "Network problems: noc@a.example, abuse: sec@a.example")] },
    "sec@a.example",
  ],
  ["an address before what it is for", {
    remarks: [remark(null, "sec@a.example (abuse only)")],
  }, "sec@a.example"],
  [
    "an address that is not for abuse",
    { remarks: [remark(null, "Do not send abuse reports to noc@a.example")] },
    null,
  ],
  [
    "APNIC's word that a mailbox works",
    { remarks: [remark("remarks", "For abuse:", "a@a.example was validated on 2021-02-09")] },
    null,
  ],
  ["a remark in another language", {
    remarks: [remark(null, "Reclamos de abuso: reclamos@a.example")],
  }, "reclamos@a.example"],
  ["a remark with a hidden address", {
    remarks: [remark(null, "abuse contact: help [at] a [dot] example")],
  }, "help@a.example"],
  [
    "an entity for abuse comes before any remark",
    {
      entities: [abuse(mail("helpdesk@a.example"))],
      remarks: [remark(null, "Abuse of the resolver: resolver@a.example")],
    },
    "helpdesk@a.example",
  ],
  // National registries
  [
    "the desk of a national registry, for want of another",
    { entities: [desk] },
    "hostmaster@nic.ad.jp",
  ],
  [
    "a mailbox for abuse instead of a national registry's desk",
    {
      entities: [
        entity("IRT-CNNIC-CN abuse", [mail("ipas@cnnic.cn")]),
        entity("ZM1-AP technical", [mail("cloud-abuse@a.example")]),
      ],
    },
    "cloud-abuse@a.example",
  ],
];

for (const [what, answer, contact] of CASES) {
  Deno.test(`where to report abuse: ${what}`, () => {
    assertEquals(readFound(answer).abuseContact, contact);
  });
}

Deno.test("the note says that the abuse contact is a national registry's desk", () => {
  const described = (name: string) => [remark("description", name)];
  assertEquals(
    readFound({ entities: [desk], remarks: described("Rei Tsushin K.K.") }).note,
    "abuseContact is the desk of JPNIC, the national registry",
  );
  const own = described("Japan Network Information Center");
  assertEquals(readFound({ entities: [desk], remarks: own }).note, null);
  const others = [
    ["irt@nic.or.kr", "KRNIC"],
    ["hostmaster@twnic.net", "TWNIC"],
    ["ipas@cnnic.cn", "CNNIC"],
    ["hm-changed@vnnic.vn", "VNNIC"],
    ["hostmaster@idnic.net", "IDNIC"],
    ["info@irinn.in", "IRINN"],
  ] as const;
  for (const [address, name] of others) {
    const { note } = readFound({ entities: [abuse(mail(address))] });
    assertEquals(note, `abuseContact is the desk of ${name}, the national registry`);
  }
  // A regional registry's desk is the contact of its own networks alone.
  assertEquals(readFound({ entities: [abuse(mail("helpdesk@apnic.net"))] }).note, null);
  assertEquals(readFound({ entities: [abuse(mail("a@notnic.ad.jp"))] }).note, null);
});

Deno.test("a list of addresses in the place of one is read", () => {
  const card = jCard(["email", ["", "abuse@one.example", "noc@one.example"]]);
  const { abuseContact } = readFound({ entities: [{ roles: ["abuse"], vcardArray: card }] });
  assertEquals(abuseContact, "abuse@one.example");
});

Deno.test("text that is no mail address is none", () => {
  const none = [
    ...["abuse", "abuse@", "@a.example", "a@b", "a@b.", "a@.example", "a b@", "a@b..example"],
    ...[
      "a@-b.example",
      "a@b.1",
      "=cmd|' /C calc'!A0",
      "x@y.example\u001b[2J",
      "https://a.example/@b",
    ],
  ];
  for (const text of none) {
    assertEquals(readFound({ entities: [abuse(mail(text))] }).abuseContact, null, text);
  }
  for (const value of [null, 7, {}, [], ["a@b"], true]) {
    assertEquals(
      readFound({ entities: [{ roles: ["abuse"], vcardArray: jCard(["email", value]) }] })
        .abuseContact,
      null,
    );
  }
});
