/**
 * Asking name servers through Deno's own resolver.
 *
 * @module
 */
import { HostError, type ResolvedRecord, type ResolveOptions } from "../host.ts";
import { withinTime } from "./within_time.ts";

/** The records of a name, as {@linkcode Host.resolveDns} says. */
export async function resolveDns(
  name: string,
  type: string,
  { server, timeoutMilliseconds }: ResolveOptions,
): Promise<ResolvedRecord[]> {
  const what = `Cannot look up ${name}`;
  if (!isAnswerType(type)) {
    throw new HostError("other", `${what}: Deno asks for no ${type} records`);
  }
  const nameServer = server && { ipAddr: server.address, port: server.port };
  const answers = await withinTime(
    (signal) => Deno.resolveDns(name, type as "A", { signal, ...nameServer && { nameServer } }),
    { what, milliseconds: timeoutMilliseconds },
  );
  return (answers as readonly unknown[]).map((answer) => READ_ANSWER[type](answer as never));
}

type AnswerType = "A" | "AAAA" | "CNAME" | "MX" | "NS" | "PTR" | "SOA" | "SRV" | "TXT";

function isAnswerType(type: string): type is AnswerType {
  return Object.hasOwn(READ_ANSWER, type);
}

const READ_ANSWER = {
  A: plain,
  AAAA: plain,
  CNAME: host,
  NS: host,
  PTR: host,
  MX: ({ exchange, preference }: Deno.MxRecord) => ({ ...host(exchange), preference }),
  SRV: ({ target, priority, weight, port }: Deno.SrvRecord) => ({
    ...host(target),
    preference: priority,
    weight,
    port,
  }),
  SOA: ({ mname, rname, serial, refresh, retry, expire, minimum }: Deno.SoaRecord) =>
    plain([undotted(mname), undotted(rname), serial, refresh, retry, expire, minimum].join(" ")),
  TXT: (parts: readonly string[]) => plain(utf8(parts.join(""))),
} satisfies Record<AnswerType, (answer: never) => ResolvedRecord>;

function plain(data: string): ResolvedRecord {
  return { data, preference: null, weight: null, port: null };
}

function host(name: string): ResolvedRecord {
  return plain(undotted(name));
}

/** Without the final dot; the root stays. */
function undotted(name: string): string {
  return name.length > 1 && name.endsWith(".") ? name.slice(0, -1) : name;
}

/** Deno makes a character of each byte of a text; most texts beyond ASCII are UTF-8. */
function utf8(text: string): string {
  if (/[^\0-\xff]/.test(text)) return text;
  const bytes = Uint8Array.from(text, (character) => character.charCodeAt(0));
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return text;
  }
}
