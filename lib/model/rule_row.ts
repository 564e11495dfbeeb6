/**
 * The record of `netwho audit --list-rules`: a rule.
 *
 * @module
 */
import type { Field, RecordOf } from "./field.ts";
import { SEVERITIES } from "./finding.ts";
import type { TableView } from "./view.ts";

const SEVERITIES_LISTED: string = SEVERITIES.join(", ");

/** The fields of a rule. */
export const RULE_FIELDS = [
  {
    name: "id",
    kind: "text",
    about: "its name in --rule, --ignore and the config; of a Sigma rule its ID",
    required: true,
  },
  { name: "title", kind: "text", about: "what it finds, in a few words", required: true },
  {
    name: "severity",
    kind: "text",
    about: `how much a finding matters, unless it says otherwise: ${SEVERITIES_LISTED}`,
    required: true,
    order: SEVERITIES,
  },
  { name: "technique", kind: "text", about: "MITRE ATT&CK's number for it, such as T1571" },
  { name: "os", kind: "text", about: "windows or linux; null for both" },
  {
    name: "needs",
    kind: "list",
    about: "what it asks for besides what netstat prints; null for nothing",
  },
  { name: "about", kind: "text", about: "what a finding means", required: true },
  { name: "falseAlarms", kind: "text", about: "when it means nothing", required: true },
  { name: "advice", kind: "text", about: "what to do", required: true },
  { name: "references", kind: "list", about: "where to read more" },
  { name: "author", kind: "text", about: "the author of a Sigma rule" },
] as const satisfies readonly Field[];

/** A rule as a row. */
export type RuleRow = RecordOf<typeof RULE_FIELDS>;

/** What a table shows people of a rule. */
export const RULE_VIEW: TableView = {
  noun: "rules",
  columns: [
    { name: "severity", fields: ["severity"], shows: "text" },
    { name: "id", fields: ["id"], shows: "text" },
    { name: "technique", fields: ["technique"], shows: "text", weight: 60 },
    { name: "os", fields: ["os"], shows: "text", weight: 50 },
    { name: "needs", fields: ["needs"], shows: "list", weight: 40 },
    { name: "title", fields: ["title"], shows: "prose", weight: 90, below: true },
  ],
};
