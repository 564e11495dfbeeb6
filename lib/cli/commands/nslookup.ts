/**
 * `netwho nslookup`: DNS records as objects.
 *
 * @module
 */
import type { Diagnostics } from "../../capture/diagnostics.ts";
import { UsageError } from "../../errors.ts";
import type { Host } from "../../host/host.ts";
import { NAME_FIELDS, NAME_VIEW, RECORD_TYPES } from "../../model/name.ts";
import type { NamesAsked } from "../../lookup/names/look_up_list.ts";
import { readServer } from "../../lookup/names/question.ts";
import { inBatches, type Rows } from "../../rows/rows.ts";
import { firstGiven, type Option, rewordOptions } from "../../model/option.ts";
import { COUNT_OPTIONS, ORDER_OPTIONS } from "../../rows/choose/filters.ts";
import { defineCommand, type Invocation } from "../command.ts";
import { SERVER_OPTIONS } from "../options/lookup_options.ts";
import { parseReadOptions, READING_OPTIONS } from "../options/reading_options.ts";
import { SHAPE_OPTIONS } from "../options/shape_options.ts";
import { progress } from "../progress.ts";
import { listRows } from "../list_rows.ts";

/** The default time-out of one query in seconds. */
const DEFAULT_TIMEOUT = 5;

const QUERIES = "Queries";

const TYPE_OPTION = {
  name: "type",
  value: "LIST",
  repeatable: true,
  list: true,
  choices: RECORD_TYPES,
  about: "record types to query; default: the addresses of names and the names of addresses",
  group: QUERIES,
} as const satisfies Option;

const OPTIONS = [
  TYPE_OPTION,
  ...rewordOptions(SERVER_OPTIONS, { group: QUERIES }),
  ...COUNT_OPTIONS,
  ...ORDER_OPTIONS,
  ...SHAPE_OPTIONS,
  ...rewordOptions(READING_OPTIONS, {
    about: {
      from:
        "read saved output of nslookup instead of querying: a file, a folder, or - for standard " +
        "input; repeatable",
      timeout: `time-out of one query; default: ${DEFAULT_TIMEOUT}`,
    },
  }),
] as const;

/** The command that queries a name server. */
export const nslookup = defineCommand({
  name: "nslookup",
  summary: "nslookup's output as objects: one row per record or unanswered query",
  details:
    "Queries this computer's name server, or the one given with --server, for each name or address. " +
    "That server and the servers that it queries learn them. Nothing else is sent, and no answers " +
    "are cached.\n\n" +
    "Names and addresses come from the command line or, if there are none, from standard input. " +
    "Both take several with commas between them; of an address with a port or in brackets, and of " +
    "a URL, the host counts. Standard input takes one per line, rows of netwho (JSON, NDJSON, CSV: " +
    "remoteAddress, address, data or name), and PowerShell's lists and tables of addresses, each " +
    "address once. Empty lines and lines that start with # are skipped; a line that is neither a " +
    "name nor an address becomes a row with the status ERROR, and if there are only such lines, " +
    "the exit code is 4. Non-ASCII names are sent in their encoded form (xn--). A name without a " +
    "dot is also tried in this computer's search domains.\n\n" +
    "Runs up to eight nslookup processes in parallel, with several queries each; rows are in the " +
    "order of the queries. Without nslookup, Deno's resolver sends the queries, and the server is " +
    "named Deno. A name that does not exist is a valid answer; if no query is answered, or the " +
    "server only refuses or fails, the exit code is 3.\n\n" +
    "With --from nothing is sent: it reads saved output of nslookup from Linux (BIND's, BusyBox') " +
    "or from Windows in any language, including interactive sessions, PowerShell's transcripts and " +
    "error records, and reports, logs and mails that hold other things too.",
  positionals: {
    name: "NAME",
    about: "a host name, or an address to find the name of",
    many: true,
    optional: true,
  },
  options: OPTIONS,
  lacks: {
    "no-cache": "it keeps no answers, and asks each time",
    "cache-dir": "it keeps no answers, and asks each time",
  },
  examples: [
    [
      "netwho nslookup www.example.com 192.0.2.1",
      "the addresses of a name, the name of an address",
    ],
    [
      "netwho nslookup example.com --type MX,NS,TXT",
      "its mail servers, name servers and TXT records",
    ],
    ["Get-Content names.txt | netwho nslookup --server 192.0.2.53 --format csv", "a list, as CSV"],
    [
      "nslookup -type=mx example.com | netwho nslookup --from -",
      "nslookup's output from a pipe",
    ],
  ],
  run,
});

async function run(invocation: Invocation<typeof OPTIONS>): Promise<number> {
  const { options, positionals, host } = invocation;
  const { from, encoding, signal } = parseReadOptions(invocation);
  if (from.length > 0) {
    const useless = firstGiven(options, ["type", "server"]);
    if (positionals.length > 0 || useless !== undefined) {
      const what = positionals.length > 0 ? positionals[0] : `--${useless}`;
      throw new UsageError(`Cannot use ${what} with --from: no query is sent`);
    }
    return await listRows(invocation, {
      fields: NAME_FIELDS,
      view: NAME_VIEW,
      find: async (diagnostics) => {
        const { readSavedNames } = await import("../lookup_chunk.ts");
        return inBatches(await readSavedNames(host, { from, encoding, signal }, diagnostics));
      },
    });
  }
  const queries = readQueries(invocation);
  return await listRows(invocation, {
    fields: NAME_FIELDS,
    view: NAME_VIEW,
    find: async (diagnostics) => await lookUp(host, queries, diagnostics),
  });
}

/** The queries to send. */
interface Queries extends Omit<NamesAsked, "names"> {
  /** Null: to be read from standard input. */
  readonly names: readonly string[] | null;
}

function readQueries(
  { options, positionals, host, signal }: Invocation<typeof OPTIONS>,
): Queries {
  const { server } = options;
  const queries = {
    types: [...new Set(options.type)],
    server: server === null ? null : readServer(server),
    questionMilliseconds: (options.timeout ?? DEFAULT_TIMEOUT) * 1000,
    signal,
  };
  if (positionals.length > 0) return { ...queries, names: positionals, strict: true };
  if (options.fields === true || !host.isTerminal("stdin")) {
    return { ...queries, names: null, strict: false };
  }
  throw new UsageError("Cannot look up names: no name or address is given", {
    hint: "Give some as arguments or on standard input, one per line",
  });
}

async function lookUp(host: Host, queries: Queries, diagnostics: Diagnostics): Promise<Rows> {
  const { askedInArguments, lookUpList, NAMES, readAskedList } = await import("../lookup_chunk.ts");
  const names = queries.names === null
    ? await readAskedList(host, NAMES)
    : askedInArguments(queries.names);
  if (queries.names !== null && names.length === 0) {
    throw new UsageError(
      `Cannot ask about ${queries.names.join(" ").trim() || '""'}: it is no name and no address`,
    );
  }
  const shown = progress(host, "looking up names");
  const { rows, warnings } = await lookUpList(host, {
    ...queries,
    names,
    onProgress: (done, total) => shown.update(done, total),
  }).finally(shown.end);
  diagnostics.warn(...warnings);
  return inBatches(rows);
}
