/**
 * An RDAP server on loopback that does what a test says, and much that a server should not do.
 *
 * @module
 */

/** What the server does with one request. */
export type Behaviour = (request: Request) => Response | Promise<Response>;

/** A request that arrived. */
export interface Arrival {
  /** The path of its URL. */
  readonly path: string;
  /** Its `Accept` header. */
  readonly accept: string | null;
}

/** A server that listens. */
export interface RdapServer extends AsyncDisposable {
  /** The URL that `ip/ADDRESS` is added to. */
  readonly baseUrl: string;
  /** Its host and port. */
  readonly host: string;
  /** What arrived, in order. */
  readonly arrivals: readonly Arrival[];
  /** Says what happens at a path below the base URL, one request after the other; the last goes on. */
  on(path: string, ...behaviours: Behaviour[]): void;
}

/** Starts a server at a free port. What was not told of is a status 418, which no test wants. */
export function startRdapServer(): RdapServer {
  const behaviours = new Map<string, Behaviour[]>();
  const arrivals: Arrival[] = [];
  const controller = new AbortController();
  const server = Deno.serve({
    hostname: "127.0.0.1",
    port: 0,
    signal: controller.signal,
    onListen: () => {},
  }, (request) => {
    const path = decodeURIComponent(new URL(request.url).pathname);
    arrivals.push({ path, accept: request.headers.get("accept") });
    const todo = behaviours.get(path) ?? [() => new Response(null, { status: 418 })];
    return (todo.length > 1 ? todo.shift()! : todo[0]!)(request);
  });
  const host = `127.0.0.1:${server.addr.port}`;
  return {
    baseUrl: `http://${host}/rdap/`,
    host,
    arrivals,
    on: (path, ...todo) => void behaviours.set(`/rdap/${path}`, todo),
    async [Symbol.asyncDispose]() {
      controller.abort();
      await server.finished;
    },
  };
}

/** A good answer. */
export function answer(json: unknown): Behaviour {
  return () => text(JSON.stringify(json));
}

/** An answer of any text, such as JSON that breaks off. */
export function text(body: string): Response {
  return new Response(body, { headers: { "content-type": "application/rdap+json" } });
}

/** A status without a body of use, and headers with it. */
export function status(code: number, headers: Record<string, string> = {}): Behaviour {
  return () => new Response(code === 204 ? null : "{}", { status: code, headers });
}

/** Leads elsewhere: to an absolute URL, or one relative to the request's. */
export function redirect(location: string, code = 302): Behaviour {
  return status(code, { location });
}

/** A body of so many bytes. */
export function huge(bytes: number): Behaviour {
  return () => text(`{"name":"${"x".repeat(bytes)}"}`);
}

/** Begins an answer and never goes on. */
export function stalled(): Behaviour {
  const body = new ReadableStream<Uint8Array>({
    start: (controller) => controller.enqueue(new TextEncoder().encode('{"handle":')),
  });
  return () => new Response(body, { headers: { "content-type": "application/rdap+json" } });
}

/** Never even begins. */
export function silent(): Behaviour {
  return () => new Promise(() => {});
}
