/**
 * Output of other programs that ask about names and addresses or try to reach them.
 *
 * @module
 */
import { type ForeignListing, SAVE_NSLOOKUP } from "./foreign_listing.ts";

/** The listings, known in every language. */
export const LOOKUP_LISTINGS: readonly ForeignListing[] = [
  {
    what: "the output of resolvectl",
    row: /^\s*\S*:? ?[\da-f.:]+(?:%\S+)?\s+-- link: \S+|^-- Information acquired via protocol /,
    least: 1,
    advice: SAVE_NSLOOKUP,
  },
  {
    what: "the output of resolvectl",
    header: /^(?:Global|Link \d+ \(\S+\))\s*$/,
    row: /^\s*(?:(?:Current )?DNS Servers?|(?:Current )?Scopes|Protocols|resolv\.conf mode): \S/,
    advice: SAVE_NSLOOKUP,
  },
  {
    what: "PowerShell's view of Resolve-DnsName",
    header: /^Name\s+: \S/,
    row: /^QueryType\s+: \S/,
    advice: SAVE_NSLOOKUP,
  },
  {
    what: "the output of ping",
    row: /[=<]\d+ ?\S{2,4} TTL=\d+\s*$|\bicmp_seq=\d+ (?:ttl|hlim)=\d+ |^PING \S+ ?\([\da-f.:]+\)/i,
    least: 1,
    advice: SAVE_NSLOOKUP,
  },
  {
    what: "the output of tracert or traceroute",
    row:
      /^\s*\d{1,2}\s+(?:(?:<?\d+ \S{2,4}|\*)\s+){3}\S|^\s*\d{1,2}\s+(?:\* )*\S+ \([\da-f.:]+\)\s+[\d.]+ ms/,
    least: 1,
    advice: SAVE_NSLOOKUP,
  },
  {
    what: "the output of whois",
    row:
      /^\s{0,4}(?:NetRange|CIDR|inetnum|inet6num|OrgName|OrgId|Registrar WHOIS Server|Registry Domain ID|nserver|Name Server):\s+\S/,
    least: 2,
    advice: "To find an owner: netwho whois ADDRESS",
  },
  {
    what: "the head of an HTTP answer",
    header: /^(?:< )?HTTP\/\d(?:\.\d)? \d{3}\b/,
    row: /^(?:< )?[A-Za-z-]+: \S/,
  },
];
