/**
 * Where a program of Windows lies: its path taken apart.
 *
 * @module
 */
import type { Program } from "../engine/audit_view.ts";
import { UNKNOWN_DRIVE } from "../engine/compared_path.ts";

/** Where a program of Windows lies. All in lower case. */
export interface WindowsPlace {
  /** The server, for a path in a network: `files.example`, `192.0.2.9`. */
  readonly server: string | null;
  /** The share of that server. */
  readonly share: string | null;
  /** The drive; null where its letter is not known, or it is a path in a network. */
  readonly drive: string | null;
  /** The folders from the drive or share on. */
  readonly folders: readonly string[];
  /** The folders as one text, `\windows\system32\`; a drive's own folder is `\`. */
  readonly folder: string;
  /** The name of the file. */
  readonly base: string;
}

const known = new WeakMap<Program, WindowsPlace | null>();

/** Takes the path of a program apart; null where it is none from the root on, or one of Linux. */
export function windowsPlaceOf(program: Program): WindowsPlace | null {
  let place = known.get(program);
  if (place === undefined) {
    place = program.place === null ? null : parseWindowsPlace(program.place);
    known.set(program, place);
  }
  return place;
}

/** A path from a drive on, or one in a network. */
const FROM_ROOT = /^(?:([a-z?]:)|\\\\([^\\]+)\\([^\\]+))\\(.*)$/s;

/** Takes a path apart that is spelled as they are compared. */
export function parseWindowsPlace(place: string): WindowsPlace | null {
  const root = FROM_ROOT.exec(place);
  if (root === null) return null;
  const [, drive = UNKNOWN_DRIVE, server = null, share = null, rest] = root;
  const folders = rest!.split("\\");
  const base = folders.pop()!;
  return {
    server,
    share,
    drive: drive === UNKNOWN_DRIVE ? null : drive,
    folders,
    folder: folders.length === 0 ? "\\" : `\\${folders.join("\\")}\\`,
    base,
  };
}
