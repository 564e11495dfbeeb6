/**
 * What netstat, tasklist and chcp print on Windows in six languages: the words are Windows', names and
 * addresses are made up.
 *
 * @module
 */
import { encode } from "iconv-lite";

/** One language of Windows. */
export interface Language {
  /** Its name. */
  readonly name: string;
  /** Its OEM code page. */
  readonly codePage: number;
  /** How netstat's listing begins. */
  readonly title: string;
  /** netstat's header. */
  readonly header: string;
  /** netstat's words for a socket that waits, and for an open connection. */
  readonly states: readonly [listening: string, established: string];
  /** What chcp prints before the number. */
  readonly chcp: string;
  /** A program's name in that language. */
  readonly program: string;
}

/** The languages: one for each kind of code page, and English. */
export const LANGUAGES: readonly Language[] = [
  {
    name: "English",
    codePage: 437,
    title: "Active Connections",
    header: "  Proto  Local Address          Foreign Address        State           PID",
    states: ["LISTENING", "ESTABLISHED"],
    chcp: "Active code page: ",
    program: "chat app.exe",
  },
  {
    name: "German",
    codePage: 850,
    title: "Aktive Verbindungen",
    header: "  Proto  Lokale Adresse         Remoteadresse          Status           PID",
    states: ["ABHÖREN", "HERGESTELLT"],
    chcp: "Aktive Codepage: ",
    program: "Gespräch.exe",
  },
  {
    name: "Russian",
    codePage: 866,
    title: "Активные подключения",
    header: "  Имя    Локальный адрес        Внешний адрес          Состояние       PID",
    states: ["LISTENING", "ESTABLISHED"],
    chcp: "Текущая кодовая страница: ",
    program: "беседа.exe",
  },
  {
    name: "Japanese",
    codePage: 932,
    title: "アクティブな接続",
    header: "  プロトコル  ローカル アドレス          外部アドレス        状態            PID",
    states: ["LISTENING", "ESTABLISHED"],
    chcp: "現在のコード ページ: ",
    program: "表示ソフト.exe",
  },
  {
    name: "Chinese",
    codePage: 936,
    title: "活动连接",
    header: "  协议  本地地址          外部地址        状态           PID",
    states: ["LISTENING", "ESTABLISHED"],
    chcp: "活动代码页: ",
    program: "聊天.exe",
  },
  {
    name: "Korean",
    codePage: 949,
    title: "활성 연결",
    header: "  프로토콜  로컬 주소              외부 주소              상태            PID",
    states: ["LISTENING", "ESTABLISHED"],
    chcp: "활성 코드 페이지: ",
    program: "대화.exe",
  },
];

/** The program's PID in every listing. */
export const PROGRAM_PID = 4711;

/** `netstat -ano` in a language. */
export function netstatText({ title, header, states }: Language): string {
  const [listening, established] = states.map((word) => word.padEnd(15));
  return lines([
    "",
    title,
    "",
    header,
    `  TCP    0.0.0.0:49152          0.0.0.0:0              ${listening} 4711`,
    `  TCP    192.0.2.7:50123        198.51.100.4:443       ${established} 4711`,
    `  TCP    [2001:db8::7]:50124    [2001:db8:ffff::4]:443 ${established} 4711`,
    "  UDP    0.0.0.0:5353           *:*                                    4711",
  ]);
}

/** `tasklist /fo csv /nh` in a language. */
export function tasklistText({ program }: Language): string {
  return lines([
    '"System Idle Process","0","Services","0","8 K"',
    '"System","4","Services","0","2,048 K"',
    `"${program}","${PROGRAM_PID}","Console","1","117,536 K"`,
  ]);
}

/** `tasklist /svc /fo csv /nh` in a language. */
export function servicesText({ program }: Language): string {
  return lines([
    '"System Idle Process","0","N/A"',
    '"System","4","N/A"',
    `"${program}","${PROGRAM_PID}","ChatSvc,ChatUpdate"`,
  ]);
}

/** The port that Windows' kernel holds for a program in {@linkcode writeServedPort}. */
export const SERVED_PORT = 5985;

/** Adds a port to a recording that the kernel holds for the program, and a range that it keeps. */
export function writeServedPort(folder: string, language: Language): void {
  const [listening] = language.states;
  const queues = lines([
    "",
    `${language.title}: `,
    "----------------------------------------------------",
    "",
    `${language.title}: ${language.title}.`,
    "    Version: 2.0",
    `    ${language.title}:`,
    `        ID: ${PROGRAM_PID}, ${language.title}: C:\\app\\${language.program}`,
    `        ${language.title}: ChatSvc`,
    `        ${language.title}: ChatSvc`,
    `    ${language.title}:`,
    `        HTTP://+:${SERVED_PORT}/CHAT/`,
    "",
  ]);
  const ranges = lines([
    "",
    `${language.title} tcp`,
    "",
    "----------    --------      ",
    "     50300       50399     ",
    "",
    `* - ${language.title}.`,
    "",
  ]);
  const empty = lines(["", `${language.title}: `, "----------------- ", ""]);
  const kernel =
    `  TCP    0.0.0.0:${SERVED_PORT}           0.0.0.0:0              ${listening}       4\r\n`;
  const answers: Readonly<Record<string, string>> = {
    "http show servicestate view=requestq": queues,
    "int ipv4 show excludedportrange protocol=tcp": ranges,
    "*": empty,
  };
  writeAnswers(folder, {
    tool: "netsh",
    answers: Object.entries(answers).map(([args, text]) => ({
      args,
      stdout: bytesOf(text, language),
    })),
  });
  const netstat = bytesOf(netstatText(language) + kernel, language);
  writeAnswers(folder, { tool: "netstat", answers: [{ args: "*", stdout: netstat }] });
}

/** A text as the bytes that a tool writes in that language. */
export function bytesOf(text: string, { codePage }: Language): Uint8Array {
  return encode(text, `cp${codePage}`);
}

/** One answer of a tool. */
export interface PlayedAnswer {
  /** The arguments it belongs to; `*` for any. */
  readonly args: string;
  readonly stdout: Uint8Array;
  readonly stderr?: Uint8Array;
}

/** Writes the recording of a Windows in that language into an empty folder. */
export function writeRecording(folder: string, language: Language): void {
  const tools: Readonly<Record<string, readonly (readonly [args: string, text: string])[]>> = {
    netstat: [["*", netstatText(language)]],
    tasklist: [
      ["/svc /fo csv /nh", servicesText(language)],
      ["/fo csv /nh", tasklistText(language)],
    ],
    chcp: [["*", `${language.chcp}${language.codePage}\r\n`]],
  };
  for (const [tool, answers] of Object.entries(tools)) {
    writeAnswers(folder, {
      tool,
      answers: answers.map(([args, text]) => ({ args, stdout: bytesOf(text, language) })),
    });
  }
}

/** Writes the answers of one tool into a recording, in place of those that it has. */
export function writeAnswers(
  folder: string,
  { tool, answers }: { tool: string; answers: readonly PlayedAnswer[] },
): void {
  Deno.mkdirSync(`${folder}/${tool}`, { recursive: true });
  const index = answers.map(({ args, stdout, stderr }, at) => {
    Deno.writeFileSync(`${folder}/${tool}/${at}.out`, stdout);
    if (stderr !== undefined) Deno.writeFileSync(`${folder}/${tool}/${at}.err`, stderr);
    return `${args}\t${at}.out\t0\t${stderr === undefined ? "-" : `${at}.err`}\n`;
  });
  Deno.writeTextFileSync(`${folder}/${tool}/index.tsv`, index.join(""));
}

function lines(texts: readonly string[]): string {
  return texts.map((text) => `${text}\r\n`).join("");
}
