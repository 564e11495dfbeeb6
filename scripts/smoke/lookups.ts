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
  PROGRAM_PID,
  writeAnswers,
  writeRecording,
} from "./languages.ts";

/** nslookup's words in one language. */
interface Words {
  /** The label of the server that it starts with, and of the one that answers. */
  readonly servers: readonly [start: string, answers: string];
  /** What stands above an answer that a cache gave. */
  readonly nonAuthoritative: string;
  /** The code page of standard output, where it is not the console's. */
  readonly outputPage?: number;
}

const WORDS: Readonly<Record<string, Words>> = {
  English: { servers: ["Default Server", "Server"], nonAuthoritative: "Non-authoritative answer:" },
  German: {
    servers: ["Standardserver", "Server"],
    nonAuthoritative: "Nicht autorisierende Antwort:",
  },
  Russian: {
    servers: ["Сервер по умолчанию", "Сервер"],
    nonAuthoritative: "Не заслуживающий доверия ответ:",
    // Russian Windows writes standard output in another page than standard error.
    outputPage: 1251,
  },
  Korean: { servers: ["기본 서버", "서버"], nonAuthoritative: "권한 없는 응답:" },
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
  writeAnswers(folder, {
    tool: "nslookup",
    answers: ANSWERS.map(({ type, lines }) => ({
      args: `-type=${type} -timeout=1 -retry=2`,
      stdout: session(lines, words, codePage),
      stderr: bytes(lines.map(() => `${words.nonAuthoritative}\r\n`).join(""), codePage),
    })),
  });
}

/** What the sessions answer. The player tells calls by their arguments, so it has all TXT in one. */
const ANSWERS: readonly { readonly type: string; readonly lines: readonly string[] }[] = [
  {
    type: "PTR",
    lines: PEERS.map(({ remoteHost }, at) => {
      const suffix = ARPA[at]!.length > 15 ? "ip6.arpa" : "in-addr.arpa";
      return `${ARPA[at]}.${suffix}\tname = ${remoteHost}`;
    }),
  },
  {
    type: "TXT",
    lines: [
      ...PEERS.map(({ remoteAsn, remoteNetwork, remoteCountry }, at) => {
        const zone = ARPA[at]!.length > 15 ? "origin6.asn.cymru.com" : "origin.asn.cymru.com";
        const text = `${remoteAsn} | ${remoteNetwork} | ${remoteCountry} | arin | 2017-09-13`;
        return textRecord(`${ARPA[at]}.${zone}`, text);
      }),
      ...PEERS.map(({ remoteAsn, remoteCountry, remoteOwner }) =>
        textRecord(
          `AS${remoteAsn}.asn.cymru.com`,
          `${remoteAsn} | ${remoteCountry} | arin | 2017-09-13 | ${remoteOwner}`,
        )
      ),
    ],
  },
];

function textRecord(name: string, text: string): string {
  return `${name}\ttext =\r\n\r\n\t"${text}"`;
}

/** Standard output of nslookup that reads its questions from a pipe: prompts, and no echo. */
function session(
  answers: readonly string[],
  { servers, outputPage }: Words,
  codePage: number,
): Uint8Array {
  const [start, answering] = servers.map((label) =>
    `${label}:  resolver.example\r\nAddress:  192.0.2.53\r\n\r\n`
  );
  const text = answers.map((answer) => `> ${answering}${answer}\r\n`).join("");
  return bytes(`${start}${text}> `, outputPage ?? codePage);
}

function bytes(text: string, codePage: number): Uint8Array {
  return encode(text, `cp${codePage}`);
}
