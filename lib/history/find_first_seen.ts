/**
 * Finds what a history saw for the first time in a span: programs, listeners, and the peers of programs.
 *
 * A program is known by its path; by its name where one of two looks could not see its path. A peer is a
 * program, an address and the port of the service: the remote one, or the local one of connections that
 * the other end began. What no program is known of is new only if nobody had it before.
 *
 * @module
 */
import type { Database, SqlRow } from "../host/databases.ts";
import { CONNECTION_FIELDS } from "../model/connection.ts";
import { emptyRecord } from "../model/field.ts";
import { FIRST_SEEN_KINDS, type FirstSeen } from "../model/first_seen.ts";
import { hasPeer, isWaiting } from "../model/peer.ts";
import { joinPresent } from "../text/wording.ts";
import type { FoundLook, Look, Looks, Span } from "./looks.ts";
import { episodesFrom } from "./read_episodes.ts";
import {
  EPISODE_COLUMNS,
  type SeenEpisode,
  SeenEpisodes,
  type TimelessConnection,
} from "./seen_episodes.ts";
import {
  type FoundFlow,
  type LikePrograms,
  NO_PROGRAMS,
  SamePrograms,
  SeenBefore,
} from "./seen_before.ts";

/** Finds what was never seen before a span, programs first, then listeners, the newest ones first. */
export function findFirstSeen(database: Database, looks: Looks, span: Span): FirstSeen[] {
  const sightings = new Sightings(database, looks, span);
  for (const { flow, columns } of newEpisodes(database, looks, span)) sightings.add(flow, columns);
  return sightings.rows().sort((a, b) =>
    FIRST_SEEN_KINDS.indexOf(a.kind) - FIRST_SEEN_KINDS.indexOf(b.kind) ||
    Date.parse(b.firstSeen) - Date.parse(a.firstSeen)
  );
}

/** The episodes of the flows that began in a span, flow by flow. */
function* newEpisodes(
  database: Database,
  looks: Looks,
  { since, until }: Span,
): Generator<{ readonly flow: FoundFlow; readonly columns: SqlRow }> {
  const ids = looks.idsIn({ since, until });
  const later = looks.idsIn({ since, until: Infinity });
  if (ids === null || later === null) return;
  const span = [ids.first, ids.last, since, until] as const;
  const flows = new Map(
    database.prepare(NEW_FLOWS).all(...span).map((flow) => [flow.id, flow as FoundFlow]),
  );
  const { first } = episodesFrom(database, later);
  for (const columns of database.prepare(NEW_EPISODES).iterate(...span, first)) {
    yield { flow: flows.get(columns.flow!)!, columns };
  }
}

const BEGAN_IN_SPAN = "f.first_run BETWEEN ?1 AND ?2 AND first.at BETWEEN ?3 AND ?4";

/** The flows that began at a range of looks, and in a span. */
export const NEW_FLOWS = `
SELECT f.* FROM flow f JOIN run first ON first.id = f.first_run
WHERE ${BEGAN_IN_SPAN} ORDER BY first.at, f.id`;

/** Their episodes: all have at least a certain ID. (CROSS: these are read, and not all of each flow.) */
export const NEW_EPISODES = `
SELECT ${EPISODE_COLUMNS} FROM episode e CROSS JOIN flow f ON f.id = e.flow
CROSS JOIN run first ON first.id = f.first_run
WHERE e.id >= ?5 AND ${BEGAN_IN_SPAN} ORDER BY first.at, f.id, e.id`;

/** Something that was not there before a span. */
interface Sighting {
  readonly kind: FirstSeen["kind"];
  /** Where it is, whatever its program. */
  readonly ends: string;
  /** The first connection in which it was, without what others of it need not have. */
  readonly row: TimelessConnection | ProgramAlone;
  readonly first: FoundLook;
  /** The numbers of the looks at which its connections were there. */
  readonly seen: (readonly [first: number, last: number])[];
  lastSeen: Look;
  /** What else is to be known of it. */
  readonly note: string | null;
}

/** A connection of a program without its ends. */
type ProgramAlone = { [Name in keyof TimelessConnection]: TimelessConnection[Name] | null };

/** What was seen in a span, and whether it was there before. */
class Sightings {
  readonly #looks: Looks;
  readonly #before: SeenBefore;
  readonly #programs: SamePrograms;
  readonly #episodes: SeenEpisodes;
  /** Null for what was there before. */
  readonly #all = new Map<string, Sighting | null>();

  constructor(database: Database, looks: Looks, { since }: Span) {
    this.#looks = looks;
    this.#before = new SeenBefore(database, since);
    this.#programs = new SamePrograms(database);
    this.#episodes = new SeenEpisodes(database, looks);
  }

  /** Adds a connection of a flow. */
  add(flow: FoundFlow, columns: SqlRow): void {
    const programs = this.#programs.like(flow.program);
    const episode = this.#episodes.of(columns);
    if (programs !== null) {
      const key = `program ${flow.computer} ${programs.key}`;
      this.#see(key, episode, () => this.#begin("program", episode, { flow, programs }));
    }
    const { row } = episode;
    const kind = hasPeer(row) ? "peer" : isWaiting(row) ? "listener" : null;
    if (kind === null) return;
    const key = `${kind} ${flow.computer} ${programs?.key} ${placeOf(kind, row, flow)}`;
    this.#see(key, episode, () => this.#begin(kind, episode, { flow, programs }));
  }

  #see(key: string, { first, last }: SeenEpisode, begin: () => Sighting | null): void {
    let sighting = this.#all.get(key);
    if (sighting === undefined) this.#all.set(key, sighting = begin());
    if (sighting === null) return;
    sighting.seen.push([first.number, last.number]);
    if (last.at > sighting.lastSeen.at) sighting.lastSeen = last;
  }

  /** Begins a sighting; null for what was there before. */
  #begin(
    kind: Sighting["kind"],
    { row, first, last }: SeenEpisode,
    { flow, programs }: { flow: FoundFlow; programs: LikePrograms | null },
  ): Sighting | null {
    const ids = programs?.ids ?? null;
    const isKnown = kind === "program"
      ? this.#before.hasProgram(flow, ids!)
      : this.#before.hasEnds(flow, { kind, programs: ids });
    if (isKnown) return null;
    const wasUnowned = kind !== "program" && ids !== null &&
      this.#before.hasEnds(flow, { kind, programs: NO_PROGRAMS });
    const note = wasUnowned ? SEEN_UNOWNED : null;
    return {
      kind,
      ends: kind === "program" ? "" : `${flow.computer} ${placeOf(kind, row, flow)}`,
      row: commonOf(kind, row, flow),
      first,
      seen: [],
      lastSeen: last,
      note,
    };
  }

  /** What was not there before, as rows. */
  rows(): FirstSeen[] {
    const all = [...this.#all.values()].filter((sighting) => sighting !== null);
    // A connection that ended has no program any more: it is no other peer than it was.
    const owned = new Set(all.filter(isOwned).map(({ ends }) => ends));
    return all.filter((sighting) => isOwned(sighting) || !owned.has(sighting.ends))
      .map((sighting) => this.#row(sighting));
  }

  #row({ kind, row, first, seen, lastSeen, note }: Sighting): FirstSeen {
    const since = this.#looks.computer(first.computer).first;
    const { createdAt: _, ...connection } = row;
    const notes = [connection.note, first.id === since.id ? THERE_AT_FIRST : null, note];
    return {
      kind,
      firstSeen: first.time,
      lastSeen: lastSeen.time,
      timesSeen: lengthOf(seen),
      historySince: since.time,
      ...connection,
      note: joinPresent(notes, "; "),
    };
  }
}

const SEEN_UNOWNED = "it was seen before, when its program could not be";
const THERE_AT_FIRST = "there at the first look of all: it may be older";

/** What makes two listeners, or two peers, of one program the same. */
function placeOf(kind: "listener" | "peer", row: TimelessConnection, flow: FoundFlow): string {
  if (kind === "listener") {
    return JSON.stringify([flow.protocol, flow.local_address, flow.local_port]);
  }
  const isInbound = row.direction === "inbound";
  return JSON.stringify([
    flow.protocol,
    flow.remote_address ?? flow.remote_host,
    isInbound,
    isInbound ? flow.local_port : flow.remote_port,
  ]);
}

/** What the connections of a program, a listener or a peer have in common. */
function commonOf(
  kind: Sighting["kind"],
  row: TimelessConnection,
  flow: FoundFlow,
): Sighting["row"] {
  if (kind === "program") {
    const { computer, pid, process, path, services, user } = row;
    return { ...NO_CONNECTION, computer, pid, process, path, services, user };
  }
  return {
    ...row,
    state: kind === "listener" ? row.state : null,
    ...flow.local_port === null && { localPort: null, localService: null },
    ...flow.remote_port === null && { remotePort: null, remoteService: null },
  };
}

const NO_CONNECTION: ProgramAlone = emptyRecord(CONNECTION_FIELDS);

function isOwned({ row }: Sighting): boolean {
  return row.process !== null || row.path !== null;
}

/** The number of looks in some ranges of their numbers, which may overlap. */
function lengthOf(ranges: Sighting["seen"]): number {
  let [length, end] = [0, -Infinity];
  for (const [first, last] of ranges.toSorted(([a], [b]) => a - b)) {
    length += Math.max(0, last - Math.max(first - 1, end));
    end = Math.max(end, last);
  }
  return length;
}
