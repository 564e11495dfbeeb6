/**
 * The keys of `netwho watch`: what they do, and how they are told. The help and the last line of the
 * screen come from this table.
 *
 * @module
 */
import type { KeyPress } from "../../host/host.ts";

/** The headings of the help, in their order. */
export const KEY_GROUPS = ["Moving", "Choosing", "Showing", "Acting", "Looking", "Other"] as const;

/** What a key does. */
export interface WatchKey {
  readonly name: string;
  /** The keys, as a {@linkcode KeyPress} names them; with `ctrl+` in front where it is held. */
  readonly keys: readonly string[];
  /** The keys as the help writes them. */
  readonly shown: string;
  /** What they do, for the help. */
  readonly about: string;
  readonly group: typeof KEY_GROUPS[number];
  /** A word for the last line, and how early it comes there: 1 first. @default it is not there */
  readonly brief?: { readonly text: string; readonly rank: number };
  /** Whether it ends or closes something, after a question. @default it does not */
  readonly isDangerous?: true;
}

/** Every key. */
export const WATCH_KEYS = [
  { name: "up", keys: ["up", "k"], shown: "↑ k", about: "up", group: "Moving" },
  { name: "down", keys: ["down", "j"], shown: "↓ j", about: "down", group: "Moving" },
  {
    name: "pageUp",
    keys: ["pageUp", "ctrl+b"],
    shown: "PgUp Ctrl+B",
    about: "a page up",
    group: "Moving",
  },
  {
    name: "pageDown",
    keys: ["pageDown", "ctrl+f"],
    shown: "PgDn Ctrl+F",
    about: "a page down",
    group: "Moving",
  },
  { name: "first", keys: ["home", "g"], shown: "Home g", about: "the first line", group: "Moving" },
  { name: "last", keys: ["end", "G"], shown: "End G", about: "the last line", group: "Moving" },
  {
    name: "follow",
    keys: ["F"],
    shown: "F",
    about: "select each new connection as it comes",
    group: "Moving",
  },
  {
    name: "filter",
    keys: ["/"],
    shown: "/",
    about: "filter in the words of the options: firefox, port 443, !loopback; Enter keeps it, " +
      "Esc clears it",
    group: "Choosing",
    brief: { text: "filter", rank: 3 },
  },
  {
    name: "back",
    keys: ["escape"],
    shown: "Esc",
    about: "close what is open, then clear the filter",
    group: "Choosing",
  },
  {
    name: "established",
    keys: ["e"],
    shown: "e",
    about: "only established connections, or all again",
    group: "Choosing",
  },
  {
    name: "listening",
    keys: ["l"],
    shown: "l",
    about: "only listeners, or all again",
    group: "Choosing",
  },
  { name: "tcp", keys: ["1"], shown: "1", about: "only TCP, or all again", group: "Choosing" },
  { name: "udp", keys: ["2"], shown: "2", about: "only UDP, or all again", group: "Choosing" },
  {
    name: "inbound",
    keys: ["i"],
    shown: "i",
    about: "only connections that the other end began, or all again",
    group: "Choosing",
  },
  {
    name: "outbound",
    keys: ["o"],
    shown: "o",
    about: "only connections that this computer began, or all again",
    group: "Choosing",
  },
  {
    name: "loopback",
    keys: ["L"],
    shown: "L",
    about: "with or without this computer's connections to itself",
    group: "Choosing",
  },
  {
    name: "nextSort",
    keys: ["s", "right"],
    shown: "s →",
    about: "sort by the next column",
    group: "Showing",
    brief: { text: "sort", rank: 7 },
  },
  {
    name: "previousSort",
    keys: ["left"],
    shown: "←",
    about: "sort by the column before",
    group: "Showing",
  },
  { name: "reverse", keys: ["S"], shown: "S", about: "reverse the order", group: "Showing" },
  {
    name: "group",
    keys: ["a"],
    shown: "a",
    about: "group by program; Space or Enter opens a group",
    group: "Showing",
    brief: { text: "group", rank: 9 },
  },
  {
    name: "keepClosed",
    keys: ["t"],
    shown: "t",
    about: "keep closed connections, or let them go",
    group: "Showing",
  },
  {
    name: "clearMarks",
    keys: ["n"],
    shown: "n",
    about: "clear the marks + - ~, and closed connections with them",
    group: "Showing",
  },
  {
    name: "names",
    keys: ["d"],
    shown: "d",
    about: "with or without the names of remote addresses (asks your name server)",
    group: "Showing",
    brief: { text: "names", rank: 10 },
  },
  {
    name: "owners",
    keys: ["w"],
    shown: "w",
    about: "with or without the owners of remote addresses (asks your name server)",
    group: "Showing",
  },
  {
    name: "audit",
    keys: ["A"],
    shown: "A",
    about: "mark what netwho audit finds, or do not",
    group: "Showing",
  },
  {
    name: "details",
    keys: ["enter"],
    shown: "Enter",
    about: "all about the selected connection, as netwho inspect tells it",
    group: "Acting",
    brief: { text: "details", rank: 4 },
  },
  {
    name: "copy",
    keys: ["c"],
    shown: "c",
    about: "copy the selected connection as JSON",
    group: "Acting",
  },
  {
    name: "kill",
    keys: ["K"],
    shown: "K",
    about: "end the process, after a question",
    group: "Acting",
    brief: { text: "end process", rank: 5 },
    isDangerous: true,
  },
  {
    name: "close",
    keys: ["x"],
    shown: "x",
    about: "close the connection, after a question",
    group: "Acting",
    brief: { text: "close", rank: 6 },
    isDangerous: true,
  },
  {
    name: "closeAll",
    keys: ["X"],
    shown: "X",
    about: "close all connections of the program, after a question",
    group: "Acting",
    isDangerous: true,
  },
  {
    name: "pause",
    keys: [" ", "p"],
    shown: "Space p",
    about: "pause, or go on",
    group: "Looking",
    brief: { text: "pause", rank: 8 },
  },
  { name: "lookNow", keys: ["r"], shown: "r", about: "look now", group: "Looking" },
  { name: "slower", keys: ["+"], shown: "+", about: "look less often", group: "Looking" },
  { name: "faster", keys: ["-"], shown: "-", about: "look more often", group: "Looking" },
  {
    name: "save",
    keys: ["E"],
    shown: "E",
    about: "save all that is seen as a snapshot file",
    group: "Other",
  },
  {
    name: "redraw",
    keys: ["ctrl+l"],
    shown: "Ctrl+L",
    about: "draw the screen anew",
    group: "Other",
  },
  {
    name: "help",
    keys: ["?", "h", "f1"],
    shown: "? h F1",
    about: "this help",
    group: "Other",
    brief: { text: "help", rank: 2 },
  },
  {
    name: "quit",
    keys: ["q"],
    shown: "q",
    about: "quit; Ctrl+C does so everywhere",
    group: "Other",
    brief: { text: "quit", rank: 1 },
  },
] as const satisfies readonly WatchKey[];

/** The name of what a key does. */
export type KeyName = typeof WATCH_KEYS[number]["name"];

const NAME_OF_KEY: ReadonlyMap<string, KeyName> = new Map(
  WATCH_KEYS.flatMap(({ name, keys }) => keys.map((key) => [key, name] as const)),
);

/** Tells what a key does; null for nothing. */
export function keyName(press: KeyPress): KeyName | null {
  return NAME_OF_KEY.get(pressText(press)) ?? null;
}

/** A key with those that were held down: `ctrl+l`. Shift shows in the character itself. */
export function pressText({ key, ctrl, alt }: KeyPress): string {
  return `${ctrl ? "ctrl+" : ""}${alt ? "alt+" : ""}${key}`;
}
