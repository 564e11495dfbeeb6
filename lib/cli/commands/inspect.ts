/**
 * `netwho inspect TARGET...`: everything about a process, a port, a program or an address.
 *
 * @module
 */
import { readSnapshot, readWhole, type SnapshotOptions } from "../../capture/snapshot.ts";
import { CaptureError } from "../../errors.ts";
import type { Host } from "../../host/host.ts";
import type { LookupPlan } from "../../lookup/lookup.ts";
import { type Inspection, INSPECTION_FIELDS, INSPECTION_VIEW } from "../../model/inspection.ts";
import type { NetshReader } from "../../capture/netsh_reader.ts";
import type { Diagnostics } from "../../capture/diagnostics.ts";
import type { Missing } from "../../inspect/find_target.ts";
import { inBatches } from "../../rows/rows.ts";
import { rewordOptions } from "../../model/option.ts";
import { defineCommand, type Invocation } from "../command.ts";
import {
  CACHE_OPTIONS,
  DATABASE_OPTIONS,
  OWNER_OPTIONS,
  readLookups,
  RESOLVE_OPTIONS,
  SERVER_OPTIONS,
  SIGNATURES_OPTION,
} from "../options/lookup_options.ts";
import {
  DETAILS_OPTION,
  FAST_OPTION,
  parseReadOptions,
  PROCESS_READING_OPTIONS,
} from "../options/reading_options.ts";
import { REPORT_SHAPE_OPTIONS } from "../options/shape_options.ts";
import { progress } from "../progress.ts";
import { listRows, showsReport } from "../list_rows.ts";

const OPTIONS = [
  ...REPORT_SHAPE_OPTIONS,
  ...RESOLVE_OPTIONS,
  ...OWNER_OPTIONS,
  ...DATABASE_OPTIONS,
  ...SERVER_OPTIONS,
  SIGNATURES_OPTION,
  ...CACHE_OPTIONS,
  ...PROCESS_READING_OPTIONS,
  ...rewordOptions([FAST_OPTION, DETAILS_OPTION], {
    about: {
      fast: "on Windows, leave out services and users, which are slow to read",
      details: "also read the command line of each process, which can hold passwords",
    },
  }),
] as const;

/** The command that shows everything about a target. */
export const inspect = defineCommand({
  name: "inspect",
  summary: "everything about a process, a port, a program or an address",
  takesTargets: true,
  details:
    "For each process: path, size, times and SHA-256 of its file, the company and product that the " +
    "file names on Windows (--signatures asks Windows who signed it), parent, services, user and start time; " +
    "listening sockets, peers, and neighbours: other connections of this computer to the networks " +
    "of its public peers.\n\n" +
    "Reads processes and sockets like netwho connections, on Windows also users, with tasklist /v. " +
    "With --details also command lines, which can hold passwords: --record never saves them. " +
    "With --from, files are left out, because the output may come from another computer, and " +
    "parents, but for those in a snapshot. Some facts need administrator rights (root on Linux); a note says which.\n\n" +
    "By default netwho sends nothing. With --resolve your name server learns the remote addresses " +
    "of the written rows that Windows' DNS cache has no name for. With --owner your name server and " +
    "Team Cymru learn the public ones. With --rdap the responsible address registry learns each of " +
    "them too. With --mmdb owners come from your own files, and nobody is asked about them.\n\n" +
    "A bare number is looked for among the process IDs and among the ports in use; if it is both, " +
    "both are shown, and a note says so. netwho TARGET is the same as netwho inspect TARGET.\n\n" +
    "On Windows, netsh is asked about a port that the kernel (System, PID 4) holds: it names the " +
    "programs whose web pages and services HTTP.sys serves there. About a port that nothing uses, " +
    "it tells what is reserved: ranges of ports, taken by Hyper-V and WSL or set by an " +
    "administrator, and URLs.\n\n" +
    "Ends with exit code 3 if a process, port, program or network is not found. An address need " +
    "not be connected, and a reserved port is found.",
  positionals: {
    name: "TARGET",
    about: "a process ID or a port (443), a process ID alone (pid:443), a local or remote port " +
      "alone (:443, :53-60, :https), a program (chrome, or a GLOB: svchost*), an address " +
      "(203.0.113.7, 2001:db8::7), one end of connections (203.0.113.7:443, [2001:db8::7]:443), or " +
      "a network (203.0.113.0/24); several with spaces or commas",
    many: true,
  },
  options: OPTIONS,
  examples: [
    ["netwho inspect 4711", "process 4711, and what uses port 4711"],
    ["netwho inspect :445", "the programs that use port 445"],
    ["netwho inspect :80", "which program is behind System on port 80, or what reserves it"],
    ["netwho inspect chrome --resolve --owner", "the names and owners of chrome's peers"],
    ["netwho inspect 203.0.113.7", "the connections to an address"],
    ["netwho inspect chrome --signatures", "whether it is signed, and by whom"],
    ["netwho inspect svchost* --format json | ConvertFrom-Json", "objects in PowerShell"],
  ],
  run,
});

async function run(invocation: Invocation<typeof OPTIONS>): Promise<number> {
  const { host } = invocation;
  const chunk = await import("../lookup_chunk.ts");
  const targets = chunk.readTargets(invocation.positionals);
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
    view: INSPECTION_VIEW,
    report: chunk.reportFormat(plan),
    find: async (diagnostics) => {
      const snapshot = await readWhole(await readSnapshot(host, wanted, diagnostics));
      const asksNetsh = host.os === "windows" && !snapshot.isSaved && targets.some(chunk.meansPort);
      const netsh = asksNetsh ? await openNetsh(invocation, reading) : undefined;
      const shown = progress(host, "looking up names and owners");
      const onNote = (note: string) => diagnostics.note(note);
      const onAdvice = (advice: string) => diagnostics.advise(advice);
      const onLimit = (limit: string) => diagnostics.limit(limit);
      const onProgress = shown.update;
      const onBegin = (total: number) => shown.update(0, total);
      const tell = { onBegin, onProgress, onNote, onAdvice, onLimit };
      const lookup = new chunk.Lookup({ ...plan, host, ...tell });
      await lookup.open();
      const { rows, missing, unseen } = await chunk.inspectTargets(host, targets, {
        snapshot,
        lookUp: (rows) => lookup.addTo(rows),
        netsh,
      }).finally(shown.end);
      const signed = invocation.options.signatures
        ? await addSignatures(host, rows, { plan, diagnostics })
        : rows;
      if (netsh !== undefined) tellNetsh(netsh, diagnostics);
      diagnostics.failIfEmpty(nothingFound(missing, diagnostics.warnings));
      // A person who reads the report finds it there, with each process.
      if (showsReport(invocation)) diagnostics.owners.isTold = unseen.length > 0;
      else diagnostics.limit(...unseen);
      diagnostics.warn(...missing.map(inOneLine), ...lookup.warnings());
      return inBatches(signed);
    },
  });
}

/** Asks who signed the programs in the rows. */
async function addSignatures(
  host: Host,
  rows: readonly Inspection[],
  asking: { readonly plan: LookupPlan; readonly diagnostics: Diagnostics },
): Promise<Inspection[]> {
  const { signableFiles, withSignatures } = await import("../../inspect/signed_programs.ts");
  const { askSignatures } = await import("../ask_signatures.ts");
  const { of } = await askSignatures(host, signableFiles(rows), asking);
  return withSignatures(rows, of);
}

/** Prepares to ask netsh about ports. */
async function openNetsh(
  { host }: Invocation<typeof OPTIONS>,
  { timeoutMilliseconds, signal }: Pick<SnapshotOptions, "timeoutMilliseconds" | "signal">,
): Promise<NetshReader> {
  const { netshReader } = await import("../../capture/netsh_reader.ts");
  const shown = progress(host, "asking netsh about ports");
  return netshReader(host, {
    timeoutMilliseconds,
    signal,
    onProgress: (done, total) => done === total ? shown.end() : shown.update(done, total),
  });
}

/** Says what netsh did not tell. */
function tellNetsh(netsh: NetshReader, diagnostics: Diagnostics): void {
  diagnostics.warn(...netsh.warnings());
  diagnostics.note(
    ...netsh.notRecorded().map((call) =>
      `${call} was not recorded: who is behind ports is missing`
    ),
  );
}

/** If something could not be read, that is the likely cause. */
function nothingFound(missing: readonly Missing[], warnings: readonly string[]): CaptureError {
  const hint = warnings[0] ?? missing.find(({ hint }) => hint !== null)?.hint ?? null;
  return new CaptureError(missing.map(({ message }) => message).join("; "), { hint });
}

function inOneLine({ message, hint }: Missing): string {
  return hint === null ? message : `${message}. ${hint}`;
}
