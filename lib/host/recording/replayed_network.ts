/**
 * The name servers and web servers of a recording.
 *
 * @module
 */
import type { Host, ResolvedRecord } from "../host.ts";
import { callKey, DNS_FOLDER, dnsKey, parseHeaders, WEB_FOLDER } from "./recording_format.ts";
import { attempt, captureOf, type Folders, jsonOf, late, tooMuch } from "./replayed_capture.ts";

/** The status of an answer that a recording made by hand leaves 0. */
const OK = 200;

/** Answers from the network as a recording holds them. */
export function replayedNetwork(folder: Folders): Pick<Host, "resolveDns" | "fetch"> {
  return {
    resolveDns: (name, type, { server, timeoutMilliseconds }) =>
      attempt(() => {
        const call = dnsKey(name, type, { server });
        const answer = folder(DNS_FOLDER)?.next(call, dnsKey(name, type, { server: null }));
        const { stdout, delay } = captureOf(answer, `${DNS_FOLDER} ${call}`);
        if (delay >= timeoutMilliseconds) throw late(call, timeoutMilliseconds);
        return jsonOf(stdout) as ResolvedRecord[];
      }),
    fetch: (url, { timeoutMilliseconds, bodyLimit }) =>
      attempt(() => {
        const call = callKey([url]);
        const answer = folder(WEB_FOLDER)?.next(call);
        const { stdout: body, stderr, code, delay } = captureOf(answer, `${WEB_FOLDER} ${call}`);
        if (delay >= timeoutMilliseconds) throw late(call, timeoutMilliseconds);
        if (body.length > bodyLimit) throw tooMuch(call, bodyLimit);
        return { status: code || OK, body, ...parseHeaders(new TextDecoder().decode(stderr)) };
      }),
  };
}
