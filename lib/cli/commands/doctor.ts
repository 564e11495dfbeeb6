/**
 * `netwho doctor`: checks what netwho needs on this computer.
 *
 * @module
 */
import { CHECK_FIELDS, examine } from "../../doctor/doctor.ts";
import { EXIT } from "../../errors.ts";
import { listSource } from "../../rows/row_source.ts";
import type { Command, Invocation } from "../command.ts";
import { READING_OPTIONS, SHAPE_OPTIONS } from "../options/options.ts";
import { listRows } from "./list_rows.ts";

/** What the checks read from. */
const HERE: ReadonlySet<string> = new Set(["record", "replay", "timeout"]);

/** Checks what netwho needs. */
export const doctor: Command = {
  name: "doctor",
  summary: "check what netwho needs on this computer and say what is missing",
  details:
    "Looks at the tools that netwho runs, at code pages, rights and permissions, and says for each " +
    "what to do. Ends with exit code 3 where something that netwho cannot do without is missing.",
  options: [...SHAPE_OPTIONS, ...READING_OPTIONS.filter(({ name }) => HERE.has(name))],
  examples: [
    ["netwho doctor", "check this computer"],
    ["netwho doctor --format json > doctor.json", "what to send with a bug report"],
  ],
  run,
};

async function run(invocation: Invocation): Promise<number> {
  let isUsable = true;
  const code = await listRows(invocation, {
    fields: CHECK_FIELDS,
    find: async () => {
      const checks = await examine(invocation.host);
      isUsable = !checks.some(({ status }) => status === "problem");
      return { source: listSource(CHECK_FIELDS, checks) };
    },
  });
  return isUsable ? code : EXIT.capture;
}
