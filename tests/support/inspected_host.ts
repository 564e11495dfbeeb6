/**
 * A Windows machine on which there is something to inspect: a browser with public peers, a service
 * host, a program whose parent has ended, the kernel.
 *
 * @module
 */
import type { FileFacts, Host } from "../../lib/host/host.ts";
import { signedLine } from "./signature_writer.ts";
import { listedProcesses } from "./listed_processes.ts";

/** What netstat prints there. */
export const NETSTAT = "\r\nAktive Verbindungen\r\n\r\n" +
  "  Proto  Lokale Adresse         Remoteadresse          Status           PID\r\n" +
  "  TCP    0.0.0.0:135            0.0.0.0:0              ABHÖREN         912\r\n" +
  "  TCP    0.0.0.0:445            0.0.0.0:0              ABHÖREN         4\r\n" +
  "  TCP    127.0.0.1:9222         0.0.0.0:0              ABHÖREN         4711\r\n" +
  "  TCP    192.0.2.7:50123        8.8.8.8:443            HERGESTELLT     4711\r\n" +
  "  TCP    192.0.2.7:50124        198.51.100.4:443       HERGESTELLT     4711\r\n" +
  "  TCP    192.0.2.7:50125        8.8.8.4:53             HERGESTELLT     5000\r\n" +
  "  TCP    192.0.2.7:50126        8.8.8.8:443            WARTEND         0\r\n" +
  "  TCP    [2001:db8::7]:50127    [2606:4700::1]:443     HERGESTELLT     4711\r\n" +
  "  UDP    0.0.0.0:5353           *:*                                    4711\r\n";

const NAMES: Readonly<Record<number, readonly [name: string, user: string]>> = {
  0: ["System Idle Process", "NT-AUTORITÄT\\SYSTEM"],
  4: ["System", "Nicht zutreffend"],
  700: ["services.exe", "NT-AUTORITÄT\\SYSTEM"],
  900: ["explorer.exe", "PC\\anna"],
  912: ["svchost.exe", "NT-AUTORITÄT\\NETZWERKDIENST"],
  4711: ["browser.exe", "PC\\anna"],
  5000: ["helper.exe", "PC\\anna"],
};

const verbose = Object.entries(NAMES).map(([pid, [name, user]]) =>
  `"${name}","${pid}","Console","1","9.216 K","Running","${user}","0:01:05","Nicht zutreffend"\r\n`
).join("");
const plain = Object.entries(NAMES).map(([pid, [name]]) =>
  `"${name}","${pid}","Console","1","9.216 K"\r\n`
).join("");
const services = '"svchost.exe","912","RpcEptMapper,RpcSs"\r\n';

/** What PowerShell prints of one file. */
const SIGNED = signedLine({ index: 0, status: "Valid", subject: 'CN="Example, Ltd", C=DE' });

/** What netsh prints where nothing is reserved or served: the title and the ruler of a list. */
const NO_LIST = "\r\nURL-Reservierungen: \r\n------------------- \r\n\r\n";

/** The facts of the file that the browser runs. */
export const BROWSER_FILE: FileFacts = {
  size: 3_100_000,
  createdAt: "2025-12-01T10:00:00.000Z",
  modifiedAt: "2025-12-24T18:00:00.000Z",
  sha256: "ab".repeat(32),
  company: "Example Ltd",
  product: "Example Browser",
  description: "Browser",
  version: "12.3.4",
  originalName: "browser.exe",
};

/** The path of the browser's file. */
export const BROWSER_PATH = "C:\\Program Files\\Example\\browser.exe";

/** The same machine in Korean, which leaves the states in English. */
export function inKorean(text: string): string {
  const words: Readonly<Record<string, string>> = {
    "Aktive Verbindungen": "활성 연결",
    "Lokale Adresse ": "로컬 주소",
    "Remoteadresse ": "외부 주소",
    "Status ": "상태",
    "ABHÖREN": "LISTENING",
    "HERGESTELLT": "ESTABLISHED",
    "WARTEND": "TIME_WAIT",
    "Nicht zutreffend": "해당 없음",
    "PC\\anna": "PC\\안나",
    "NT-AUTORITÄT\\NETZWERKDIENST": "NT AUTHORITY\\NETWORK SERVICE",
    "NT-AUTORITÄT": "NT AUTHORITY",
    "9.216 K": "9,216 K",
    "helper.exe": "도우미.exe",
  };
  return Object.entries(words).reduce((text, [from, to]) => text.replaceAll(from, to), text);
}

/**
 * The machine, and the calls that it got.
 *
 * @param encode Makes bytes of a tool's text, in the machine's code page.
 */
export function inspectedHost(
  encode: (text: string) => Uint8Array,
  { page = 850 }: { page?: number } = {},
): { host: Partial<Host>; calls: string[] } {
  const calls: string[] = [];
  const host: Partial<Host> = {
    os: "windows",
    run: (tool, args) => {
      calls.push(tool === "powershell" ? tool : [tool, ...args].join(" "));
      const forms: Readonly<Record<string, string>> = {
        "-ano": NETSTAT,
        "/svc": services,
        "/v": verbose,
        "/fo": plain,
      };
      const stdout = encode(
        tool === "netsh" ? NO_LIST : tool === "powershell" ? SIGNED : forms[args[0]!]!,
      );
      return Promise.resolve({ stdout, stderr: new Uint8Array(), code: 0 });
    },
    processFacts: () =>
      new Map([
        [700, { path: null, startedAt: "2026-01-01T00:00:00.000Z" }],
        [900, { path: "C:\\Windows\\explorer.exe", startedAt: "2026-01-01T08:00:00.000Z" }],
        [4711, { path: BROWSER_PATH, startedAt: "2026-01-01T09:00:00.000Z" }],
        [5000, { path: "C:\\Temp\\helper.exe", startedAt: "2026-01-01T07:00:00.000Z" }],
      ]),
    // 900 started after 5000: it is not the 900 that started it.
    listedProcesses: () =>
      listedProcesses([912, 700], [4711, 900], [5000, 900], [4, 0], [900, 650]),
    fileFacts: (path) => {
      calls.push(`fileFacts ${path}`);
      return Promise.resolve(path === BROWSER_PATH ? BROWSER_FILE : null);
    },
    elevated: () => false,
    consoleCodePage: () => page,
    oemCodePage: () => page,
    now: () => Date.parse("2026-01-04T10:00:00.000Z"),
  };
  return { host, calls };
}
