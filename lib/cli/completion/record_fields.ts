/**
 * The fields of each command's rows.
 *
 * @module
 */
import { CHANGE_FIELDS } from "../../model/change.ts";
import { CHECK_FIELDS } from "../../model/check.ts";
import { CLOSED_FIELDS } from "../../model/closed_connection.ts";
import { CONNECTION_FIELDS } from "../../model/connection.ts";
import { ENDED_FIELDS } from "../../model/ended_process.ts";
import type { Field } from "../../model/field.ts";
import { FINDING_FIELDS } from "../../model/finding.ts";
import { INSPECTION_FIELDS } from "../../model/inspection.ts";
import { LOG_FIELDS } from "../../model/logged_run.ts";
import { NAME_FIELDS } from "../../model/name.ts";
import { OWNER_FIELDS } from "../../model/owner.ts";
import { PROCESS_FIELDS } from "../../model/process.ts";
import { RULE_FIELDS } from "../../model/rule_row.ts";
import { SOCKET_FIELDS } from "../../model/socket.ts";
import { TASK_FIELDS } from "../../model/task.ts";

/** The fields of a command's rows; `given` are the names of its options. */
export async function fieldsOf(
  command: string,
  given: ReadonlySet<string>,
): Promise<readonly Field[]> {
  if (command === "audit" && given.has("list-rules")) return RULE_FIELDS;
  if (command !== "history") return FIELDS[command] ?? [];
  const { QUESTIONS } = await import("../history_questions.ts");
  const asked = Object.entries(QUESTIONS).find(([name]) => given.has(name));
  return (asked?.[1] ?? QUESTIONS.episodes).fields;
}

const FIELDS: Readonly<Record<string, readonly Field[]>> = {
  connections: CONNECTION_FIELDS,
  netstat: SOCKET_FIELDS,
  tasklist: PROCESS_FIELDS,
  nslookup: NAME_FIELDS,
  whois: OWNER_FIELDS,
  inspect: INSPECTION_FIELDS,
  audit: FINDING_FIELDS,
  watch: CHANGE_FIELDS,
  diff: CHANGE_FIELDS,
  log: LOG_FIELDS,
  kill: ENDED_FIELDS,
  close: CLOSED_FIELDS,
  schedule: TASK_FIELDS,
  doctor: CHECK_FIELDS,
};
