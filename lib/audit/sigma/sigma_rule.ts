/**
 * Makes a rule of a Sigma rule.
 *
 * @module
 */
import { SEVERITIES, type Severity } from "../../model/finding.ts";
import type { Subject } from "../engine/audit_view.ts";
import type { Fact } from "../engine/facts_needed.ts";
import type { Claim, Rule } from "../engine/rule.ts";
import { type Detection, oneDetection, readDetection } from "./detection.ts";
import type { RuleReading } from "./field_test.ts";
import { type Entries, type RuleDocument, textOf } from "./sigma_documents.ts";
import { quoted, SigmaError } from "./sigma_error.ts";
import { eventsOf, type SigmaEvent } from "./sigma_event.ts";

/** Longer texts are shown in part. */
const LONGEST_TEXT = 600;

/**
 * Makes a rule of documents that share an ID and a system: the first describes it, and one of them must match.
 *
 * @param fallbackId the ID of a rule that has none.
 * @throws {SigmaError} for a rule that cannot be evaluated.
 */
export function makeSigmaRule(
  documents: readonly [RuleDocument, ...RuleDocument[]],
  fallbackId: string,
  reading: RuleReading,
): Rule {
  const [{ entries, product }] = documents;
  const id = idOf(entries) ?? fallbackId;
  const severity = levelOf(entries);
  const made = oneDetection(documents.map((document) => detectionOf(document, reading)));
  const author = listOf(entries, "author").join(", ") || null;
  const needs = new Set<Fact>(made.test.facts);
  if (reading.missing.size > 0) needs.add("placeholder");
  return {
    id,
    title: shownText(entries, "title") ?? `Sigma rule ${id}`,
    severity,
    about: shownText(entries, "description") ?? "The Sigma rule does not say.",
    falseAlarms: listOf(entries, "falsepositives").join("; ") || "The Sigma rule names none.",
    advice: "Read what the rule looks for and where it comes from, and find out what the program " +
      "is and who started it.",
    technique: techniqueOf(entries),
    references: listOf(entries, "references"),
    needs: [...needs],
    ...(product === null ? {} : { os: product }),
    ...(author === null ? {} : { author }),
    *judge(view) {
      const unknown = new Map<Fact, Subject[]>();
      for (const event of eventsOf(view, product)) {
        const answer = made.test.answer(event);
        if (answer === true) {
          yield { subjects: [event.subject], found: claimOf(event, made, { id, author }) };
        } else if (answer !== false) {
          const subjects = unknown.get(answer);
          if (subjects === undefined) unknown.set(answer, [event.subject]);
          else subjects.push(event.subject);
        }
      }
      for (const [found, subjects] of unknown) yield { subjects, found };
    },
  };
}

function detectionOf({ entries, line }: RuleDocument, reading: RuleReading): Detection {
  const detection = entries.get("detection");
  if (detection === undefined) throw new SigmaError("it has no detection", line);
  return readDetection(detection, reading);
}

function idOf(entries: Entries): string | null {
  const entry = entries.get("id");
  if (entry === undefined) return null;
  const id = textOf({ entries }, "id");
  if (id !== null && /^[\w.:-]{1,100}$/.test(id)) return id;
  throw new SigmaError(
    "its id must be a UUID, or letters, digits, points, colons, hyphens and underscores",
    entry.line,
  );
}

function levelOf(entries: Entries): Severity {
  const entry = entries.get("level");
  const level = textOf({ entries }, "level")?.toLowerCase() ?? null;
  if (entry === undefined || level === null) return "medium";
  const severity = SEVERITIES.find((severity) => severity === level);
  if (severity !== undefined) return severity;
  throw new SigmaError(
    `its level is ${quoted(level)}, and must be one of ${SEVERITIES.join(", ")}`,
    entry.line,
  );
}

/** The technique of the first tag that names one: `attack.t1059.001`. */
function techniqueOf(entries: Entries): string | null {
  for (const tag of listOf(entries, "tags")) {
    const technique = /^attack\.(t\d{4}(?:\.\d{3})?)$/i.exec(tag)?.[1];
    if (technique !== undefined) return technique.toUpperCase();
  }
  return null;
}

function shownText(entries: Entries, key: string): string | null {
  const text = textOf({ entries }, key);
  return text === null || text === "" ? null : shortened(text);
}

/** Texts in a list, or one text instead of a list. */
function listOf(entries: Entries, key: string): string[] {
  const value = entries.get(key)?.value;
  const items = value?.kind === "list" ? value.items : value === undefined ? [] : [value];
  return items.slice(0, 50).flatMap((item) =>
    item.kind === "scalar" && item.text.trim() !== "" ? [shortened(item.text)] : []
  );
}

/** A text in one line, cut off where it is long. */
function shortened(text: string): string {
  const line = text.slice(0, 4 * LONGEST_TEXT).replace(/\s+/g, " ").trim();
  const characters = Array.from(line);
  if (characters.length <= LONGEST_TEXT && text.length <= 4 * LONGEST_TEXT) return line;
  return `${characters.slice(0, LONGEST_TEXT).join("")}…`;
}

/** Why an event is what a rule looks for. */
function claimOf(
  event: SigmaEvent,
  { test, selections }: Detection,
  { id, author }: { readonly id: string; readonly author: string | null },
): Claim {
  const names = selections(event);
  const matched = names.length === 0
    ? "what the Sigma rule looks for"
    : `${names.join(", ")} of the Sigma rule`;
  const values = test.seen(event).flatMap((field) => {
    const value = event.valueOf(field);
    return value === null || typeof value === "string" || field.isConstant
      ? []
      : [`${field.name}: ${shortened(value.shown)}`];
  });
  return {
    reason: `${contactOf(event.subject)}, and matches ${matched}`,
    evidence: [...values, author === null ? `Sigma rule ${id}` : `Sigma rule ${id} by ${author}`],
  };
}

function contactOf({ row, program }: Subject): string {
  const who = program.process ??
    (row.pid === null ? "A program that is not known" : `PID ${row.pid}`);
  const does = row.direction === "outbound"
    ? "began a connection to"
    : row.direction === "inbound"
    ? "accepted a connection from"
    : "has a connection with";
  const peer = row.remoteHost ?? row.remoteAddress ?? "an address that is not known";
  return `${who} ${does} ${peer}${row.remotePort === null ? "" : ` port ${row.remotePort}`}`;
}
