/**
 * Why the owners of sockets could not be seen: the words for it, in the rows and in one line for all.
 *
 * @module
 */
import type { FieldValue, ObjectRow } from "../model/field.ts";
import type { Doubt } from "../rows/choose/choose_rows.ts";
import { countOf } from "../text/wording.ts";
import { UnknownTally } from "./unknown_tally.ts";

/** Why the owner of a socket could not be seen. */
export type HiddenBy = keyof typeof REASONS;

/** The reasons, as they stand after a colon. */
const REASONS = {
  rights: "needs administrator's rights",
  root: "needs root",
  trace: "needs more rights than this root has (CAP_SYS_PTRACE)",
  search: "needs more rights than this root has (CAP_DAC_READ_SEARCH)",
  moreRights: "needs more rights than this root has",
  module: "a security module forbids it, even to root",
  userNamespace: "needs root outside this user namespace",
  hidepid: "/proc hides other users' processes (hidepid)",
  elsewhere: "another container or the kernel may be the owner",
  notPrinted: "netstat printed no process IDs",
  notSaved: "the saved rows hold no process IDs",
  waiting: "not accepted yet, and several processes listen",
} as const;

/** Whether a value from outside is one of the reasons. */
export function isHiddenBy(value: unknown): value is HiddenBy {
  return typeof value === "string" && Object.hasOwn(REASONS, value);
}

/** Returns a reason as it stands after a colon. */
export function reasonOf(hiddenBy: HiddenBy): string {
  return REASONS[hiddenBy];
}

/** The note of a row whose owner could not be seen. */
export function hiddenNote(hiddenBy: HiddenBy): string {
  return OTHER_NOTES[hiddenBy] ?? `the owning process could not be seen: ${REASONS[hiddenBy]}`;
}

/** Whether a note says no more than the line that counts the owners which could not be seen. */
export function isInSummary(note: FieldValue): boolean {
  const reason = typeof note === "string" ? REASON_OF_NOTE.get(note) : undefined;
  return reason !== undefined && reason !== "elsewhere";
}

const OTHER_NOTES: Readonly<Partial<Record<HiddenBy, string>>> = {
  elsewhere: "no process that can be seen from here owns it: another container or the kernel may",
  notPrinted: "netstat printed no process ID: it does with -o",
};

/** How the note begins of a connection that one of several listeners will get. */
export const WAITING_NOTE = "not accepted yet: ";

const REASON_OF_NOTE: ReadonlyMap<string, HiddenBy> = new Map(
  (Object.keys(REASONS) as HiddenBy[]).map((reason) => [hiddenNote(reason), reason]),
);

/** A process that holds a socket. */
export interface Holder {
  readonly pid: number;
  /** Its image name. */
  readonly process: string | null;
}

/**
 * Counts the sockets whose owner could not be seen, and those that a filter had to judge without
 * knowing all that it asks for.
 */
export class OwnersSeen {
  /** The reason where the rows that were read last tell none. */
  hiddenBy: HiddenBy = "rights";
  /** Whether the sockets come from saved output. */
  isSaved = false;
  /** Whether they come from snapshots, which tell more than the output of a tool. */
  isSnapshot = false;
  /** Whether people are told it otherwise. */
  isTold = false;
  /** Whether rows are counted by what is known of owners: no row has a note then. */
  isCounted = false;
  /** The holders of sockets that several processes hold, the owner first. */
  readonly shared: WeakMap<ObjectRow, readonly Holder[]> = new WeakMap();
  #hasShared = false;
  #sockets = 0;
  readonly #hidden = new Tally<HiddenBy>();
  readonly #leftOut = new Tally<HiddenBy>();
  readonly #kept = new Tally<HiddenBy>();
  readonly #elsewhere = new Tally<string>();
  readonly #unknown = new UnknownTally();
  #zoneless = 0;

  /** Counts rows as they are read. `hiddenBy`: the reason where a row tells none. */
  count(rows: readonly ObjectRow[], hiddenBy: HiddenBy = this.hiddenBy): void {
    this.#sockets += rows.length;
    this.hiddenBy = hiddenBy;
    for (const row of rows) if (isUnseen(row)) this.#hidden.add(reasonIn(row) ?? hiddenBy);
  }

  /** Keeps the holders of a socket that several processes hold, the owner first. */
  share(row: ObjectRow, holders: readonly Holder[]): void {
    this.#hasShared = true;
    this.shared.set(row, holders);
  }

  /** Whether a filter on owners may be wrong about a row. */
  concerns(row: ObjectRow): boolean {
    return isUnseen(row) || (this.#hasShared && this.shared.has(row));
  }

  /** Counts a row that a filter on owners has judged; `matches` judges another owner of it. */
  judged(row: ObjectRow, matches: (owner: Partial<ObjectRow>) => boolean): void {
    const isChosen = matches({});
    if (isUnseen(row)) {
      (isChosen ? this.#kept : this.#leftOut).add(reasonIn(row) ?? this.hiddenBy);
      return;
    }
    if (isChosen) return;
    const [owner, ...others] = this.shared.get(row) ?? [];
    const holder = others.find(({ pid, process }) => matches({ pid, process }));
    if (holder !== undefined) this.#elsewhere.add(`${nameOf(holder)}\n${nameOf(owner!)}`);
  }

  /** Counts a row that may be in the zone asked for: its own is not known. */
  zoneless(): void {
    this.#zoneless++;
  }

  /** Counts a row that a filter has judged without a value that may be there. */
  unknown(row: ObjectRow, doubt: Doubt): void {
    this.#unknown.add(row, doubt);
  }

  /** The number of sockets whose owner could not be seen. */
  get hidden(): number {
    return this.#hidden.total - this.#hidden.of("waiting");
  }

  /** Why sockets without an owner may be those of any process; null where there are none such. */
  get doubt(): string | null {
    const isMeant = (reason: HiddenBy) => reason !== "waiting" && reason !== "elsewhere";
    return inWords(this.#hidden, isMeant) || null;
  }

  /** Says how many owners could not be seen, and why; null where all were. */
  get summary(): string | null {
    const { hidden } = this;
    if (hidden === 0 || this.isTold) return null;
    if (hidden === this.#sockets && this.#hidden.of("notPrinted") === hidden) {
      return "netstat printed no process IDs: it does with -o (on Linux with -p)";
    }
    const reasons = inWords(this.#hidden, (reason) => reason !== "waiting");
    return `owners of ${hidden} of ${
      countOf(this.#sockets, "socket")
    } could not be seen: ${reasons}`;
  }

  /** What filters could not know, one line each. */
  get guesses(): string[] {
    const lines = [[this.#leftOut, "left out"], [this.#kept, "kept"]] as const;
    return [
      ...lines.filter(([{ total }]) => total > 0).map(([tally, what]) => {
        const are = tally.total === 1 ? "is" : "are";
        const whose = `${countOf(tally.total, "socket")} whose owner could not be seen`;
        return `${whose} ${are} ${what}: ${inWords(tally)}`;
      }),
      ...[...this.#elsewhere.counts].slice(0, MOST_HOLDERS).map(([names, count]) => {
        const [holder, owner] = names.split("\n");
        const are = count === 1 ? "is" : "are";
        return `${
          countOf(count, "socket")
        } that ${holder} holds too ${are} listed under ${owner}, the owner`;
      }),
      ...this.#unknown.lines(this),
      ...this.#zoneless === 0 ? [] : [
        `${countOf(this.#zoneless, "socket")} may be meant and ${
          this.#zoneless === 1 ? "is" : "are"
        } ` +
        "left out: the zone is not known",
      ],
    ];
  }
}

/** The most processes that are named in messages of one kind. */
const MOST_HOLDERS = 3;

/** A process in a message: `20 worker`. */
export function nameOf({ pid, process }: Holder): string {
  return process === null ? `${pid}` : `${pid} ${process}`;
}

/** Names some processes, and counts the others: `20 worker, 21 worker and 5 more`. */
export function namesOf(holders: readonly Holder[]): string {
  const named = holders.slice(0, MOST_HOLDERS).map(nameOf).join(", ");
  const more = holders.length - MOST_HOLDERS;
  return more > 0 ? `${named} and ${more} more` : named;
}

function isUnseen({ pid, process }: ObjectRow): boolean {
  return pid === null && process === null;
}

function reasonIn({ note }: ObjectRow): HiddenBy | null {
  if (typeof note !== "string") return null;
  // A look-up may have added to the note.
  return REASON_OF_NOTE.get(note.split("; ", 1)[0]!) ??
    (note.startsWith(WAITING_NOTE) ? "waiting" : null);
}

/** The reasons, each with its number where there are several. */
function inWords(
  { counts }: Tally<HiddenBy>,
  isMeant: (reason: HiddenBy) => boolean = () => true,
): string {
  const entries = [...counts].filter(([reason]) => isMeant(reason));
  if (entries.length === 1) return REASONS[entries[0]![0]];
  return entries.map(([reason, count]) => `${REASONS[reason]} (${count})`).join("; ");
}

/** Numbers by key. */
class Tally<Key> {
  readonly counts = new Map<Key, number>();
  total = 0;

  add(key: Key): void {
    this.total++;
    this.counts.set(key, this.of(key) + 1);
  }

  of(key: Key): number {
    return this.counts.get(key) ?? 0;
  }
}
