/**
 * `netwho whois`: who owns an address.
 *
 * @module
 */
import { formatAddress, parseAddress } from "../../address/address.ts";
import { UsageError } from "../../errors.ts";
import type { LookupPlan } from "../../lookup/lookup.ts";
import { OWNER_FIELDS } from "../../model/owner.ts";
import { listSource } from "../../rows/row_source.ts";
import type { Command, Invocation, Option } from "../command.ts";
import {
  CACHE_OPTIONS,
  READING_OPTIONS,
  SELECTION_OPTIONS,
  SERVER_OPTIONS,
  SHAPE_OPTIONS,
} from "../options/options.ts";
import { progress } from "../progress.ts";
import { type FoundRows, listRows } from "./list_rows.ts";
import { readLookups } from "../options/lookup_options.ts";

const ASKING = "Asking";

/** Which sources are asked. */
const SOURCE_OPTIONS = [
  {
    name: "no-rdap",
    about: "ask by DNS alone, which takes less than a second for many addresses: no organization " +
      "and no abuse contact",
    group: ASKING,
  },
  {
    name: "no-dns",
    about: "ask the registries alone: no AS number and no AS name",
    group: ASKING,
  },
  {
    name: "rdap-server",
    value: "URL",
    about: "the RDAP server to ask instead of the registries: https://rdap.example/, or " +
      "http://127.0.0.1:8080/ on this computer",
    group: ASKING,
  },
] as const satisfies readonly Option[];

/** What the shared options mean here. */
const HERE: Readonly<Record<string, string>> = {
  record: "keep all answers in FOLDER",
  replay: "take the answers that --record kept in FOLDER instead of asking",
  timeout: "how long all of it may take; 30 unless given",
};

/** Owners of addresses. */
export const whois: Command = {
  name: "whois",
  summary: "who owns an address: AS, network, organization, country, abuse contact",
  details:
    "Asks two sources about each public address, and puts what they say into one row. By DNS, your " +
    "name server asks Team Cymru's zones (origin.asn.cymru.com, origin6.asn.cymru.com, " +
    "asn.cymru.com): which AS announces the address, in which network. By RDAP, over HTTPS, this " +
    "computer asks the address registry responsible (ARIN, RIPE NCC, APNIC, LACNIC or AFRINIC, or " +
    "the national registry that it refers to): whom the network is registered to, and where to " +
    "report abuse. Each learns which addresses are asked about, and the registries learn this " +
    "computer's address. When the list of registries at hand is a month old, a new one is fetched " +
    "from IANA (data.iana.org).\n\n" +
    "Only public addresses are asked about; any other is a row with a note, and so is a line of " +
    "standard input that is no address. A registry is asked one " +
    "address a second, LACNIC one in six; several registries side by side. Answers are kept on this " +
    "computer by network, so that neighbours need no question.\n\n" +
    "registryCountry is where the network is registered, which is not where the machine stands. " +
    "When nobody at all answered, the exit code is 3.",
  positionals: {
    name: "ADDRESS",
    about: "an address; without any, they are read from standard input, one a line",
    many: true,
    optional: true,
  },
  options: [
    ...SOURCE_OPTIONS,
    ...[...SERVER_OPTIONS, ...CACHE_OPTIONS].map((option) => ({ ...option, group: ASKING })),
    ...SELECTION_OPTIONS.filter(({ name }) => name === "sort" || name === "limit"),
    ...SHAPE_OPTIONS,
    ...READING_OPTIONS.flatMap((option) => {
      const about = HERE[option.name];
      return about === undefined ? [] : [{ ...option, about }];
    }),
  ],
  examples: [
    ["netwho whois 8.8.8.8 2001:4860:4860::8888", "who is behind two addresses"],
    ["Get-Content addresses.txt | netwho whois --no-rdap --format csv", "many addresses, fast"],
    ["netwho whois 8.8.8.8 --fields organization,abuseContact", "whom to write to"],
  ],
  run,
};

async function run(invocation: Invocation): Promise<number> {
  const { host, options, positionals } = invocation;
  const asked = await readAsked(invocation);
  const given = positionals.map((text) => readAddress(text) ?? refuse(text));
  if (given.length === 0 && host.isTerminal("stdin") && !options.bare("fields")) {
    throw new UsageError("Cannot look up any owner: no address is given", {
      hint: "Give some, or a list of them on standard input, one a line",
    });
  }
  // Nobody is asked about rows that are not written, unless the answers decide which those are.
  const most = options.has("sort") ? Infinity : options.integer("limit") ?? Infinity;
  return await listRows(invocation, {
    fields: OWNER_FIELDS,
    find: async () => {
      const { readNameList } = await import("../asking.ts");
      const addresses = given.length > 0
        ? given
        // What is no address is a row that says so: one line is not to spoil a list.
        : (await readNameList(host)).map((text) => readAddress(text) ?? text);
      return await findOwners(invocation, addresses.slice(0, most), asked);
    },
  });
}

/** Whom to ask. */
interface Asked extends LookupPlan {
  readonly dns: boolean;
  readonly rdapServer: string | null;
}

/** Options that make no sense together, and why. */
const USELESS = [
  ["no-rdap", "no-dns", "nobody is left to ask"],
  ["no-rdap", "rdap-server", "one is against RDAP, one for"],
  ["no-dns", "server", "no name server is asked"],
] as const;

async function readAsked(invocation: Invocation): Promise<Asked> {
  const { options } = invocation;
  for (const [without, useless, reason] of USELESS) {
    if (options.has(without) && options.has(useless)) {
      throw new UsageError(`Cannot use --${without} with --${useless}: ${reason}`);
    }
  }
  const { readRdapServer } = await import("../asking.ts");
  const rdapServer = options.text("rdap-server");
  return {
    ...readLookups(invocation, { switches: [] }),
    rdap: !options.flag("no-rdap"),
    dns: !options.flag("no-dns"),
    rdapServer: rdapServer === null ? null : readRdapServer(rdapServer),
  };
}

/** An address as people write one, `[2001:db8::1]` or `fe80::1%12`; null for text that is none. */
function readAddress(text: string): string | null {
  const address = parseAddress(text.replace(/^\[(.*)\]$/s, "$1"));
  return address && formatAddress({ ...address, zone: null });
}

function refuse(text: string): never {
  throw new UsageError(`Cannot look up the owner of ${text}: it is not an address`, {
    hint: "Look up a name's addresses first: netwho nslookup NAME",
  });
}

async function findOwners(
  { host }: Invocation,
  addresses: readonly string[],
  asked: Asked,
): Promise<FoundRows> {
  const { lookUpOwners } = await import("../asking.ts");
  const shown = progress(host, "looking up owners");
  const notes: string[] = [];
  try {
    const { owners, warnings } = await lookUpOwners(host, [...new Set(addresses)], {
      ...asked,
      onProgress: (done, total) => shown.update(done, total),
      onNote: (note) => void notes.push(note),
    });
    const rows = addresses.flatMap((address) => owners.get(address) ?? []);
    return { source: listSource(OWNER_FIELDS, rows), warnings, notes };
  } finally {
    shown.end();
  }
}
