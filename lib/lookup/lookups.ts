/**
 * What is to be found out about the remote ends of rows.
 *
 * @module
 */
import type { ServerChoice } from "./names/question.ts";

/** What to look up, whom to ask, and for how long. */
export interface Lookups {
  /** Whether names are wanted: `remoteHost`. */
  readonly resolve: boolean;
  /** Whether owners are: `remoteAsn`, `remoteOwner`, `remoteCountry`, `remoteNetwork`. */
  readonly owner: boolean;
  /** Whether the registries themselves are asked about owners too. */
  readonly rdap: boolean;
  /** The name server to ask; null for the system's. */
  readonly server: ServerChoice | null;
  /** Where answers are kept; null for nowhere. */
  readonly cacheFolder: string | null;
  /** Milliseconds that one question may take. */
  readonly questionMilliseconds: number;
  /** Milliseconds that all look-ups of a run may take together. */
  readonly totalMilliseconds: number;
}

/** The fields that `resolve` fills. */
export const NAME_KNOWLEDGE = ["remoteHost"] as const;

/** The fields that `owner` fills. */
export const OWNER_KNOWLEDGE = [
  "remoteAsn",
  "remoteOwner",
  "remoteCountry",
  "remoteNetwork",
] as const;

/** The names of the fields that look-ups may fill; none where nothing is to be asked. */
export function filledBy({ resolve, owner }: Pick<Lookups, "resolve" | "owner">): string[] {
  return [...resolve ? NAME_KNOWLEDGE : [], ...owner ? OWNER_KNOWLEDGE : []];
}
