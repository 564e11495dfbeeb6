/**
 * The state of the screen of `netwho watch`: what is shown, what is selected, what is being asked. A
 * value: {@linkcode WatchEvent}s make the next one, and drawing reads it.
 *
 * @module
 */
import type { KeyPress, TerminalSize } from "../../host/host.ts";
import type { Connection } from "../../model/connection.ts";
import type { LiveLook, LiveRow } from "../live_row.ts";
import { USUAL_INTERVAL } from "../watch_plan.ts";

/** How people want it shown; remembered between runs. */
export interface WatchSettings {
  /** The column of SORT_COLUMNS to sort by; null for the order in which connections came. */
  readonly sort: string | null;
  readonly isReversed: boolean;
  /** The filter as it was typed; empty for none. */
  readonly filter: string;
  /** Whether only open connections, listeners, TCP, UDP, inbound or outbound ones are shown. */
  readonly only: readonly ("established" | "listening" | "tcp" | "udp" | "inbound" | "outbound")[];
  readonly showsLoopback: boolean;
  /** Whether closed connections stay. */
  readonly keepsClosed: boolean;
  readonly isGrouped: boolean;
  readonly showsNames: boolean;
  readonly showsOwners: boolean;
  readonly showsAudit: boolean;
  /** Milliseconds from one look to the next. */
  readonly every: number;
}

/** How it is shown where nobody said otherwise. */
export const DEFAULT_SETTINGS: WatchSettings = {
  sort: null,
  isReversed: false,
  filter: "",
  only: [],
  showsLoopback: true,
  keepsClosed: false,
  isGrouped: false,
  showsNames: false,
  showsOwners: false,
  showsAudit: false,
  every: USUAL_INTERVAL,
};

/** A line of the list, one on the screen: a connection, or a program that heads its connections. */
export type ListLine =
  | { readonly kind: "row"; readonly row: LiveRow; readonly isInGroup: boolean }
  | {
    readonly kind: "group";
    /** Tells it from the other programs. */
    readonly key: string;
    readonly process: string | null;
    readonly pid: number | null;
    readonly rows: readonly LiveRow[];
    readonly isOpen: boolean;
  };

/** What can be asked: to end a process, to close a connection, to close all of a program. */
export type ActionName = "kill" | "close" | "closeAll";

/** What is asked before something is ended. It stays about what it named, whatever the list shows. */
export interface Question {
  /** Tells it from every other question of this run. */
  readonly number: number;
  readonly action: ActionName;
  /** What it names: program, process ID, path and start, or the connections; a line each. */
  readonly lines: readonly string[];
  /** Why it cannot be done; null where it can. */
  readonly refusal: string | null;
  /** Whether a stronger way can be chosen by `f`. */
  readonly canForce: boolean;
}

/** What stands over or beside the list. */
export type Pane =
  | { readonly kind: "none" }
  | { readonly kind: "help"; readonly top: number }
  /** Text about a line, whose identity `about` is; no text while it is being read. */
  | {
    readonly kind: "details";
    readonly about: number | string;
    readonly lines: readonly string[] | null;
    readonly top: number;
  }
  /** A question is being prepared; keys do nothing but give it up. */
  | { readonly kind: "preparing"; readonly number: number; readonly action: ActionName }
  /** It can be answered once it has been shown. */
  | { readonly kind: "question"; readonly question: Question; readonly isShown: boolean }
  /** The filter is being typed. */
  | { readonly kind: "filter"; readonly text: string; readonly cursor: number };

/** A choice of rows by a filter. */
export interface Choice {
  /** As it was written; empty for all rows. */
  readonly text: string;
  readonly matches: (row: Connection) => boolean;
}

/** Everything that the screen shows. */
export interface WatchState {
  readonly size: TerminalSize;
  readonly settings: WatchSettings;
  /** What the command line chose; the keys choose among that. */
  readonly given: Choice;
  /** The typed filter that applies: the last one that could be read. */
  readonly typed: Choice;
  /** The latest look; null before the first one. */
  readonly look: LiveLook | null;
  /** The rows of the latest look that the command line chose, in the order asked for. */
  readonly sorted: readonly LiveRow[];
  /** What was marked when the marks were cleared: the mark and state of rows, by their ids. */
  readonly cleared: ReadonlyMap<number, string>;
  /** The groups that show their rows, by their keys. */
  readonly openGroups: ReadonlySet<string>;
  /** Why the latest look failed; null if it did not. */
  readonly trouble: string | null;
  /** The chosen rows in their order. */
  readonly lines: readonly ListLine[];
  /** How many connections the filter left out. */
  readonly hidden: number;
  /** The identity of the selected line: a row's id or a group's key; null without lines. */
  readonly selected: number | string | null;
  /** Which line is the first on the screen. */
  readonly top: number;
  readonly pane: Pane;
  readonly isPaused: boolean;
  /** Whether each new connection is selected as it comes. */
  readonly isFollowing: boolean;
  /** How many questions were prepared so far. */
  readonly questions: number;
  /** Whether a look is under way for longer than its interval. */
  readonly isLate: boolean;
  /** What to tell for a moment: a result, a mistake. */
  readonly message: { readonly text: string; readonly kind: "done" | "failed" } | null;
  /** Why the typed filter cannot be read; null if it can. */
  readonly filterError: string | null;
  /** The severity of the worst finding about a row, by its id; empty until the audit is on. */
  readonly marks: ReadonlyMap<number, string>;
  /** Whether the names, owners and marks of the shown rows are still being looked up. */
  readonly isLookingUp: boolean;
  /** The computer's name, and whether it is a recording. */
  readonly title: string;
  /** Whether what could not be seen is worth a line, and that line. */
  readonly limits: string | null;
}

/** What can happen. */
export type WatchEvent =
  | { readonly kind: "key"; readonly key: KeyPress }
  | { readonly kind: "size"; readonly size: TerminalSize }
  /** With a line about what could not be seen. @default the line stays as it is */
  | { readonly kind: "look"; readonly look: LiveLook; readonly limits?: string | null }
  | { readonly kind: "lookFailed"; readonly reason: string }
  | { readonly kind: "late" }
  /** Names and owners were found: the same rows with more in them. */
  | { readonly kind: "known"; readonly rows: ReadonlyMap<number, LiveRow> }
  | { readonly kind: "marks"; readonly marks: ReadonlyMap<number, string> }
  | { readonly kind: "details"; readonly about: number | string; readonly lines: readonly string[] }
  | { readonly kind: "question"; readonly question: Question }
  /** The state was painted: its question can be read. */
  | { readonly kind: "shown" }
  | { readonly kind: "lookingUp"; readonly isLookingUp: boolean }
  | { readonly kind: "told"; readonly text: string; readonly isFailure: boolean }
  /** The message has been shown long enough. */
  | { readonly kind: "forget" };

/** What the program is to do. */
export type WatchEffect =
  | { readonly kind: "quit" }
  | { readonly kind: "lookNow" }
  | { readonly kind: "pause"; readonly isPaused: boolean }
  | { readonly kind: "keepClosed"; readonly keepsClosed: boolean }
  | { readonly kind: "every"; readonly milliseconds: number }
  | { readonly kind: "remember"; readonly settings: WatchSettings }
  | { readonly kind: "describe"; readonly line: ListLine }
  /** To prepare a question of this number about these rows. */
  | {
    readonly kind: "ask";
    readonly number: number;
    readonly action: ActionName;
    readonly rows: readonly LiveRow[];
  }
  | { readonly kind: "carryOut"; readonly question: Question; readonly isForced: boolean }
  /** To draw all anew: something else wrote to the terminal. */
  | { readonly kind: "redraw" }
  | { readonly kind: "save" }
  | { readonly kind: "copy"; readonly rows: readonly LiveRow[] };
