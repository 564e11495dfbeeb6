/**
 * Looks up who owns addresses in files that the user has, without asking anybody.
 *
 * @module
 */
import type { Abortable, Clock, Files } from "../../../host/host.ts";
import { emptyRecord } from "../../../model/field.ts";
import { OWNER_FIELDS, type OwnerRecord } from "../../../model/owner.ts";
import { joinPresent } from "../../../text/wording.ts";
import { carriedNote, ownersOf } from "../owner_rows.ts";
import { openOwnerFile } from "./open_owner_file.ts";
import type { FoundFacts, OwnerFile } from "./owner_file.ts";

/** The files to look in. */
export interface OfflineOptions extends Abortable {
  /**
   * MaxMind databases and lists of networks. Each value comes from the first that knows it, so that AS
   * and country may come from two.
   */
  readonly databases: readonly string[];
  /** Receives a note for each file that is old. */
  readonly onNote?: (note: string) => void;
}

/** The owners of addresses. */
export interface OfflineOwners {
  /** A record for each address, by its text as given. Unknown values are null; a note says why. */
  readonly owners: ReadonlyMap<string, OwnerRecord>;
  /** One for each file of which parts are damaged. */
  readonly warnings: readonly string[];
}

/** Owners change; an older file is told. */
const OLD_DAYS = 90;

const DAY = 24 * 60 * 60 * 1000;

/**
 * Looks up who owns addresses in MaxMind databases (`.mmdb`) and CSV lists of networks. Sends nothing
 * and writes nothing. Addresses are judged as by {@linkcode lookUpOwners}: only public ones are looked
 * up.
 *
 * @throws {CaptureError} if a file cannot be read.
 * @throws {ParseError} if a file is no such database or list.
 *
 * @example
 * ```ts
 * import { denoHost, lookUpOfflineOwners } from "@netwho/netwho";
 * import { assertEquals } from "@std/assert";
 *
 * const list = Deno.makeTempFileSync();
 * Deno.writeTextFileSync(list, '8.8.8.0,8.8.8.255,64496,"Example, Inc."\n');
 * const { owners } = await lookUpOfflineOwners(denoHost(), ["8.8.8.8"], { databases: [list] });
 * assertEquals(owners.get("8.8.8.8")?.asName, "Example, Inc.");
 * Deno.removeSync(list);
 * ```
 */
export async function lookUpOfflineOwners(
  host: Files & Clock,
  addresses: readonly string[],
  { databases, ...options }: OfflineOptions,
): Promise<OfflineOwners> {
  return await findInFiles(addresses, await openOwnerFiles(host, databases, options));
}

/**
 * Opens files, one after the other, and notes which are old.
 *
 * @throws {CaptureError} if one cannot be read.
 * @throws {ParseError} if one is no database or list.
 */
export async function openOwnerFiles(
  host: Files & Clock,
  paths: readonly string[],
  { onNote, signal }: Omit<OfflineOptions, "databases">,
): Promise<OwnerFile[]> {
  const files: OwnerFile[] = [];
  for (const path of new Set(paths)) {
    const file = await openOwnerFile(host, path, { signal });
    const note = ageNote(file, host.now());
    if (note !== null) onNote?.(note);
    files.push(file);
  }
  return files;
}

/** Finds the owner of each address in open files. */
export async function findInFiles(
  addresses: readonly string[],
  files: readonly OwnerFile[],
): Promise<OfflineOwners> {
  const owners = await ownersOf(addresses, async (all) => {
    const found: { file: OwnerFile; known: ReadonlyMap<string, FoundFacts> }[] = [];
    for (const file of files) found.push({ file, known: await file.find(all) });
    return (address, { text }) =>
      mergeFacts(
        address,
        found.flatMap(({ file, known }) => {
          const answer = known.get(text);
          return answer === undefined ? [] : [{ file, ...answer }];
        }),
      );
  });
  const warnings = files.flatMap((file) => {
    const damage = file.damage();
    return damage === null ? [] : [`Cannot read all of ${file.path}: ${damage}`];
  });
  return { owners, warnings };
}

/** Merges what files say about an address, given without a zone. */
function mergeFacts(
  address: string,
  answers: readonly (FoundFacts & { readonly file: OwnerFile })[],
): OwnerRecord {
  const readable = answers.flatMap(({ file, facts, network }) =>
    facts === null ? [] : [{ file, network, ...facts }]
  );
  const first = <Key extends keyof typeof readable[number]>(key: Key) =>
    readable.find((answer) => answer[key] !== null);
  const [ofAsn, ofCountry] = [first("asn"), first("country")];
  // The name of one AS does not belong to the number of another.
  const ofName = readable.find(({ asn, asName }) =>
    asName !== null && (asn === null || asn === ofAsn?.asn)
  );
  const ofOrganization = first("organization");
  const used = new Set([ofAsn, ofName, ofOrganization, ofCountry]);
  const sources = readable.filter((answer) => used.has(answer)).map(({ file }) => file);
  const times = sources.flatMap(({ builtAt }) => builtAt ?? []);
  const notes = [
    carriedNote(address),
    answers.length === 0 ? "in none of the given databases" : null,
    ...answers.map(({ file, facts }) =>
      facts === null ? `what ${file.name} says about it is damaged` : null
    ),
  ];
  return {
    ...emptyRecord(OWNER_FIELDS),
    address,
    network: ofAsn?.network ?? first("network")?.network ?? null,
    asn: ofAsn?.asn ?? null,
    asName: ofName?.asName ?? null,
    organization: ofOrganization?.organization ?? null,
    registryCountry: ofCountry?.country ?? null,
    source: joinPresent(sources.map(({ name }) => name), ", "),
    retrievedAt: times.length > 0 ? new Date(Math.min(...times)).toISOString() : null,
    note: joinPresent(notes, "; "),
  };
}

/** Says so if a file is old. */
export function ageNote(
  { name, builtAt }: Pick<OwnerFile, "name" | "builtAt">,
  now: number,
): string | null {
  const days = builtAt === null ? 0 : Math.floor((now - builtAt) / DAY);
  return days <= OLD_DAYS ? null : `${name} is ${days} days old`;
}
