/**
 * A small Windows machine, for tests of whole commands.
 *
 * @module
 */
import type { Capture, Host, HostError } from "../../lib/host/host.ts";

/** What its tools print. */
export const WINDOWS = {
  netstat: "\r\nActive Connections\r\n\r\n" +
    "  Proto  Local Address          Foreign Address        State           PID\r\n" +
    "  TCP    0.0.0.0:135            0.0.0.0:0              LISTENING       912\r\n" +
    "  TCP    192.0.2.7:50123        198.51.100.4:443       ESTABLISHED     4711\r\n" +
    "  TCP    192.0.2.7:50124        198.51.100.4:443       TIME_WAIT       0\r\n",
  tasklist: '"svchost.exe","912","Services","0","9,216 K"\r\n' +
    '"chat.exe","4711","Console","1","117,536 K"\r\n',
  verbose:
    '"svchost.exe","912","Services","0","9,216 K","Unknown","NT AUTHORITY\\SYSTEM","0:01:05","N/A"\r\n' +
    '"chat.exe","4711","Console","1","117,536 K","Running","PC\\anna","1:00:00","Chat"\r\n',
  services: '"svchost.exe","912","RpcEptMapper,RpcSs"\r\n"chat.exe","4711","N/A"\r\n',
} as const;

/** The machine; a tool can be made to fail. */
export function windowsHost(
  failures: Readonly<Record<string, HostError>> = {},
): Partial<Host> {
  return {
    os: "windows",
    run: (tool, args) => {
      const failure = failures[tool];
      if (failure !== undefined) return Promise.reject(failure);
      if (tool === "netstat") return Promise.resolve(printed(WINDOWS.netstat));
      const forms = { "/svc": WINDOWS.services, "/v": WINDOWS.verbose, "/fo": WINDOWS.tasklist };
      return Promise.resolve(printed(forms[args[0] as keyof typeof forms]));
    },
    processFacts: () =>
      new Map([[912, {
        path: "C:\\Windows\\System32\\svchost.exe",
        startedAt: "2026-01-01T00:00:00.000Z",
      }]]),
    consoleCodePage: () => 437,
    oemCodePage: () => 437,
    ansiCodePage: () => 1252,
  };
}

function printed(text: string): Capture {
  return { stdout: new TextEncoder().encode(text), stderr: new Uint8Array(), code: 0 };
}
