/**
 * `netwho doctor`: checks what netwho needs on this computer.
 *
 * @module
 */
import { examine } from "../../doctor/examine.ts";
import { EXIT } from "../../errors.ts";
import { CHECK_FIELDS } from "../../model/check.ts";
import { inBatches } from "../../rows/rows.ts";
import { defineCommand, type Invocation } from "../command.ts";
import { MACHINE_OPTIONS } from "../options/reading_options.ts";
import { SHAPE_OPTIONS } from "../options/shape_options.ts";
import { listRows } from "../list_rows.ts";

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
  return await listRows(invocation, {
    fields: CHECK_FIELDS,
    find: async (diagnostics) => {
      const checks = await examine(invocation.host);
      if (checks.some(({ status }) => status === "problem")) diagnostics.fail(EXIT.capture);
      return inBatches(checks);
    },
  });
}
