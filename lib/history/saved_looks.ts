/**
 * The looks at computers that saved files hold.
 *
 * @module
 */
import type { Diagnostics } from "../capture/diagnostics.ts";
import { pathsIn } from "../capture/saved/saved_files.ts";
import { readSnapshot, readWhole, type WholeSnapshot } from "../capture/snapshot.ts";
import type { SnapshotOptions, SourceHost } from "../capture/source.ts";
import { ParseError } from "../errors.ts";
import type { Connection } from "../model/connection.ts";
import { countOf } from "../text/wording.ts";

/**
 * Reads the looks of saved files and of those in folders, the oldest first. Each file is read by
 * itself: a process ID of one is another process in the next, and a snapshot without connections is a
 * look as well.
 *
 * @throws {CaptureError} if a file is missing or cannot be read.
 * @throws {ParseError} if a file does not tell when it was saved; of a folder, if no file does.
 */
export async function readSavedLooks(
  host: SourceHost,
  wanted: SnapshotOptions,
  diagnostics: Diagnostics,
): Promise<WholeSnapshot[]> {
  const reading = { host, wanted, diagnostics, seen: new Set<string>() };
  const all: SavedLooks[] = [];
  for (const path of wanted.from) {
    const isFolder = path !== "-" && host.pathKind(path) === "directory";
    all.push(...isFolder ? await readFolder(path, reading) : [await readFile(path, reading)]);
  }
  const timeless = all.reduce((sum, { timeless }) => sum + timeless, 0);
  if (timeless > 0) {
    diagnostics.warn(`${countOf(timeless, "row")} left out: they do not tell their time`);
  }
  return all.flatMap(({ looks }) => looks)
    .sort((one, other) => Date.parse(one.observedAt!) - Date.parse(other.observedAt!));
}

/** What files are read with. */
interface Reading {
  readonly host: SourceHost;
  readonly wanted: SnapshotOptions;
  readonly diagnostics: Diagnostics;
  /** The files that were read. */
  readonly seen: Set<string>;
}

/** The looks in a file, and how many of its rows belong to none. */
interface SavedLooks {
  readonly looks: readonly WholeSnapshot[];
  readonly timeless: number;
}

/** Leaves out the files that hold no looks, unless there is nothing else. */
async function readFolder(folder: string, reading: Reading): Promise<SavedLooks[]> {
  const { host, diagnostics } = reading;
  const found: SavedLooks[] = [];
  let refused: ParseError | null = null;
  for (const path of pathsIn(folder, host).filter((path) => host.pathKind(path) === "file")) {
    try {
      found.push(await readFile(path, reading));
    } catch (error) {
      if (!(error instanceof ParseError)) throw error;
      diagnostics.note(`Left out ${path}: ${error.message}`);
      refused ??= error;
    }
  }
  if (found.length > 0) return found;
  throw refused ?? new ParseError(`Cannot find saved output in the folder ${folder}: it is empty`);
}

async function readFile(
  path: string,
  { host, wanted, diagnostics, seen }: Reading,
): Promise<SavedLooks> {
  const real = path === "-" ? path : host.realPath(path);
  if (seen.has(real)) {
    diagnostics.note(`${path} was given twice: it is read once`);
    return { looks: [], timeless: 0 };
  }
  seen.add(real);
  const snapshot = await readWhole(
    await readSnapshot(host, { ...wanted, from: [path] }, diagnostics),
  );
  // Nothing where nothing could be read is no state of a computer.
  diagnostics.requireRows(snapshot.connections.length);
  return looksIn(snapshot, path === "-" ? "standard input" : path);
}

/** Takes saved rows apart: a file to which netwho appended holds a look for each time and computer. */
function looksIn(saved: WholeSnapshot, label: string): SavedLooks {
  const { observedAt, computer, connections } = saved;
  if (observedAt !== null) return { looks: [saved], timeless: 0 };
  const rows = connections.filter((row) => row.observedAt !== null);
  const groups = Map.groupBy<string, Connection>(rows, momentOf);
  const looks = new Map<string, WholeSnapshot>();
  for (const [moment, connections] of groups) {
    const { observedAt, computer: named } = connections[0]!;
    looks.set(moment, { ...saved, observedAt, computer: named ?? computer, connections });
  }
  for (const part of saved.parts?.() ?? []) {
    const { observedAt, computer, unseen, processes } = part;
    const connections = groups.get(momentOf(part)) ?? [];
    // Without connections that could be read, there may have been some all the same.
    if (observedAt === null || (connections.length === 0 && !part.isEmpty)) continue;
    const told = { origin: part, observedAt, computer, unseen, processes };
    looks.set(momentOf(part), { ...saved, ...told, connections });
  }
  if (looks.size === 0) throw noTime(label);
  return { looks: [...looks.values()], timeless: connections.length - rows.length };
}

/** When and where something was seen, as a key. */
function momentOf(
  { observedAt, computer }: Pick<WholeSnapshot, "observedAt" | "computer">,
): string {
  return JSON.stringify([observedAt, computer]);
}

function noTime(label: string): ParseError {
  return new ParseError(
    `Cannot add ${label} to the history: it does not tell when it was saved, as a history needs`,
    {
      hint:
        "Save with netwho snapshot --out FILE on that computer, without --from: it keeps the time",
    },
  );
}
