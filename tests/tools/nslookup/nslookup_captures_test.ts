import { assertEquals } from "@std/assert";
import iconv from "iconv-lite";
import { emptyRecord } from "../../../lib/model/field.ts";
import { NAME_FIELDS, type NameRecord } from "../../../lib/model/name.ts";
import { kindOf } from "../../../lib/capture/saved/saved_kind.ts";
import { decodeBytes } from "../../../lib/text/decode.ts";
import { nameRecords, parseNslookup } from "../../../lib/tools/nslookup/parse_nslookup.ts";
import { withCaptures } from "../../support/captures.ts";

// What nslookup printed on Windows machines in several languages, in UTF-8, in UTF-16 and in the
// language's OEM code page. The expectations are written from the captures' text.

type Server = readonly [name: string | null, address: string];

const GOOGLE: Server = ["dns.google", "8.8.8.8"];
const CLOUDFLARE: Server = ["one.one.one.one", "1.1.1.1"];

interface Common {
  readonly server: Server;
  readonly query: string | null;
  readonly authoritative?: boolean | null;
}

function row({ server, query, authoritative = false }: Common, own: Partial<NameRecord>) {
  const [name, serverAddress] = server;
  const common = { query, server: name, serverAddress, authoritative };
  return { ...emptyRecord(NAME_FIELDS), ...common, status: "NOERROR", ...own } as NameRecord;
}

/** Addresses of a name that was asked for, perhaps by its aliases. */
function addresses(
  server: Server,
  name: string,
  list: { data: readonly string[]; aliases?: readonly string[] },
): NameRecord[] {
  const { data, aliases = null } = list;
  const query = aliases?.[0] ?? name;
  return data.map((data) =>
    row({ server, query }, { type: data.includes(":") ? "AAAA" : "A", name, data, aliases })
  );
}

function nameServers(server: Server, name: string, hosts: readonly string[]): NameRecord[] {
  return hosts.map((data) => row({ server, query: name }, { type: "NS", name, data }));
}

function pointer(server: Server, query: string, data: string): NameRecord[] {
  const name = `${query.split(".").reverse().join(".")}.in-addr.arpa`;
  return [row({ server, query, authoritative: null }, { type: "PTR", name, data })];
}

function failure(server: Server, query: string | null, own: Partial<NameRecord>): NameRecord[] {
  return [row({ server, query, authoritative: null }, own)];
}

const EXPECTATIONS: Readonly<Record<string, readonly NameRecord[]>> = {
  "de-forward-01.txt": addresses(["unifi.localdomain", "192.168.11.1"], "google.com", {
    data: ["2a00:1450:4001:81c::200e", "142.250.186.142"],
  }),
  "de-interactive-ns-04.txt": nameServers(
    ["resolver1.opendns.com", "208.67.222.222"],
    "foobar.com",
    [
      "ns1-01.azure-dns.com",
      "ns2-01.azure-dns.net",
      "ns3-01.azure-dns.org",
      "ns4-01.azure-dns.info",
    ],
  ),
  "de-type-mx-02.txt": [
    row({ server: ["STBZDC12.tbz.local", "10.62.99.8"], query: "tbz.ch" }, {
      type: "MX",
      name: "tbz.ch",
      data: "tbz-ch.mail.protection.outlook.com",
      preference: 10,
    }),
    ...["104.47.11.10", "104.47.11.74"].map((data) =>
      row({ server: ["STBZDC12.tbz.local", "10.62.99.8"], query: "tbz.ch" }, {
        type: "A",
        name: "tbz-ch.mail.protection.outlook.com",
        data,
      })
    ),
  ],
  "en-forward-04.txt": addresses(GOOGLE, "ynov.com", {
    data: [
      "2606:4700:20::681a:ae9",
      "2606:4700:20::ac43:4ae2",
      "2606:4700:20::681a:be9",
      "104.26.11.233",
      "104.26.10.233",
      "172.67.74.226",
    ],
  }),
  "en-reverse-03.txt": pointer(GOOGLE, "78.34.2.17", "cable-78-34-2-17.nc.de"),
  "en-reverse-nxdomain-02.txt": failure(GOOGLE, "231.34.113.12", {
    status: "NXDOMAIN",
    note: "dns.google can't find 231.34.113.12: Non-existent domain",
  }),
  "en-stderr-first-05.txt": addresses([null, "192.168.86.1"], "coulombel.net", {
    data: ["185.199.111.153", "185.199.109.153", "185.199.110.153", "185.199.108.153"],
  }),
  "en-timeout-01.txt": failure([null, "2001:558:feed::1"], null, {
    status: "TIMEOUT",
    note: "Request to UnKnown timed-out",
  }),
  "es-forward-01.txt": addresses([null, "192.168.0.1"], "mail.google.com", {
    data: ["2607:f8b0:4012:821::2005", "192.178.52.165"],
  }),
  "es-reverse-03.txt": pointer(
    [null, "192.168.0.1"],
    "69.162.81.155",
    "dmagenttx.dotcom-monitor.com",
  ),
  "es-reverse-nxdomain-02.txt": failure([null, "192.168.0.1"], "173.194.46.21", {
    status: "NXDOMAIN",
    note: "UnKnown no encuentra 173.194.46.21: Non-existent domain",
  }),
  "es-stderr-first-05.txt": failure(CLOUDFLARE, null, {
    status: "TIMEOUT",
    note: "Se agot¢ el tiempo de espera de la solicitud a one.one.one.one",
  }),
  "es-type-soa-06.txt": [
    row({ server: ["www.lab.ort.edu.uy", "192.168.56.2"], query: "com.uy" }, {
      type: "SOA",
      name: "com.uy",
      data: "ns1.anteldata.com.uy dns-admin.antel.net.uy 2204040545 10800 1800 604800 3600",
    }),
    ...nameServers(["www.lab.ort.edu.uy", "192.168.56.2"], "com.uy", [
      "ns1.anteldata.com.uy",
      "ns2.anteldata.com.uy",
      "seciu.edu.uy",
    ]),
  ],
  "fr-aliases-06.txt": addresses(GOOGLE, "wikileaks.org", {
    data: ["80.81.248.21", "51.159.197.136"],
    aliases: ["www.wikileaks.org"],
  }),
  "fr-forward-01.txt": addresses(GOOGLE, "www.ynov.com", {
    data: [
      "2606:4700:20::ac43:4ae2",
      "2606:4700:20::681a:ae9",
      "2606:4700:20::681a:be9",
      "104.26.10.233",
      "172.67.74.226",
      "104.26.11.233",
    ],
  }),
  "fr-noaddress-05.txt": failure([null, "10.6.1.101"], "john.tp6.b1", { status: "NODATA" }),
  "fr-nxdomain-02.txt": failure(GOOGLE, "174.43.289.3", {
    status: "NXDOMAIN",
    note: "dns.google ne parvient pas à trouver 174.43.289.3 : Non-existent domain",
  }),
  "fr-reverse-03.txt": pointer(
    [null, "192.168.43.1"],
    "174.43.238.89",
    "89.sub-174-43-238.myvzw.com",
  ),
  "it-interactive-01.txt": addresses(
    ["firewall-studenti.fortechance.it", "192.168.10.1"],
    "ansa.it",
    {
      data: [
        "95.216.36.96",
        "176.9.41.37",
        "78.46.16.208",
        "176.9.41.68",
        "46.4.22.185",
        "188.40.102.169",
        "144.76.223.21",
      ],
    },
  ),
  "ja-forward-aliases-02.txt": addresses(
    ["setup.netvolante.jp", "192.168.1.1"],
    "e121498.a.akamaiedge.net",
    {
      data: ["23.193.119.198", "23.193.119.197"],
      aliases: ["xml-sv.boatrace.jp", "xml-sv.boatrace.jp.edgekey.net"],
    },
  ),
  "ja-type-ns-01.txt": nameServers(["buffalo.setup", "192.168.11.1"], "stg-development.work", [
    "ns-1522.awsdns-62.org",
    "ns-1771.awsdns-29.co.uk",
    "ns-414.awsdns-51.com",
    "ns-898.awsdns-48.net",
  ]),
  "ko-q-mx-01.txt": ["mx3.naver.com", "mx2.naver.com", "mx1.naver.com"].map((data) =>
    row({ server: ["172.20.nate.com", "172.20.10.1"], query: "naver.com" }, {
      type: "MX",
      name: "naver.com",
      data,
      preference: 10,
    })
  ),
  "pt-BR-forward-01.txt": addresses(["b5d58402.virtua.com.br", "181.213.132.2"], "alura.com.br", {
    data: [
      "2606:4700:20::681a:483",
      "2606:4700:20::681a:583",
      "2606:4700:20::ac43:48e8",
      "104.26.4.131",
      "172.67.72.232",
      "104.26.5.131",
    ],
  }),
  "pt-BR-forward-altwording-06.txt": addresses(
    [null, "fe80::e626:8bff:feeb:835b"],
    "newton.ag",
    { data: ["45.14.89.17"] },
  ),
  "pt-BR-timeout-05.txt": failure([null, "fe80::55df:e961:ff00:a6"], null, {
    status: "TIMEOUT",
    note: "O tempo limite da solicitação para UnKnown expirou",
  }),
  "pt-BR-type-aaaa-nodata-03.txt": failure(CLOUDFLARE, "g1.com.br", { status: "NODATA" }),
  "pt-BR-type-mx-nodata-soa-04.txt": failure(CLOUDFLARE, null, {
    status: "NODATA",
    note: "there is no such record in the zone g1.com.br",
  }),
  "ru-forward-mojibake-02.txt": addresses([null, "8.8.8.4"], "ozon.ru", {
    data: ["185.73.194.82", "185.73.193.68"],
  }),
  "ru-type-ns-mojibake-01.txt": nameServers(["www.routerlogin.com", "192.168.0.1"], "urfu.ru", [
    "ns1.urfu.ru",
    "ns2.urfu.ru",
    "ns3.urfu.ru",
  ]),
  "zh-CN-aliases-01.txt": addresses([null, "10.194.115.7"], "www.a.shifen.com", {
    data: [
      "2408:8756:c52:15df:0:ff:b073:d207",
      "2408:8756:c52:1a18:0:ff:b030:7606",
      "157.148.69.151",
      "157.148.69.186",
    ],
    aliases: ["www.baidu.com"],
  }),
};

const PAGES: Readonly<Record<string, number>> = {
  de: 850,
  en: 437,
  es: 850,
  fr: 850,
  it: 850,
  ja: 932,
  ko: 949,
  pt: 850,
  ru: 866,
  zh: 936,
};

withCaptures("nslookup", ({ folder, files }) => {
  for (const [file, expected] of Object.entries(EXPECTATIONS)) {
    Deno.test(`capture ${file}`, async () => {
      const text = await Deno.readTextFile(new URL(file, folder));
      for (const [encoding, bytes] of encodings(text, PAGES[file.slice(0, 2)]!)) {
        const page = PAGES[file.slice(0, 2)]!;
        const decoded = await decodeBytes(bytes, { oemCodePage: () => page });
        const { exchanges, rejected } = parseNslookup(decoded);
        assertEquals(exchanges.flatMap(nameRecords), expected, encoding);
        assertEquals(rejected, [], encoding);
        assertEquals(kindOf(decoded), "nslookup", encoding);
      }
    });
  }

  Deno.test("every capture has an expectation", () => {
    const captures = files.filter((name) => name.endsWith(".txt"));
    assertEquals(captures, Object.keys(EXPECTATIONS).sort());
  });
});

/** The bytes of a text in each encoding that can hold it. */
function* encodings(text: string, page: number): Generator<[string, Uint8Array]> {
  yield ["UTF-8", new TextEncoder().encode(text)];
  yield ["UTF-16", new Uint8Array(iconv.encode(text, "utf-16le", { addBOM: true }))];
  const oem = iconv.encode(text, `cp${page}`);
  if (iconv.decode(oem, `cp${page}`) === text) yield [`page ${page}`, new Uint8Array(oem)];
}
