/**
 * The programs of Windows that LOLBAS lists as able to fetch, send or start what is not theirs.
 *
 * @module
 */
import list from "./lolbas.json" with { type: "json" };

/** A program of the list. */
export interface LolbasProgram {
  /** What it can be used for: `Download`, `Upload`, `Execute`… */
  readonly functions: readonly string[];
  /** MITRE ATT&CK's number for that. */
  readonly technique: string;
  /** Whether it calls the Internet for its owner, too. */
  readonly callsOut: boolean;
}

/** The programs by name, in lower case, without `.exe`. */
export const LOLBAS_PROGRAMS: ReadonlyMap<string, LolbasProgram> = new Map(
  list.programs.map(({ name, functions, technique, callsOut = false }) => [
    name.toLowerCase(),
    { functions, technique, callsOut },
  ]),
);
