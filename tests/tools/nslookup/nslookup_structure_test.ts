import { assert, assertEquals } from "@std/assert";
import fc from "fast-check";
import {
  looksLikeNslookup,
  nameRecords,
  parseNslookup,
} from "../../../lib/tools/nslookup/parse_nslookup.ts";
import type { NameRecord } from "../../../lib/model/name.ts";

// What is nslookup's and what only looks like it. The expectations are written from the texts.

type Field = keyof NameRecord;

function pick(text: string, ...fields: Field[]): unknown[][] {
  const rows = parseNslookup(text).exchanges.flatMap(nameRecords);
  return rows.map((row) => fields.map((field) => row[field]));
}

function rejectedLines(text: string): number[] {
  return parseNslookup(text).rejected.map(({ line }) => line);
}

/** Text that is not nslookup's, though it has labels with values, asterisks or equals signs. */
const OTHERS: Readonly<Record<string, string>> = {
  "a short list": "Host: pc-anna\nIP: 192.0.2.5\nGateway: 192.0.2.1\nDNS: 192.0.2.53\nUser: anna\n",
  "settings of a server": "Server: db.example\nAddress: 192.0.2.1\nPort: 5432\nUser: anna\n",
  "a device": "Name: switch1.lan\nAddress: 192.0.2.9\nModel: X200\n",
  "an inventory": "Host: web1\nAddress: 10.0.0.1\n\nHost: web2\nAddress: 10.0.0.2\n",
  "an inventory in German":
    "Gerät: Drucker\nAddress: 10.0.0.5\n\nGerät: Kasse\nAddress: 10.0.0.6\n",
  "YAML": "server: dns.example\naddress: 192.0.2.1\nname: www.example.com\naddress: 192.0.2.2\n",
  "Russian settings": "Сервер: dc1\nАдрес: 192.0.2.1\nШлюз: 192.0.2.1\nПользователь: anna\n",
  "Japanese settings":
    "ホスト名: pc-anna\nアドレス: 192.0.2.5\nゲートウェイ: 192.0.2.1\nユーザー: anna\n",
  "nmcli device show": "GENERAL.DEVICE:                         eth0\n" +
    "GENERAL.HWADDR:                         00:11:22:33:44:55\n" +
    "IP4.ADDRESS[1]:                         192.0.2.5/24\n" +
    "IP4.GATEWAY:                            192.0.2.1\n" +
    "IP4.DNS[1]:                             192.0.2.53\n",
  "ipconfig": "Windows IP Configuration\n\n   Host Name . . . . . . . . . . . . : PC\n" +
    "   IPv4 Address. . . . . . . . . . . : 192.0.2.10\n" +
    "   DNS Servers . . . . . . . . . . . : 192.0.2.53\n",
  "systeminfo": "Host Name:                 PC-ANNA\nOS Name:                   Windows 11\n" +
    "Logon Server:              \\\\DC1\nDomain:                    lan.example\n",
  "HTTP headers": "HTTP/1.1 200 OK\nServer: nginx\nDate: Tue, 25 Nov 2025 08:02:11 GMT\n",
  "a mail":
    "From: anna@example.com\nTo: bob@example.com\nSubject: server\n\n> On Monday you wrote:\n" +
    "> Server: down\n*** NOTE ***\n** bold **\n",
  "whois":
    "Domain Name: EXAMPLE.COM\nName Server: NS1.EXAMPLE.COM\nServer Name: NS1.EXAMPLE.COM\n" +
    "IP Address: 192.0.2.3\nAddress:        1 Main Street\n",
  "host": "Using domain server:\nName: 192.0.2.53\nAddress: 192.0.2.53#53\nAliases: \n\n" +
    "www.example.com has address 203.0.113.5\n",
  "dig": "\n; <<>> DiG 9.18.28 <<>> www.example.com\n;; global options: +cmd\n" +
    ";; connection timed out; no servers could be reached\n",
  "settings with equals signs": "user name = anna\nprimary nameserver = 192.0.2.1\n" +
    'some text = "abc"\nthe service = 1 2 3 x\ndb.host name = x\n',
  "a section with values": "settings\n  host = a.example\n  mail = b.example\n",
  "ss": "Netid State  Recv-Q Send-Q    Local Address:Port    Peer Address:Port Process\n" +
    'tcp   LISTEN 0      128  0.0.0.0:22   0.0.0.0:*  users:(("sshd",pid=1215,fd=3))\n' +
    'udp   UNCONN 0      0    127.0.0.53%lo:53 0.0.0.0:* users:(("systemd-resolve",pid=885,fd=12))\n',
  "a log": "*** Backup of db.example failed: Connection refused\n*** smtp.example: Timed out\n" +
    "*** ERROR: disk full\n**********************\n** server down **\n",
  "the head of a transcript": "**********************\nWindows PowerShell transcript start\n" +
    "Start time: 20251125080211\nUsername: PC-ANNA\\anna\nConfiguration Name: \n" +
    "PSVersion: 5.1.26100.1\nPSCompatibleVersions: 1.0, 2.0, 3.0, 4.0, 5.0, 5.1.26100.1\n" +
    "BuildVersion: 10.0.26100.1\nCLRVersion: 4.0.30319.42000\n**********************\n",
  "a service":
    "Name:              web\nNamespace:         default\nIP:                10.96.0.10\n",
};

for (const [name, text] of Object.entries(OTHERS)) {
  Deno.test(`other text is not nslookup's: ${name}`, () => {
    for (const end of ["\n", "\r\n"]) {
      const written = text.replaceAll("\n", end);
      assertEquals(parseNslookup(written).exchanges, []);
      assert(!looksLikeNslookup(written));
    }
  });
}

Deno.test("labels with values alone make no row", () => {
  const word = fc.stringMatching(/^[A-Z][A-Za-z]{1,12}( [A-Za-z]{1,8})?$/)
    .filter((word) => !/^(?:(?:Address|Addresses)$|Alias)|ser[vw]/i.test(word));
  const value = fc.oneof(
    fc.ipV4(),
    fc.ipV6(),
    fc.domain(),
    fc.stringMatching(/^[a-z0-9.:/ -]{0,20}$/),
    fc.nat().map(String),
  );
  const line = fc.tuple(word, fc.constantFrom(": ", " : ", ":\t", ":   "), value)
    .map((parts) => parts.join(""));
  fc.assert(
    fc.property(fc.array(line, { maxLength: 12 }), fc.constantFrom("\n", "\n\n"), (lines, end) => {
      assertEquals(parseNslookup(lines.join(end)).exchanges, []);
    }),
    { numRuns: 1000 },
  );
});

Deno.test("a transcript: exchanges with the queries of their prompts, all else rejected", () => {
  const text = `**********************
Windows PowerShell transcript start
Configuration Name: 
PSVersion: 5.1.26100.1
BuildVersion: 10.0.26100.1
**********************
[srv1]: PS C:\\Users\\anna> nslookup -type=mx example.com 192.0.2.1
Server:  UnKnown
Address:  192.0.2.1

example.com     MX preference = 10, mail exchanger = mail.example.com
[srv1]: PS C:\\Users\\anna> ipconfig

   Host Name . . . . . . . . . . . . : PC
PS C:\\Users\\anna> nslookup www.example.com
Server:  UnKnown
Address:  192.0.2.1

Name:    www.example.com
Addresses:  2001:db8::5
          203.0.113.5

PS C:\\Users\\anna> nslookup nope.example > nope.txt
PS C:\\Users\\anna> Get-Content settings.txt
Host: pc
Gateway: 192.0.2.1
**********************
`;
  assertEquals(pick(text, "query", "type", "data", "authoritative"), [
    ["example.com", "MX", "mail.example.com", true],
    ["www.example.com", "AAAA", "2001:db8::5", true],
    ["www.example.com", "A", "203.0.113.5", true],
  ]);
  assertEquals(rejectedLines(text), [1, 2, 3, 4, 5, 6, 14, 25, 26, 27]);
  assert(looksLikeNslookup(text));
});

Deno.test("a line of another program says nothing about authority", () => {
  const text = `C:\\>nslookup www.example.com
Server:  UnKnown
Address:  192.0.2.1

Name:    www.example.com
Addresses:  2001:db8::5
          203.0.113.5

C:\\>ping www.example.com

Ping wird ausgeführt für www.example.com [203.0.113.5] mit 32 Bytes Daten:
Configuration Name:
`;
  assertEquals(pick(text, "authoritative"), [[true], [true]]);
  assertEquals(rejectedLines(text), [11, 12]);
});

Deno.test("a report in which nslookup's part is indented", () => {
  const text = `== names ==
    Server:  router.lan
    Address:  192.0.2.1

    Non-authoritative answer:
    Name:    edge.example.net
    Addresses:  2001:db8::1
              192.0.2.7
    Aliases:  www.example.com
              cdn.example.com

== end ==
`;
  const aliases = ["www.example.com", "cdn.example.com"];
  assertEquals(pick(text, "query", "data", "aliases", "authoritative"), [
    ["www.example.com", "2001:db8::1", aliases, false],
    ["www.example.com", "192.0.2.7", aliases, false],
  ]);
  assertEquals(rejectedLines(text), [1, 12]);
});

Deno.test("a line above that is about something else is no query", () => {
  const answer = "Server:  UnKnown\nAddress:  192.0.2.1\n\nName:    www.example.com\n" +
    "Addresses:  2001:db8::1\n          192.0.2.7\n";
  for (const above of ["25.11.2025", "nslookup output below", "report.txt"]) {
    assertEquals(pick(`${above}\n${answer}`, "query"), [["www.example.com"], ["www.example.com"]]);
  }
  assertEquals(pick(`www\n${answer}`, "query").length, 2);
  assertEquals(pick(`nslookup www\n${answer}`, "query"), [["www"], ["www"]]);
});

/** The zone of a server's reverse name. */
const zone = (name: string, primary: string) =>
  `${name}
        primary name server = ${primary}
        responsible mail addr = nobody.invalid
        serial  = 1
        refresh = 600 (10 mins)
        retry   = 1200 (20 mins)
        expire  = 604800 (7 days)
        default TTL = 10800 (3 hours)
`;

const ZONES: readonly (readonly [zone: string, primary: string, server: string])[] = [
  ["1.0.0.127.in-addr.arpa", "localhost", "127.0.0.1"],
  ["127.in-addr.arpa", "localhost", "127.0.0.1"],
  ["168.192.in-addr.arpa", "prisoner.iana.org", "192.168.1.1"],
  ["10.IN-ADDR.ARPA", "10.IN-ADDR.ARPA", "10.9.8.7"],
  ["(root)", "a.root-servers.net", "10.9.8.7"],
  ["8.b.d.0.1.0.0.2.ip6.arpa", "ns.lan", "2001:db8::1"],
];

const BLOCKS: readonly (readonly [server: string, name: string, failure: string])[] = [
  ["Server:  ", "Name:    ", "UnKnown can't find nope.example: "],
  ["Serveur :   ", "Nom :    ", "UnKnown ne parvient pas à trouver nope.example : "],
  ["サーバー:  ", "名前:    ", "UnKnown が nope.example を見つけられません: "],
  ["服务器:  ", "名称:    ", "UnKnown 找不到 nope.example: "],
  ["╤хЁтхЁ:  ", "╚ь :     ", "UnKnown can't find nope.example: "],
];

for (const [name, primary, address] of ZONES) {
  Deno.test(`the zone of the server's reverse name is no answer: ${name}`, () => {
    for (const [server, label, failure] of BLOCKS) {
      const soa = zone(name, primary);
      const tries = "DNS request timed out.\n    timeout was 2 seconds.\n";
      const block = `${server}UnKnown\nAddress:  ${address}\n\n`;
      const answer = `${label}www.example.com\nAddresses:  2001:db8::5\n          203.0.113.5\n\n`;
      const good = [["www.example.com", "2001:db8::5"], ["www.example.com", "203.0.113.5"]];
      const found = soa + block + answer;
      const texts: [string, unknown[][]][] = [
        [found, good],
        [tries + soa + soa + block + answer, good],
        [found + found, [...good, ...good]],
        [
          `${soa}${block}*** ${failure}Non-existent domain\n${found}`,
          [["nope.example", null], ...good],
        ],
        [`PS C:\\> nslookup www.example.com\n${found}PS C:\\> `, good],
      ];
      for (const [text, expected] of texts) {
        assertEquals(pick(text, "query", "data"), expected, text);
        assertEquals(rejectedLines(text), [], text);
        assert(looksLikeNslookup(text));
      }
    }
  });
}

Deno.test("a zone is an answer where the question is about it", () => {
  const text = "Server:  UnKnown\nAddress:  192.168.1.1\n\nNon-authoritative answer:\n" +
    zone("168.192.in-addr.arpa", "prisoner.iana.org");
  assertEquals(pick(text, "query", "type", "status"), [
    ["168.192.in-addr.arpa", "SOA", "NOERROR"],
  ]);
  // Of a question whose message was lost, and of the next server.
  const two = zone("10.in-addr.arpa", "x.lan") + "Server:  UnKnown\nAddress:  10.0.0.1\n\n" +
    zone("10.in-addr.arpa", "x.lan") +
    "Server:  UnKnown\nAddress:  10.0.0.1\n\nName:    a.example\nAddress:  10.0.0.2\n";
  assertEquals(pick(two, "query", "data", "status"), [
    [null, null, "ERROR"],
    ["a.example", "10.0.0.2", "NOERROR"],
  ]);
});

/** BusyBox up to 1.28 numbers addresses; later versions print ports. */
const BUSYBOX: Readonly<Record<string, readonly [text: string, rows: readonly unknown[][]]>> = {
  "numbered addresses with names": [
    "Server:    192.168.1.1\nAddress 1: 192.168.1.1 router.lan\n\nName:      example.com\n" +
    "Address 1: 203.0.113.34 host34.example.net\nAddress 2: 2001:db8:220:1:248:1893:25c8:1946\n",
    [
      ["example.com", "A", "203.0.113.34", "router.lan", null, "NOERROR"],
      ["example.com", "AAAA", "2001:db8:220:1:248:1893:25c8:1946", "router.lan", null, "NOERROR"],
    ],
  ],
  "the name of an address": [
    "Server:    192.0.2.1\nAddress 1: 192.0.2.1\n\nName:      8.8.8.8\nAddress 1: 8.8.8.8 dns.google\n",
    [["8.8.8.8", "PTR", "dns.google", "192.0.2.1", null, "NOERROR"]],
  ],
  "musl, without a server": [
    "nslookup: can't resolve '(null)': Name does not resolve\n\nName:      kubernetes.default\n" +
    "Address 1: 10.96.0.1 kubernetes.default.svc.cluster.local\n",
    [["kubernetes.default", "A", "10.96.0.1", null, null, "NOERROR"]],
  ],
  "a name that does not exist": [
    "Server:    10.96.0.10\nAddress 1: 10.96.0.10 kube-dns.lan\n\n" +
    "nslookup: can't resolve 'nope': Name does not resolve\n",
    [["nope", null, null, "kube-dns.lan", null, "NXDOMAIN"]],
  ],
  "ports, and two headings": [
    "Server:\t\t127.0.0.11\nAddress:\t127.0.0.11:53\n\nNon-authoritative answer:\n" +
    "Name:\twww.example.com\nAddress: 203.0.113.5\n\nNon-authoritative answer:\n" +
    "Name:\twww.example.com\nAddress: 2001:db8::5\n\n",
    [
      ["www.example.com", "A", "203.0.113.5", "127.0.0.11", false, "NOERROR"],
      ["www.example.com", "AAAA", "2001:db8::5", "127.0.0.11", false, "NOERROR"],
    ],
  ],
  "a second heading without an answer": [
    "Server:\t\t10.0.0.10\nAddress:\t10.0.0.10:53\n\nNon-authoritative answer:\n" +
    "Name:\twww.example.com\nAddress: 203.0.113.5\n\nNon-authoritative answer:\n\n",
    [["www.example.com", "A", "203.0.113.5", "10.0.0.10", false, "NOERROR"]],
  ],
  "IPv6 only, said twice": [
    "Server:\t\t[fd00::10]:53\nAddress:\t[fd00::10]:53\n\n*** Can't find www.example.com: No answer\n" +
    "Non-authoritative answer:\nName:\twww.example.com\nAddress: 2001:db8::5\n",
    [["www.example.com", "AAAA", "2001:db8::5", "fd00::10", false, "NOERROR"]],
  ],
  "IPv4 only": [
    "Server:\t\t10.0.0.10\nAddress:\t10.0.0.10:53\n\nName:\tk.default\nAddress: 10.96.0.1\n\n" +
    "*** Can't find k.default: No answer\n",
    [["k.default", "A", "10.96.0.1", "10.0.0.10", true, "NOERROR"]],
  ],
  "two failures of one question": [
    "Server:\t\t10.0.0.10\nAddress:\t10.0.0.10:53\n\n** server can't find nope.example: NXDOMAIN\n\n" +
    "** server can't find nope.example: NXDOMAIN\n\n",
    [["nope.example", null, null, "10.0.0.10", null, "NXDOMAIN"]],
  ],
};

for (const [name, [text, rows]] of Object.entries(BUSYBOX)) {
  Deno.test(`BusyBox: ${name}`, () => {
    assertEquals(pick(text, "query", "type", "data", "server", "authoritative", "status"), rows);
    assertEquals(rejectedLines(text), []);
    assert(looksLikeNslookup(text));
  });
}

Deno.test("records of types that nobody asks for are whole", () => {
  const text = `Server:  router.lan
Address:  192.0.2.1

Non-authoritative answer:
example.com     CPU = PC     OS = WIN32
example.com\thinfo = "PC" "WIN32"
example.com\tnaptr = 100 10 "S" "SIP+D2U" "" _sip._udp.example.com.
example.com\trdata_257 = 0 issue "ca.example.net; account=7"
example.com     ??? unknown type 257 ???
example.com\ttext = "one" "two = 2"
_sip._tcp.example.com\tservice = 5 7 5060 sip.example.com.
5.113.0.203.in-addr.arpa\tname = www.example.com.
`;
  assertEquals(pick(text, "type", "data").slice(0, 6), [
    ["HINFO", "CPU = PC     OS = WIN32"],
    ["HINFO", '"PC" "WIN32"'],
    ["NAPTR", '100 10 "S" "SIP+D2U" "" _sip._udp.example.com.'],
    [null, '0 issue "ca.example.net; account=7"'],
    [null, "??? unknown type 257 ???"],
    ["TXT", "onetwo = 2"],
  ]);
  assertEquals(pick(text, "type", "data", "preference", "weight", "port").slice(6), [
    ["SRV", "sip.example.com", 5, 7, 5060],
    ["PTR", "www.example.com", null, null, null],
  ]);
});

Deno.test("a zone transfer that is refused is told, its records are not read", () => {
  const session = `> ls -d example.com
[dns.example.com]
*** Can't list domain example.com: Query refused
The DNS server refused to transfer the zone example.com to your computer. If this
is incorrect, check the zone transfer security settings for example.com on the DNS
server at IP address 192.0.2.1.

> ls -t A example.org
[dns.example.com]
 example.org.                   A      192.0.2.1
 www                            A      192.0.2.2
> exit
`;
  const refused = [["example.com", "dns.example.com", null, "REFUSED"]];
  assertEquals(pick(session, "query", "server", "data", "status"), refused);
  assertEquals(rejectedLines(session), [10, 11]);
  assert(looksLikeNslookup(session));
  const piped = "Default Server:  dns.example.com\nAddress:  192.0.2.1\n\n> > [dns.example.com]\n" +
    "*** Can't list domain example.com: Query refused\n> ";
  assertEquals(pick(piped, "query", "server", "data", "status"), refused);
  const alone = "*** Can't list domain example.com: Query refused\n";
  assertEquals(pick(alone, "query", "status"), [["example.com", "REFUSED"]]);
});

Deno.test("a message behind a prompt out of a pipe", () => {
  const text = "Default Server:  dns.example\nAddress:  192.0.2.1\n\n" +
    "> *** dns.example can't find nope.example: Non-existent domain\n> ";
  assertEquals(pick(text, "query", "status", "note"), [
    ["nope.example", "NXDOMAIN", "dns.example can't find nope.example: Non-existent domain"],
  ]);
});

Deno.test("a server whose name was not found is no query", () => {
  const reasons = [
    ["Timed out", "TIMEOUT"],
    ["No response from server", "TIMEOUT"],
    ["Query refused", "REFUSED"],
    ["Non-existent domain", "NXDOMAIN"],
  ] as const;
  for (const [reason, status] of reasons) {
    const message = `*** Can't find server name for address 192.0.2.53: ${reason}\n`;
    const others = "*** Default servers are not available\n";
    const block = "Server:  UnKnown\nAddress:  192.0.2.53\n\n";
    const failure = `*** UnKnown can't find www.example.com: ${reason}\n`;
    const row = [
      null,
      "192.0.2.53",
      status,
      `Can't find server name for address 192.0.2.53: ${reason}`,
    ];
    assertEquals(pick(message, "query", "serverAddress", "status", "note"), [row]);
    assertEquals(pick(message + block, "query", "serverAddress", "status", "note"), [row]);
    assertEquals(pick(message + others + block + failure, "query", "status"), [
      ["www.example.com", status],
    ]);
  }
});

Deno.test("lines that a console broke at its width are joined", () => {
  const text = `Server:  UnKnown
Address:  192.0.2.1

Non-authoritative answer:
Name:    abcdefghijklmnopqrst.service.ex
ample
Addresses:  2001:db8:4001:81c:1234:5678:
9abc:200e
          192.0.2.7
`;
  assertEquals(pick(text, "query", "data"), [
    ["abcdefghijklmnopqrst.service.example", "2001:db8:4001:81c:1234:5678:9abc:200e"],
    ["abcdefghijklmnopqrst.service.example", "192.0.2.7"],
  ]);
  const mail = `Server:  dns.example
Address:  192.0.2.1

example.com     MX preference = 10, mail exchanger = example-com.mail.service.ex
ample

example-com.mail.service.example        internet address = 192.0.2.25
`;
  assertEquals(pick(mail, "type", "data"), [
    ["MX", "example-com.mail.service.example"],
    ["A", "192.0.2.25"],
  ]);
  for (const whole of [text, mail]) assertEquals(rejectedLines(whole), []);
});

Deno.test("a name whose addresses were cut off or cannot be read is none without addresses", () => {
  const start = "Server:  router.lan\nAddress:  192.0.2.1\n\nNon-authoritative answer:\n" +
    "Name:    www.example.com";
  const whole = parseNslookup(`${start}\n\n`);
  assertEquals([whole.exchanges[0]!.status, whole.exchanges[0]!.query], [
    "NODATA",
    "www.example.com",
  ]);
  const ends = ["", "\nA", "\nAddresses", "\nAddresses:  203.0", "\nAddress:  x.x.x.x\n\n"];
  for (const end of ends) {
    const { exchanges, rejected } = parseNslookup(start + end);
    assertEquals(exchanges.map(({ status, query }) => [status, query]), [["ERROR", null]], end);
    assertEquals(rejected.map(({ line }) => line), end === "" ? [5] : [5, 6], end);
  }
});

Deno.test("what stands around the lines of a mail, a log or a list is taken away, whatever it is", () => {
  const plain = "Server:  router.lan\nAddress:  192.0.2.1\n\nName:    www.example.com\n" +
    "Addresses:  2001:db8::5\n          203.0.113.5\n";
  const lines = plain.trimEnd().split("\n");
  const records = parseNslookup(plain).exchanges[0]!.records;
  assertEquals(records.length, 2);
  const wrappings: Record<string, (line: string, at: number) => string> = {
    "a mail": (line) => `> ${line}`,
    "a mail of a mail": (line) => `>> ${line}`,
    "grep -n": (line, at) => `${at + 1}:${line}`,
    "Select-String": (line, at) => `C:\\log\\dns.txt:${at + 1}:${line}`,
    "docker compose": (line) => `web_1  | ${line}`,
    "a pod": (line) => `[pod/web-1/app] ${line}`,
    "times": (line) => `2025-11-25T08:02:11.123456Z ${line}`,
    "times in brackets": (line) => `[2025-11-25 08:02:11,123] ${line}`,
    "syslog": (line) => `Nov 25 08:02:11 pc check[12]: ${line}`,
    "JSON": (line) => `      ${JSON.stringify(line)},`,
    "Python": (line) => `    '${line}\\n'`,
    "a page": (line) => `<p>${line}<br>`,
  };
  for (const [name, wrap] of Object.entries(wrappings)) {
    const text = `Hello\n${lines.map(wrap).join("\n")}\nBye\n`;
    const { exchanges, rejected } = parseNslookup(text);
    assertEquals(exchanges.map(({ records }) => records), [records], name);
    assertEquals(rejected.map(({ text }) => text), ["Hello", "Bye"], name);
  }
});

Deno.test("nslookup: a padded line was not broken within a word, whatever stands below it", () => {
  const { exchanges } = parseNslookup([
    "Server:  router.example",
    "Address:  192.0.2.1",
    "",
    "Name:    www.example.com",
    `Address:  198.51.100.${" ".repeat(40)}`,
    "7",
    "",
  ].join("\n"));
  const data = exchanges.flatMap(nameRecords).map(({ data }) => data);
  assert(!data.includes("198.51.100.7"), `${data}`);
});
