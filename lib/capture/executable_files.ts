/**
 * Finds the files that processes run.
 *
 * @module
 */
import { driveOf, isSharePath } from "../host/file_paths.ts";
import type { Facts, Files } from "../host/host.ts";
import { attempt } from "../host/refusals.ts";
import { DELETED } from "./linux/linux_files.ts";

/**
 * Where the file of a program is: `here`, on another computer (`elsewhere`), or in no place that has
 * files. Only what is here is looked at: another computer would be signed in to with the rights of
 * whoever looks, and may let them wait.
 */
export function placeOf(
  path: string,
  host: Pick<Facts, "os" | "leadsToNetwork">,
): "here" | "elsewhere" | "nowhere" {
  if (host.os !== "windows") return "here";
  if (host.leadsToNetwork(path) || isSharePath(path)) return "elsewhere";
  return driveOf(path) === null ? "nowhere" : "here"; // others name devices
}

/** The file that a process runs. */
export interface Executable<FactsOfFile> {
  /** The facts about it; null where they cannot be read. */
  readonly facts: FactsOfFile | null;
  /** Whether the file was removed or replaced since the process started (Linux). */
  readonly isGone: boolean;
}

/**
 * Makes a function that looks at the file of a process, at each file once. On Linux it goes through
 * `/proc`, which leads to the running file even where another one is now at its path, or where the
 * path is one of a container's.
 *
 * @param look reads the facts about the file at a path.
 */
export function executableReader<FactsOfFile>(
  host: Pick<Files & Facts, "os" | "readLink">,
  look: (path: string) => Promise<FactsOfFile | null>,
): (process: { pid: number; path: string }) => Promise<Executable<FactsOfFile>> {
  const known = new Map<string, Promise<FactsOfFile | null>>();
  return async ({ pid, path }) => {
    let [key, file, isGone] = [path.toLowerCase(), path, false];
    if (host.os === "linux") {
      file = `/proc/${pid}/exe`;
      const link = attempt(() => host.readLink(file)).value ?? path;
      isGone = link.endsWith(DELETED) && link !== path;
      // Two removed files can differ, and the same path is another file in another container.
      const place = isGone ? pid : attempt(() => host.readLink(`/proc/${pid}/ns/mnt`)).value;
      key = `${place} ${link}`;
    }
    const facts = known.get(key) ?? look(file);
    known.set(key, facts);
    return { facts: await facts, isGone };
  };
}
