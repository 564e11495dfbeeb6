/**
 * Every tool's output in every language of Windows that a capture was seen of. The same sockets,
 * processes and names stand in each language's layout, in bytes of its code page, so that one
 * expectation holds for all. The layouts are those of the captures, the contents are invented.
 *
 * @module
 */
import { assert, assertEquals } from "@std/assert";
import iconv from "iconv-lite";
import { kindOf } from "../../lib/capture/saved/saved_kind.ts";
import { emptyRecord } from "../../lib/model/field.ts";
import { NAME_FIELDS, type NameRecord } from "../../lib/model/name.ts";
import { type Process, PROCESS_FIELDS } from "../../lib/model/process.ts";
import type { Socket } from "../../lib/model/socket.ts";
import { decodeBytes } from "../../lib/text/decode.ts";
import { parseNetstat } from "../../lib/tools/netstat/parse_netstat.ts";
import { nameRecords, parseNslookup } from "../../lib/tools/nslookup/parse_nslookup.ts";
import { parseTasklist } from "../../lib/tools/tasklist/parse_tasklist.ts";
import { at, named, NOWHERE, tcp, udp } from "../support/sockets.ts";

const FOLDER = new URL("../fixtures/languages/", import.meta.url);

/** The languages that have each form. */
const LANGUAGES: Readonly<Record<string, string>> = {
  "netstat": "de en es fr ja ko ru zh-CN zh-TW",
  "netstat-an": "de en es fr ja ko ru zh-CN zh-TW",
  "netstat-ano": "de en es fr ja ko ru zh-CN zh-TW",
  "netstat-anob": "en es fr",
  "nslookup": "de en es fr it ja ko pt-BR ru zh-CN",
  "nslookup-aliases": "de en es fr it ja ko pt-BR ru zh-CN",
  "nslookup-mx": "de en es fr it ja ko pt-BR ru zh-CN",
  "nslookup-nodata": "de en es fr it ja ko pt-BR ru zh-CN",
  "nslookup-ns": "de en es fr it ja ko pt-BR ru zh-CN",
  "nslookup-nxdomain": "de en es fr ja ko",
  "nslookup-reverse": "de en es fr it ja ko pt-BR ru zh-CN",
  "nslookup-session": "de it",
  "nslookup-timeout": "en es pt-BR",
  "tasklist": "de en es fr ja ko ru zh-CN zh-TW",
  "tasklist-none": "de en es fr it ja ko ru zh-CN",
  "tasklist-svc-csv": "de en es fr ja ko ru zh-CN zh-TW",
  "tasklist-v-csv": "de en es fr ja ko ru zh-CN zh-TW",
};

// netstat

/** German alone has words of its own for the states. */
const GERMAN: Readonly<Record<string, string>> = {
  LISTENING: "ABHÖREN",
  ESTABLISHED: "HERGESTELLT",
  TIME_WAIT: "WARTEND",
  CLOSE_WAIT: "SCHLIESSEN_WARTEN",
};

const LONG = "2001:db8:142:26c9:10ee:d516:f3bc:aa4c";
const CHAT = at("198.51.100.4", 443);

const SOCKETS: readonly Socket[] = [
  tcp([at("0.0.0.0", 135), at("0.0.0.0", 0)], { state: "LISTENING", pid: 1052 }),
  tcp([at("192.0.2.7", 50123), CHAT], { state: "ESTABLISHED", pid: 4711 }),
  tcp([at("192.0.2.7", 50124), CHAT], { state: "TIME_WAIT", pid: 0 }),
  tcp([at("192.0.2.7", 50125), at("198.51.100.5", 8080)], { state: "CLOSE_WAIT", pid: 4712 }),
  tcp([at("::", 445), at("::", 0)], { state: "LISTENING", pid: 4 }),
  tcp([at(LONG, 49703), at("2001:db8:400e:c0b:8000:face:b00c:53", 443)], {
    state: "ESTABLISHED",
    pid: 10472,
  }),
  udp([at("0.0.0.0", 5353), NOWHERE], { pid: 2448 }),
  udp([at("fe80::c9ee:eb4d:5f0b:a64f%12", 1900), NOWHERE], { pid: 3600 }),
];

const NAMED: readonly Socket[] = [
  tcp([at("127.0.0.1", 49673), named("sample-pc", 49674)], { state: "ESTABLISHED" }),
  tcp([at("192.0.2.7", 50123), named("mail", 443)], { state: "ESTABLISHED" }),
  tcp([at("192.0.2.7", 50124), named("cdn-198-51-100-4", 80)], { state: "TIME_WAIT" }),
  tcp([at(LONG, 49748), named("edge-mqtt6-sample-01", 443)], { state: "CLOSE_WAIT" }),
];

/** The program and the components of each PID, as `-b` prints them. */
const OWNERS: Readonly<Record<number, Pick<Socket, "process" | "components">>> = {
  1052: { process: "svchost.exe", components: ["RpcSs"] },
  4711: { process: "Sample Web Helper.exe", components: null },
  4712: { process: "chat.exe", components: null },
  10472: { process: "chat.exe", components: null },
  2448: { process: "svchost.exe", components: ["Dnscache"] },
  3600: { process: "svchost.exe", components: ["SSDPSRV"] },
};

const NETSTAT: Readonly<Record<string, readonly Socket[]>> = {
  "netstat": NAMED,
  "netstat-an": SOCKETS.map((socket) => ({ ...socket, pid: null })),
  "netstat-ano": SOCKETS,
  "netstat-anob": SOCKETS.map((socket) => ({ ...socket, ...OWNERS[socket.pid!] })),
};

// tasklist

/** The account of the system, where it is translated. */
const SYSTEM: Readonly<Record<string, string>> = {
  de: "NT-AUTORITÄT\\SYSTEM",
  fr: "AUTORITE NT\\Système",
  ru: "NT AUTHORITY\\СИСТЕМА",
};
const ENGLISH_SYSTEM = "NT AUTHORITY\\SYSTEM";

function process(name: string, pid: number, fields: Partial<Process> = {}): Process {
  return { ...emptyRecord(PROCESS_FIELDS), process: name, pid, ...fields };
}

/** A process of session 0, with its memory in kilobytes. */
function service(name: string, pid: number, kilobytes: number): Process {
  const memoryBytes = kilobytes * 1024;
  return process(name, pid, { sessionName: "Services", sessionId: 0, memoryBytes });
}

const VERBOSE: Partial<Process> = { status: "Unknown", user: ENGLISH_SYSTEM, cpuSeconds: 0 };

const TASKLIST: Readonly<Record<string, readonly Process[]>> = {
  "tasklist": [
    service("System Idle Process", 0, 8),
    service("System", 4, 10_924),
    service("svchost.exe", 1052, 112_980),
    { ...service("sample chat.exe", 4711, 1_205_756), sessionName: "Console", sessionId: 1 },
    { ...service("sample_language_server.ex", 43844, 960), sessionName: "RDP-Tcp#0", sessionId: 2 },
  ],
  "tasklist-none": [],
  "tasklist-svc-csv": [
    process("System", 4),
    process("svchost.exe", 1052, { services: ["RpcEptMapper", "RpcSs"] }),
    process("svchost.exe", 2448, { services: ["Dnscache"] }),
  ],
  "tasklist-v-csv": [
    { ...service("System Idle Process", 0, 8), ...VERBOSE, cpuSeconds: 249_656 },
    { ...service("System", 4, 10_924), ...VERBOSE, user: null, cpuSeconds: 103 },
    { ...service("csrss.exe", 836, 6616), ...VERBOSE, sessionName: null, sessionId: 1 },
    { ...service("Memory Compression", 3000, 0), ...VERBOSE, memoryBytes: null, cpuSeconds: 5 },
    {
      ...service("sample chat.exe", 4711, 1_205_756),
      sessionName: "Console",
      sessionId: 1,
      status: "Running",
      user: "PC-1\\ann",
      cpuSeconds: 143_554,
      windowTitle: "Chat",
    },
  ],
};

// nslookup

function answer(query: string, fields: Partial<NameRecord>): NameRecord {
  return {
    ...emptyRecord(NAME_FIELDS),
    query,
    name: query,
    server: "dns.example",
    serverAddress: "192.0.2.53",
    authoritative: false,
    status: "NOERROR",
    ...fields,
  };
}

/** What is said where there is nothing, or no answer. */
function failure(query: string | null, status: "NODATA" | "NXDOMAIN" | "TIMEOUT"): NameRecord {
  return { ...answer(query ?? "", { query, status }), name: null, authoritative: null };
}

const ADDRESSES = [
  answer("www.sample.example", { type: "AAAA", data: "2001:db8::80" }),
  answer("www.sample.example", { type: "A", data: "198.51.100.80" }),
  answer("www.sample.example", { type: "A", data: "198.51.100.81" }),
];
const ALIASED = {
  type: "A",
  name: "e1.cdn.example",
  aliases: ["www.sample.example", "www.sample.example.edge.example"],
} as const;

const NSLOOKUP: Readonly<Record<string, readonly NameRecord[]>> = {
  "nslookup": ADDRESSES,
  "nslookup-session": ADDRESSES,
  "nslookup-aliases": [
    answer("www.sample.example", { ...ALIASED, data: "203.0.113.198" }),
    answer("www.sample.example", { ...ALIASED, data: "203.0.113.197" }),
  ],
  "nslookup-mx": [
    answer("sample.example", { type: "MX", data: "mx1.sample.example", preference: 10 }),
    answer("sample.example", { type: "MX", data: "mx2.sample.example", preference: 20 }),
    answer("sample.example", { type: "A", name: "mx1.sample.example", data: "198.51.100.25" }),
  ],
  "nslookup-ns": [
    answer("sample.example", { type: "NS", data: "ns1.sample.example" }),
    answer("sample.example", { type: "NS", data: "ns2.sample.example" }),
  ],
  "nslookup-reverse": [
    answer("198.51.100.7", {
      type: "PTR",
      name: "7.100.51.198.in-addr.arpa",
      data: "cable-198-51-100-7.sample.example",
      authoritative: null,
    }),
  ],
  "nslookup-nodata": [failure("bare.sample.example", "NODATA")],
  "nslookup-nxdomain": [failure("nothing.example", "NXDOMAIN")],
  "nslookup-timeout": [failure(null, "TIMEOUT")],
};

Deno.test("languages: every form is there in every language, and has an expectation", () => {
  const found: Record<string, string[]> = {};
  for (const folder of [...Deno.readDirSync(FOLDER)].map(({ name }) => name).sort()) {
    for (const { name } of Deno.readDirSync(new URL(`${folder}/`, FOLDER))) {
      (found[name.replace(".txt", "")] ??= []).push(folder.replace(/\.cp\d+$/, ""));
    }
  }
  const expected = Object.entries(LANGUAGES).map(([form, list]) => [form, list.split(" ")]);
  assertEquals(found, Object.fromEntries(expected));
  const forms = Object.keys({ ...NETSTAT, ...TASKLIST, ...NSLOOKUP });
  assertEquals(forms.sort(), Object.keys(LANGUAGES).sort());
});

for (const { name: folder } of Deno.readDirSync(FOLDER)) {
  const [language = "", page] = folder.split(".cp") as [string, string];
  for (const { name: file } of Deno.readDirSync(new URL(`${folder}/`, FOLDER))) {
    const form = file.replace(".txt", "");
    Deno.test(`languages: ${form} in ${language}`, async () => {
      const bytes = Deno.readFileSync(new URL(`${folder}/${file}`, FOLDER));
      for (const [encoding, variant] of encodings(bytes, page)) {
        const text = await decodeBytes(variant, { oemCodePage: () => Number(page) });
        check(form, language, { text, encoding });
      }
      if (language === "ru" && MISREAD.has(form)) return;
      // Where nobody knows the page, the bytes themselves tell it.
      const text = await decodeBytes(bytes, { oemCodePage: () => null });
      assertEquals(text, iconv.decode(bytes, `cp${page}`));
    });
  }
}

/**
 * Russian Windows writes nslookup's labels on page 1251, whatever the console's page. These forms hold
 * nothing else that is not ASCII.
 */
const MISREAD: ReadonlySet<string> = new Set(["nslookup-nodata", "nslookup-reverse"]);

function check(
  form: string,
  language: string,
  { text, encoding }: { text: string; encoding: string },
): void {
  const what = `${form} in ${language}, ${encoding}`;
  const [tool] = form.split("-");
  if (tool === "netstat") {
    const { rows, rejected } = parseNetstat(text);
    const word = (state: string | null) => language === "de" ? GERMAN[state ?? ""] ?? null : state;
    const expected = NETSTAT[form]!.map((row) => ({ ...row, stateText: word(row.state) }));
    assertEquals([rows, rejected], [expected, []], what);
  } else if (tool === "tasklist") {
    const { rows, rejected } = parseTasklist(text);
    const user = (name: string | null) => name === ENGLISH_SYSTEM ? SYSTEM[language] ?? name : name;
    const expected = TASKLIST[form]!.map((row) => ({ ...row, user: user(row.user) }));
    assertEquals([rows, rejected], [expected, []], what);
  } else {
    const { exchanges, rejected } = parseNslookup(text);
    const rows = exchanges.flatMap(nameRecords);
    // The message itself is in the language.
    assertEquals(rows.map((row) => ({ ...row, note: null })), [...NSLOOKUP[form]!], what);
    assertEquals(rejected, [], what);
    const isRefusal = rows.some(({ status }) => status === "NXDOMAIN" || status === "TIMEOUT");
    assertEquals(rows.some(({ note }) => note?.includes("dns.example") === true), isRefusal, what);
  }
  if (form !== "tasklist-none") assertEquals(kindOf(text), tool, what);
}

/** The same text in the code page, in UTF-8 and as Windows PowerShell 5.1 writes it. */
function encodings(bytes: Uint8Array, page: string): [string, Uint8Array][] {
  const text = iconv.decode(bytes, `cp${page}`);
  assert(!text.includes("\ufffd"));
  return [
    [`page ${page}`, bytes],
    ["UTF-8", new TextEncoder().encode(text)],
    ["UTF-16", iconv.encode(text, "utf-16le", { addBOM: true })],
  ];
}
