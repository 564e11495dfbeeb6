// The package that the name server is made with takes bytes in no other form.
import { Buffer } from "node:buffer";
import { assertEquals, assertLess, assertRejects } from "@std/assert";
import { VERSION } from "../../../lib/version.ts";
import { denoHost } from "../../../lib/host/deno/deno_host.ts";
import { type FetchOptions, HostError } from "../../../lib/host/host.ts";
import { type DnsServer, startDnsServer, type Zone } from "../../support/dns_server.ts";

const host = denoHost();
const OPTIONS: FetchOptions = {
  accept: "application/rdap+json",
  timeoutMilliseconds: 20_000,
  bodyLimit: 100_000,
};
const textOf = (bytes: Uint8Array) => new TextDecoder().decode(bytes);
const refusal = async (url: string, options: Partial<FetchOptions> = {}) =>
  await assertRejects(() => host.fetch(url, { ...OPTIONS, ...options }), HostError);

/** A web server on loopback for the time of a test; stalled answers end with it. */
async function serving(
  answer: (request: Request) => Response | Promise<Response>,
  test: (base: string) => Promise<void>,
): Promise<void> {
  const controller = new AbortController();
  const server = Deno.serve({
    hostname: "127.0.0.1",
    port: 0,
    signal: controller.signal,
    onListen: () => {},
    onError: () => new Response("broken", { status: 500 }),
  }, answer);
  try {
    await test(`http://127.0.0.1:${server.addr.port}`);
  } finally {
    controller.abort();
    await server.finished;
  }
}

Deno.test("an answer comes with its status and body, whatever the status", () =>
  serving(
    (request) =>
      new Response("gone", { status: new URL(request.url).pathname === "/a" ? 404 : 200 }),
    async (base) => {
      const { status, body, location, retryAfter } = await host.fetch(`${base}/a`, OPTIONS);
      assertEquals([status, textOf(body), location, retryAfter], [404, "gone", null, null]);
    },
  ));

Deno.test("netwho says what it is and what it wants, and nothing of its user", () => {
  const seen: Record<string, string>[] = [];
  return serving((request) => {
    seen.push(Object.fromEntries(request.headers));
    return new Response(null, { headers: { "set-cookie": "a=b" } });
  }, async (base) => {
    for (let times = 0; times < 2; times++) await host.fetch(base, OPTIONS);
    const [first, second] = seen;
    assertEquals(first?.["accept"], "application/rdap+json");
    assertEquals(first?.["user-agent"], `netwho/${VERSION}`);
    assertEquals([second?.["cookie"], second?.["referer"]], [undefined, undefined]);
  });
});

Deno.test("redirects and requests to wait are handed on", () => {
  let asked = 0;
  return serving((request) => {
    asked++;
    return new URL(request.url).pathname === "/moved"
      ? new Response(null, { status: 302, headers: { location: "/there?x=1" } })
      : new Response("later", { status: 429, headers: { "retry-after": "120" } });
  }, async (base) => {
    const moved = await host.fetch(`${base}/moved`, OPTIONS);
    assertEquals([moved.status, moved.location], [302, "/there?x=1"]);
    assertEquals(asked, 1);
    const later = await host.fetch(`${base}/later`, OPTIONS);
    assertEquals([later.status, later.retryAfter, textOf(later.body)], [429, "120", "later"]);
  });
});

Deno.test("a body without end is given up at the limit", () => {
  let sent = 0;
  let isCancelled = false;
  const endless = () =>
    new ReadableStream({
      pull: (controller) => {
        sent += 10_000;
        controller.enqueue(new Uint8Array(10_000));
      },
      cancel: () => {
        isCancelled = true;
      },
    });
  return serving(() => new Response(endless()), async (base) => {
    assertEquals((await refusal(base)).kind, "tooMuchOutput");
    assertLess(sent, 50_000_000);
    for (let turn = 0; turn < 500 && !isCancelled; turn++) await host.sleep(10);
    assertEquals(isCancelled, true);
  });
});

Deno.test("what is packed small counts with its real size", () =>
  serving(
    () =>
      new Response(
        new Blob([new Uint8Array(10_000_000)]).stream().pipeThrough(new CompressionStream("gzip")),
        { headers: { "content-encoding": "gzip" } },
      ),
    async (base) => {
      assertEquals((await refusal(base)).kind, "tooMuchOutput");
    },
  ));

Deno.test("a body of exactly the limit is whole", () =>
  serving(() => new Response(new Uint8Array(100_000)), async (base) => {
    assertEquals((await host.fetch(base, OPTIONS)).body.length, 100_000);
  }));

Deno.test("the time is that of the whole answer", () => {
  const stalled = Promise.withResolvers<Response>();
  const trickle = () => {
    let timer: ReturnType<typeof setInterval>;
    return new ReadableStream<Uint8Array>({
      start: (controller) => {
        timer = setInterval(() => controller.enqueue(new Uint8Array(1)), 20);
      },
      cancel: () => clearInterval(timer),
    });
  };
  return serving(
    ({ url }) => url.endsWith("/never") ? stalled.promise : new Response(trickle()),
    async (base) => {
      for (const path of ["/never", "/trickle"]) {
        const error = await refusal(`${base}${path}`, { timeoutMilliseconds: 200 });
        assertEquals(error.kind, "timedOut", path);
      }
      stalled.resolve(new Response());
    },
  );
});

Deno.test("a connection that breaks off is an error, not a short answer", async () => {
  const listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const served = (async () => {
    const connection = await listener.accept();
    await connection.read(new Uint8Array(4_000));
    await connection.write(
      new TextEncoder().encode("HTTP/1.1 200 OK\r\ncontent-length: 1000\r\n\r\nhalf"),
    );
    connection.close();
  })();
  const error = await refusal(`http://127.0.0.1:${listener.addr.port}/`);
  assertEquals(error.kind, "other");
  await served;
  listener.close();
});

Deno.test("a server that is not there is told in few words", async () => {
  const listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const url = `http://127.0.0.1:${listener.addr.port}/x`;
  listener.close();
  const { message } = await refusal(url);
  assertEquals(message.split(url).length, 2, message);
  assertEquals(message.startsWith(`Cannot get ${url}: `), true, message);
});

Deno.test("only the web is asked", async () => {
  const module = new URL(import.meta.url).href;
  for (const url of [module, "data:text/plain,x", "nonsense", "", "blob:x", "http:x"]) {
    assertEquals((await refusal(url)).kind, "other", url);
  }
});

const ZONE: Zone = {
  "www.example A": ["192.0.2.1", "192.0.2.2"],
  "www.example AAAA": ["2001:db8::1"],
  "alias.example CNAME": ["www.example"],
  "example MX": [{ data: { preference: 10, exchange: "mail.example" } }],
  "null.example MX": [{ data: { preference: 0, exchange: "." } }],
  "example NS": ["ns.example"],
  "1.2.0.192.in-addr.arpa PTR": ["www.example"],
  "example SOA": [{
    data: {
      mname: "ns.example",
      rname: "hostmaster.example",
      serial: 7,
      refresh: 3600,
      retry: 600,
      expire: 86400,
      minimum: 60,
    },
  }],
  "_ldap._tcp.example SRV": [{ data: { priority: 1, weight: 2, port: 389, target: "dc.example" } }],
  "example TXT": [{ data: ["v=spf1 ", "-all"] }, { data: "größe" }],
  "odd.example TXT": [{ data: "\x1b[2J" }, { data: Buffer.from([0xff, 0x41]) }],
  "odd.example PTR": ["\x1b[31m\u202eevil\0.example"],
  "long.example PTR": [`${"a".repeat(63)}.${"b".repeat(63)}.example`],
  "gone.example A": "silent",
  "none.example A": "NODATA",
  "broken.example A": "SERVFAIL",
  "shut.example A": "REFUSED",
  "cut.example A": { truncated: ["192.0.2.9"] },
  "junk.example A": { raw: new Uint8Array([0x81, 0x80, 0, 1, 0, 9, 0, 0, 0, 0, 0xff, 0xff]) },
};

async function asking(
  server: DnsServer,
  [name, type]: [string, string],
  timeoutMilliseconds = 20_000,
): Promise<unknown[]> {
  const records = await host.resolveDns(name, type, { server, timeoutMilliseconds });
  return records.map(({ data, preference, weight, port }) =>
    preference === null && weight === null && port === null
      ? data
      : [data, preference, weight, port]
  );
}

Deno.test("each type of record comes as text, names without their final dot", async () => {
  await using server = await startDnsServer(ZONE);
  const cases: [string, string, unknown[]][] = [
    ["www.example", "A", ["192.0.2.1", "192.0.2.2"]],
    ["www.example.", "AAAA", ["2001:db8::1"]],
    ["alias.example", "CNAME", ["www.example"]],
    ["example", "MX", [["mail.example", 10, null, null]]],
    ["null.example", "MX", [[".", 0, null, null]]],
    ["example", "NS", ["ns.example"]],
    ["1.2.0.192.in-addr.arpa", "PTR", ["www.example"]],
    ["example", "SOA", ["ns.example hostmaster.example 7 3600 600 86400 60"]],
    ["_ldap._tcp.example", "SRV", [["dc.example", 1, 2, 389]]],
    ["example", "TXT", ["v=spf1 -all", "größe"]],
    ["cut.example", "A", ["192.0.2.9"]],
  ];
  for (const [name, type, expected] of cases) {
    assertEquals(await asking(server, [name, type]), expected, `${type} ${name}`);
  }
  assertEquals(server.overTcp, 1);
});

Deno.test("hostile answers are text like any other", async () => {
  await using server = await startDnsServer(ZONE);
  assertEquals(await asking(server, ["odd.example", "TXT"]), ["\x1b[2J", "\xffA"]);
  const [name] = await asking(server, ["odd.example", "PTR"]);
  assertEquals(typeof name, "string");
  const [long] = await asking(server, ["long.example", "PTR"]);
  assertEquals(long, `${"a".repeat(63)}.${"b".repeat(63)}.example`);
});

Deno.test("what finds nothing is not found; there is no telling why", async () => {
  await using server = await startDnsServer(ZONE);
  for (const name of ["nowhere.example", "none.example", "broken.example", "shut.example"]) {
    const error = await assertRejects(() => asking(server, [name, "A"]), HostError);
    assertEquals(error.kind, "notFound", name);
  }
});

Deno.test("a silent server times out when it is told to", async () => {
  await using server = await startDnsServer(ZONE);
  const began = performance.now();
  const error = await assertRejects(() => asking(server, ["gone.example", "A"], 200), HostError);
  assertEquals(error.kind, "timedOut");
  assertEquals(error.message, "Cannot look up gone.example: it took over 200 ms");
  assertLess(performance.now() - began, 10_000, "Deno's own time-out is 15 s");
});

Deno.test("questions that cannot be asked, answers that cannot be read", async () => {
  await using server = await startDnsServer(ZONE);
  const questions: [string, string][] = [
    ["www.example", "ANY"],
    ["www.example", "constructor"],
    ["a..example", "A"],
    [`${"x".repeat(64)}.example`, "A"],
    ["a b.example", "A"],
    ["junk.example", "A"],
  ];
  for (const [name, type] of questions) {
    await assertRejects(() => asking(server, [name, type], 500), HostError, name);
  }
});

Deno.test("a signal ends a query, and the call rejects with its reason", async () => {
  await using dns = await startDnsServer(ZONE);
  const web = Deno.listen({ hostname: "127.0.0.1", port: 0 }); // takes connections, and never answers
  const url = `http://127.0.0.1:${(web.addr as Deno.NetAddr).port}/`;
  const queries = [
    (signal: AbortSignal) => host.fetch(url, { ...OPTIONS, signal }),
    (signal: AbortSignal) =>
      host.resolveDns("gone.example", "A", { server: dns, timeoutMilliseconds: 20_000, signal }),
  ];
  const began = performance.now();
  for (const query of queries) {
    const controller = new AbortController();
    const answer = query(controller.signal);
    setTimeout(() => controller.abort("enough"), 50);
    assertEquals(await answer.catch((thrown) => thrown), "enough");
    assertEquals(await query(controller.signal).catch((thrown) => thrown), "enough");
  }
  assertLess(performance.now() - began, 10_000);
  web.close();
});
