/**
 * The facts of a report: labelled lines about a process or an address.
 *
 * @module
 */
import { format as formatDuration } from "@std/fmt/duration";
import type { LookupPlan } from "../lookup/lookup.ts";
import { signatureInWords } from "../model/file_signature.ts";
import type { Inspection } from "../model/inspection.ts";
import { sizeInWords } from "../text/size_in_words.ts";
import { sanitize, wrap } from "../text/terminal_text.ts";
import { joinPresent } from "../text/wording.ts";

/** What was looked up. */
export type Lookups = Pick<LookupPlan, "resolve" | "owner">;

/** A fact as a labelled line, left out where the value is null. */
export interface Fact {
  readonly label: string;
  readonly value: string | null;
  /** Whether to break the value anywhere, not at spaces, so that it can be copied. */
  readonly anywhere?: true;
}

const LABEL_WIDTH = 10;
/** The spaces before the lines below a heading. */
export const INDENT = 2;

/** Writes facts as lines with labels. */
export function factLines(facts: readonly Fact[], width: number): string[] {
  return facts.flatMap(({ label, value, anywhere }) => {
    if (value === null) return [];
    return wrap(sanitize(value), width - INDENT - LABEL_WIDTH, { anywhere }).map((line, index) =>
      " ".repeat(INDENT) + (index === 0 ? label : "").padEnd(LABEL_WIDTH) + line
    );
  });
}

/** What is known of a process, its file and its start. */
export function processFacts(row: Inspection): Fact[] {
  const { product, company, services, fileBytes, fileCreatedAt, fileModifiedAt } = row;
  const file = joinPresent([
    fileBytes === null ? null : sizeInWords(fileBytes),
    fileCreatedAt === null ? null : `made ${dayOf(fileCreatedAt)}`,
    fileModifiedAt === null ? null : `changed ${dayOf(fileModifiedAt)}`,
  ], ", ");
  // Which of them owns a socket stands in the socket's own row, where it is known.
  const isShared = services !== null && services.length > 1;
  return [
    { label: "path", value: row.path, anywhere: true },
    { label: "command", value: row.commandLine, anywhere: true },
    { label: "file", value: file },
    { label: "SHA-256", value: row.sha256, anywhere: true },
    {
      label: "signature",
      value: row.signature === null
        ? null
        : signatureInWords({ status: row.signature, signer: row.signer }),
    },
    { label: "company", value: company === null ? null : `${company} (as the file says)` },
    { label: "product", value: joinPresent([product, row.fileVersion], " ") },
    { label: "about", value: row.fileDescription === product ? null : row.fileDescription },
    { label: "started", value: startOf(row) },
    { label: "user", value: row.user },
    { label: "parent", value: parentOf(row) },
    {
      label: "services",
      value: services?.length
        ? services.join("; ") + (isShared ? " (all that the process hosts)" : "")
        : null,
    },
    { label: "note", value: row.note },
  ];
}

function startOf({ startedAt, observedAt }: Inspection): string | null {
  if (startedAt === null) return null;
  const age = observedAt === null ? null : ageInWords(startedAt, observedAt);
  return timeInWords(startedAt) + (age === null ? "" : ` (${age})`);
}

function parentOf({ parentPid, parent }: Inspection): string | null {
  if (parentPid === null) return null;
  return parent === null ? `PID ${parentPid}, which has ended` : `${parent} (PID ${parentPid})`;
}

/** What is known of an address. */
export function addressFacts(row: Inspection, { resolve, owner }: Lookups): Fact[] {
  const { remoteScope, remoteHost, remoteOwner, remoteAsn, remoteCountry } = row;
  const owned = joinPresent([remoteOwner, remoteAsn === null ? null : `AS${remoteAsn}`], ", ");
  // A registry tells where a block is registered, not where the machine is.
  const country = remoteCountry === null ? null : `${remoteCountry}, where the block is registered`;
  return [
    { label: "scope", value: remoteScope },
    { label: "name", value: remoteHost ?? (resolve ? "none was found" : null) },
    { label: "owner", value: owned ?? (owner && remoteScope === "public" ? "unknown" : null) },
    { label: "network", value: row.remoteNetwork },
    { label: "country", value: country },
    { label: "note", value: row.note },
  ];
}

/** Formats a UTC time without fractions of a second: `2026-01-02 03:04:05 UTC`. */
export function timeInWords(time: string): string {
  return `${dayOf(time)} ${time.slice(11, 19)} UTC`;
}

function dayOf(time: string): string {
  return time.slice(0, 10);
}

/** The time between two times in its largest unit: `3 days ago`; null where it is negative. */
export function ageInWords(time: string, now: string): string | null {
  const seconds = Math.floor((Date.parse(now) - Date.parse(time)) / 1000);
  if (!(seconds >= 0)) return null;
  const units = formatDuration(seconds * 1000, { style: "full", ignoreZero: true });
  return `${units === "" ? "0 seconds" : units.split(", ")[0]} ago`;
}
