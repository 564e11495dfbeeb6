/**
 * Writes what nslookup prints: what was asked and answered, in several languages and forms, together
 * with the rows that it says.
 *
 * @module
 */
import fc from "fast-check";
import { type Language, LANGUAGES } from "./nslookup_languages.ts";

/** A reason, which no language translates, and its status. */
const REASONS = [
  ["Non-existent domain", "NXDOMAIN"],
  ["Server failed", "SERVFAIL"],
  ["Query refused", "REFUSED"],
  ["Unspecified error", "ERROR"],
] as const;

/** One question with what came of it. */
export type Asked =
  | {
    readonly kind: "addresses";
    readonly name: string;
    readonly addresses: readonly string[];
    readonly aliases: readonly string[];
    readonly authoritative: boolean;
  }
  | {
    readonly kind: "mail";
    readonly name: string;
    readonly hosts: readonly { preference: number; host: string }[];
  }
  | { readonly kind: "servers"; readonly name: string; readonly hosts: readonly string[] }
  | { readonly kind: "texts"; readonly name: string; readonly texts: readonly string[][] }
  | { readonly kind: "failure"; readonly name: string; readonly reason: typeof REASONS[number] }
  | { readonly kind: "silence" };

/** How it is written down. */
export interface Form {
  readonly words: Language;
  readonly server: { readonly name: string; readonly address: string };
  /** Console sessions show prompts with what was typed; a pipe shows them without. */
  readonly prompts: "none" | "typed" | "piped";
  /** Where standard error stands. */
  readonly errors: "in place" | "first" | "last";
  readonly end: string;
}

/** A row as the output tells it: query, type, name, data, preference, aliases, status. */
export type Told = readonly [
  query: string | null,
  type: string | null,
  name: string | null,
  data: string | null,
  preference: number | null,
  aliases: readonly string[] | null,
  status: string,
];

/** Writes a session. */
export function writeNslookup(asked: readonly Asked[], form: Form): string {
  const { words, server, prompts, errors, end } = form;
  const out: string[] = [];
  const messages: string[] = [];
  const say = errors === "in place" ? out : messages;
  const block = (label: string) => [`${label}${server.name}`, `Address:  ${server.address}`, ""];
  if (prompts !== "none") out.push(...block(words.greeting));
  for (const one of asked) {
    const lines = block(words.server);
    if (prompts === "typed") out.push(`> ${"name" in one ? queryOf(one) : "slow.example"}`);
    if (prompts === "piped") lines[0] = `> ${lines[0]}`;
    out.push(...lines);
    writeAnswer(one, { words, server: server.name, out, say });
  }
  if (prompts !== "none") out.push("> ");
  const all = errors === "first" ? [...messages, ...out] : [...out, ...messages];
  return all.join(end) + end;
}

interface Pens {
  readonly words: Language;
  readonly server: string;
  readonly out: string[];
  readonly say: string[];
}

function writeAnswer(asked: Asked, { words, server, out, say }: Pens): void {
  const indent = " ".repeat(10);
  switch (asked.kind) {
    case "addresses": {
      if (!asked.authoritative) say.push(words.heading);
      out.push(`${words.name}${asked.name}`);
      const label = asked.addresses.length > 1 ? "Addresses:  " : "Address:  ";
      asked.addresses.forEach((address, at) => out.push(`${at === 0 ? label : indent}${address}`));
      asked.aliases.forEach((name, at) => out.push(`${at === 0 ? "Aliases:  " : indent}${name}`));
      out.push("");
      break;
    }
    case "mail":
      for (const { preference, host } of asked.hosts) {
        out.push(`${asked.name}\tMX preference = ${preference}, mail exchanger = ${host}`);
      }
      break;
    case "servers":
      for (const host of asked.hosts) out.push(`${asked.name}\tnameserver = ${host}`);
      break;
    case "texts":
      for (const strings of asked.texts) {
        out.push(`${asked.name}\ttext =`, "", ...strings.map((text) => `\t"${text}"`));
      }
      break;
    case "failure":
      say.push(`*** ${words.notFound(server, asked.name)}${asked.reason[0]}`);
      break;
    case "silence":
      out.push("DNS request timed out.", "    timeout was 2 seconds.");
      say.push(`*** ${words.silent(server)}`);
      break;
  }
}

function queryOf(asked: Exclude<Asked, { kind: "silence" }>): string {
  return asked.kind === "addresses" ? asked.aliases[0] ?? asked.name : asked.name;
}

/** What the session says. */
export function toldBy(asked: readonly Asked[], { prompts }: Form): Told[] {
  return asked.flatMap((one): Told[] => {
    if (one.kind === "silence") {
      const query = prompts === "typed" ? "slow.example" : null;
      return [[query, null, null, null, null, null, "TIMEOUT"]];
    }
    const query = queryOf(one);
    const row = (type: string, data: string, preference: number | null = null): Told => {
      const aliases = one.kind === "addresses" && one.aliases.length > 0 ? one.aliases : null;
      return [query, type, one.name, data, preference, aliases, "NOERROR"];
    };
    switch (one.kind) {
      case "addresses":
        return one.addresses.map((data) => row(data.includes(":") ? "AAAA" : "A", data));
      case "mail":
        return one.hosts.map(({ preference, host }) => row("MX", host, preference));
      case "servers":
        return one.hosts.map((host) => row("NS", host));
      case "texts":
        return one.texts.map((strings) => row("TXT", strings.join("")));
      case "failure":
        return [[query, null, null, null, null, null, one.reason[1]]];
    }
  });
}

const label = fc.stringMatching(/^[a-z][a-z0-9-]{0,10}[a-z0-9]$/);
const host = fc.tuple(label, label).map(([one, other]) => `${one}.${other}.example`);
const number = fc.nat(255);
const ipv4 = fc.tuple(number, number, number).map((parts) => `10.${parts.join(".")}`);
const ipv6 = fc.integer({ min: 1, max: 0xffff }).map((last) => `2001:db8::${last.toString(16)}`);
const someHosts = fc.array(host, { minLength: 1, maxLength: 4 });
// What may stand in a text: no line break, and no quote, which nslookup does not escape.
const text = fc.stringMatching(/^[ !#-~]{0,60}$/);

const asked: fc.Arbitrary<Asked> = fc.oneof(
  fc.record({
    kind: fc.constant("addresses" as const),
    name: host,
    // One address alone could be a reverse look-up.
    addresses: fc.array(fc.oneof(ipv4, ipv6), { minLength: 2, maxLength: 6 }),
    aliases: fc.array(host, { maxLength: 3 }),
    authoritative: fc.boolean(),
  }),
  fc.record({
    kind: fc.constant("mail" as const),
    name: host,
    hosts: fc.array(fc.record({ preference: fc.nat(65535), host }), { minLength: 1, maxLength: 4 }),
  }),
  fc.record({ kind: fc.constant("servers" as const), name: host, hosts: someHosts }),
  fc.record({
    kind: fc.constant("texts" as const),
    name: host,
    texts: fc.array(fc.array(text, { minLength: 1, maxLength: 3 }), { minLength: 1, maxLength: 3 }),
  }),
  fc.record({
    kind: fc.constant("failure" as const),
    name: fc.oneof(host, ipv4, ipv6),
    reason: fc.constantFrom(...REASONS),
  }),
  fc.constant({ kind: "silence" as const }),
);

/** Sessions of one question or more. */
export const arbitrarySession: fc.Arbitrary<Asked[]> = fc.array(asked, {
  minLength: 1,
  maxLength: 6,
});

/** Ways to write them down. */
export const arbitraryForm: fc.Arbitrary<Form> = fc.record({
  words: fc.constantFrom(...Object.values(LANGUAGES)),
  server: fc.record({
    name: fc.oneof(fc.constant("UnKnown"), host.map((name) => `dns.${name}`)),
    address: fc.oneof(ipv4.map((address) => address.replace("10.", "192.")), ipv6),
  }),
  prompts: fc.constantFrom("none", "typed", "piped"),
  errors: fc.constantFrom("in place", "first", "last"),
  end: fc.constantFrom("\n", "\r\n", "\r\r\n"),
});
