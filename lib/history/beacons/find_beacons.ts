/**
 * Finds in a history which programs contact the same peer again and again, and scores how regularly.
 *
 * @module
 */
import { scopeOf } from "../../address/scope.ts";
import { type Beacon, BEACON_RATINGS } from "../../model/beacon.ts";
import { joinPresent } from "../../text/wording.ts";
import { serviceOf } from "../episode_rows.ts";
import { isoTime } from "../looks.ts";
import type { History } from "../open_history.ts";
import { type ContactSeries, groupContacts } from "./contact_series.ts";
import { type ScoreWindow, watchedWindow } from "./hourly_bars.ts";
import { type ContactQuery, readContacts, type Watch } from "./read_contacts.ts";
import { scoreTimes } from "./score_times.ts";
import { judgeResolution } from "./time_resolution.ts";

/** What was found, and what could not be judged. */
export interface FoundBeacons {
  /** By score, the highest first; those whose looks were too rare to trust any score come last. */
  readonly beacons: readonly Beacon[];
  /** How many programs and peers had fewer than four different times, which says nothing. */
  readonly tooFewTimes: number;
  /** How many connections began nobody knows when, and were left out. */
  readonly unknownStarts: number;
  /** How often each computer was looked at. */
  readonly watches: readonly Watch[];
}

/**
 * Scores every program and peer of a span of time. A connection that is held open is one time: that is
 * no beacon.
 *
 * @throws {DatabaseError}
 */
export function findBeacons(history: Pick<History, "database">, query: ContactQuery): FoundBeacons {
  const { contacts, watches, unknownStarts } = readContacts(history.database, query);
  const series = groupContacts(contacts);
  const windows = new Map(watches.map(({ computer, looks }) => [computer, watchedWindow(looks)]));
  const beacons = series.flatMap((one) => judge(one, windows.get(one.computer)!) ?? []);
  return {
    beacons: beacons.sort(byTrustAndScore),
    tooFewTimes: series.length - beacons.length,
    unknownStarts,
    watches,
  };
}

function judge(all: ContactSeries, window: ScoreWindow): Beacon | null {
  const contacts = all.contacts.filter(({ at }) => at >= window.since && at <= window.until);
  const series = { ...all, contacts };
  const times = contacts.map(({ at }) => at);
  const scored = scoreTimes(times, window);
  if (scored === null) return null;
  const { periodSeconds, jitterSeconds } = scored;
  const { process, path, services, user } = series.program;
  const resolution = judgeResolution(contacts, periodSeconds);
  return {
    score: scored.score,
    rating: resolution.isUsable ? ratingOf(scored.score) : null,
    process,
    path,
    ...peerOf(series),
    protocol: series.protocol,
    connections: times.length,
    periodSeconds,
    jitterSeconds,
    firstSeen: isoTime(times.reduce((first, at) => Math.min(first, at))),
    lastSeen: isoTime(times.reduce((last, at) => Math.max(last, at))),
    timingScore: scored.timing,
    durationScore: scored.duration,
    histogramScore: scored.histogram,
    scoreParts: scored.parts,
    timeResolutionSeconds: resolution.seconds,
    computer: series.computer,
    services,
    user,
    note: joinPresent([resolution.note, programNote(series)], "; "),
  };
}

function ratingOf(score: number): string {
  return BEACON_RATINGS.findLast(([, least]) => score >= least)![0];
}

/** What a beacon tells of the other end. */
type Peer = Pick<Beacon, Extract<keyof Beacon, `remote${string}`>>;

/** The address that was contacted most often, the latest of several; and the name of the peer. */
function peerOf({ contacts, protocol, remotePort }: ContactSeries): Peer {
  const counts = new Map<string | null, number>();
  for (const { flow: { remoteAddress } } of contacts) {
    counts.set(remoteAddress, (counts.get(remoteAddress) ?? 0) + 1);
  }
  const most = Math.max(...counts.values());
  const { remoteAddress } =
    contacts.findLast(({ flow }) => counts.get(flow.remoteAddress) === most)!.flow;
  const named = contacts.findLast(({ flow }) => flow.remoteHost !== null)?.flow;
  return {
    remoteAddress,
    remoteHost: named?.remoteHost ?? null,
    remotePort,
    remoteService: serviceOf(protocol, remotePort),
    remoteScope: remoteAddress === null ? null : scopeOf(remoteAddress),
    remoteHostSource: named?.remoteHostSource ?? null,
    remoteAsn: null,
    remoteOwner: null,
    remoteCountry: null,
    remoteNetwork: null,
  };
}

/** Says where the program of a series is known from, if not from all its connections. */
function programNote({ program, contacts }: ContactSeries): string | null {
  if (program.process === null && program.path === null) {
    return contacts.every(({ isLeftover }) => isLeftover)
      ? "the program is unknown: the connections were over when they were seen (TIME_WAIT)"
      : "the program is unknown: the owners of the connections could not be seen";
  }
  const inferred = contacts.filter(({ isInferred }) => isInferred).length;
  return inferred === 0
    ? null
    : `the program of ${inferred} of ${contacts.length} connections is inferred: ` +
      "no other one has this peer";
}

function byTrustAndScore(one: Beacon, other: Beacon): number {
  const trust = Number(other.rating !== null) - Number(one.rating !== null);
  return trust || other.score - one.score || other.connections - one.connections;
}
