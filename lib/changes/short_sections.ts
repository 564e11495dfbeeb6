/**
 * Sections of a report that are too long to list, in a few sentences: one for each program, so that a
 * browser's forty new peers are one line and what a rarely heard program did is another.
 *
 * @module
 */
import { sanitize } from "../text/terminal_text.ts";
import { countOf, listInWords } from "../text/wording.ts";
import { endOf, type Item, portOf, type Section, stateOf } from "./change_items.ts";

/** The most programs of a section that get a sentence of their own; others share the last one. */
const MOST_PROGRAMS: Readonly<Record<Section, number>> = {
  listeners: Infinity,
  firstPeers: 5,
  peers: 3,
  sockets: 1,
  closedListeners: 2,
  closed: 1,
  changed: 2,
};

/** How many sentences there may be in all before programs with new peers share one. */
const ENOUGH = 11;

/** The most ends that a sentence names. */
const MOST_ENDS = 3;

/** Tells of sections in a few sentences each. */
export function shortSections(
  sections: ReadonlyMap<Section, readonly Item[]>,
  options: { readonly ascii: boolean },
): Map<Section, string[]> {
  const short = new Map([...sections].map(([section, items]) => [
    section,
    section === "changed"
      ? transitions(items, options)
      : sentences(section, items, MOST_PROGRAMS[section]),
  ]));
  const peers = sections.get("peers");
  if (peers !== undefined) {
    const others = [...short].filter(([section]) => section !== "peers").flatMap(([, all]) => all);
    const most = Math.max(MOST_PROGRAMS.peers, ENOUGH - others.length);
    short.set("peers", sentences("peers", peers, most));
  }
  return short;
}

function sentences(section: Section, items: readonly Item[], most: number): string[] {
  const programs = byCount(Map.groupBy(items, ({ program }) => program));
  if (most === 1 && programs.length > 1) return [together(section, programs, "program")];
  const told = programs.length > most ? programs.slice(0, most - 1) : programs;
  const others = programs.slice(told.length);
  return [
    ...told.map(([program, some]) => `${program}: ${ofProgram(section, some)}`),
    ...others.length === 0 ? [] : [together(section, others, "other program")],
  ];
}

type Program = readonly [program: string, items: readonly Item[]];

/** The fewest first: a program with one new peer is more of news than a browser. */
function byCount(programs: ReadonlyMap<string, readonly Item[]>): Program[] {
  return [...programs].sort(([, a], [, b]) => a.length - b.length);
}

const NOUNS: Readonly<Record<Section, string>> = {
  listeners: "new listener",
  firstPeers: "new peer",
  peers: "new peer",
  sockets: "new socket",
  closedListeners: "closed listener",
  closed: "closed peer",
  changed: "changed connection",
};

function ofProgram(section: Section, items: readonly Item[]): string {
  const count = countOf(items.length, NOUNS[section]);
  const isFirst = section === "firstPeers";
  const first = isFirst ? ", and none before" : "";
  const path = isFirst || section === "listeners" ? items[0]!.rows[0].path : null;
  const where = path === null ? "" : `; it is ${sanitize(path)}`;
  if (items.length <= MOST_ENDS || !(isFirst || section === "peers")) {
    return `${count}${first}: ${someEnds(items)}${where}`;
  }
  return `${count}${first}, ${ports(items)}${where}`;
}

/** On which ports the peers are: `35 of them on port 443, 2 not: 203.0.113.9:8080, 198.51.100.4:22`. */
function ports(items: readonly Item[]): string {
  const kinds = [...Map.groupBy(items, ({ rows: [row] }) => portOf(row))]
    .sort(([, a], [, b]) => b.length - a.length);
  const [usual] = kinds[0]!;
  const rest = kinds.slice(1);
  if (rest.length === 0) return `all on ${usual}`;
  const odd = rest.flatMap(([, others]) => others);
  if (odd.length <= MOST_ENDS) {
    return `${odd.length} of them not on ${usual}: ${someEnds(odd)}`;
  }
  const named = kinds.slice(0, MOST_ENDS).map(([port, { length }]) => `${length} on ${port}`);
  const left = kinds.slice(MOST_ENDS).reduce((sum, [, { length }]) => sum + length, 0);
  return [...named, ...left === 0 ? [] : [`${left} on others`]].join(", ");
}

function someEnds(items: readonly Item[]): string {
  const ends = items.slice(0, MOST_ENDS).map(({ rows: [row] }) => {
    const name = row.remoteAddress === null ? null : row.remoteHost ?? row.remoteOwner;
    return name === null ? endOf(row) : `${endOf(row)} (${sanitize(name)})`;
  }).join(", ");
  const more = items.length - MOST_ENDS;
  return more > 0 ? `${ends} and ${more} more` : ends;
}

/** Several programs in one sentence. */
function together(section: Section, programs: readonly Program[], what: string): string {
  const all = programs.reduce((sum, [, { length }]) => sum + length, 0);
  return `${countOf(programs.length, what)}: ${countOf(all, NOUNS[section])}: ${inWords(programs)}`;
}

/** Names programs with the number of their items, those with most first. */
function inWords(programs: readonly Program[]): string {
  const named = programs.toReversed().map(([program, { length }]) => `${program} ${length}`);
  const more = named.length - MOST_NAMED;
  return listInWords(more > 0 ? [...named.slice(0, MOST_NAMED), `${more} more`] : named);
}

/** The most programs that a sentence names. */
const MOST_NAMED = 4;

/** `7 connections ESTABLISHED -> CLOSE_WAIT: browser.exe 5, mail.exe 2`. */
function transitions(items: readonly Item[], { ascii }: { readonly ascii: boolean }): string[] {
  const kinds = Map.groupBy(items, ({ rows: [row] }) => stateOf(row, { ascii }));
  const told = [...kinds].map(([kind, some]) => {
    const programs = byCount(Map.groupBy(some, ({ program }) => program));
    return `${countOf(some.length, "connection")} ${sanitize(kind ?? "")}: ${inWords(programs)}`;
  });
  const most = MOST_PROGRAMS.changed;
  if (told.length <= most) return told;
  const left = [...kinds.values()].slice(most - 1).flat().length;
  return [...told.slice(0, most - 1), `${countOf(left, "connection")} in other states`];
}
