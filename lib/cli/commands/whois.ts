/**
 * `netwho whois`: who owns an address.
 *
 * @module
 */
import { formatAddress, parseAddress } from "../../address/address.ts";
import type { Diagnostics } from "../../capture/diagnostics.ts";
import { UsageError } from "../../errors.ts";
import type { Host } from "../../host/host.ts";
import type { LookupPlan } from "../../lookup/lookup.ts";
import { OWNER_FIELDS } from "../../model/owner.ts";
import { inBatches, type Rows } from "../../rows/rows.ts";
import { firstGiven, type Option, rewordOptions } from "../../model/option.ts";
import { ORDER_OPTIONS } from "../../rows/choose/filters.ts";
import { defineCommand, type Invocation } from "../command.ts";
import { CACHE_OPTIONS, readLookups, SERVER_OPTIONS } from "../options/lookup_options.ts";
import { MACHINE_OPTIONS } from "../options/reading_options.ts";
import { SHAPE_OPTIONS } from "../options/shape_options.ts";
import { progress } from "../progress.ts";
import { listRows } from "../list_rows.ts";

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

const OPTIONS = [
  ...SOURCE_OPTIONS,
  ...rewordOptions([...SERVER_OPTIONS, ...CACHE_OPTIONS], { group: ASKING }),
  ...ORDER_OPTIONS,
  ...SHAPE_OPTIONS,
  ...rewordOptions(MACHINE_OPTIONS, {
    about: {
      record: "keep all answers in FOLDER",
      replay: "take the answers that --record kept in FOLDER instead of asking",
      timeout: "how long all of it may take; 30 unless given",
    },
  }),
] as const;

/** Owners of addresses. */
export const whois = defineCommand({
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
  options: OPTIONS,
  examples: [
    ["netwho whois 8.8.8.8 2001:4860:4860::8888", "who is behind two addresses"],
    ["Get-Content addresses.txt | netwho whois --no-rdap --format csv", "many addresses, fast"],
    ["netwho whois 8.8.8.8 --fields organization,abuseContact", "whom to write to"],
  ],
  run,
});

async function run(invocation: Invocation<typeof OPTIONS>): Promise<number> {
  const { host, options, positionals } = invocation;
  const asked = await readAsked(invocation);
  const given = positionals.map((text) => readAddress(text) ?? refuse(text));
  if (given.length === 0 && host.isTerminal("stdin") && options.fields !== true) {
    throw new UsageError("Cannot look up any owner: no address is given", {
      hint: "Give some, or a list of them on standard input, one a line",
    });
  }
  // Nobody is asked about rows that are not written, unless the answers decide which those are.
  const most = options.sort.length > 0 ? Infinity : options.limit ?? Infinity;
  return await listRows(invocation, {
    fields: OWNER_FIELDS,
    find: async (diagnostics) => {
      const { readNameList } = await import("../asking.ts");
      const addresses = given.length > 0
        ? given
        // What is no address is a row that says so: one line is not to spoil a list.
        : (await readNameList(host)).map((text) => readAddress(text) ?? text);
      return await findOwners(addresses.slice(0, most), { ...asked, host, diagnostics });
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

async function readAsked(invocation: Invocation<typeof OPTIONS>): Promise<Asked> {
  const { options } = invocation;
  for (const [without, useless, reason] of USELESS) {
    if (firstGiven(options, [without]) && firstGiven(options, [useless])) {
      throw new UsageError(`Cannot use --${without} with --${useless}: ${reason}`);
    }
  }
  const { readRdapServer } = await import("../asking.ts");
  const { rdapServer } = options;
  return {
    ...readLookups(invocation, { switches: [] }),
    rdap: !options.noRdap,
    dns: !options.noDns,
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
  addresses: readonly string[],
  { host, diagnostics, ...asked }: Asked & { host: Host; diagnostics: Diagnostics },
): Promise<Rows> {
  const { lookUpOwners } = await import("../asking.ts");
  const shown = progress(host, "looking up owners");
  const { owners, warnings } = await lookUpOwners(host, [...new Set(addresses)], {
    ...asked,
    onProgress: (done, total) => shown.update(done, total),
    onNote: (note) => diagnostics.note(note),
  }).finally(shown.end);
  diagnostics.warn(...warnings);
  return inBatches(addresses.flatMap((address) => owners.get(address) ?? []));
}
