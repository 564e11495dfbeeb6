/**
 * The record of `netwho audit`: what a rule found in the connections, and what could not be judged.
 *
 * @module
 */
import { type Connection, CONNECTION_FIELDS } from "./connection.ts";
import { emptyRecord, type Field, type RecordOf } from "./field.ts";
import { CONNECTION_COLUMNS } from "./socket_columns.ts";
import type { TableView } from "./view.ts";

/** How much a finding matters, from the least; the words of Sigma. */
export const SEVERITIES = ["informational", "low", "medium", "high", "critical"] as const;

/** How much a finding matters. */
export type Severity = typeof SEVERITIES[number];

/** What a row of an audit is. */
export const OUTCOMES = ["finding", "notJudged", "partOf", "normal", "unremarkable"] as const;

/** What a row of an audit is. */
export type Outcome = typeof OUTCOMES[number];

const SEVERITIES_LISTED: string = SEVERITIES.join(", ");

const JUDGED_FIELDS = [
  {
    name: "outcome",
    kind: "text",
    about:
      "what the row is: finding; notJudged, what could not be judged and why; with --explain " +
      "also one row for each connection: partOf the finding whose id it has, normal, as it should " +
      "be, unremarkable, one that no rule is about, or notJudged",
    required: true,
  },
  {
    name: "id",
    kind: "text",
    about: "the same for the same rule, program and peer in every run",
  },
  { name: "rule", kind: "text", about: "the rule: netwho's, or the ID of a Sigma rule" },
  {
    name: "severity",
    kind: "text",
    about: `how much it matters: ${SEVERITIES_LISTED}`,
    order: SEVERITIES,
  },
  { name: "title", kind: "text", about: "the rule in a few words" },
  { name: "reason", kind: "text", about: "why, in a sentence" },
  {
    name: "evidence",
    kind: "list",
    about: "what was seen that says so; of what could not be judged, the rules",
  },
  { name: "falseAlarms", kind: "text", about: "when it means nothing" },
  { name: "advice", kind: "text", about: "what to do" },
  { name: "commands", kind: "list", about: "command lines for that, to copy" },
  { name: "technique", kind: "text", about: "MITRE ATT&CK's number for it, such as T1571" },
  { name: "reference", kind: "text", about: "where to read more" },
  { name: "author", kind: "text", about: "the author of a Sigma rule" },
  {
    name: "missing",
    kind: "list",
    about: "what was not known that the rules ask for, where something could not be judged",
  },
  { name: "connections", kind: "integer", about: "how many connections it is about" },
] as const satisfies readonly Field[];

/** What a judgement says besides the connection that it is about. */
export type Judged = RecordOf<typeof JUDGED_FIELDS> & {
  outcome: Outcome;
  severity: Severity | null;
};

/** A row of an audit; one that is about no single connection has null in the fields of one. */
export type Finding = Judged & { [Name in keyof Connection]: Connection[Name] | null };

/** The fields of a finding. */
export const FINDING_FIELDS: readonly (
  | typeof JUDGED_FIELDS[number]
  | Omit<typeof CONNECTION_FIELDS[number], "required">
)[] = [
  ...JUDGED_FIELDS,
  ...CONNECTION_FIELDS.map(({ name, kind, about }) => ({ name, kind, about })),
];

/** A finding with every field null. */
export const NO_FINDING: Omit<Finding, "outcome"> = emptyRecord(
  FINDING_FIELDS.slice(1),
) as unknown as Omit<Finding, "outcome">;

/** What a table shows people of a finding. */
export const FINDING_VIEW: TableView = {
  noun: "findings",
  columns: [
    { name: "outcome", fields: ["outcome"], shows: "text", weight: 96, tellsApart: true },
    { name: "severity", fields: ["severity"], shows: "text" },
    { name: "rule", fields: ["rule"], shows: "text", weight: 97 },
    ...CONNECTION_COLUMNS,
    { name: "connections", fields: ["connections"], shows: "number", weight: 60 },
    { name: "reason", fields: ["reason"], shows: "prose", weight: 98, below: true },
  ],
};

/** Compares severities: the worse one first; none comes last. */
export function bySeverity(one: Severity | null, other: Severity | null): number {
  return rankOf(other) - rankOf(one);
}

/** Whether a severity is at least another. */
export function isAtLeast(severity: Severity | null, least: Severity): boolean {
  return rankOf(severity) >= rankOf(least);
}

function rankOf(severity: Severity | null): number {
  return severity === null ? -1 : SEVERITIES.indexOf(severity);
}
