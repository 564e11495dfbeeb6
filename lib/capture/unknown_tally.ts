/**
 * Counts the rows that filters judge without a value that may be there, and says how many they are.
 *
 * @module
 */
import type { ObjectRow } from "../model/field.ts";
import type { Doubt } from "../rows/choose/choose_rows.ts";
import type { Unknown } from "../rows/choose/unknown_values.ts";
import { countOf } from "../text/wording.ts";

/** Where the rows come from. */
export interface Origin {
  /** Why owners of sockets cannot be seen there. */
  readonly hiddenBy: string;
  /** Whether it is saved output. */
  readonly isSaved: boolean;
  /** Whether it is snapshots of netwho's, which saw what the machine showed. @default false */
  readonly isSnapshot?: boolean;
}

/** What the values are called, and why they may be missing. */
const VALUES: Readonly<Record<Unknown, Value>> = {
  user: { name: "user", saved: "tasklist prints it with /v" },
  path: { name: "path", saved: "tasklist does not print it" },
  host: { name: "remote name", option: "--resolve" },
  owner: { name: "remote owner", option: "--owner" },
  country: { name: "remote country", option: "--owner" },
  direction: {
    name: "direction",
    saved: "no listeners were saved with them, and netstat prints those with -a",
  },
};

interface Value {
  readonly name: string;
  /** Why saved output may lack it. */
  readonly saved?: string;
  /** The option that looks it up. */
  readonly option?: string;
}

/** Why this machine does not show the user or the path of a process. */
const RIGHTS: Readonly<Record<string, string | undefined>> = {
  rights: "perhaps it needs administrator's rights",
  root: "perhaps it needs root",
};

/** Why a snapshot of Windows does not show the user. */
const IN_SNAPSHOT = "netwho snapshot saves it with --details";

/** Rows that are judged alike. */
interface Kind extends Doubt {
  readonly noun: string;
  count: number;
  /** Whether the local port of all of them is unknown, so that no listener can be theirs. */
  readonly isPortless: boolean;
  /** Whether the process of any of them is not in the list of processes. */
  hasEnded: boolean;
}

/** The numbers of rows judged without a value. */
export class UnknownTally {
  readonly #kinds = new Map<string, Kind>();

  /** Counts a row. */
  add(row: ObjectRow, judged: Doubt): void {
    const noun = "protocol" in row ? "socket" : "process";
    const isPortless = noun === "socket" && (row.localPort ?? null) === null;
    const what = judged.what === "direction" && isPortless ? "direction of a port" : judged.what;
    const key = [noun, what, judged.isChosen, judged.isLookedUp].join(" ");
    const kind = this.#kinds.get(key) ??
      { ...judged, noun, isPortless, count: 0, hasEnded: false };
    kind.count++;
    if (row.process === null) kind.hasEnded = true;
    this.#kinds.set(key, kind);
  }

  /** One line for each kind of rows. */
  lines(origin: Origin): string[] {
    return [...this.#kinds.values()].map((kind) => {
      const { what, isChosen, isLookedUp, noun, count } = kind;
      const rows = noun === "process" && count > 1 ? `${count} processes` : countOf(count, noun);
      const state = isLookedUp ? "could not be found" : "is not known";
      const is = `${count === 1 ? "is" : "are"} ${isChosen ? "kept" : "left out"}`;
      const reason = reasonFor(kind, origin);
      const line = `${rows} whose ${VALUES[what].name} ${state} ${is}`;
      return reason === null ? line : `${line}: ${reason}`;
    });
  }
}

function reasonFor(
  { what, isLookedUp, isPortless, hasEnded }: Kind,
  { hiddenBy, isSaved, isSnapshot = false }: Origin,
): string | null {
  const { option, saved } = VALUES[what];
  if (isLookedUp) return null;
  if (what === "direction" && isPortless) return "nor is the local port";
  if (what === "direction" && hiddenBy === "notSaved") {
    return "neither the saved rows nor listeners among them tell it";
  }
  if (option !== undefined) return `${option} looks it up`;
  if (isSnapshot && what === "user" && hiddenBy === "rights") return IN_SNAPSHOT;
  if (isSaved && !isSnapshot) return saved ?? null;
  // Of a process that has ended nobody knows more.
  return hasEnded ? null : RIGHTS[hiddenBy] ?? null;
}
