/**
 * The rule of `--blocklist`: a connection with an address or a name that the user does not want.
 *
 * @module
 */
import type { Connection } from "../../model/connection.ts";
import { hasPeer } from "../../model/peer.ts";
import type { Fact } from "../engine/facts_needed.ts";
import type { Claim, Rule } from "../engine/rule.ts";
import type { Blocklist, ListedLine } from "./read_blocklist.ts";
import { directionOf } from "../engine/direction_by_ports.ts";

/** The ID of the rule: a config may name it also in a run without a list. */
export const BLOCKED_ADDRESS = "blocked-address";

/** Makes the rule from lists. */
export function blockedAddressRule(lists: readonly Blocklist[]): Rule {
  const hasNames = lists.some(({ names, domains }) => names.size + domains.size > 0);
  return {
    id: BLOCKED_ADDRESS,
    title: "Connection with a blocked address",
    severity: "high",
    about: "The other end is on a list of addresses that you do not want to be connected with.",
    falseAlarms:
      "Lists grow old, and an address has another owner tomorrow; many listed addresses call " +
      "others, and are refused.",
    advice: "Look who made the list and why the address is on it, and which program talks to it.",
    technique: null,
    references: [],
    needs: hasNames ? ["peer", "remoteHost"] : ["peer"],
    *judge({ subjects }) {
      const known = new Map<string, Hit | null>();
      for (const subject of subjects) {
        const { row } = subject;
        if (!hasPeer(row) || row.remoteScope === "loopback") continue;
        const key = `${row.remoteAddress} ${row.remotePort} ${row.remoteHost}`;
        let hit = known.get(key);
        if (hit === undefined) known.set(key, hit = findIn(lists, row));
        if (hit !== null) yield { subjects: [subject], found: claimOf(hit, row) };
        else {
          const missing = missingOf(row, hasNames);
          if (missing !== null) yield { subjects: [subject], found: missing };
        }
      }
    },
  };
}

/** What of a connection is on which list. */
interface Hit {
  readonly list: Blocklist;
  readonly listed: ListedLine;
  /** The address or the name that fits. */
  readonly what: string;
}

/** Finds the first list that a connection is on; null where it is on none. */
function findIn(lists: readonly Blocklist[], row: Connection): Hit | null {
  const { remoteAddress: address, remoteHost: host, remotePort } = row;
  // Lists of what cannot be in the Internet hold all private networks: nobody means the own one.
  const shortest = OWN_SCOPES.has(row.remoteScope) ? BLOCK_IN_PRIVATE : ANY_BLOCK;
  for (const list of lists) {
    if (address !== null) {
      const bare = address.replace(/^::ffff:(?=[\d.]+$)/i, "").toLowerCase();
      const listed = list.addresses.find(address, shortest) ??
        list.ends.get(`${bare} ${remotePort}`) ??
        list.ranges.find(({ filter }) => filter.matches(address));
      if (listed !== undefined && listed !== null) return { list, listed, what: address };
    }
    const listed = host === null ? null : findName(list, host);
    if (listed !== null) return { list, listed, what: host! };
  }
  return null;
}

/** Networks that nearly everybody has. */
const OWN_SCOPES: ReadonlySet<string | null> = new Set(["private", "linkLocal", "multicast"]);
const ANY_BLOCK = { ipv4: 0, ipv6: 0 };
const BLOCK_IN_PRIVATE = { ipv4: 17, ipv6: 33 };

function findName({ names, domains }: Blocklist, host: string): ListedLine | null {
  const name = host.toLowerCase().replace(/\.$/, "");
  const listed = names.get(name);
  if (listed !== undefined) return listed;
  if (domains.size === 0) return null;
  for (let rest = name; rest !== "";) {
    const domain = domains.get(rest);
    if (domain !== undefined) return domain;
    const dot = rest.indexOf(".");
    rest = dot < 0 ? "" : rest.slice(dot + 1);
  }
  return null;
}

/** What is not known of a connection that is on no list. */
function missingOf({ remoteAddress, remoteHost, remoteScope }: Connection, hasNames: boolean) {
  if (remoteAddress === null) return "peer" satisfies Fact;
  if (!hasNames || remoteHost !== null || remoteScope !== "public") return null;
  return "remoteHost" satisfies Fact;
}

function claimOf({ list, listed, what }: Hit, row: Connection): Claim {
  const isAsWritten = listed.written.toLowerCase() === what.toLowerCase();
  const place = isAsWritten ? "" : ` as ${listed.written}`;
  const who = row.process ?? "It";
  // Anybody can knock: only what was let in talks with it.
  const isRefused = directionOf(row) === "inbound" && row.state !== "ESTABLISHED";
  return {
    reason: `${who} ${isRefused ? "was called by" : "is connected with"} ${what}, which is ` +
      `on the list ${list.label}${place}`,
    evidence: [`${list.label}, line ${listed.line}: ${listed.written}`],
    severity: isRefused ? "medium" : "high",
  };
}
