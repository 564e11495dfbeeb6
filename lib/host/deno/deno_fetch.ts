/**
 * Asking web servers.
 *
 * @module
 */
import { VERSION } from "../../version.ts";
import { type FetchOptions, HostError, type WebAnswer } from "../host.ts";
import { joinBytes } from "../../text/ascii.ts";
import { withinTime } from "./within_time.ts";

/**
 * Gets what is at an HTTP or HTTPS URL, without cookies or a cache. Redirects are handed on. The time
 * is that of the whole answer; a body that grows over the limit is given up while it comes.
 */
export async function getFromWeb(
  url: string,
  { accept, timeoutMilliseconds, bodyLimit }: FetchOptions,
): Promise<WebAnswer> {
  const what = `Cannot get ${url}`;
  // Deno's fetch would also read files.
  if (!/^https?:\/\//i.test(url)) throw new HostError("other", `${what}: not an HTTP address`);
  return await withinTime(async (signal) => {
    const { status, headers, body } = await request(url, { what, accept, signal });
    return {
      status,
      location: headers.get("location"),
      retryAfter: headers.get("retry-after"),
      body: body ? await readBody(body, { what, limit: bodyLimit }) : new Uint8Array(),
    };
  }, { what, milliseconds: timeoutMilliseconds });
}

async function request(
  url: string,
  { what, accept, signal }: { what: string; accept: string; signal: AbortSignal },
): Promise<Response> {
  try {
    const headers = { accept, "user-agent": `netwho/${VERSION}` };
    return await fetch(url, { headers, redirect: "manual", signal });
  } catch (thrown) {
    throw thrown instanceof TypeError
      ? new HostError("other", `${what}: ${reasonOf(thrown)}`, { cause: thrown })
      : thrown;
  }
}

/** Deno 2.7 says it in the error, 2.9 in its cause, after words that repeat the URL. */
function reasonOf(thrown: TypeError): string {
  const { message } = thrown.cause instanceof Error ? thrown.cause : thrown;
  return message.replace(/^error sending request for url \(.*?\): /, "");
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
  return joinBytes(chunks);
}
