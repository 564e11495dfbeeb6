/**
 * Sections of a report that are too long to list, in a few sentences: one for each program, so that a
 * browser's forty new peers are one line and what a rarely heard program did is another.
 *
 * @module
 */
import { countOf, listInWords } from "../text/wording.ts";
import { endOf, type Item, portOf, type Section, stateOf } from "./change_items.ts";

/** The most programs of a section that get a sentence of their own. */
const MOST_PROGRAMS: Readonly<Record<Section, number>> = {
  listeners: Infinity,
  firstPeers: 5,
  peers: 4,
  sockets: 1,
  closedListeners: 2,
  closed: 1,
  changed: 2,
};

/** The most ends that a sentence names. */
const MOST_ENDS = 3;

/** Tells of the items of a section in a few sentences. */
export function shortSection(
  section: Section,
  items: readonly Item[],
  { ascii }: { readonly ascii: boolean },
): string[] {
  if (section === "changed") return transitions(items, { ascii });
  const programs = byCount(Map.groupBy(items, ({ program }) => program));
  const most = MOST_PROGRAMS[section];
  if (most === 1 && programs.length > 1) return [together(section, programs, "programs")];
  const told = programs.length > most ? programs.slice(0, most - 1) : programs;
  const others = programs.slice(told.length);
  return [
    ...told.map(([program, some]) => `${program}: ${ofProgram(section, some)}`),
    ...others.length === 0 ? [] : [together(section, others, "other programs")],
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
  const first = section === "firstPeers" ? ", and none before" : "";
  if (items.length <= MOST_ENDS || !section.endsWith("eers")) {
    return `${count}${first}: ${someEnds(items)}`;
  }
  return `${count}${first}, ${ports(items)}`;
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
  const ends = items.slice(0, MOST_ENDS).map(({ rows: [row] }) => endOf(row)).join(", ");
  const more = items.length - MOST_ENDS;
  return more > 0 ? `${ends} and ${more} more` : ends;
}

/** Several programs in one sentence, those with most first. */
function together(section: Section, programs: readonly Program[], what: string): string {
  const all = programs.reduce((sum, [, { length }]) => sum + length, 0);
  const named = programs.toReversed().map(([program, { length }]) => `${program} ${length}`);
  const more = named.length - MOST_NAMED;
  const who = more > 0 ? [...named.slice(0, MOST_NAMED), `${more} more`] : named;
  const count = countOf(programs.length, what.replace(/s$/, ""));
  return `${count}: ${countOf(all, NOUNS[section])}: ${listInWords(who)}`;
}

/** The most programs that a sentence names. */
const MOST_NAMED = 4;

/** `7 connections ESTABLISHED -> CLOSE_WAIT: browser.exe 5, mail.exe 2`. */
function transitions(items: readonly Item[], { ascii }: { readonly ascii: boolean }): string[] {
  const kinds = Map.groupBy(items, ({ rows: [row] }) => stateOf(row, { ascii }));
  const sentences = [...kinds].map(([kind, some]) => {
    const programs = byCount(Map.groupBy(some, ({ program }) => program));
    const named = programs.toReversed().map(([program, { length }]) => `${program} ${length}`);
    const more = named.length - MOST_NAMED;
    const who = more > 0 ? [...named.slice(0, MOST_NAMED), `${more} more`] : named;
    return `${countOf(some.length, "connection")} ${kind}: ${listInWords(who)}`;
  });
  const most = MOST_PROGRAMS.changed;
  if (sentences.length <= most) return sentences;
  const left = [...kinds.values()].slice(most - 1).flat().length;
  return [...sentences.slice(0, most - 1), `${countOf(left, "connection")} in other states`];
}
