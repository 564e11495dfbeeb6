import { assert, assertEquals } from "@std/assert";
import {
  type Exchange,
  looksLikeNslookup,
  nameRecords,
  parseNslookup,
} from "../../../lib/tools/nslookup/parse_nslookup.ts";
import type { NameRecord } from "../../../lib/model/name.ts";

type Short = Partial<NameRecord>;

/** The rows of a text in which every line is understood, without what is null. */
function rowsOf(text: string): Short[] {
  const { exchanges, rejected } = parseNslookup(text);
  assertEquals(rejected, []);
  return exchanges.flatMap((exchange) => nameRecords(exchange).map(short));
}

function short(row: NameRecord): Short {
  return Object.fromEntries(Object.entries(row).filter(([, value]) => value !== null));
}

/** Only some fields of the rows. */
function pick(text: string, ...names: (keyof NameRecord)[]): unknown[][] {
  return rowsOf(text).map((row) => names.map((name) => row[name] ?? null));
}

const SERVER = { server: "dns.example", serverAddress: "192.0.2.53" };
const HEAD = "Server:  dns.example\r\nAddress:  192.0.2.53\r\n\r\n";
const INDENT = " ".repeat(10);

Deno.test("an answer with several addresses and aliases", () => {
  const text = `${HEAD}Non-authoritative answer:\r\nName:    edge.example.net\r\n` +
    `Addresses:  2001:db8::5\r\n${INDENT}192.0.2.5\r\n` +
    `Aliases:  www.example.org\r\n${INDENT}www.example.org.edge.example\r\n\r\n`;
  const common = {
    query: "www.example.org",
    name: "edge.example.net",
    aliases: ["www.example.org", "www.example.org.edge.example"],
    authoritative: false,
    status: "NOERROR",
    ...SERVER,
  } as const;
  assertEquals(rowsOf(text), [
    { ...common, type: "AAAA", data: "2001:db8::5" },
    { ...common, type: "A", data: "192.0.2.5" },
  ]);
});

const FORWARD: readonly [language: string, server: string, heading: string, name: string][] = [
  ["Polish", "Serwer:  ", "Nieautorytatywna odpowiedź:", "Nazwa:   "],
  ["Turkish", "Sunucu:  ", "Yetkili olmayan yanıt:", "Ad:      "],
  ["Czech", "Server:  ", "Neautorizovaná odpověď:", "Název:   "],
  ["Traditional Chinese", "伺服器:  ", "未經授權的回答:", "名稱:    "],
  ["Hungarian", "Kiszolgáló:  ", "Nem mérvadó válasz:", "Név:     "],
  ["Greek, wide colons", "Διακομιστής：  ", "Μη έγκυρη απάντηση：", "Όνομα：   "],
  [
    "French, with no-break spaces",
    "Serveur\u00a0:   ",
    "Réponse ne faisant pas autorité\u00a0:",
    "Nom\u00a0:    ",
  ],
  ["made up", "Ùöá:  ", "Ñß çé ÿ:", "Þ:  "],
  ["damaged, both alike", "??:  ", "??????:", "??:  "],
  ["damaged", "\ufffd\ufffd\ufffd:  ", "\ufffd\ufffd \ufffd:", "\ufffd\ufffd:  "],
];

for (const [language, server, heading, name] of FORWARD) {
  Deno.test(`labels do not matter: ${language}`, () => {
    const lines = [
      `${server}UnKnown`,
      "Address:  2001:db8::53",
      "",
      heading,
      `${name}host.example`,
      "Addresses:  192.0.2.1",
      `${INDENT}192.0.2.2`,
      "",
    ];
    const expected = [
      ["host.example", "A", "192.0.2.1", null, "2001:db8::53", false],
      ["host.example", "A", "192.0.2.2", null, "2001:db8::53", false],
    ];
    for (const end of ["\n", "\r\n", "\r\r\n", "\n\n", "\r"]) {
      const rows = pick(
        lines.join(end),
        ...["query", "type", "data", "server", "serverAddress", "authoritative"] as const,
      );
      assertEquals(rows, expected, JSON.stringify(end));
    }
    const glued = lines.filter((line) => line !== "").join("\n");
    assertEquals(pick(glued, "data"), [["192.0.2.1"], ["192.0.2.2"]]);
    const quoted = lines.map((line) => `      ${line}`).join("\n");
    assertEquals(pick(quoted, "data"), [["192.0.2.1"], ["192.0.2.2"]]);
  });
}

Deno.test("older Windows lists addresses side by side", () => {
  const text = `${HEAD}Name:    host.example\nAddresses:  192.0.2.1, 192.0.2.2\n` +
    `${INDENT}192.0.2.3\nAliases:  www.example, ftp.example\n`;
  assertEquals(pick(text, "data", "aliases"), [
    ["192.0.2.1", ["www.example", "ftp.example"]],
    ["192.0.2.2", ["www.example", "ftp.example"]],
    ["192.0.2.3", ["www.example", "ftp.example"]],
  ]);
});

Deno.test("an answer without the line about authority is authoritative", () => {
  const text = `${HEAD}Name:    host.example\nAddresses:  192.0.2.1\n${INDENT}192.0.2.2\n`;
  assertEquals(pick(text, "authoritative"), [[true], [true]]);
});

const FAILURES: readonly [text: string, query: string | null, status: string, server?: string][] = [
  ["*** UnKnown can't find nope.example: Non-existent domain", "nope.example", "NXDOMAIN"],
  ["*** UnKnown can't find nope: Non-existent host/domain", "nope", "NXDOMAIN"],
  ["*** UnKnown can't find nope.example.: Server failed", "nope.example", "SERVFAIL"],
  ["*** UnKnown can't find nope.example: Query refused", "nope.example", "REFUSED"],
  ["*** UnKnown can't find nope.example: No response from server", "nope.example", "TIMEOUT"],
  ["*** UnKnown can't find nope.example: Unspecified error", "nope.example", "ERROR"],
  ["*** UnKnown can't find nope.example: Format error", "nope.example", "ERROR"],
  ["*** UnKnown can't find 2001:db8::7: Non-existent domain", "2001:db8::7", "NXDOMAIN"],
  ["*** can't find nope.example: Non-existent domain", "nope.example", "NXDOMAIN"],
  [
    "*** dns.example can't find dns.example: Server failed",
    "dns.example",
    "SERVFAIL",
    "dns.example",
  ],
  [
    "*** dns.example kann nope.example nicht finden: Non-existent domain",
    "nope.example",
    "NXDOMAIN",
    "dns.example",
  ],
  ["*** UnKnown kann nope nicht finden: Non-existent domain", "nope", "NXDOMAIN"],
  [
    "*** UnKnown wurde nope.example nicht gefunden: Non-existent domain",
    "nope.example",
    "NXDOMAIN",
  ],
  ["*** UnKnown ne parvient pas à trouver nope : Non-existent domain", "nope", "NXDOMAIN"],
  [
    "*** dns.example non è in grado di trovare nope.example: Server failed",
    "nope.example",
    "SERVFAIL",
    "dns.example",
  ],
  [
    "*** dns.example não encontrou nope.example: Non-existent domain",
    "nope.example",
    "NXDOMAIN",
    "dns.example",
  ],
  ["*** UnKnown nie może odnaleźć nope.example: Non-existent domain", "nope.example", "NXDOMAIN"],
  ["*** UnKnown не удалось найти nope.example: Non-existent domain", "nope.example", "NXDOMAIN"],
  ["*** UnKnown не удалось найти nope: Non-existent domain", "nope", "NXDOMAIN"],
  [
    "*** UnKnown が nope.example を見つけられません: Non-existent domain",
    "nope.example",
    "NXDOMAIN",
  ],
  [
    "*** dns.example が nope-7 を見つけられません: Non-existent domain",
    "nope-7",
    "NXDOMAIN",
    "dns.example",
  ],
  [
    "*** UnKnown이(가) nope.example을(를) 찾을 수 없습니다. Non-existent domain",
    "nope.example",
    "NXDOMAIN",
  ],
  ["*** UnKnown이(가) nope을(를) 찾을 수 없습니다. Non-existent domain", "nope", "NXDOMAIN"],
  ["*** UnKnown 找不到 nope.example: Non-existent domain", "nope.example", "NXDOMAIN"],
  ["*** UnKnown 找不到 nope.example:\n    Server failed", "nope.example", "SERVFAIL"],
  ["*** UnKnown nope.example'yi bulamıyor: Non-existent domain", "nope.example", "NXDOMAIN"],
  [
    "*** UnKnown can't find http://nope.example: Non-existent domain",
    "http://nope.example",
    "NXDOMAIN",
  ],
  ["*** UnKnown can't find büro.example: Non-existent domain", "büro.example", "NXDOMAIN"],
  ["*** UnKnown can't find www..example: Unspecified error", "www..example", "ERROR"],
  [
    "*** UnKnown can't find _sip._tcp.nope.example: Non-existent domain",
    "_sip._tcp.nope.example",
    "NXDOMAIN",
  ],
  ["*** Request to UnKnown timed-out", null, "TIMEOUT"],
  ["*** Request to dns.example timed-out", null, "TIMEOUT", "dns.example"],
  ["*** Zeitüberschreitung bei Anforderung an UnKnown.", null, "TIMEOUT"],
  ["*** 请求 dns.example 超时", null, "TIMEOUT", "dns.example"],
  ["*** No mail exchange (MX) records available for nope.example", "nope.example", "NODATA"],
  ["*** No address (A) records available for nope", "nope", "NODATA"],
  [
    "*** No internal type for both IPv4 and IPv6 Addresses (A+AAAA) records available for nope.example",
    "nope.example",
    "NODATA",
  ],
  [
    "*** No hay registros mail exchange (MX) disponibles para nope.example",
    "nope.example",
    "NODATA",
  ],
  ["*** nope.example の text (TXT) レコードがありません", "nope.example", "NODATA"],
  ["*** ¿Qué?", null, "ERROR"],
];

for (const [message, query, status, server = null] of FAILURES) {
  Deno.test(`a failure: ${message.replace("\n", " ")}`, () => {
    const head = `Server:  ${server ?? "UnKnown"}\nAddress:  192.0.2.53\n\n`;
    const note = message.slice(4).replace(/\n\s*/, " ");
    const expected = [[query, null, null, server, status, note]];
    const names = ["query", "name", "data", "server", "status", "note"] as const;
    assertEquals(pick(`${head}${message}\n`, ...names), expected, "behind");
    assertEquals(pick(`${message}\n${head}`, ...names), expected, "before");
  });
}

Deno.test("the type that there is none of stands in the message", () => {
  const text = (type: string) => `${HEAD}*** No x (${type}) records available for host.example\n`;
  assertEquals(pick(text("MX"), "type"), [["MX"]]);
  assertEquals(pick(text("A+AAAA"), "type"), [[null]]);
});

Deno.test("time-outs of tries are no failure where an answer follows", () => {
  const wait = "DNS request timed out.\n    timeout was 2 seconds.\n";
  const answer = "Name:    host.example\nAddress:  10.0.0.7\n";
  for (const text of [wait + HEAD + answer, HEAD + wait + wait + answer]) {
    assertEquals(pick(text, "query", "status"), [["host.example", "NOERROR"]]);
  }
  // Standard error was not saved: only the tries tell.
  assertEquals(pick(HEAD + wait, "status", "note"), [["TIMEOUT", null]]);
  assertEquals(pick(HEAD, "status", "note"), [["ERROR", null]]);
});

Deno.test("waiting can be told in another language", () => {
  const text = "Zeitüberschreitung bei DNS-Anforderung.\n    Das Zeitlimit beträgt 2 Sekunden.\n";
  assertEquals(pick(text + HEAD + "*** Das war nichts\n", "status"), [["ERROR"]]);
});

Deno.test("a server without a name is told first, and is no answer", () => {
  const text = "DNS request timed out.\n    timeout was 2 seconds.\n" +
    "*** Can't find server name for address 192.0.2.53: Timed out\n" +
    "*** Default servers are not available\n" +
    "Server:  UnKnown\nAddress:  192.0.2.53\n\n";
  const answer = "Name:    host.example\nAddresses:  192.0.2.1\n          192.0.2.2\n";
  assertEquals(pick(text + answer, "data"), [["192.0.2.1"], ["192.0.2.2"]]);
  const failure = "*** UnKnown can't find 192.0.2.53: Non-existent domain\n";
  assertEquals(pick(text + failure, "query", "status"), [["192.0.2.53", "NXDOMAIN"]]);
  assertEquals(
    pick(
      "*** Impossible de trouver le nom de serveur pour l'adresse 192.0.2.53 : Timed out\n" +
        `Serveur :   UnKnown\nAddress:  192.0.2.53\n\n${answer}`,
      "status",
    ),
    [["NOERROR"], ["NOERROR"]],
  );
});

Deno.test("records on lines of their own", () => {
  const text = `${HEAD}Non-authoritative answer:
host.example\tMX preference = 10, mail exchanger = mail.example
host.example    MX preference = 0, mail exchanger = .
host.example nameserver = ns1.example.
host.example\tcanonical name = other.example
host.example\tinternet address = 192.0.2.1
host.example\tAAAA IPv6 address = 2001:db8::1
host.example\thas AAAA address 2001:db8::2
7.2.0.192.in-addr.arpa\tname = host.example
(root)\tnameserver = a.root.example
host.example\t??? unknown type 257 ???
host.example\tflavour = vanilla
`;
  assertEquals(pick(text, "query", "type", "name", "data", "preference"), [
    ["host.example", "MX", "host.example", "mail.example", 10],
    ["host.example", "MX", "host.example", ".", 0],
    ["host.example", "NS", "host.example", "ns1.example", null],
    ["host.example", "CNAME", "host.example", "other.example", null],
    ["host.example", "A", "host.example", "192.0.2.1", null],
    ["host.example", "AAAA", "host.example", "2001:db8::1", null],
    ["host.example", "AAAA", "host.example", "2001:db8::2", null],
    ["host.example", "PTR", "7.2.0.192.in-addr.arpa", "host.example", null],
    ["host.example", "NS", ".", "a.root.example", null],
    ["host.example", null, "host.example", "??? unknown type 257 ???", null],
    ["host.example", null, "host.example", "vanilla", null],
  ]);
});

Deno.test("texts: strings of a record are joined, records are not", () => {
  const text = `${HEAD}host.example\ttext =

\t"v=spf1 -all"
host.example\ttext =

\t"one "
\t"two = 2"
\t"say "hi" \\ ok"
host.example\ttext =\r

        "broken by the
console"
host.example\ttext =

\t""
`;
  assertEquals(pick(text, "type", "data"), [
    ["TXT", "v=spf1 -all"],
    ["TXT", 'one two = 2say "hi" \\ ok'],
    ["TXT", "broken by theconsole"],
    ["TXT", ""],
  ]);
});

Deno.test("a name of an address may hold spaces, and all else", () => {
  const arpa = "9.2.0.192.in-addr.arpa";
  for (const name of ["=cmd|' /C calc'!A0", "two  words", "a = b", "x\x1b[31m y.example"]) {
    const text = `${HEAD}Non-authoritative answer:\r\n${arpa}\tname = ${name}\r\n`;
    assertEquals(pick(text, "query", "type", "name", "data"), [[arpa, "PTR", arpa, name]]);
  }
  const missing = `${HEAD}*** dns.example can't find ${arpa}.: Non-existent domain\r\n`;
  assertEquals(pick(missing, "query", "status"), [[arpa, "NXDOMAIN"]]);
});

Deno.test("services, with and without indentation", () => {
  const block = (indent: string, title: string) =>
    `${HEAD}_ldap._tcp.example\t${title}
${indent}priority       = 0
${indent}weight         = 100
${indent}port           = 389
${indent}svr hostname   = dc1.example
_ldap._tcp.example\t${title}
${indent}priority       = 5
${indent}weight         = 200
${indent}port           = 3268
${indent}svr hostname   = dc2.example
dc1.example\tinternet address = 192.0.2.1
`;
  const expected = [
    ["SRV", "dc1.example", 0, 100, 389],
    ["SRV", "dc2.example", 5, 200, 3268],
    ["A", "192.0.2.1", null, null, null],
  ];
  for (const text of [block("          ", "SRV service location:"), block("", "SRV 服務位置:")]) {
    assertEquals(pick(text, "type", "data", "preference", "weight", "port"), expected);
  }
});

const SOA = `zone.example
        primary name server = ns1.zone.example
        responsible mail addr = hostmaster.zone.example
        serial  = 2026010203
        refresh = 10800 (3 hours)
        retry   = 3600 (1 hour)
        expire  = 604800 (7 days)
        default TTL = 300 (5 mins)
`;
const SOA_DATA = "ns1.zone.example hostmaster.zone.example 2026010203 10800 3600 604800 300";

Deno.test("a zone's record alone says that there is no such record", () => {
  const none = [[null, null, null, "NODATA", "there is no such record in the zone zone.example"]];
  assertEquals(pick(HEAD + SOA, "query", "type", "data", "status", "note"), none);
  const heading = "Non-authoritative answer:\n";
  const found = [["zone.example", "SOA", SOA_DATA, "NOERROR", null]];
  for (
    const text of [
      HEAD + heading + SOA,
      `${HEAD}${SOA}ns1.zone.example\tinternet address = 192.0.2.1\n`,
    ]
  ) {
    assertEquals(pick(text, "query", "type", "data", "status", "note").slice(0, 1), found);
  }
  assertEquals(pick(`> set type=soa\n> zone.example\n${HEAD}${SOA}`, "data"), [[SOA_DATA]]);
  const other = `> set type=soa\n> www.zone.example\n${HEAD}${SOA}`;
  assertEquals(pick(other, "query", "type", "status"), [["www.zone.example", "SOA", "NODATA"]]);
});

Deno.test("a session as a console shows it", () => {
  const text = `Microsoft Windows [Version 10.0.19045.1]
(c) Microsoft Corporation. All rights reserved.

C:\\Users\\me>nslookup
Default Server:  dns.example
Address:  192.0.2.53

> host.example
Server:  dns.example
Address:  192.0.2.53

Name:    host.example
Addresses:  192.0.2.1
          192.0.2.2

> set type=mx
> host.example
Server:  dns.example
Address:  192.0.2.53

host.example    MX preference = 10, mail exchanger = mail.example
> server 192.0.2.54
Default Server:  other.example
Address:  192.0.2.54

> set q=txt
> nope.example
Server:  other.example
Address:  192.0.2.54

*** other.example can't find nope.example: Non-existent domain
> set all
Default Server:  other.example
Address:  192.0.2.54

Set options:
  nodebug
  type=TXT
  timeout=2

> ls example
[other.example]
*** Can't list domain example: Query refused
> 192.0.2.9
Server:  other.example
Address:  192.0.2.54

Name:    nine.example
Address:  192.0.2.9

> exit

C:\\Users\\me>nslookup -type=ns zone.example 192.0.2.55 2>nul
Server:  UnKnown
Address:  192.0.2.55

zone.example    nameserver = ns1.zone.example

C:\\Users\\me>
`;
  assertEquals(pick(text, "query", "type", "data", "server", "status"), [
    ["host.example", "A", "192.0.2.1", "dns.example", "NOERROR"],
    ["host.example", "A", "192.0.2.2", "dns.example", "NOERROR"],
    ["host.example", "MX", "mail.example", "dns.example", "NOERROR"],
    ["nope.example", "TXT", null, "other.example", "NXDOMAIN"],
    ["example", "TXT", null, "other.example", "REFUSED"],
    ["192.0.2.9", "PTR", "nine.example", "other.example", "NOERROR"],
    ["zone.example", "NS", "ns1.zone.example", null, "NOERROR"],
  ]);
});

Deno.test("a session out of a pipe: prompts without echo, messages elsewhere", () => {
  const block = (label: string) => `${label}:  dns.example\r\nAddress:  192.0.2.53\r\n\r\n`;
  const stdout = `${block("既定のサーバー")}> > ${block("サーバー")}名前:    a.example\r\n` +
    `Addresses:  192.0.2.1\r\n          192.0.2.2\r\n\r\n` +
    `> ${block("サーバー")}> ${block("サーバー")}> ${block("サーバー")}` +
    "名前:    d.example\r\nAddresses:  192.0.2.3\r\n          192.0.2.4\r\n\r\n> ";
  const stderr = "*** dns.example が b.example を見つけられません: Non-existent domain\r\n" +
    "*** dns.example が c.example を見つけられません: Server failed\r\n";
  const expected = [
    ["a.example", "192.0.2.1", "NOERROR"],
    ["a.example", "192.0.2.2", "NOERROR"],
    ["b.example", null, "NXDOMAIN"],
    ["c.example", null, "SERVFAIL"],
    ["d.example", "192.0.2.3", "NOERROR"],
    ["d.example", "192.0.2.4", "NOERROR"],
  ];
  for (const text of [`${stderr}${stdout}`, `${stdout}\r\n${stderr}`]) {
    assertEquals(pick(text, "query", "data", "status"), expected);
  }
});

Deno.test("a session whose server at the start has the label of all others", () => {
  const block = "Server:  dns.example\nAddress:  192.0.2.53\n\n";
  const text = `${block}> ${block}Name:    a.example\nAddress:  10.0.0.1\n\n` +
    `> ${block}Name:    b.example\nAddress:  10.0.0.2\n\n> `;
  assertEquals(pick(text, "query", "server"), [
    ["a.example", "dns.example"],
    ["b.example", "dns.example"],
  ]);
});

Deno.test("a session whose prompts were lost", () => {
  const text = `Default Server:  dc1.example
Address:  192.0.2.14
set type=srv
_ldap._tcp.example
Server:  dc1.example
Address:  192.0.2.14
_ldap._tcp.example   SRV service location:
priority       = 0
weight         = 0
port           = 389
svr hostname   = dc1.example
`;
  assertEquals(pick(text, "query", "type", "data", "port"), [
    ["_ldap._tcp.example", "SRV", "dc1.example", 389],
  ]);
});

Deno.test("outputs one after another, also of several languages", () => {
  const german =
    "Server:  a.example\nAddress:  192.0.2.53\n\nName:    one.example\nAddress:  10.0.0.1\n\n";
  const spanish =
    "Servidor:  b.example\nAddress:  192.0.2.54\n\nNombre:  two.example\nAddress:  10.0.0.2\n\n";
  const mail =
    "Server:  a.example\nAddress:  192.0.2.53\n\nthree.example\tnameserver = ns.example\n\n";
  assertEquals(pick(german + spanish + mail + spanish + german, "query", "data", "server"), [
    ["one.example", "10.0.0.1", "a.example"],
    ["two.example", "10.0.0.2", "b.example"],
    ["three.example", "ns.example", "a.example"],
    ["two.example", "10.0.0.2", "b.example"],
    ["one.example", "10.0.0.1", "a.example"],
  ]);
});

Deno.test("each of several outputs has its own line about authority", () => {
  const one = "Non-authoritative answer:\nServer:  a.example\nAddress:  192.0.2.53\n\n" +
    "Name:    one.example\nAddresses:  192.0.2.1\n          192.0.2.2\n\n";
  const two = "Server:  a.example\nAddress:  192.0.2.53\n\nName:    two.example\n" +
    "Addresses:  192.0.2.1\n          192.0.2.2\n\n";
  assertEquals(pick(one + two + one, "authoritative").flat(), [
    false,
    false,
    true,
    true,
    false,
    false,
  ]);
});

Deno.test("an answer whose server was cut off", () => {
  const text = "Name:    host.example\nAddresses:  192.0.2.1\n          192.0.2.2\n";
  assertEquals(pick(text, "query", "data", "server"), [
    ["host.example", "192.0.2.1", null],
    ["host.example", "192.0.2.2", null],
  ]);
});

Deno.test("a server may have a list of addresses and an alias", () => {
  const text = "Server:  one.example\nAddresses:  192.0.2.53\n          192.0.2.54\n" +
    "Aliases:  dns.example\n\nName:    host.example\nAddress:  10.0.0.1\n";
  assertEquals(pick(text, "query", "data", "server", "serverAddress"), [
    ["host.example", "10.0.0.1", "one.example", "192.0.2.53"],
  ]);
});

const REVERSE: readonly [name: string, address: string, isReverse: boolean, heading?: string][] = [
  ["host-7-9.example", "10.0.7.9", true],
  ["cable-8-8-4-4.isp.example", "8.8.4.4", true],
  ["host.example", "8.8.4.4", true],
  ["host.example", "8.8.4.4", false, "Non-authoritative answer:\n"],
  ["www.host.example", "8.8.4.4", false],
  ["host.example.net", "8.8.4.4", false],
  ["dns.example.net", "9.9.9.9", true],
  ["host.example", "10.0.7.9", false],
  ["host.example", "2001:4860:4860::8888", true],
];

for (const [name, address, isReverse, heading = ""] of REVERSE) {
  Deno.test(`a reverse look-up or not: ${heading.trim()} ${name} ${address}`, () => {
    const text =
      `Server:  dns.example.net\nAddress:  9.9.9.9\n\n${heading}Name:    ${name}\nAddress:  ${address}\n`;
    const [row] = rowsOf(text);
    assertEquals([row?.type === "PTR", row?.query], isReverse ? [true, address] : [false, name]);
    if (isReverse) assertEquals([row?.data, row?.authoritative], [name, undefined]);
  });
}

Deno.test("a known query decides whether an answer is a reverse look-up", () => {
  const [exchange] =
    parseNslookup(`${HEAD}Name:    host.example\nAddress:  2001:db8::a:7\n`).exchanges;
  const ask = (query: string, type: Exchange["type"]) =>
    nameRecords({ ...exchange!, query, type }).map(({ type, name, data }) => [type, name, data]);
  assertEquals(ask("2001:DB8:0::a:7", "PTR"), [[
    "PTR",
    "7.0.0.0.a.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.8.b.d.0.1.0.0.2.ip6.arpa",
    "host.example",
  ]]);
  assertEquals(ask("host.example", null), [["AAAA", "host.example", "2001:db8::a:7"]]);
});

Deno.test("BIND: aliases lead to addresses, in the order of asking", () => {
  const head = "Server:\t\t192.0.2.53\nAddress:\t192.0.2.53#53\n\n";
  const chain = "a.example\tcanonical name = b.example.\nb.example\tcanonical name = c.example.\n";
  const text = `${head}Non-authoritative answer:\n${chain}Name:\tc.example\nAddress: 192.0.2.1\n` +
    "Name:\tc.example\nAddress: 2001:db8::1\n\n";
  assertEquals(pick(text, "query", "type", "name", "data", "aliases", "serverAddress"), [
    ["a.example", "A", "c.example", "192.0.2.1", ["a.example", "b.example"], "192.0.2.53"],
    ["a.example", "AAAA", "c.example", "2001:db8::1", ["a.example", "b.example"], "192.0.2.53"],
  ]);
  const lost = `${head}${chain}** server can't find c.example: SERVFAIL\n\n`;
  assertEquals(pick(lost, "query", "type", "data", "status"), [
    ["a.example", "CNAME", "b.example", "NOERROR"],
    ["a.example", "CNAME", "c.example", "NOERROR"],
    ["a.example", null, null, "SERVFAIL"],
  ]);
});

Deno.test("BIND: the servers of the zone are not part of the answer", () => {
  const text = `Server:\t\t192.0.2.53
Address:\t192.0.2.53#53

Non-authoritative answer:
host.example\tmail exchanger = 10 mail.example.

Authoritative answers can be found from:
host.example\tnameserver = ns.example.
ns.example\tinternet address = 192.0.2.3
ns.example\thas AAAA address 2001:db8::3

Server:\t\t192.0.2.53
Address:\t192.0.2.53#53

Non-authoritative answer:
*** Can't find host.example: No answer

Authoritative answers can be found from:
host.example
\torigin = ns.example
\tmail addr = hostmaster.example
\tserial = 1

7.2.0.192.in-addr.arpa\tname = seven.example.

Authoritative answers can be found from:

** server can't find 8.2.0.192.in-addr.arpa: NXDOMAIN

`;
  assertEquals(pick(text, "query", "type", "data", "authoritative", "status"), [
    ["host.example", "MX", "mail.example", false, "NOERROR"],
    ["host.example", null, null, null, "NODATA"],
    ["192.0.2.7", "PTR", "seven.example", null, "NOERROR"],
    ["192.0.2.8", null, null, null, "NXDOMAIN"],
  ]);
});

Deno.test("BIND: no server answered, or only the next one did", () => {
  const silent = ";; communications error to 192.0.2.53#53: timed out\n".repeat(3) +
    ";; no servers could be reached\n\n";
  assertEquals(pick(silent, "status", "serverAddress", "note"), [
    ["TIMEOUT", "192.0.2.53", "communications error to 192.0.2.53#53: timed out"],
  ]);
  assertEquals(pick(";; connection timed out; no servers could be reached\n", "status", "query"), [
    ["TIMEOUT", null],
  ]);
  const refused = ";; communications error to 192.0.2.53#53: connection refused\n";
  assertEquals(pick(`${refused};; no servers could be reached\n`, "status"), [["ERROR"]]);
  const next =
    "Server:\t\t192.0.2.54\nAddress:\t192.0.2.54#53\n\nName:\ta.example\nAddress: 192.0.2.1\n";
  const text =
    `;; Got SERVFAIL reply from 192.0.2.53\n${refused}${next};; Truncated, retrying in TCP mode.\n`;
  assertEquals(pick(text, "data", "status", "authoritative"), [["192.0.2.1", "NOERROR", true]]);
});

Deno.test("debug output between rulers is skipped", () => {
  const text = `------------
Got answer:
    HEADER:
        opcode = QUERY, id = 1, rcode = NOERROR
    ANSWERS:
    ->  53.2.0.192.in-addr.arpa
        name = dns.example
------------
${HEAD}------------
Got answer:
    QUESTIONS:
        host.example, type = A, class = IN
------------
Name:    host.example
Address:  10.0.0.1
`;
  assertEquals(pick(text, "query", "data"), [["host.example", "10.0.0.1"]]);
});

Deno.test("PowerShell's error record of standard error's first line is read", () => {
  const record = (message: string) =>
    `nslookup : ${message}
In Zeile:1 Zeichen:1
+ nslookup host.example 2>&1 > x.txt
+ ~~~~~~~~~~~~~~~~~~~~~~~~~~
    + CategoryInfo          : NotSpecified: (${message.slice(0, 20)}:String) [], RemoteException
    + FullyQualifiedErrorId : NativeCommandError

`;
  const answer = "Name:    host.example\nAddresses:  192.0.2.1\n          192.0.2.2\n";
  const text = `${HEAD}${record("Nicht autorisierende Antwort:")}${answer}`;
  assertEquals(pick(text, "data", "authoritative"), [["192.0.2.1", false], ["192.0.2.2", false]]);
  const broken = record("*** dns.example kann nope.example nicht\nfinden: Non-existent domain");
  assertEquals(pick(broken + HEAD, "query", "status"), [["nope.example", "NXDOMAIN"]]);
});

Deno.test("lines that are not understood are rejected with their numbers", () => {
  const { exchanges, rejected } = parseNslookup(
    `${HEAD}Name:    host.example\nwhat = this\nAddress:  10.0.0.1\n?\n`,
  );
  assertEquals(exchanges.flatMap(nameRecords).map(({ data }) => data), ["10.0.0.1"]);
  assertEquals(rejected.map(({ line, text }) => [line, text]), [[5, "what = this"], [7, "?"]]);
});

Deno.test("empty output has no exchanges", () => {
  for (const text of ["", "\n\n", "> \n> exit\n", "Non-authoritative answer:\n"]) {
    assertEquals(parseNslookup(text), { exchanges: [], rejected: [] });
    assert(!looksLikeNslookup(text));
  }
});

Deno.test("a message alone is a question that failed", () => {
  assertEquals(
    pick("*** dns.example can't find nope.example: Server failed\n", "query", "status"),
    [
      ["nope.example", "SERVFAIL"],
    ],
  );
});

Deno.test("other tools' output does not look like nslookup's", () => {
  const others = [
    "Active Connections\n\n  Proto  Local Address  Foreign Address  State  PID\n" +
    "  TCP    192.0.2.1:49712   198.51.100.7:443   ESTABLISHED   4711\n",
    "Image Name:   chat.exe\nPID:          4711\nSession Name: Console\nMem Usage:    11,204 K\n",
    "Windows IP Configuration\n\n   Host Name . . . . . . . . . . . . : PC\n" +
    "   IPv4 Address. . . . . . . . . . . : 192.0.2.10\n   DNS Servers : 192.0.2.53\n",
    "Pinging host.example [192.0.2.1] with 32 bytes of data:\nReply from 192.0.2.1: bytes=32 time=1ms TTL=64\n",
    "NetRange:       192.0.2.0 - 192.0.2.255\nCIDR:           192.0.2.0/24\nOrgName:        Example\nCountry:        US\n",
    "[section]\nkey = value\nother.key = 7\n",
  ];
  for (const text of others) assert(!looksLikeNslookup(text), text);
});
