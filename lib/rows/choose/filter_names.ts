/**
 * Finds the filter that a typed word names, and the one that a misspelt word is meant to name.
 *
 * @module
 */
import { UsageError } from "../../errors.ts";
import { STATES } from "../../model/socket.ts";
import { SCOPES } from "../../address/scope.ts";
import { editDistance, nearest } from "../../text/nearest.ts";
import type { Filter } from "./filters.ts";

/** Names of columns and fields by which people mean a filter: letters alone, in lower case. */
const OTHER_NAMES: Readonly<Record<string, string>> = {
  owner: "owner-name",
  remoteowner: "owner-name",
  remotecountry: "country",
  remotehost: "host",
  remoteaddress: "remote",
  remotescope: "scope",
  localaddress: "local",
  services: "service",
  ip: "address",
  proto: "protocol",
};

/** Finds a filter by its name, however its words are joined: `local-port`, `localPort`. */
export function findFilter(written: string, filters: readonly Filter[]): Filter | undefined {
  const name = bare(written);
  const meant = Object.hasOwn(OTHER_NAMES, name) ? bare(OTHER_NAMES[name]!) : name;
  return filters.find((filter) => bare(filter.name) === meant);
}

/** Whether more letters can make a word the name of a filter, a state or another word that is known. */
export function beginsKnownWord(written: string, filters: readonly Filter[]): boolean {
  const start = bare(written);
  const known = [
    ...filters.map(({ name }) => name),
    ...Object.keys(OTHER_NAMES),
    ...STATES,
    ...SCOPES,
  ];
  return start !== "" &&
    [...known, "direction", "not", "and", "localhost"].some((word) =>
      bare(word).length > start.length && bare(word).startsWith(start)
    );
}

/** The name nearest to one that no filter has; null if none is near. */
export function nearestFilter(written: string, filters: readonly Filter[]): string | null {
  const near = nearest(written, filters.map(({ name }) => name));
  // A name with much behind it is a word of its own: pathfinder.
  return near === null || written.length > near.length + 2 ? null : near;
}

/**
 * The filter that a word and a value behind it are meant as, `prot 443`; null where the value would be
 * wrong there, or the word is far from every name.
 */
export function misspeltFilter(
  written: string,
  { value, filters }: { value: string; filters: readonly Filter[] },
): string | null {
  // Values are read for near names alone: to read some takes long.
  const fitting = filters.filter((filter) =>
    filter.implies === undefined && nearestFilter(written, [filter]) !== null &&
    takes(filter, value)
  );
  return nearestFilter(written, fitting);
}

/** The switch or state that a long word nearly is: `listenning`, `establised`. */
export function misspeltSwitch(written: string, filters: readonly Filter[]): string | null {
  if (written.length < 7) return null;
  const word = written.toLowerCase();
  const switches = filters.filter(({ implies }) => implies !== undefined).map(({ name }) => name);
  const known = [...switches, ...STATES.filter((name) => name.length >= 7)];
  return known.find((name) => editDistance(word, name.toLowerCase()) <= 2) ?? null;
}

function takes({ name, readValue }: Filter, value: string): boolean {
  try {
    readValue(value, `--${name}`);
    return true;
  } catch (error) {
    if (error instanceof UsageError) return false;
    throw error;
  }
}

/** The letters and digits of a name, in lower case. */
function bare(name: string): string {
  return name.toLowerCase().replace(/[^a-z\d]/g, "");
}
