/**
 * `netwho doctor`: checks what netwho needs on this computer.
 *
 * @module
 */
import { CHECK_FIELDS, examine } from "../../doctor/doctor.ts";
import { EXIT } from "../../errors.ts";
import { listSource } from "../../rows/row_source.ts";
import { defineCommand, type Invocation } from "../command.ts";
import { MACHINE_OPTIONS } from "../options/reading_options.ts";
import { SHAPE_OPTIONS } from "../options/shape_options.ts";
import { listRows } from "./list_rows.ts";

const OPTIONS = [...SHAPE_OPTIONS, ...MACHINE_OPTIONS] as const;

/** Checks what netwho needs. */
export const doctor = defineCommand({
  name: "doctor",
  summary: "check what netwho needs on this computer and say what is missing",
  details:
    "Looks at the tools that netwho runs, at code pages, rights and permissions, and says for each " +
    "what to do. Ends with exit code 3 where something that netwho cannot do without is missing.",
  options: OPTIONS,
  examples: [
    ["netwho doctor", "check this computer"],
    ["netwho doctor --format json > doctor.json", "what to send with a bug report"],
  ],
  run,
});

async function run(invocation: Invocation<typeof OPTIONS>): Promise<number> {
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
