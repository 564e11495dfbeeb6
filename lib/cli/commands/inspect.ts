/**
 * `netwho inspect TARGET...`: everything about a process, a port, a program or an address.
 *
 * @module
 */
import { readSnapshot, readWhole } from "../../capture/snapshot.ts";
import { CaptureError } from "../../errors.ts";
import { INSPECTION_FIELDS } from "../../model/inspection.ts";
import type { Missing } from "../../inspect/target.ts";
import { inBatches } from "../../rows/rows.ts";
import { rewordOptions } from "../../model/option.ts";
import { defineCommand, type Invocation } from "../command.ts";
import {
  CACHE_OPTIONS,
  OWNER_OPTIONS,
  readLookups,
  RESOLVE_OPTIONS,
  SERVER_OPTIONS,
} from "../options/lookup_options.ts";
import { FAST_OPTION, parseReadOptions, READING_OPTIONS } from "../options/reading_options.ts";
import { REPORT_SHAPE_OPTIONS } from "../options/shape_options.ts";
import { progress } from "../progress.ts";
import { listRows } from "../list_rows.ts";

const OPTIONS = [
  ...REPORT_SHAPE_OPTIONS,
  ...RESOLVE_OPTIONS,
  ...OWNER_OPTIONS,
  ...SERVER_OPTIONS,
  ...CACHE_OPTIONS,
  ...READING_OPTIONS,
  ...rewordOptions([FAST_OPTION], {
    about: { fast: "on Windows, leave out services and users, which take long to read" },
  }),
] as const;

/** Everything about what was asked for. */
export const inspect = defineCommand({
  name: "inspect",
  summary: "everything about a process, a port, a program or an address",
  details:
    "The chain from process to program, file and peer: path, size, times and SHA-256 of the file, " +
    "the company and product that it names on Windows (no signature is checked), parent, services, " +
    "user and start time; what it listens on, whom it is connected to, and its neighbours: other " +
    "connections of this computer into the same networks as its public peers.\n\n" +
    "Processes and sockets are read as netwho connections reads them, on Windows with tasklist /v " +
    "for users; the files are read by netwho itself. With --from, which may be another computer's, " +
    "neither files nor parents are looked at. Some facts need administrator's rights (root on " +
    "Linux); a note says which.\n\n" +
    "Nothing is sent anywhere unless asked for. With --resolve your name server learns the remote " +
    "addresses of the rows that are written; with --owner your name server and Team Cymru do, of " +
    "the public ones; with --rdap the address registry in charge of each does too.\n\n" +
    "Ends with exit code 3 where a process, a port or a program is not there. An address need not " +
    "be connected.",
  positionals: {
    name: "TARGET",
    about: "a process ID (1234), a port at either end (:443, :53-60, :https), a program (chrome, " +
      "also with * and ?: svchost*), or an address (203.0.113.7, 2001:db8::7)",
    many: true,
  },
  options: OPTIONS,
  examples: [
    ["netwho inspect 4711", "the process 4711"],
    ["netwho inspect :445", "who has port 445"],
    ["netwho inspect chrome --resolve --owner", "the names and owners of all that chrome talks to"],
    ["netwho inspect 203.0.113.7", "who is connected to an address"],
    ["netwho inspect svchost* --format json | ConvertFrom-Json", "objects in PowerShell"],
  ],
  run,
});

async function run(invocation: Invocation<typeof OPTIONS>): Promise<number> {
  const { host } = invocation;
  const asking = await import("../asking.ts");
  const targets = invocation.positionals.map(asking.readTarget);
  const plan = readLookups(invocation);
  const reading = parseReadOptions(invocation);
  const wanted = {
    ...reading,
    details: !reading.fast,
    sockets: true,
    processes: "all",
  } as const;
  return await listRows(invocation, {
    fields: INSPECTION_FIELDS,
    report: asking.reportFormat(plan),
    find: async (diagnostics) => {
      const snapshot = await readWhole(await readSnapshot(host, wanted, diagnostics));
      const shown = progress(host, "looking up names and owners");
      const onNote = (note: string) => diagnostics.note(note);
      const onProgress = shown.update;
      const lookup = new asking.Lookup({ ...plan, host, onProgress, onNote });
      const { rows, missing } = await asking.inspectTargets(host, targets, {
        snapshot,
        lookUp: (rows) => lookup.addTo(rows),
      }).finally(shown.end);
      diagnostics.failIfEmpty(nothingFound(missing, diagnostics.warnings));
      diagnostics.warn(...missing.map(inOneLine), ...lookup.warnings());
      return inBatches(rows);
    },
  });
}

/** Where something could not be read, that is the likely cause. */
function nothingFound(missing: readonly Missing[], warnings: readonly string[]): CaptureError {
  const hint = warnings[0] ?? missing.find(({ hint }) => hint !== null)?.hint ?? null;
  return new CaptureError(missing.map(({ message }) => message).join("; "), { hint });
}

function inOneLine({ message, hint }: Missing): string {
  return hint === null ? message : `${message}. ${hint}`;
}
