/**
 * Reads from the history what the rules about time ask for.
 *
 * @module
 */
import type { Diagnostics } from "../capture/diagnostics.ts";
import { findBeacons } from "../history/beacons/find_beacons.ts";
import { historyError } from "../history/history_errors.ts";
import { historyPath } from "../history/history_path.ts";
import { type LookedAt, Looks, type Span } from "../history/looks.ts";
import { openHistory } from "../history/open_history.ts";
import { readPeersOf, readProgramAges } from "../history/program_ages.ts";
import { episodesIn } from "../history/read_episodes.ts";
import { readNewFlows } from "../history/read_flows.ts";
import type { Database } from "../host/databases.ts";
import type { Host } from "../host/host.ts";
import { scopeOf } from "../address/scope.ts";
import type { Connection } from "../model/connection.ts";
import { endsKey, isSameMaking } from "../rows/key.ts";
import { lengthInWords, localTime } from "../text/local_time.ts";
import { listInWords } from "../text/wording.ts";
import type { AuditView, Program, SeenBefore } from "./engine/audit_view.ts";

const DAY = 86_400_000;

/** For how long a peer is new. */
const NEW_PEER_FOR = 3 * DAY;

/** What is judged, and when. */
export interface HistoryQuestion {
  /** The history; null for the one in the user's data folder. */
  readonly path: string | null;
  readonly view: AuditView;
  /** The computer; null where it is unknown. */
  readonly computer: string | null;
  /** Milliseconds since 1970. */
  readonly now: number;
  readonly diagnostics: Diagnostics;
}

/**
 * Reads what was seen before; null, and says why, where nobody looked at the computer.
 *
 * @throws {CaptureError} if there is no history, or it cannot be read.
 */
export async function readSeenBefore(
  host: Host,
  { path, view, computer, now, diagnostics }: HistoryQuestion,
): Promise<SeenBefore | null> {
  using history = await openHistory(host, historyPath(host, path), { readOnly: true });
  try {
    history.database.execute("BEGIN"); // what is recorded in the meantime does not count
    const looks = new Looks(history.database);
    const judged = findComputer(looks, computer);
    if (typeof judged === "string") {
      diagnostics.limit(judged);
      return null;
    }
    diagnostics.limit(...lateRemarks(judged, now));
    return {
      since: judged.first.time,
      until: judged.latest.time,
      programs: readProgramAges(history.database, judged),
      earlierPeers: readEarlierPeers(history.database, judged, {
        view,
        before: now - NEW_PEER_FOR,
      }),
      newFlows: readNewFlows(history.database, looks, lastDay(now)).filter(isOf(judged)),
      beacons: findBeacons(history, {
        ...lastDay(now),
        ...judged.name === null ? {} : { computer: judged.name },
      }).beacons,
      firstSeenOf: findFirstSights(history.database, looks, { view, judged }),
    };
  } catch (error) {
    throw historyError(error, history.path, "read");
  }
}

function lastDay(now: number): Span {
  return { since: now - DAY, until: now };
}

function isOf({ name }: LookedAt): (row: Connection) => boolean {
  return ({ computer }) => name === null || computer === null || computer === name;
}

/** Finds the computer that is judged in a history; a sentence where it is not there. */
function findComputer({ computers }: Looks, name: string | null): LookedAt | string {
  if (computers.length === 0) return "nobody looked yet: the history is empty";
  const named = computers.find((computer) => computer.name === name);
  if (named !== undefined) return named;
  // Saved output does not tell where it comes from.
  const isUnsure = name === null || computers[0]!.name === null;
  if (isUnsure && computers.length === 1) return computers[0]!;
  const others = listInWords(computers.map(({ name }) => name ?? "a computer without a name"));
  return name === null
    ? `the history is of ${others}, and nothing tells which of them is judged: it is not used`
    : `the history is of ${others}, not of ${name}: it is not used`;
}

/** Says that the history ended long ago: what came since then looks new. */
function lateRemarks({ latest }: LookedAt, now: number): string[] {
  if (now - latest.at < DAY) return [];
  return [
    `the latest look of the history was at ${localTime(latest.at)}, ${
      lengthInWords(now - latest.at)
    } ago: what came since then looks new`,
  ];
}

/** The most addresses of one program that are read: a program with so many has no network of its own. */
const MOST_PEERS = 64;

function readEarlierPeers(
  database: Database,
  judged: LookedAt,
  { view, before }: { view: AuditView; before: number },
): SeenBefore["earlierPeers"] {
  const peers = new Map<Program, readonly string[]>();
  for (const { row, program } of view.subjects) {
    const { process, path } = program;
    const isKnown = process !== null || path !== null;
    if (!isKnown || row.remoteScope !== "public" || peers.has(program)) continue;
    const addresses = readPeersOf(database, judged, { process, path, before, limit: MOST_PEERS });
    peers.set(program, addresses.filter((address) => scopeOf(address) === "public"));
  }
  return peers;
}

/** When the connections that are still there were seen first. */
function findFirstSights(
  database: Database,
  looks: Looks,
  { view, judged }: { view: AuditView; judged: LookedAt },
): SeenBefore["firstSeenOf"] {
  const { at } = judged.latest;
  const open = new Map(
    [...episodesIn(database, looks, { since: at, until: at })]
      .filter(({ first }) => first.computer === judged.id)
      .map((episode) => [endsKey(episode.row), episode]),
  );
  const sights = new Map<Connection, string>();
  for (const { row } of view.subjects) {
    const episode = open.get(endsKey(row));
    if (episode === undefined || !isSameMaking(row, episode.row)) continue;
    const isSameOwner = row.pid === null || episode.row.pid === null || row.pid === episode.row.pid;
    if (isSameOwner) sights.set(row, episode.first.time);
  }
  return sights;
}
