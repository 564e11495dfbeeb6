/**
 * A web server with TLS on loopback.
 *
 * @module
 */
import type { Certificate } from "./certificates.ts";

/** A server that listens. */
export interface TlsServer extends AsyncDisposable {
  /** Its URL, with a slash at the end. */
  readonly url: string;
  /** The paths that were asked for. */
  readonly asked: readonly string[];
}

/** Starts a server at a free port, which answers every request alike. */
export function startTlsServer(certificate: Certificate, json: unknown): TlsServer {
  const asked: string[] = [];
  const server = Deno.serve({
    ...certificate,
    hostname: "127.0.0.1",
    port: 0,
    onListen: () => {},
  }, (request) => {
    asked.push(new URL(request.url).pathname);
    return Response.json(json);
  });
  return {
    url: `https://127.0.0.1:${server.addr.port}/`,
    asked,
    [Symbol.asyncDispose]: () => server.shutdown(),
  };
}
