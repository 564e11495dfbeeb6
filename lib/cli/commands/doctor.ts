/**
 * `netwho doctor`: checks what netwho needs on this computer.
 *
 * @module
 */
import { EXIT } from "../../errors.ts";
import { CHECK_FIELDS, CHECK_VIEW } from "../../model/check.ts";
import { inBatches } from "../../rows/rows.ts";
import { defineCommand, type Invocation } from "../command.ts";
import { rewordOptions } from "../../model/option.ts";
import { DATABASE_OPTIONS } from "../options/lookup_options.ts";
import { MACHINE_OPTIONS, readTimeout } from "../options/reading_options.ts";
import { SHAPE_OPTIONS } from "../options/shape_options.ts";
import { listRows } from "../list_rows.ts";

const OPTIONS = [
  ...rewordOptions(DATABASE_OPTIONS, {
    group: "Input",
    about: {
      mmdb:
        "also check FILE, a database of owners as for netwho --mmdb: what it is, how old, and " +
        "under which licence; repeatable",
    },
  }),
  ...SHAPE_OPTIONS,
  ...MACHINE_OPTIONS,
] as const;

/** The command that checks this computer. */
export const doctor = defineCommand({
  name: "doctor",
  summary: "check what netwho needs on this computer and report what is missing",
  details:
    "Checks the system's version, the tools that netwho runs, code pages, rights, the cache, the " +
    "history, certificates, the proxy and, on Linux, how much of /proc can be seen; says how to fix " +
    "each problem. It sends nothing, and prints no password. Ends with exit code 3 if something " +
    "essential is missing.",
  options: OPTIONS,
  examples: [
    ["netwho doctor", "check this computer"],
    ["netwho doctor --format json > doctor.json", "a file to attach to a bug report"],
    ["netwho doctor --mmdb GeoLite2-ASN.mmdb", "also whether this database is of use"],
  ],
  run,
});

async function run(invocation: Invocation<typeof OPTIONS>): Promise<number> {
  return await listRows(invocation, {
    fields: CHECK_FIELDS,
    view: CHECK_VIEW,
    find: async (diagnostics) => {
      const { examine } = await import("../../doctor/examine.ts");
      const checks = await examine(invocation.host, {
        timeoutMilliseconds: readTimeout(invocation.options),
        databases: invocation.options.mmdb,
        signal: invocation.signal,
      });
      if (checks.some(({ status }) => status === "problem")) diagnostics.fail(EXIT.capture);
      return inBatches(checks);
    },
  });
}
