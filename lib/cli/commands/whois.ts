/**
 * `netwho whois`: the owners of addresses.
 *
 * @module
 */
import { formatAddress, parseAddress } from "../../address/address.ts";
import type { Diagnostics } from "../../capture/diagnostics.ts";
import { UsageError } from "../../errors.ts";
import type { Host } from "../../host/host.ts";
import type { LookupPlan } from "../../lookup/lookup.ts";
import { OWNER_FIELDS, OWNER_VIEW } from "../../model/owner.ts";
import { inBatches, type Rows } from "../../rows/rows.ts";
import { firstGiven, type Option, rewordOptions } from "../../model/option.ts";
import { COUNT_OPTIONS, ORDER_OPTIONS } from "../../rows/choose/filters.ts";
import { defineCommand, type Invocation } from "../command.ts";
import {
  CACHE_OPTIONS,
  DATABASE_OPTIONS,
  nobodyIsAsked,
  readLookups,
  SERVER_OPTIONS,
} from "../options/lookup_options.ts";
import { MACHINE_OPTIONS } from "../options/reading_options.ts";
import { SHAPE_OPTIONS } from "../options/shape_options.ts";
import { progress } from "../progress.ts";
import { listRows } from "../list_rows.ts";

const QUERIES = "Queries";

/** The options that choose the sources. */
const SOURCE_OPTIONS = [
  {
    name: "no-rdap",
    about: "query DNS only, which is fast even for many addresses: no organization and no abuse " +
      "contact",
    group: QUERIES,
  },
  {
    name: "no-dns",
    about: "query the registries only: no AS number and no AS name",
    group: QUERIES,
  },
  {
    name: "rdap-server",
    value: "URL",
    about: "the RDAP server to query instead of the registries: https://rdap.example/, or " +
      "http://127.0.0.1:8080/ on this computer",
    group: QUERIES,
  },
] as const satisfies readonly Option[];

const OPTIONS = [
  ...SOURCE_OPTIONS,
  ...rewordOptions(DATABASE_OPTIONS, {
    group: QUERIES,
    about: {
      mmdb: "look in FILE, a MaxMind database (.mmdb) or a CSV list of networks, and ask nobody; " +
        "repeatable: the first that knows a value counts",
    },
  }),
  ...rewordOptions([...SERVER_OPTIONS, ...CACHE_OPTIONS], { group: QUERIES }),
  ...COUNT_OPTIONS,
  ...ORDER_OPTIONS,
  ...SHAPE_OPTIONS,
  ...rewordOptions(MACHINE_OPTIONS, {
    about: {
      record: "save all answers in FOLDER",
      replay: "read recorded answers in FOLDER instead of querying",
      timeout: "time-out of all queries together; default: 30",
    },
  }),
] as const;

/** The command that finds the owners of addresses. */
export const whois = defineCommand({
  name: "whois",
  summary: "who owns an address: AS, network, organization, country, abuse contact",
  details:
    "Combines two sources in one row per public address. By DNS, your name server queries Team " +
    "Cymru's zones (origin.asn.cymru.com, origin6.asn.cymru.com, asn.cymru.com) for the AS that " +
    "announces the address and its network. By RDAP, over HTTPS, this computer queries the " +
    "responsible registry (ARIN, RIPE NCC, APNIC, LACNIC or AFRINIC, or the national registry that " +
    "it refers to) for the registered holder of the network and its abuse contact. " +
    "Both learn the addresses, and the registries learn this computer's address. netwho downloads " +
    "the list of registries from IANA (data.iana.org) when its copy is a month old. Both go through " +
    "the proxy in HTTPS_PROXY, if it is set, but for the hosts in NO_PROXY.\n\n" +
    "Several addresses can have commas between them; ports and brackets are left out. Standard " +
    "input takes one address per line, rows of netwho (JSON, NDJSON, CSV: remoteAddress, address " +
    "or data), and PowerShell's lists and tables of addresses, each address once.\n\n" +
    "Only public addresses are looked up. Any other address, or a line of standard input that is " +
    "not an address, becomes a row with a note; if no line is an address, the exit code is 4. " +
    "Each registry is asked about one address per second, LACNIC about one every six seconds: for " +
    "many addresses allow more with --timeout. Where no time is left, the known network around an " +
    "address has to do, and the note says so. Answers are cached on this computer.\n\n" +
    "organization is whom the network is registered to; where the registry names nobody, it is the " +
    "network's name. networkName, networkType and description are the registry's words. " +
    "registryCountry is the country where the network is registered, not the location of the " +
    "machine. An address that is assigned to nobody is a row with a note. If nothing was learned " +
    "from any source, the exit code is 3.\n\n" +
    "With --mmdb all of this comes from your files, and nobody learns the addresses. source names " +
    "the file's kind, and retrievedAt is when it was built. registryCountry is where the file " +
    "places the address, unless it also tells where it is registered.",
  positionals: {
    name: "ADDRESS",
    about: "an address; default: addresses from standard input, one per line",
    many: true,
    optional: true,
  },
  options: OPTIONS,
  lacks: {
    rdap: "it asks the registries in any case, unless --no-rdap is given",
    owner: "owners are what it looks up",
    resolve: "names are looked up by netwho nslookup",
  },
  examples: [
    ["netwho whois 8.8.8.8 2001:4860:4860::8888", "the owners of two addresses"],
    ["Get-Content addresses.txt | netwho whois --no-rdap --format csv", "many addresses, fast"],
    ["netwho whois 8.8.8.8 --fields organization,abuseContact", "where to report abuse"],
    ["netwho whois 8.8.8.8 --mmdb GeoLite2-ASN.mmdb", "what a database on this computer says"],
  ],
  run,
});

async function run(invocation: Invocation<typeof OPTIONS>): Promise<number> {
  const { host, options, positionals } = invocation;
  const plan = await readPlan(invocation);
  const { ADDRESSES, askedInArguments, readAskedList } = await import("../lookup_chunk.ts");
  const given = askedInArguments(positionals).map((text) => readAddress(text) ?? refuse(text));
  if (positionals.length > 0 && given.length === 0) refuse(positionals.join(" ").trim() || '""');
  if (given.length === 0 && host.isTerminal("stdin") && options.fields !== true) {
    throw new UsageError("Cannot look up owners: no address is given", {
      hint: "Give some as arguments or on standard input, one per line",
    });
  }
  // Looks up only the rows to write. Sorting and counting need the answers for all rows.
  const needsAll = options.sort.length > 0 || options.countBy.length > 0;
  const most = needsAll ? Infinity : options.limit ?? Infinity;
  return await listRows(invocation, {
    fields: OWNER_FIELDS,
    view: OWNER_VIEW,
    find: async (diagnostics) => {
      const addresses = given.length > 0
        ? given
        // Text that is not an address becomes a row with a note: one bad line must not end the run.
        : (await readAskedList(host, ADDRESSES)).map((text) => readAddress(text) ?? text);
      return await findOwners(addresses.slice(0, most), { ...plan, host, diagnostics });
    },
  });
}

/** What to look up, and in which sources. */
interface OwnerPlan extends LookupPlan {
  readonly dns: boolean;
  readonly rdapServer: string | null;
}

/** Options that conflict, and why. */
const USELESS = [
  ["no-rdap", "no-dns", "no source is left"],
  ["no-rdap", "rdap-server", "they contradict each other"],
  ["no-dns", "server", "no name server is queried"],
] as const;

/** The options about questions, which no file is asked. */
const ASKING = ["no-rdap", "no-dns", "rdap-server", "record", "replay"] as const;

async function readPlan(invocation: Invocation<typeof OPTIONS>): Promise<OwnerPlan> {
  const { options } = invocation;
  const useless = firstGiven(options, ASKING);
  if (options.mmdb.length > 0 && useless !== undefined) throw nobodyIsAsked(useless);
  for (const [without, useless, reason] of USELESS) {
    if (firstGiven(options, [without]) && firstGiven(options, [useless])) {
      throw new UsageError(`Cannot use --${without} with --${useless}: ${reason}`);
    }
  }
  const { rdapServer } = options;
  return {
    ...readLookups(invocation, { switches: [] }),
    rdap: !options.noRdap,
    dns: !options.noDns,
    rdapServer: rdapServer === null
      ? null
      : (await import("../lookup_chunk.ts")).readRdapServer(rdapServer),
  };
}

/** Reads an address without its zone; null if the text is not an address. */
function readAddress(text: string): string | null {
  const address = parseAddress(text);
  return address && formatAddress({ ...address, zone: null });
}

function refuse(text: string): never {
  throw new UsageError(`Cannot look up the owner of ${text}: it is not an address`, {
    hint: nextStep(text),
  });
}

/** What to do instead of asking about what is no address. */
function nextStep(text: string): string {
  const [first = "", ...more] = text.split(/[/-]/);
  if (more.length > 0 && readAddress(first) !== null) {
    return `Ask about one address of the network: netwho whois ${first}`;
  }
  // A name has a letter; AS64500 is the number of a network.
  return /^(?=.*[a-z])(?!as\d+$)[\w-]+(?:\.[\w-]+)*$/i.test(text)
    ? `Look up a name's addresses first: netwho nslookup ${text}`
    : "Write an address, such as 192.0.2.1 or 2001:db8::1";
}

async function findOwners(
  addresses: readonly string[],
  { host, diagnostics, ...plan }: OwnerPlan & { host: Host; diagnostics: Diagnostics },
): Promise<Rows> {
  const { databases = [], signal } = plan;
  if (databases.length > 0) {
    return await findInDatabases(addresses, { host, diagnostics, databases, signal });
  }
  const { lookUpOwners } = await import("../lookup_chunk.ts");
  const shown = progress(host, "looking up owners");
  shown.update(0, addresses.length);
  const { owners, warnings } = await lookUpOwners(host, [...new Set(addresses)], {
    ...plan,
    onProgress: (done, total) => shown.update(done, total),
    onNote: (note) => diagnostics.note(note),
    onAdvice: (advice) => diagnostics.advise(advice),
  }).finally(shown.end);
  diagnostics.warn(...warnings);
  return inBatches(addresses.flatMap((address) => owners.get(address) ?? []));
}

async function findInDatabases(
  addresses: readonly string[],
  { host, diagnostics, databases, signal }: {
    host: Host;
    diagnostics: Diagnostics;
    databases: readonly string[];
    signal: AbortSignal | undefined;
  },
): Promise<Rows> {
  const { lookUpOfflineOwners } = await import("../../lookup/owners/offline/offline_owners.ts");
  const { owners, warnings } = await lookUpOfflineOwners(host, [...new Set(addresses)], {
    databases,
    onNote: (note) => diagnostics.note(note),
    signal,
  });
  diagnostics.limit(...warnings);
  return inBatches(addresses.flatMap((address) => owners.get(address) ?? []));
}
