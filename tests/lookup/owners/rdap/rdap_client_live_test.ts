/** The client with the real host's requests against a server on loopback. The clock is fake. */
import { assert, assertEquals } from "@std/assert";
import { denoHost } from "../../../../lib/host/deno/deno_host.ts";
import { RdapClient } from "../../../../lib/lookup/owners/rdap/rdap_client.ts";
import {
  answer,
  type Behaviour,
  huge,
  type RdapServer,
  redirect,
  silent,
  stalled,
  startRdapServer,
  status,
  text,
} from "../../../support/rdap_server.ts";

function fixture(name: string): unknown {
  return JSON.parse(
    Deno.readTextFileSync(new URL(`../../../fixtures/rdap/${name}`, import.meta.url)),
  );
}

const START = Date.UTC(2026, 0, 2, 3, 4, 5);

/** A client for a server. Its clock moves only by waits, which are recorded and take no time. */
function clientFor(server: RdapServer, { timeoutMilliseconds = 60_000 } = {}) {
  const slept: number[] = [];
  let now = START;
  const host = {
    ...denoHost(),
    now: () => now,
    sleep: (milliseconds: number) => {
      slept.push(milliseconds);
      now += milliseconds;
      return Promise.resolve();
    },
  };
  const { baseUrl } = server;
  const client = new RdapClient(host, { timeoutMilliseconds, cacheFolder: null, baseUrl });
  return { slept, ask: (address: string) => client.ask(address, START + 600_000) };
}

Deno.test("a registry's answer is requested as RDAP and read", async () => {
  await using server = startRdapServer();
  server.on("ip/198.51.100.7", answer(fixture("arin.json")));
  const found = await clientFor(server).ask("198.51.100.7");
  assert(found.kind === "found");
  assertEquals(
    [found.host, found.registry, found.networks, found.organization, found.abuseContact],
    [
      server.host,
      "arin",
      ["198.51.100.0/25", "198.51.100.128/26"],
      "Example Widgets Inc.",
      "abuse@widgets.example",
    ],
  );
  assertEquals(server.arrivals, [
    { path: "/rdap/ip/198.51.100.7", accept: "application/rdap+json" },
  ]);
});

Deno.test("an IPv6 address stands in the URL as written", async () => {
  await using server = startRdapServer();
  server.on("ip/2001:db8:4000::1", answer(fixture("ripe.json")));
  const found = await clientFor(server).ask("2001:db8:4000::1");
  assert(found.kind === "found");
  assertEquals([found.registry, found.organization], ["ripencc", "Beispiel Netze GmbH"]);
});

Deno.test("redirects are followed: relative, absolute, to another server, several", async () => {
  await using server = startRdapServer();
  await using other = startRdapServer();
  server.on("ip/192.0.2.1", redirect("first/192.0.2.1", 301));
  server.on("ip/first/192.0.2.1", redirect("/rdap/second", 303));
  server.on("second", redirect(`${server.baseUrl}third`, 307));
  server.on("third", redirect(`${other.baseUrl}ip/192.0.2.1`, 308));
  other.on("ip/192.0.2.1", answer(fixture("registro_br.json")));
  const { ask, slept } = clientFor(server);
  const found = await ask("192.0.2.1");
  assert(found.kind === "found");
  assertEquals([found.host, found.organization], [other.host, "Rede Exemplo Ltda"]);
  assertEquals(server.arrivals.length, 4);
  // Four requests to one server with a pause between them; none before that to the other server.
  assertEquals(slept, [1000, 1000, 1000]);
});

Deno.test("429 and 503 cause a wait", async () => {
  await using server = startRdapServer();
  server.on(
    "ip/192.0.2.1",
    status(429, { "retry-after": "7" }),
    status(503),
    answer(fixture("lacnic.json")),
  );
  const { ask, slept } = clientFor(server);
  assertEquals((await ask("192.0.2.1")).kind, "found");
  assertEquals(server.arrivals.length, 3);
  assertEquals(slept, [7000, 5000]);
});

Deno.test("a date in Retry-After causes a wait", async () => {
  await using server = startRdapServer();
  const later = new Date(START + 60_000).toUTCString();
  server.on(
    "ip/192.0.2.1",
    status(429, { "retry-after": later }),
    status(404),
  );
  const { ask, slept } = clientFor(server);
  assertEquals((await ask("192.0.2.1")).kind, "notFound");
  assertEquals(slept, [60_000]);
});

const FAILURES: readonly (readonly [name: string, behaviour: Behaviour, state: string])[] = [
  ["a status 500", status(500), "answered with status 500"],
  ["a status 403", status(403), "answered with status 403"],
  [
    "an endless pause",
    status(429, { "retry-after": "9".repeat(50) }),
    "limits queries: it asks for a pause of 86400 s",
  ],
  [
    "broken JSON",
    () => text('{"startAddress":"192.0.2.0"'),
    "gave an answer that is not JSON",
  ],
  ["a web page", () => text("<html>"), "answered with a web page instead of data"],
  ["JSON of another shape", answer([{ ip: 1 }]), "gave an answer that names no network"],
  ["another network", answer(fixture("apnic.json")), "gave an answer about another network"],
  ["a huge body", huge(2 << 20), "gave an answer that is too long"],
  ["deep JSON", () => text("[".repeat(500_000)), "gave an answer that is not JSON"],
  ["a loop", redirect("192.0.2.1"), "redirects in a circle"],
  [
    "http elsewhere",
    redirect("http://rdap.example/ip/192.0.2.1"),
    "redirects to a URL that is not allowed",
  ],
  ["a redirect to nowhere", status(302), "redirects to a URL that is not allowed"],
];

for (const [name, behaviour, state] of FAILURES) {
  Deno.test(`${name} is a failure with a reason`, async () => {
    await using server = startRdapServer();
    server.on("ip/192.0.2.1", behaviour);
    const { host } = server;
    assertEquals(await clientFor(server).ask("192.0.2.1"), {
      kind: "failed",
      reason: `${host} ${state}`,
      host,
    });
    assertEquals(server.arrivals.length, 1);
  });
}

Deno.test("a chain of redirects ends", async () => {
  await using server = startRdapServer();
  server.on("ip/192.0.2.1", redirect("../1"));
  for (let i = 1; i < 9; i++) server.on(`${i}`, redirect(`${i + 1}`));
  const { host } = server;
  assertEquals(await clientFor(server).ask("192.0.2.1"), {
    kind: "failed",
    reason: `${host} redirects too often`,
    host,
  });
  assertEquals(server.arrivals.length, 6);
});

for (const [name, behaviour] of [["breaks off", stalled()], ["never comes", silent()]] as const) {
  Deno.test(`an answer that ${name} times out`, async () => {
    await using server = startRdapServer();
    server.on("ip/192.0.2.1", behaviour);
    const { ask } = clientFor(server, { timeoutMilliseconds: 300 });
    const { host } = server;
    assertEquals(await ask("192.0.2.1"), {
      kind: "failed",
      reason: `${host} did not answer in time`,
      host,
    });
  });
}

Deno.test("a slow answer is an answer", async () => {
  await using server = startRdapServer();
  const good = answer(fixture("afrinic.json"));
  server.on("ip/203.0.113.200", async (request) => {
    await new Promise((resolve) => setTimeout(resolve, 200));
    return good(request);
  });
  assertEquals((await clientFor(server).ask("203.0.113.200")).kind, "found");
});

Deno.test("a server that is not there cannot be reached", async () => {
  const server = startRdapServer();
  await server[Symbol.asyncDispose]();
  const { host } = server;
  assertEquals(await clientFor(server).ask("192.0.2.1"), {
    kind: "failed",
    reason: `${host} cannot be reached: the connection was refused`,
    host,
  });
});
