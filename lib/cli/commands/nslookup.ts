/**
 * `netwho nslookup`: names and addresses from a name server, as objects.
 *
 * @module
 */
import type { Diagnostics } from "../../capture/diagnostics.ts";
import { UsageError } from "../../errors.ts";
import type { Host } from "../../host/host.ts";
import { NAME_FIELDS, RECORD_TYPES } from "../../model/name.ts";
import type { NamesAsked } from "../../lookup/names/look_up_list.ts";
import { readServer } from "../../lookup/names/question.ts";
import { inBatches, type Rows } from "../../rows/rows.ts";
import { firstGiven, type Option, rewordOptions } from "../../model/option.ts";
import { ORDER_OPTIONS } from "../../rows/choose/filters.ts";
import { defineCommand, type Invocation } from "../command.ts";
import { SERVER_OPTIONS } from "../options/lookup_options.ts";
import { parseReadOptions, READING_OPTIONS } from "../options/reading_options.ts";
import { SHAPE_OPTIONS } from "../options/shape_options.ts";
import { progress } from "../progress.ts";
import { listRows } from "../list_rows.ts";

/** Seconds that one question may take unless told otherwise. */
const DEFAULT_TIMEOUT = 5;

const ASKING = "Asking";

const TYPE_OPTION = {
  name: "type",
  value: "LIST",
  repeatable: true,
  list: true,
  choices: RECORD_TYPES,
  about: "types of records to ask for; unless given, the addresses of names and the names of " +
    "addresses",
  group: ASKING,
} as const satisfies Option;

const OPTIONS = [
  TYPE_OPTION,
  ...rewordOptions(SERVER_OPTIONS, { group: ASKING }),
  ...ORDER_OPTIONS,
  ...SHAPE_OPTIONS,
  ...rewordOptions(READING_OPTIONS, {
    about: {
      from:
        "saved output of nslookup instead of asking: a file, a folder, or - for standard input; " +
        "may be given several times",
      timeout: `how long one question may take; ${DEFAULT_TIMEOUT} unless given`,
    },
  }),
] as const;

/** nslookup's answers, as objects. */
export const nslookup = defineCommand({
  name: "nslookup",
  summary: "what nslookup says, as objects: one row a record, or a question without an answer",
  details:
    "Asks the name server of this computer, or the one given with --server, for each name or address " +
    "as given: whoever runs it, and the servers that it asks in turn, learn of them. Nothing else is " +
    "sent, and no answers are kept.\n\n" +
    "Names and addresses come from the command line or, where there are none, one a line from " +
    "standard input; empty lines and those that begin with # are left out, and what is neither a name " +
    "nor an address is a row with the status ERROR. Names beyond ASCII are asked for in their coded " +
    "form (xn--). A name without a dot is also looked for in the search domains of this computer.\n\n" +
    "nslookup is run up to eight times side by side, with several questions each; rows are in the " +
    "order of the questions. Where there is no nslookup, Deno's own resolver asks, and the server is " +
    "called Deno. A name that does not exist is an answer like any other; when not one question was " +
    "answered, the exit code is 3.\n\n" +
    "With --from nothing is sent: it reads what nslookup printed elsewhere, in any language of " +
    "Windows or on Linux, sessions with prompts too.",
  positionals: {
    name: "NAME",
    about: "a host name, or an address whose name is wanted",
    many: true,
    optional: true,
  },
  options: OPTIONS,
  examples: [
    [
      "netwho nslookup www.example.com 192.0.2.1",
      "the addresses of a name, the name of an address",
    ],
    ["netwho nslookup example.com --type MX,NS,TXT", "who takes its mail, who knows its names"],
    ["Get-Content names.txt | netwho nslookup --server 192.0.2.53 --format csv", "a list, as CSV"],
    [
      "nslookup -type=mx example.com | netwho nslookup --from -",
      "what nslookup prints, as objects",
    ],
  ],
  run,
});

async function run(invocation: Invocation<typeof OPTIONS>): Promise<number> {
  const { options, positionals, host } = invocation;
  const { from, encoding } = parseReadOptions(invocation);
  if (from.length > 0) {
    const useless = firstGiven(options, ["type", "server"]);
    if (positionals.length > 0 || useless !== undefined) {
      const what = positionals.length > 0 ? positionals[0] : `--${useless}`;
      throw new UsageError(`Cannot use ${what} with --from: nothing is asked then`);
    }
    return await listRows(invocation, {
      fields: NAME_FIELDS,
      find: async (diagnostics) => {
        const { readSavedNames } = await import("../asking.ts");
        return inBatches(await readSavedNames(host, { from, encoding }, diagnostics));
      },
    });
  }
  const asked = readAsked(invocation);
  return await listRows(invocation, {
    fields: NAME_FIELDS,
    find: async (diagnostics) => await ask(host, asked, diagnostics),
  });
}

/** What is to be asked, of whom. Names that are to be read from standard input are not there yet. */
interface Asked extends Omit<NamesAsked, "names"> {
  /** Null for those on standard input. */
  readonly names: readonly string[] | null;
}

function readAsked({ options, positionals, host }: Invocation<typeof OPTIONS>): Asked {
  const { server } = options;
  const asked = {
    types: [...new Set(options.type)],
    server: server === null ? null : readServer(server),
    questionMilliseconds: (options.timeout ?? DEFAULT_TIMEOUT) * 1000,
  };
  if (positionals.length > 0) return { ...asked, names: positionals, strict: true };
  if (options.fields === true || !host.isTerminal("stdin")) {
    return { ...asked, names: null, strict: false };
  }
  throw new UsageError("Cannot look up anything: no name and no address is given", {
    hint: "Give some, or a list on standard input: Get-Content names.txt | netwho nslookup",
  });
}

async function ask(host: Host, asked: Asked, diagnostics: Diagnostics): Promise<Rows> {
  const { lookUpList, readNameList } = await import("../asking.ts");
  const names = asked.names ?? await readNameList(host);
  const shown = progress(host, "looking up names");
  const { rows, warnings } = await lookUpList(host, {
    ...asked,
    names,
    onProgress: (done, total) => shown.update(done, total),
  }).finally(shown.end);
  diagnostics.warn(...warnings);
  return inBatches(rows);
}
