/**
 * A connection as `netwho watch` shows it: with its identity, and what happened to it.
 *
 * @module
 */
import type { WholeSnapshot } from "../capture/snapshot.ts";
import type { Change } from "../model/change.ts";
import type { Connection } from "../model/connection.ts";

/** A connection on the screen. */
export interface LiveRow {
  /**
   * Tells it from every other one since the start. It stays with the connection while that lives, also
   * when its state or what is known of it changes; a reused port or process ID gets another one.
   */
  readonly id: number;
  /** As it was seen last. A TIME_WAIT row keeps the program that it had. */
  readonly connection: Connection;
  /** What happened to it in the latest looks; null for nothing. */
  readonly mark: Change["change"] | null;
  /** The state before, where that is what changed. */
  readonly previousState: string | null;
  /** When it was seen first, in milliseconds since 1970; null if it was there at the first look. */
  readonly firstSeen: number | null;
  /** When it was gone, in milliseconds since 1970; null while it is there. */
  readonly closedAt: number | null;
  /** When the process that owns it started, ISO 8601 in UTC; null if unknown. */
  readonly processStartedAt: string | null;
}

/** When a connection began, in milliseconds since 1970: when it was made, or else seen first; null if unknown. */
export function beganAt({ connection: { createdAt }, firstSeen }: LiveRow): number | null {
  const created = createdAt === null ? NaN : Date.parse(createdAt);
  return Number.isNaN(created) ? firstSeen : created;
}

/** A change, and whose it is. */
export type LiveChange = Change & {
  /** The {@linkcode LiveRow.id} of the connection. */
  readonly id: number;
};

/** The fields that are looked up while rows are shown already. */
export const LOOKED_UP = [
  "remoteHost",
  "remoteHostSource",
  "remoteAsn",
  "remoteOwner",
  "remoteCountry",
  "remoteNetwork",
] as const satisfies readonly (keyof Connection)[];

/** A look at the computer, compared with the one before it. */
export interface LiveLook {
  /** When, in milliseconds since 1970, by the clock of the computer that was looked at. */
  readonly at: number;
  /** All connections of this moment in their order, and between them those that closed in the latest looks. */
  readonly rows: readonly LiveRow[];
  /**
   * What happened since the look before; nothing for the first one. What closed comes first, then what
   * changed its state, then what opened.
   */
  readonly changes: readonly LiveChange[];
  /** What was seen: processes, what could not be seen. */
  readonly snapshot: WholeSnapshot;
  /** How many connections were opened and closed since the first look. */
  readonly opened: number;
  readonly closed: number;
  /** How long the look took, in milliseconds. */
  readonly tookMilliseconds: number;
  /** How many looks were due since the one before and were not made, because that took too long. */
  readonly missed: number;
}
