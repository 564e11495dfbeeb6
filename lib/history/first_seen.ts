/**
 * Finds what a history saw for the first time in a span: programs, listeners, and the peers of programs.
 *
 * A program is known by its path; by its name where one of two looks could not see its path. A peer is a
 * program, an address and the port of the service: the remote one, or the local one of connections that
 * the other end began. What no program is known of is new only if nobody had it before.
 *
 * @module
 */
import type { Database, SqlRow, Statement } from "../host/databases.ts";
import type { Connection } from "../model/connection.ts";
import { FIRST_SEEN_KINDS, type FirstSeen } from "../model/first_seen.ts";
import { hasPeer, isWaiting } from "../model/peer.ts";
import { joinPresent } from "../text/wording.ts";
import { keptEpisode, SELECT_EPISODES } from "./episode_rows.ts";
import type { FoundLook, Looks, Span } from "./looks.ts";
import { isoTime, seenEpisode } from "./read_episodes.ts";
import { SamePrograms } from "./same_programs.ts";

/** Finds what was never seen before a span, programs first, then listeners, the newest ones first. */
export function findFirstSeen(database: Database, looks: Looks, span: Span): FirstSeen[] {
  const sightings = new Sightings(database, looks, span);
  for (const flow of newFlows(database, looks, span)) sightings.add(flow);
  return sightings.rows().sort((a, b) =>
    FIRST_SEEN_KINDS.indexOf(a.kind) - FIRST_SEEN_KINDS.indexOf(b.kind) ||
    Date.parse(b.firstSeen) - Date.parse(a.firstSeen)
  );
}

/** A row of the table `flow`. */
type FoundFlow = SqlRow & {
  readonly id: number;
  readonly computer: number | null;
  readonly program: number | null;
};

/** The flows that began in a span. */
function* newFlows(database: Database, looks: Looks, span: Span): Generator<FoundFlow> {
  const ids = looks.idsIn(span);
  if (ids === null) return;
  const flows = database.prepare(NEW_FLOWS).iterate(ids.first, ids.last, span.since, span.until);
  for (const flow of flows) yield flow as FoundFlow;
}

/** The flows that began at a range of looks, and in a span. */
export const NEW_FLOWS = `
SELECT f.* FROM flow f JOIN run first ON first.id = f.first_run
WHERE f.first_run BETWEEN ? AND ? AND first.at BETWEEN ? AND ? ORDER BY first.at, f.id`;

/** A kind of news, and when it was there. */
interface Sighting {
  readonly kind: FirstSeen["kind"];
  readonly row: Connection;
  readonly first: FoundLook;
  /** The numbers of the looks at which its connections were there. */
  readonly seen: (readonly [first: number, last: number])[];
  lastSeen: number;
  /** What else is to be known of it. */
  readonly note: string | null;
}

/** What was seen in a span, and whether it was there before. */
class Sightings {
  readonly #looks: Looks;
  readonly #before: Before;
  readonly #programs: SamePrograms;
  readonly #episodes: Statement;
  /** Null for what was there before. */
  readonly #all = new Map<string, Sighting | null>();

  constructor(database: Database, looks: Looks, { since }: Span) {
    this.#looks = looks;
    this.#before = new Before(database, since);
    this.#programs = new SamePrograms(database);
    this.#episodes = database.prepare(`${SELECT_EPISODES} WHERE e.flow = ? ORDER BY e.id`);
  }

  /** Adds the connections of a flow. */
  add(flow: FoundFlow): void {
    const programs = this.#programs.like(flow.program);
    for (const found of this.#episodes.iterate(flow.id)) {
      const { row, first, last } = seenEpisode(keptEpisode(found), this.#looks);
      const add = (kind: Sighting["kind"], key: string, note: () => string | null | false) => {
        let sighting = this.#all.get(`${kind} ${flow.computer} ${key}`);
        if (sighting === undefined) {
          const told = note();
          sighting = told === false
            ? null
            : { kind, row: shared(kind, row), first, seen: [], lastSeen: 0, note: told };
          this.#all.set(`${kind} ${flow.computer} ${key}`, sighting);
        }
        sighting?.seen.push([first.number, last.number]);
        if (sighting !== null) sighting.lastSeen = Math.max(sighting.lastSeen, last.at);
      };
      if (programs !== null) {
        add("program", programs.key, () => this.#before.hasProgram(flow, programs.ids) ? false : null);
      }
      const kind = hasPeer(row) ? "peer" : isWaiting(row) ? "listener" : null;
      if (kind === null) continue;
      const place = JSON.stringify([
        flow.protocol,
        flow.remote_address ?? flow.remote_host,
        flow.direction === "inbound",
        flow.remote_port,
        flow.direction === "inbound" || kind === "listener" ? flow.local_port : null,
        kind === "listener" ? flow.local_address : null,
      ]);
      add(kind, `${programs?.key} ${place}`, () => this.#noteOn(kind, flow, programs?.ids ?? null));
    }
  }

  /** What to note on a listener or a peer; false if it was there before. */
  #noteOn(
    kind: "listener" | "peer",
    flow: FoundFlow,
    programs: readonly number[] | null,
  ): string | null | false {
    if (this.#before.hasEnds(kind, flow, programs)) return false;
    return programs !== null && this.#before.hasEnds(kind, flow, NO_PROGRAMS) ? SEEN_UNOWNED : null;
  }

  /** What was not there before, as rows. */
  rows(): FirstSeen[] {
    const known = [...this.#all.values()].filter((sighting) => sighting !== null);
    const owned = new Set(known.filter(hasProgram).map(placeOf));
    return known.filter((sighting) => hasProgram(sighting) || !owned.has(placeOf(sighting)))
      .map(({ kind, row, first, seen, lastSeen, note }) => {
        const since = this.#looks.computer(first.computer).first;
        const { observedAt: _1, createdAt: _2, ...connection } = row;
        return {
          kind,
          firstSeen: isoTime(first.at),
          lastSeen: isoTime(lastSeen),
          timesSeen: lengthOf(seen),
          historySince: isoTime(since.at),
          ...connection,
          note: joinPresent([
            connection.note,
            first.id === since.id ? THERE_AT_FIRST : null,
            note,
          ], "; "),
        };
      });
  }
}
