/**
 * The machines on which the README's command lines are run: recordings, a history of a night, and
 * processes and connections that only say that they end.
 *
 * @module
 */
import { main } from "../../lib/cli/main.ts";
import { denoHost } from "../../lib/host/deno/deno_host.ts";
import type { Host, KeyPress } from "../../lib/host/host.ts";
import { replayingHost } from "../../lib/host/recording/replaying_host.ts";
import { fakeHost } from "./fake_host.ts";
import { fakeTaskScheduler } from "./fake_task_scheduler.ts";
import { localPath } from "./folders.ts";
import { ROOT } from "./program.ts";
import { listener, outbound, recordHistory, type TestLook } from "./recorded_history.ts";
import { realFiles } from "./real_files.ts";

/** What a command line came to. */
export interface Shown {
  readonly code: number;
  /** Standard output and standard error, as a terminal shows them. */
  readonly text: string;
  /** What was done to the machine. */
  readonly done: readonly string[];
}

/** Runs the words behind `netwho` in a folder of its own. */
export type Scene = (words: readonly string[], folder: string) => Promise<Shown>;

/** The width of the README's terminal. */
const COLUMNS = 100;

/** The path of a recording. */
export function recording(name: string): string {
  return localPath(new URL(`tests/recordings/${name}`, ROOT));
}

/** A recorded machine. */
export function recorded(name: string): Scene {
  return (words) => onTerminal([...words, "--replay", recording(name)], realFiles());
}

/** A recorded machine whose processes end and whose connections close when they are told to. */
export function obedient(name: string): Scene {
  return (words) => {
    const { write: _write, writeError: _writeError, ...machine } = replayingHost(
      recording(name),
      denoHost(),
    );
    const done: string[] = [];
    return onTerminal(words, {
      ...machine,
      ownPid: () => 999_999,
      keys: () => typedKeys("y", "enter"),
      endProcess: ({ path }) => {
        done.push(`ended ${path}`);
        return Promise.resolve("asked");
      },
      closeConnections: (connections) => {
        done.push(...connections.map(({ remoteAddress }) => `closed ${remoteAddress}`));
        return Promise.resolve(connections.map(() => null));
      },
    }, done);
  };
}

/** A recorded machine, and a snapshot of it from an hour before an updater began to call out. */
export async function installed(words: readonly string[], folder: string): Promise<Shown> {
  const taken = await saved("windows-en", `${folder}/before.json`);
  const document = JSON.parse(await Deno.readTextFile(taken));
  document.observedAt = "2026-11-20T07:30:00.000Z";
  const isThere = ({ process }: { process: string | null }) => process !== "updater.exe";
  document.connections = document.connections.filter(isThere);
  document.processes = document.processes?.filter(isThere) ?? null;
  await Deno.writeTextFile(taken, JSON.stringify(document));
  const { open, pathKind } = denoHost();
  const place = (path: string) => path === "before.json" ? taken : path;
  return onTerminal([...words, "--replay", recording("windows-en")], {
    ...realFiles(),
    open: (path) => open(place(path)),
    pathKind: (path) => pathKind(place(path)),
  });
}

/** A recorded machine of which a snapshot is saved. */
export function saving(words: readonly string[]): Promise<Shown> {
  const done: string[] = [];
  return onTerminal([...words, "--replay", recording("windows-en")], {
    ...realFiles(),
    createFile: (path) => ({
      write: () => {},
      commit: () => void done.push(`wrote ${path}`),
      discard: () => {},
    }),
  }, done);
}

/** A folder `snapshots` with those of two computers. */
export async function gathered(words: readonly string[], folder: string): Promise<Shown> {
  await Deno.mkdir(`${folder}/snapshots`);
  for (const name of ["windows-en", "windows-ko"]) {
    await saved(name, `${folder}/snapshots/${name}.json`);
  }
  const { open, pathKind, listDirectory } = denoHost();
  const place = (path: string) => path.replace(/^snapshots\b/, () => `${folder}/snapshots`);
  return onTerminal(words, {
    open: (path) => open(place(path)),
    pathKind: (path) => pathKind(place(path)),
    listDirectory: (path) => listDirectory(place(path)),
  });
}

/** A Windows that schedules what it is told to. */
export async function scheduling(words: readonly string[]): Promise<Shown> {
  const { host, tasks } = fakeTaskScheduler();
  const done: string[] = [];
  const shown = await onTerminal(words, {
    ...host,
    ownCommand: () => ({ program: "C:\\Program Files\\netwho\\netwho.exe", before: [] }),
    currentFolder: () => "C:\\Users\\anna",
  }, done);
  done.push(...Array.from(tasks.keys(), (task) => `scheduled ${task}`));
  return shown;
}

/** A history with a look every five minutes from nine in the evening, local time, to half past six. */
export async function night(words: readonly string[], folder: string): Promise<Shown> {
  const path = await recordHistory(folder, nightLooks());
  return onTerminal([...words, "--db", path], {
    ...denoHostDatabases(),
    now: () => new Date(2026, 0, 2, 7).getTime(),
  });
}

function nightLooks(): TestLook[] {
  const shares = listener("System", 445, { pid: 4 });
  const mail = outbound("mail.exe", "198.51.100.25", { remotePort: 993, user: "PC-7\\anna" });
  const invoice = outbound("invoice.pdf.exe", "203.0.113.66", {
    pid: 5120,
    localPort: 50_099,
    remotePort: 4444,
    user: "PC-7\\anna",
  });
  const desktop = outbound("svchost.exe", "203.0.113.5", {
    pid: 912,
    localPort: 3389,
    remotePort: 40_001,
    direction: "inbound",
    services: ["TermService"],
  });
  const begin = new Date(2026, 0, 1, 21).getTime();
  return Array.from({ length: 115 }, (_, index) => {
    const minute = 5 * index;
    const rows = [shares, ...(minute < 90 ? [mail] : [])];
    if (minute >= 100 && minute < 130) rows.push(desktop);
    if (minute >= 340 && minute < 365) rows.push(invoice);
    return { at: new Date(begin + 60_000 * minute).toISOString(), rows };
  });
}

/** Runs it on a terminal without colours. */
async function onTerminal(
  words: readonly string[],
  host: Partial<Host>,
  done: string[] = [],
): Promise<Shown> {
  let text = "";
  const decoder = new TextDecoder();
  const code = await main(
    words,
    fakeHost({
      ...host,
      isTerminal: () => true,
      terminalColumns: () => COLUMNS,
      env: (name) => name === "NO_COLOR" ? "1" : host.env?.(name),
      write: (bytes) => {
        text += decoder.decode(bytes, { stream: true });
        return Promise.resolve();
      },
      writeError: (written) => {
        text += written;
      },
    }),
  );
  return { code, text, done };
}

/** Saves a snapshot of a recording, and returns its path. */
async function saved(name: string, path: string): Promise<string> {
  const { createFile } = denoHost();
  const { code, text } = await onTerminal(
    ["snapshot", "--replay", recording(name), "--out", path],
    { ...realFiles(), createFile },
  );
  if (code !== 0) throw new Error(text);
  return path;
}

function denoHostDatabases(): Partial<Host> {
  const { openDatabase } = denoHost();
  return { openDatabase };
}

async function* typedKeys(...keys: string[]): AsyncGenerator<KeyPress> {
  for (const key of keys) yield { key, ctrl: false, alt: false, shift: false };
}
