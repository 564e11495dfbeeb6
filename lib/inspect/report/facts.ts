/**
 * Facts as labelled lines.
 *
 * @module
 */
import { sanitize } from "../../text/sanitize.ts";
import type { Inspection } from "../fields.ts";
import { ageInWords, dayOf, sizeInWords, timeInWords } from "./words.ts";
import { wrap } from "./wrap.ts";

/** A label and what it stands for. */
export interface Fact {
  /** What it is. */
  readonly label: string;
  /** Its value in words; null: it is left out. */
  readonly value: string | null;
  /** Whether it may be broken anywhere rather than at spaces: it is there to be copied. */
  readonly anywhere?: true;
}

/** What was asked of others. */
export interface Asked {
  /** Whether names were. */
  readonly resolve: boolean;
  /** Whether owners were. */
  readonly owner: boolean;
}

const LABEL_WIDTH = 10;
const INDENT = 2;

/** The lines of facts, the values below each other. */
export function factLines(facts: readonly Fact[], width: number): string[] {
  return facts.flatMap(({ label, value, anywhere = false }) => {
    if (value === null) return [];
    const room = width - INDENT - LABEL_WIDTH;
    return wrap(sanitize(value), { width: room, anywhere }).map((line, index) =>
      " ".repeat(INDENT) + (index === 0 ? label : "").padEnd(LABEL_WIDTH) + line
    );
  });
}

/** The facts about a process. */
export function processFacts(row: Inspection): Fact[] {
  return [
    { label: "path", value: row.path, anywhere: true },
    { label: "file", value: fileOf(row) },
    { label: "SHA-256", value: row.sha256, anywhere: true },
    { label: "company", value: row.company === null ? null : `${row.company} (as the file says)` },
    { label: "product", value: together([row.product, row.fileVersion], " ") },
    { label: "about", value: row.fileDescription === row.product ? null : row.fileDescription },
    { label: "started", value: startOf(row) },
    { label: "user", value: row.user },
    { label: "parent", value: parentOf(row) },
    { label: "services", value: servicesOf(row) },
    { label: "note", value: row.note },
  ];
}

/** The facts about an address. */
export function addressFacts(row: Inspection, { resolve, owner }: Asked): Fact[] {
  const isPublic = row.remoteScope === "public";
  const asn = row.remoteAsn === null ? null : `AS${row.remoteAsn}`;
  const owned = together([row.remoteOwner, asn], ", ");
  return [
    { label: "scope", value: row.remoteScope },
    { label: "name", value: row.remoteHost ?? (resolve ? "none was found" : null) },
    { label: "owner", value: owned ?? (owner && isPublic ? "unknown" : null) },
    { label: "network", value: row.remoteNetwork },
    { label: "country", value: countryOf(row) },
    { label: "note", value: row.note },
  ];
}

/** The registries tell where a block is registered, which is not where the machine stands. */
function countryOf({ remoteCountry }: Inspection): string | null {
  return remoteCountry === null ? null : `${remoteCountry}, where the block is registered`;
}

function fileOf({ fileBytes, fileCreatedAt, fileModifiedAt }: Inspection): string | null {
  return together([
    fileBytes === null ? null : sizeInWords(fileBytes),
    fileCreatedAt === null ? null : `made ${dayOf(fileCreatedAt)}`,
    fileModifiedAt === null ? null : `changed ${dayOf(fileModifiedAt)}`,
  ], ", ");
}

function startOf({ startedAt, observedAt }: Inspection): string | null {
  if (startedAt === null) return null;
  const age = observedAt === null ? null : ageInWords(startedAt, observedAt);
  return timeInWords(startedAt) + (age === null ? "" : ` (${age})`);
}

function parentOf({ parentPid, parent }: Inspection): string | null {
  if (parentPid === null) return null;
  return parent === null
    ? `PID ${parentPid}, which is not there any more`
    : `${parent} (PID ${parentPid})`;
}

/** Windows tells the services of a process, not which of them owns a socket. */
function servicesOf({ services }: Inspection): string | null {
  if (services === null || services.length === 0) return null;
  return services.join("; ") + (services.length > 1 ? " (all that the process hosts)" : "");
}

/** What is there of some parts; null where nothing is. */
function together(parts: readonly (string | null)[], separator: string): string | null {
  const there = parts.filter((part) => part !== null);
  return there.length === 0 ? null : there.join(separator);
}
