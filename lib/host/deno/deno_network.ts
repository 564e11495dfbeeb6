/**
 * Queries to web servers, through `fetch`, and to name servers, through Deno's own resolver.
 *
 * @module
 */
import { concat } from "@std/bytes/concat";
import { VERSION } from "../../version.ts";
import {
  type Abortable,
  type Facts,
  type FetchOptions,
  HostError,
  type Network,
  type ResolvedRecord,
  type ResolveOptions,
  type WebAnswer,
} from "../host.ts";
import { toHostError } from "../refusals.ts";
import { searchSystem32 } from "../windows/library_search.ts";

/** The network of this machine. */
export function denoNetwork(env: Facts["env"]): Network {
  return { fetch: (url, options) => getFromWeb(url, { ...options, env }), resolveDns };
}

/**
 * Gets the content of an HTTP or HTTPS URL, without cookies or a cache. Redirects are returned. The
 * time-out holds for the whole answer; a body over the limit is given up while it arrives.
 */
async function getFromWeb(
  url: string,
  { accept, bodyLimit, env, ...limits }: FetchOptions & Pick<Facts, "env">,
): Promise<WebAnswer> {
  const what = `Cannot get ${url}`;
  // Deno's fetch would also read files.
  if (!/^https?:\/\//i.test(url)) throw new HostError("other", `${what}: not an HTTP address`);
  searchSystem32();
  const answer = withinTime(async (signal) => {
    const sent = { accept, "user-agent": `netwho/${VERSION}` };
    const { status, headers, body } = await fetch(url, {
      headers: sent,
      redirect: "manual",
      signal,
    })
      .catch((thrown) => explained(thrown, { url, env, what, ...limits }));
    return {
      status,
      location: headers.get("location"),
      retryAfter: headers.get("retry-after"),
      body: body ? await readBody(body, { what, limit: bodyLimit }) : new Uint8Array(),
    };
  }, { what, ...limits });
  return await answer.catch(async (thrown) => {
    if (!(thrown instanceof HostError) || thrown.kind !== "timedOut") throw thrown;
    const { throughProxy } = await import("./web_failures.ts");
    throw new HostError(thrown.kind, thrown.message + throughProxy(url, env), { cause: thrown });
  });
}

/** Says why a `fetch` failed; what reads that is loaded when it is needed (ADR 5). */
async function explained(
  thrown: unknown,
  { url, env, what, signal }: { url: string; what: string } & Pick<Facts, "env"> & Abortable,
): Promise<never> {
  if (!(thrown instanceof Error) || thrown.name === "AbortError" || signal?.aborted) throw thrown;
  const { describeWebFailure } = await import("./web_failures.ts");
  // Deno 2.7 has the reason in the error, 2.9 in its cause.
  const { message } = thrown.cause instanceof Error ? thrown.cause : thrown;
  const { kind, state } = describeWebFailure(message, { url, env });
  throw new HostError(kind, `${what}: ${state}`, { cause: thrown });
}

async function readBody(
  body: ReadableStream<Uint8Array>,
  { what, limit }: { what: string; limit: number },
): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  // Leaving the loop cancels the rest.
  for await (const chunk of body) {
    length += chunk.length;
    if (length > limit) {
      throw new HostError("tooMuchOutput", `${what}: the answer is longer than ${limit} bytes`);
    }
    chunks.push(chunk);
  }
  return concat(chunks);
}

async function resolveDns(
  name: string,
  type: string,
  { server, ...limits }: ResolveOptions,
): Promise<ResolvedRecord[]> {
  const what = `Cannot look up ${name}`;
  const read = Object.hasOwn(READ_ANSWER, type) ? READ_ANSWER[type] : undefined;
  if (!read) throw new HostError("other", `${what}: Deno asks for no ${type} records`);
  searchSystem32();
  const nameServer = server && { ipAddr: server.address, port: server.port };
  const answers = await withinTime(
    (signal) => Deno.resolveDns(name, type as "A", { signal, ...nameServer && { nameServer } }),
    { what, ...limits },
  );
  return (answers as readonly unknown[]).map((answer) => read(answer as never));
}

const READ_ANSWER: Readonly<Record<string, (answer: never) => ResolvedRecord>> = {
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
};

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

/**
 * Does something that listens to a signal, which aborts at the time-out. (`deadline` of std gives up
 * waiting, but does not end what it waited for.) `what` begins the message of a failure.
 */
async function withinTime<Value>(
  action: (signal: AbortSignal) => Promise<Value>,
  { what, timeoutMilliseconds, signal: outer }: {
    what: string;
    timeoutMilliseconds: number;
    signal?: AbortSignal;
  },
): Promise<Value> {
  outer?.throwIfAborted();
  const timeout = new AbortController();
  const timer = setTimeout(() => timeout.abort(), timeoutMilliseconds);
  try {
    return await action(outer ? AbortSignal.any([outer, timeout.signal]) : timeout.signal);
  } catch (thrown) {
    outer?.throwIfAborted();
    if (!timeout.signal.aborted) throw toHostError(thrown, what);
    const message = `${what}: it took over ${timeoutMilliseconds} ms`;
    throw new HostError("timedOut", message, { cause: thrown });
  } finally {
    clearTimeout(timer);
  }
}
