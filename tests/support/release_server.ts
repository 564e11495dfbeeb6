/**
 * A web server on loopback with the files of a release, for the install scripts.
 *
 * @module
 */
import type { Certificate } from "./certificates.ts";

/** What a server answers: bytes, or anything else. Other paths are not found. */
export type ReleaseFiles = Readonly<
  Record<string, string | Uint8Array<ArrayBuffer> | (() => Response)>
>;

/** A server that listens. */
export interface ReleaseServer extends AsyncDisposable {
  /** What NETWHO_BASE_URL is to be. */
  readonly url: string;
  /** The paths that were asked for, in order. */
  readonly asked: readonly string[];
  /** Resolves when a path has been asked for. */
  waitFor(path: string): Promise<void>;
}

/** Starts a server at a free port; with a certificate it speaks TLS. */
export function startReleaseServer(files: ReleaseFiles, certificate?: Certificate): ReleaseServer {
  const asked: string[] = [];
  const stop = new AbortController();
  const waiting = new Map<string, PromiseWithResolvers<void>>();
  const server = Deno.serve({
    ...certificate,
    hostname: "127.0.0.1",
    port: 0,
    signal: stop.signal,
    onListen: () => {},
    onError: () => new Response(null, { status: 500 }),
  }, (request) => {
    const path = new URL(request.url).pathname.slice(1);
    asked.push(path);
    waiting.get(path)?.resolve();
    const file = files[path];
    if (file === undefined) return new Response("Not Found", { status: 404 });
    return typeof file === "function" ? file() : new Response(file);
  });
  return {
    url: `http${certificate ? "s" : ""}://127.0.0.1:${server.addr.port}`,
    asked,
    waitFor(path) {
      const wait = Promise.withResolvers<void>();
      waiting.set(path, wait);
      if (asked.includes(path)) wait.resolve();
      return wait.promise;
    },
    async [Symbol.asyncDispose]() {
      stop.abort();
      await server.finished;
    },
  };
}

/** An answer that is cut: its connection ends before as many bytes have come as were told. */
export function cutAnswer(bytes: Uint8Array<ArrayBuffer>): Response {
  const half = bytes.subarray(0, Math.ceil(bytes.length / 2));
  let isSent = false;
  const body = new ReadableStream({
    pull(controller) {
      if (isSent) return controller.error(new Error("cut"));
      isSent = true;
      controller.enqueue(half);
    },
  });
  return new Response(body, { headers: { "content-length": `${bytes.length}` } });
}

/** How long an endless answer waits for its client to leave. */
const PATIENCE_MS = 120_000;

/** An answer that begins and does not end; tells whether its client left. */
export function endlessAnswer(onEnd: (hasLeft: boolean) => void): Response {
  let timer: ReturnType<typeof setTimeout>;
  const body = new ReadableStream({
    start(controller) {
      controller.enqueue(new Uint8Array(1000));
      timer = setTimeout(() => {
        onEnd(false);
        controller.error(new Error("the client has not left"));
      }, PATIENCE_MS);
    },
    cancel() {
      clearTimeout(timer);
      onEnd(true);
    },
  });
  return new Response(body);
}
