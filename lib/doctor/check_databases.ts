/**
 * Checks the user's databases of owners.
 *
 * @module
 */
import { CaptureError, ParseError } from "../errors.ts";
import type { Abortable, Clock, Files } from "../host/host.ts";
import { ageNote } from "../lookup/owners/offline/offline_owners.ts";
import { openOwnerFile } from "../lookup/owners/offline/open_owner_file.ts";
import { type Check, okCheck, warningCheck } from "../model/check.ts";

/** Checks each file: whether it can be used, what it is, how old it is, and its licence line. */
export async function checkDatabases(
  host: Files & Clock,
  paths: readonly string[],
  options: Abortable,
): Promise<Check[]> {
  const checks: Check[] = [];
  for (const path of new Set(paths)) checks.push(await checkDatabase(host, path, options));
  return checks;
}

async function checkDatabase(
  host: Files & Clock,
  path: string,
  options: Abortable,
): Promise<Check> {
  try {
    const file = await openOwnerFile(host, path, options);
    const { parts, damage } = await file.examine();
    const built = file.builtAt === null ? [] : [builtOn(file.builtAt, host.now())];
    const [kind, ...others] = parts;
    const value = [kind, ...built, ...others, ...damage === null ? [] : [damage]].join("; ");
    if (damage !== null) return warningCheck(path, { value, advice: "Get it anew" });
    if (ageNote(file, host.now()) !== null) {
      return warningCheck(path, { value, advice: "Get a newer one: owners have changed since" });
    }
    return okCheck(path, value);
  } catch (error) {
    options.signal?.throwIfAborted();
    if (!(error instanceof CaptureError || error instanceof ParseError)) throw error;
    return { check: path, status: "problem", value: error.message, advice: error.hint };
  }
}

function builtOn(builtAt: number, now: number): string {
  const days = Math.floor((now - builtAt) / DAY);
  const age = days === 1 ? "yesterday" : days > 1 ? `${days} days ago` : "today";
  return `built ${new Date(builtAt).toISOString().slice(0, 10)}${days < 0 ? "" : `, ${age}`}`;
}

const DAY = 24 * 60 * 60 * 1000;
