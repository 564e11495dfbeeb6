/**
 * What nslookup prints on Windows in four languages while it looks up the names and owners of two
 * addresses: the words are Windows', the answers are made up.
 *
 * @module
 */
import { encode } from "iconv-lite";
import {
  type Language,
  LANGUAGES,
  type PlayedAnswer,
  PROGRAM_PID,
  writeAnswers,
  writeRecording,
} from "./languages.ts";

/** nslookup's words in one language. */
interface Words {
  /** The label of the server that it starts with, and of the one that answers. */
  readonly servers: readonly [start: string, answers: string];
  /** The label of a name. */
  readonly name: string;
  /** What stands above an answer that a cache gave. */
  readonly nonAuthoritative: string;
  /** The code page of standard output, where it is not the console's. */
  readonly outputPage?: number;
  /** ipconfig's labels in its listing of the DNS cache: name, type, time to live, length, section, data. */
  readonly cache: readonly [string, string, string, string, string, string];
}

const WORDS: Readonly<Record<string, Words>> = {
  English: {
    servers: ["Default Server", "Server"],
    name: "Name",
    nonAuthoritative: "Non-authoritative answer:",
    cache: [
      "Record Name . . . . . ",
      "Record Type . . . . . ",
      "Time To Live  . . . . ",
      "Data Length . . . . . ",
      "Section . . . . . . . ",
      "A (Host) Record . . . ",
    ],
  },
  German: {
    servers: ["Standardserver", "Server"],
    name: "Name",
    nonAuthoritative: "Nicht autorisierende Antwort:",
    cache: [
      "Eintragsname . . . . . ",
      "Eintragstyp  . . . . . ",
      "Gültigkeitsdauer . . . ",
      "Datenlänge . . . . . . ",
      "Abschnitt. . . . . . . ",
      "(Host-)A-Eintrag  . . ",
    ],
  },
  Russian: {
    servers: ["Сервер по умолчанию", "Сервер"],
    name: "Имя",
    nonAuthoritative: "Не заслуживающий доверия ответ:",
    cache: [
      "Имя записи . . . . . . ",
      "Тип записи . . . . . . ",
      "Срок жизни . . . . . . ",
      "Длина данных . . . . . ",
      "Раздел . . . . . . . . ",
      "Запись . . . . . . . . ",
    ],
    // Russian Windows writes standard output in another page than standard error.
    outputPage: 1251,
  },
  Korean: {
    servers: ["기본 서버", "서버"],
    name: "이름",
    nonAuthoritative: "권한 없는 응답:",
    cache: [
      "레코드 이름 . . . . . ",
      "레코드 유형 . . . . . ",
      "유지 시간 . . . . . . ",
      "데이터 길이 . . . . . ",
      "섹션 . . . . . . . . . ",
      "레코드 . . . . . . . . ",
    ],
  },
};

/** The languages in which look-ups are tried. */
export const LOOKUP_LANGUAGES: readonly Language[] = LANGUAGES.filter(({ name }) => name in WORDS);

/** A remote end, and all that is looked up about it. */
export interface Peer {
  readonly remoteAddress: string;
  readonly remoteHost: string;
  readonly remoteAsn: number;
  readonly remoteOwner: string;
  readonly remoteCountry: string;
  readonly remoteNetwork: string;
}

/** The remote ends of the connections. The addresses are public ones; nobody is asked about them. */
export const PEERS: readonly Peer[] = [
  {
    remoteAddress: "9.9.9.9",
    remoteHost: "first.example",
    remoteAsn: 64500,
    remoteOwner: "FIRST-EXAMPLE, CH",
    remoteCountry: "CH",
    remoteNetwork: "9.9.9.0/24",
  },
  {
    remoteAddress: "2620:fe::9",
    remoteHost: "second.example",
    remoteAsn: 64501,
    remoteOwner: "SECOND-EXAMPLE, US",
    remoteCountry: "US",
    remoteNetwork: "2620:fe::/48",
  },
];

/** The names under which DNS keeps what is asked about the peers, in their order. */
const ARPA = ["9.9.9.9", `9.${"0.".repeat(23)}e.f.0.0.0.2.6.2`];

/** Writes the recording of a Windows in that language that is connected to the peers. */
export function writeLookupRecording(folder: string, language: Language): void {
  writeRecording(folder, language);
  const [, established] = language.states;
  const rows = PEERS.map(({ remoteAddress }, at) => {
    const remote = remoteAddress.includes(":") ? `[${remoteAddress}]` : remoteAddress;
    const local = remoteAddress.includes(":") ? "[2001:db8::7]" : "192.0.2.7";
    return `  TCP    ${local}:5012${at}        ${remote}:443          ${established}    ${PROGRAM_PID}`;
  });
  const listing = ["", language.title, "", language.header, ...rows, ""].join("\r\n");
  const { codePage } = language;
  writeAnswers(folder, {
    tool: "netstat",
    answers: [{ args: "*", stdout: bytes(listing, codePage) }],
  });
  const words = WORDS[language.name]!;
  const single = ANSWERS.map(({ question, lines }) => ({
    args: `${ARGUMENTS[question.includes("arpa") ? "PTR" : "TXT"]} ${question}`,
    stdout: bytes(block(lines, words), words.outputPage ?? codePage),
    stderr: bytes(`${words.nonAuthoritative}\r\n`, codePage),
  }));
  writeAnswers(folder, { tool: "nslookup", answers: [...single, session(words, codePage)] });
  writeDnsCache(folder, language, { names: [["other.example", "198.51.100.77"]] });
}

/** The names that programs asked for before they connected to the peers. */
export const ASKED: readonly (readonly [name: string, address: string])[] = [
  ["www.asked-for.example", "9.9.9.9"],
  ["v6.asked-for.example", "2620:fe::9"],
];

/** Writes what ipconfig prints of a DNS cache in which each name is an alias of a server with an address. */
export function writeDnsCache(
  folder: string,
  language: Language,
  { names }: { names: readonly (readonly [name: string, address: string])[] },
): void {
  const [name, type, ttl, length, section, data] = WORDS[language.name]!.cache;
  const record = (of: string, number: number, value: string) => [
    `    ${name}: ${of}`,
    `    ${type}: ${number}`,
    `    ${ttl}: 265`,
    `    ${length}: 8`,
    `    ${section}: -`,
    `    ${data}: ${value}`,
    "",
    "",
  ];
  const blocks = names.flatMap(([asked, address], at) => [
    `    ${asked}`,
    `    ${"-".repeat(40)}`,
    ...record(asked, 5, `edge-${at}.cdn.example`),
    ...record(`edge-${at}.cdn.example`, address.includes(":") ? 28 : 1, address),
  ]);
  const stdout = bytes(["", "Windows IP", "", ...blocks, ""].join("\r\n"), language.codePage);
  writeAnswers(folder, { tool: "ipconfig", answers: [{ args: "/displaydns", stdout }] });
}

/** The options that nslookup is run with. */
const ARGUMENTS = {
  PTR: "-type=PTR -timeout=1 -retry=1",
  TXT: "-type=TXT -timeout=1 -retry=1",
  ADDRESS: "-timeout=1 -retry=1",
};

/** What is asked about the peers, and the answers. */
const ANSWERS: readonly { readonly question: string; readonly lines: string }[] = [
  ...PEERS.map(({ remoteHost }, at) => {
    const name = `${ARPA[at]}.${isIPv6(at) ? "ip6.arpa" : "in-addr.arpa"}`;
    return { question: `${name}.`, lines: `${name}\tname = ${remoteHost}\r\n` };
  }),
  ...PEERS.map(({ remoteAsn, remoteNetwork, remoteCountry }, at) =>
    textAnswer(
      `${ARPA[at]}.${isIPv6(at) ? "origin6" : "origin"}.asn.cymru.com`,
      `${remoteAsn} | ${remoteNetwork} | ${remoteCountry} | arin | 2017-09-13`,
    )
  ),
  ...PEERS.map(({ remoteAsn, remoteCountry, remoteOwner }) =>
    textAnswer(
      `AS${remoteAsn}.asn.cymru.com`,
      `${remoteAsn} | ${remoteCountry} | arin | 2017-09-13 | ${remoteOwner}`,
    )
  ),
];

function isIPv6(at: number): boolean {
  return PEERS[at]!.remoteAddress.includes(":");
}

function textAnswer(name: string, text: string): { question: string; lines: string } {
  return { question: `${name}.`, lines: `${name}\ttext =\r\n\r\n\t"${text}"\r\n` };
}

/** Names whose addresses take sessions to look up: more than there are nslookups at a time. */
export const HOSTS: readonly (readonly [name: string, address: string])[] = Array.from(
  { length: 16 },
  (_, at) => [`host${at}.example`, `192.0.2.${at + 1}`],
);

/** What nslookup prints that reads its questions from a pipe: prompts, and no echo. */
function session(words: Words, codePage: number): PlayedAnswer {
  // The player tells calls by their arguments, so each session gets the answers to all questions.
  const prompts = HOSTS.map(([name, address]) =>
    `> ${block(`${words.name}:    ${name}\r\nAddress:  ${address}\r\n`, words)}`
  );
  const start = `${words.servers[0]}:  resolver.example\r\nAddress:  192.0.2.53\r\n\r\n`;
  return {
    args: ARGUMENTS.ADDRESS,
    stdout: bytes(`${start}${prompts.join("")}> `, words.outputPage ?? codePage),
    stderr: bytes(`${words.nonAuthoritative}\r\n`.repeat(HOSTS.length), codePage),
  };
}

/** Who answers, and the answer. */
function block(answer: string, { servers: [, server] }: Words): string {
  return `${server}:  resolver.example\r\nAddress:  192.0.2.53\r\n\r\n${answer}\r\n`;
}

function bytes(text: string, codePage: number): Uint8Array {
  return encode(text, `cp${codePage}`);
}
