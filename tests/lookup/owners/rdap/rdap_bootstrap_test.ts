import { assertEquals, assertRejects } from "@std/assert";
import { NotRecordedError } from "../../../../lib/errors.ts";
import { type Host, HostError, type WebAnswer } from "../../../../lib/host/host.ts";
import {
  parseBootstrap,
  serverFor,
  startBootstrap,
} from "../../../../lib/lookup/owners/rdap/rdap_bootstrap.ts";
import { BOOTSTRAP_URLS, BUILT_IN } from "../../../../lib/lookup/owners/rdap/rdap_registries.ts";
import { baseUrl } from "../../../../lib/lookup/owners/rdap/rdap_urls.ts";
import { fakeHost } from "../../../support/fake_host.ts";

const DAY = 86_400_000;
const NOW = Date.UTC(2026, 0, 2, 3, 4, 5);

function web(status: number, body = ""): WebAnswer {
  return { status, location: null, retryAfter: null, body: new TextEncoder().encode(body) };
}

const LIST = JSON.stringify({
  version: "1.0",
  services: [
    [["8.0.0.0/8"], ["http://rdap.afrinic.net/", "https://rdap.apnic.net"]],
    [["8.8.0.0/16"], ["https://rdap.db.ripe.net/smaller/"]],
  ],
});

/** A host with a cache in memory; answers to fetch come from a function. */
function cachingHost(
  fetch: () => WebAnswer | Error,
  { files = new Map<string, Uint8Array>(), now = NOW }: {
    files?: Map<string, Uint8Array>;
    now?: number;
  } = {},
) {
  const asked: string[] = [];
  const host: Host = fakeHost({
    now: () => now,
    fetch: (url) => {
      asked.push(url);
      const answer = fetch();
      return answer instanceof Error ? Promise.reject(answer) : Promise.resolve(answer);
    },
    readCache: (path) => files.get(path) ?? null,
    rewriteCache: (path, change) =>
      void files.set(path, change(files.get(path) ?? new Uint8Array())),
  });
  return { host, asked, files };
}

/** No deadline. */
const LATER = Infinity;

const OPTIONS = { timeoutMilliseconds: 1000, cacheFolder: "/cache" };
const gone = () => new HostError("other", "Cannot get it: no route");

Deno.test("the built-in list has the registries", () => {
  const server = (address: string) => serverFor(address, BUILT_IN[address.includes(":") ? 6 : 4]);
  assertEquals(server("8.8.8.8"), "https://rdap.arin.net/registry/");
  assertEquals(server("193.0.6.139"), "https://rdap.db.ripe.net/");
  assertEquals(server("1.1.1.1"), "https://rdap.apnic.net/");
  assertEquals(server("200.160.0.1"), "https://rdap.lacnic.net/rdap/");
  assertEquals(server("41.0.0.1"), "https://rdap.afrinic.net/rdap/");
  assertEquals(server("2001:4860:4860::8888"), "https://rdap.arin.net/registry/");
  assertEquals(server("2001:67c:2e8::1"), "https://rdap.db.ripe.net/");
  assertEquals(server("2410::1"), "https://rdap.apnic.net/");
  assertEquals(server("2c0f::1"), "https://rdap.afrinic.net/rdap/");
  assertEquals(server("127.0.0.1"), null);
  assertEquals(server("3fff::1"), null);
});

Deno.test("every IPv4 address that can be public has one registry", () => {
  const prefixes = BUILT_IN[4].flatMap(({ prefixes }) => prefixes);
  const octets = prefixes.map((prefix) => Number(prefix.split(".")[0])).sort((a, b) => a - b);
  // 0, 10 and 127 have no registry, 224 and above are multicast and reserved.
  const wanted = Array.from({ length: 224 }, (_, octet) => octet)
    .filter((octet) => ![0, 10, 127].includes(octet));
  assertEquals(octets, wanted);
});

Deno.test("every built-in server is a registry's, and so are the national ones", () => {
  const urls = [...BUILT_IN[4], ...BUILT_IN[6]].map(({ url }) => url);
  const national = ["https://rdap.registro.br/", "https://krnic.rdap.apnic.net/"];
  for (const url of [...urls, ...national]) assertEquals(baseUrl(url), url);
});

Deno.test("the smallest block counts; URLs are https only and end in a slash", () => {
  const services = parseBootstrap(JSON.parse(LIST))!;
  assertEquals(serverFor("8.1.1.1", services), "https://rdap.apnic.net/");
  assertEquals(serverFor("8.8.8.8", services), "https://rdap.db.ripe.net/smaller/");
  assertEquals(serverFor("9.9.9.9", services), null);
  assertEquals(serverFor("text", services), null);
});

Deno.test("invalid entries of a list are skipped, and an empty list is null", () => {
  const list = (services: unknown) => parseBootstrap({ services });
  assertEquals(list([[["8.0.0.0/33", 7, "2001:db8::/32"], ["https://a.arin.net"]]]), [
    { url: "https://a.arin.net/", prefixes: ["2001:db8::/32"] },
  ]);
  assertEquals(list([[["8.0.0.0/8"], ["http://a.arin.net/", "ftp://a.arin.net/", 7, null]]]), null);
  assertEquals(list([[["8.0.0.0/8"], ["https://a@a.arin.net/"]]]), null);
  for (const services of [undefined, null, 7, "x", {}, [], [null], [[[], []]], [[{}, {}]]]) {
    assertEquals(list(services), null);
  }
  for (const json of [undefined, null, [], "text"]) assertEquals(parseBootstrap(json), null);
});

Deno.test("a server that is not a registry's is skipped, and a kept list that names one", async () => {
  for (
    const url of [
      "https://rdap.example/",
      "https://intranet/",
      "https://8.8.8.8/",
      "https://rdap.arin.net:8443/",
      "https://rdap.arin.net.example/",
    ]
  ) {
    assertEquals(parseBootstrap({ services: [[["8.0.0.0/8"], [url]]] }), null, url);
    const kept = { services: [{ url, prefixes: ["8.0.0.0/8"] }], checkedAt: NOW, triedAt: NOW };
    const files = new Map([[
      "/cache/rdap-ipv4.json",
      new TextEncoder().encode(JSON.stringify(kept)),
    ]]);
    const { host } = cachingHost(gone, { files });
    const server = await startBootstrap(host, OPTIONS).serverFor("8.8.8.8", LATER);
    assertEquals(server, "https://rdap.arin.net/registry/", url);
  }
});

Deno.test("an old list is renewed once, and the new one is kept", async () => {
  const { host, asked, files } = cachingHost(() => web(200, LIST));
  const bootstrap = startBootstrap(host, OPTIONS);
  const servers = await Promise.all(
    ["8.8.8.8", "8.1.1.1"].map((a) => bootstrap.serverFor(a, LATER)),
  );
  assertEquals(servers, ["https://rdap.db.ripe.net/smaller/", "https://rdap.apnic.net/"]);
  assertEquals(asked, [BOOTSTRAP_URLS[4]]);

  const later = cachingHost(gone, { files, now: NOW + 29 * DAY });
  assertEquals(
    await startBootstrap(later.host, OPTIONS).serverFor("8.8.8.8", LATER),
    "https://rdap.db.ripe.net/smaller/",
  );
  assertEquals(later.asked, []);
});

Deno.test("renewing a list ends before the deadline", async () => {
  const timeouts: number[] = [];
  const host = fakeHost({
    now: () => NOW,
    fetch: (_, { timeoutMilliseconds }) => {
      timeouts.push(timeoutMilliseconds);
      return Promise.resolve(web(500));
    },
  });
  for (const milliseconds of [9000, 300, 0, -5]) {
    await startBootstrap(host, OPTIONS).serverFor("8.8.8.8", NOW + milliseconds);
  }
  assertEquals(timeouts, [1000, 300]);
});

Deno.test("IPv6 has its own list", async () => {
  const { host, asked } = cachingHost(gone);
  const bootstrap = startBootstrap(host, OPTIONS);
  assertEquals(await bootstrap.serverFor("2a00::1", LATER), "https://rdap.db.ripe.net/");
  assertEquals(asked, [BOOTSTRAP_URLS[6]]);
});

Deno.test("the old list serves if renewing it fails, and the next try is a day later", async () => {
  for (const fetch of [gone, () => web(500), () => web(200, "{"), () => web(200, "{}")]) {
    const files = new Map<string, Uint8Array>();
    const first = cachingHost(() => web(200, LIST), { files });
    await startBootstrap(first.host, OPTIONS).serverFor("8.8.8.8", LATER);

    const notes: string[] = [];
    const old = cachingHost(fetch, { files, now: NOW + 31 * DAY });
    const options = { ...OPTIONS, onNote: (note: string) => void notes.push(note) };
    assertEquals(
      await startBootstrap(old.host, options).serverFor("8.8.8.8", LATER),
      "https://rdap.db.ripe.net/smaller/",
    );
    assertEquals([old.asked.length, notes.length], [1, 1]);

    for (const [days, questions] of [[31.5, 0], [32.5, 1]] as const) {
      const next = cachingHost(() => web(200, LIST), { files, now: NOW + days * DAY });
      await startBootstrap(next.host, OPTIONS).serverFor("8.8.8.8", LATER);
      assertEquals(next.asked.length, questions, `after ${days} days`);
    }
  }
});

Deno.test("a kept list from the future or a damaged one does not count", async () => {
  const files = new Map<string, Uint8Array>();
  const ahead = cachingHost(() => web(200, LIST), { files, now: NOW + 400 * DAY });
  await startBootstrap(ahead.host, OPTIONS).serverFor("8.8.8.8", LATER);
  const { host, asked } = cachingHost(gone, { files });
  await startBootstrap(host, OPTIONS).serverFor("8.8.8.8", LATER);
  assertEquals(asked.length, 1);

  for (const path of files.keys()) files.set(path, new TextEncoder().encode('{"services":[[['));
  const damaged = cachingHost(gone, { files });
  assertEquals(
    await startBootstrap(damaged.host, OPTIONS).serverFor("8.8.8.8", LATER),
    "https://rdap.arin.net/registry/",
  );
});

Deno.test("a kept list older than the built-in one does not count", async () => {
  const services = [{ url: "https://old.arin.net/", prefixes: ["8.0.0.0/8"] }];
  const copy = { services, checkedAt: Date.UTC(2020, 0, 1), triedAt: NOW - 1000 };
  const files = new Map([
    ["/cache/rdap-ipv4.json", new TextEncoder().encode(JSON.stringify(copy))],
  ]);
  const { host, asked } = cachingHost(gone, { files });
  const server = await startBootstrap(host, OPTIONS).serverFor("8.8.8.8", LATER);
  assertEquals([server, asked], ["https://rdap.arin.net/registry/", []]);
});

Deno.test("servers are found without a cache and with an unusable one", async () => {
  const refuse = () => {
    throw new HostError("permissionDenied", "Cannot write it");
  };
  const { host } = cachingHost(() => web(200, LIST));
  for (const cacheFolder of [null, "/cache"]) {
    const broken = { ...host, readCache: refuse, rewriteCache: refuse };
    assertEquals(
      await startBootstrap(broken, { ...OPTIONS, cacheFolder }).serverFor("8.8.8.8", LATER),
      "https://rdap.db.ripe.net/smaller/",
    );
  }
});

Deno.test("a recording that lacks the list is an error", async () => {
  const { host } = cachingHost(() => new NotRecordedError("web ip"));
  await assertRejects(
    () => startBootstrap(host, { ...OPTIONS, cacheFolder: null }).serverFor("8.8.8.8", LATER),
    NotRecordedError,
  );
});
