/**
 * A Windows with a Task Scheduler in memory, which speaks through schtasks: in German, in code page 850.
 *
 * @module
 */
import { encode } from "iconv-lite";
import type { Capture, Host } from "../../lib/host/host.ts";
import { type FakeHost, fakeHost } from "./fake_host.ts";

/** What schtasks prints of a task besides its definition. */
export interface TaskState {
  readonly nextRun?: string;
  readonly lastRun?: string;
  readonly lastResult?: string;
  readonly user?: string;
}

/** The machine. */
export interface FakeTaskScheduler {
  readonly host: FakeHost;
  /** The definition of each task, by folder and name. */
  readonly tasks: Map<string, string>;
  readonly states: Map<string, TaskState>;
  /** The files that lie there. */
  readonly files: Map<string, Uint8Array>;
  /** The calls of schtasks. */
  readonly calls: string[];
  /** Paths that schtasks may not touch. */
  readonly denied: Set<string>;
}

const DATA = "C:\\Users\\anna\\AppData\\Local\\netwho";
const MISSING = "FEHLER: Das System kann die angegebene Datei nicht finden.\r\n";
const DENIED = "FEHLER: Zugriff verweigert\r\nmehr ü\r\n";
const HEADER = Array.from({ length: 28 }, (_, at) => `Überschrift ${at}`);

/** Makes one. */
export function fakeTaskScheduler(overrides: Partial<Host> = {}): FakeTaskScheduler {
  const tasks = new Map<string, string>();
  const states = new Map<string, TaskState>();
  const files = new Map<string, Uint8Array>();
  const calls: string[] = [];
  const denied = new Set<string>();

  function schtasks(args: readonly string[]): Capture {
    calls.push(args.join(" "));
    const [action, ...rest] = args;
    const path = rest[rest.indexOf("/tn") + 1] ?? "";
    const known = [...tasks.keys()].find((key) => key.toLowerCase() === path.toLowerCase());
    if (action === "/query" && rest.includes("csv")) return printed(0, listing());
    if (denied.has(path)) return failed(DENIED);
    if (action === "/create") {
      const file = files.get(rest[rest.indexOf("/xml") + 1]!);
      if (file === undefined) return failed(MISSING);
      if (file[0] !== 0xff || file[1] !== 0xfe) return failed("FEHLER: XML\r\n");
      tasks.set(known ?? path, new TextDecoder("utf-16le").decode(file));
      return printed(0, `ERFOLGREICH: Die geplante Aufgabe "${path}" wurde erstellt.\r\n`);
    }
    if (known === undefined) return failed(MISSING);
    if (action === "/delete") tasks.delete(known);
    return printed(0, action === "/query" ? tasks.get(known)! : "ERFOLGREICH: ...\r\n");
  }

  function listing(): string {
    const rows = [...tasks.keys()].map((path) => {
      const { nextRun, lastRun, lastResult, user } = states.get(path) ?? {};
      const cells = HEADER.map((_, at) => `Zelle ${at}`);
      cells.splice(0, 7, "PC", path, nextRun ?? "Nicht zutreffend", "Bereit", "Nur interaktiv");
      cells.splice(5, 0, lastRun ?? "30.11.1999 00:00:00", lastResult ?? "267011");
      cells[14] = user ?? "anna";
      return cells;
    });
    return `\r\n${[HEADER, ...rows].map((cells) => `"${cells.join('","')}"\r\n`).join("")}`;
  }

  const host = fakeHost({
    os: "windows",
    run: (tool, args) => Promise.resolve(tool === "schtasks" ? schtasks(args) : failed("")),
    consoleCodePage: () => 850,
    oemCodePage: () => 850,
    dataFolder: () => DATA,
    userSid: () => "S-1-5-21-1-2-3-1001",
    elevated: () => false,
    env: (name) => name === "SystemRoot" ? "D:\\Windows" : undefined,
    makeFolder: () => {},
    createFile: (path) => {
      const chunks: Uint8Array[] = [];
      return {
        write: (bytes) => {
          chunks.push(bytes.slice());
        },
        commit: () => {
          files.set(path, new Uint8Array(chunks.flatMap((chunk) => [...chunk])));
        },
        discard: () => {},
      };
    },
    removeFile: (path) => {
      files.delete(path);
    },
    ...overrides,
  });
  return { host, tasks, states, files, calls, denied };
}

function printed(code: number, text: string): Capture {
  return { code, stdout: new Uint8Array(encode(text, "cp850")), stderr: new Uint8Array() };
}

function failed(text: string): Capture {
  return { code: 1, stdout: new Uint8Array(), stderr: new Uint8Array(encode(text, "cp850")) };
}
