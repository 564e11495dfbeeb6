import { assertEquals, assertRejects } from "@std/assert";
import { CaptureError, NotRecordedError } from "../../../lib/errors.ts";
import { type Host, HostError } from "../../../lib/host/host.ts";
import type { LookUp, ServerChoice } from "../../../lib/lookup/names/question.ts";
import { lookUp as askAll } from "../../../lib/lookup/names/look_up.ts";
import { isAskable } from "../../../lib/address/askable.ts";
import { NAMES, reverseNames } from "../../../lib/lookup/names/reverse_names.ts";
import { fakeHost } from "../../support/fake_host.ts";
import { fakeLookUp, type Told } from "../../support/fake_lookup.ts";
import { memoryCache } from "../../support/memory_cache.ts";

const HOUR = 3_600_000;
const TABLE: Record<string, Told> = {
  "8.8.8.8": ["dns.google"],
  "1.1.1.1": ["one.one.one.one."],
  "192.168.1.1": ["router.home.arpa"],
  "2001:4860:4860::8888": ["dns.google"],
  "9.9.9.10": "TIMEOUT",
  "9.9.9.11": "SERVFAIL",
  "9.9.9.12": "NODATA",
};

/** A computer with a cache and a clock; each run on it is another process. */
function computer(overrides: Partial<Host> = {}) {
  const { host: cacheHost } = memoryCache();
  const clock = { now: Date.UTC(2026, 0, 2) };
  const host = fakeHost({ ...cacheHost, now: () => clock.now, ...overrides });
  const run = async (
    addresses: readonly string[],
    { table = TABLE, lookUp, server = null }: {
      table?: Record<string, Told>;
      lookUp?: LookUp;
      server?: ServerChoice | null;
    } = {},
  ) => {
    const fake = fakeLookUp(table);
    const progress: string[] = [];
    const notes: string[] = [];
    const { names, warnings } = await reverseNames(host, addresses, {
      server,
      cacheFolder: "cache",
      questionMilliseconds: 2_000,
      totalMilliseconds: 30_000,
      onProgress: (done, total) => progress.push(`${done}/${total}`),
      onNote: (note) => notes.push(note),
      lookUp: lookUp ?? fake.lookUp,
    });
    const asked = fake.calls.flat();
    return {
      names: Object.fromEntries(names),
      warnings,
      notes,
      asked,
      progress,
      options: fake.options,
    };
  };
  return { run, clock };
}

Deno.test("each address is asked about once, in one call, without its zone", async () => {
  const addresses = ["8.8.8.8", "2001:4860:4860::8888%3", "8.8.8.8", "2001:4860:4860:0::8888"];
  const { names, asked, warnings, progress, options } = await computer().run(addresses);
  assertEquals(asked, ["8.8.8.8 PTR", "2001:4860:4860::8888 PTR"]);
  assertEquals(names, {
    "8.8.8.8": "dns.google",
    "2001:4860:4860::8888%3": "dns.google",
    "2001:4860:4860:0::8888": "dns.google",
  });
  assertEquals(warnings, []);
  assertEquals(progress, ["1/2", "2/2"]);
  assertEquals(options[0]?.totalMilliseconds, 30_000);
});

Deno.test("a mapped or NAT64 address has the name of the IPv4 address in it", async () => {
  const { names, asked } = await computer().run(["::ffff:8.8.8.8", "64:ff9b::808:808", "8.8.8.8"]);
  assertEquals(asked, ["8.8.8.8 PTR"]);
  assertEquals(Object.values(names), ["dns.google", "dns.google", "dns.google"]);
});

Deno.test("a 6to4 address is asked about as it is: the IPv4 address in it is the router's", async () => {
  const { asked } = await computer().run(["2002:808:808::1"]);
  assertEquals(asked, ["2002:808:808::1 PTR"]);
});

Deno.test("only addresses that a name server can know are asked about", async () => {
  const askable = ["8.8.8.8", "192.168.1.1", "100.64.0.1", "fd00::1", "192.0.2.1", "2600::"];
  const others = [
    ...["0.0.0.0", "::", "127.0.0.1", "::1", "169.254.1.1", "fe80::1%3", "224.0.0.251", "ff02::fb"],
    ...["240.0.0.1", "::ffff:127.0.0.1", "example.com", ""],
  ];
  assertEquals(askable.filter(isAskable), askable);
  assertEquals(others.filter(isAskable), []);
  const { names, asked, warnings } = await computer().run(others);
  assertEquals(asked, []);
  assertEquals(Object.keys(names).length, others.length);
  assertEquals(Object.values(names).every((name) => name === null), true);
  assertEquals(warnings, []);
});

Deno.test("names are cached for an hour, missing names for ten minutes", async () => {
  const { run, clock } = computer();
  await run(["8.8.8.8", "7.7.7.7", "9.9.9.12"]);
  clock.now += HOUR / 6 - 1;
  assertEquals((await run(["8.8.8.8", "7.7.7.7", "9.9.9.12"])).asked, []);
  clock.now += 1;
  assertEquals((await run(["8.8.8.8", "7.7.7.7", "9.9.9.12"])).asked, [
    "7.7.7.7 PTR",
    "9.9.9.12 PTR",
  ]);
  clock.now += HOUR;
  const { names, asked } = await run(["8.8.8.8"]);
  assertEquals(asked, ["8.8.8.8 PTR"]);
  assertEquals(names, { "8.8.8.8": "dns.google" });
});

Deno.test("failures are not cached", async () => {
  const { run } = computer();
  const addresses = ["9.9.9.10", "9.9.9.11", "8.8.8.8"];
  assertEquals((await run(addresses)).warnings, []);
  assertEquals((await run(addresses)).asked, ["9.9.9.10 PTR", "9.9.9.11 PTR"]);
});

Deno.test("a missing name is not cached if Deno's resolver says so: the server may have failed", async () => {
  const { run } = computer();
  const asked: string[] = [];
  const host = fakeHost({
    resolveDns: (name) => {
      asked.push(name);
      if (name !== "8.8.8.8.in-addr.arpa") {
        return Promise.reject(new HostError("notFound", "Nothing there"));
      }
      const record = { data: "dns.google", preference: null, weight: null, port: null };
      return Promise.resolve([record]);
    },
  });
  const lookUp: LookUp = (questions, options) => askAll(host, questions, options);
  for (const questions of [["8.8.8.8", "7.7.7.7"], ["7.7.7.7"], ["7.7.7.7"]]) {
    const { names, warnings } = await run(["8.8.8.8", "7.7.7.7"], { lookUp });
    assertEquals([names, warnings], [{ "8.8.8.8": "dns.google", "7.7.7.7": null }, []]);
    assertEquals(asked.splice(0), questions.map((address) => `${address}.in-addr.arpa`));
  }
  // What nslookup says of a name is kept.
  assertEquals((await run(["7.7.7.7"])).asked, ["7.7.7.7 PTR"]);
  assertEquals((await run(["7.7.7.7"])).asked, []);
});

Deno.test("names of private addresses are not cached: another network has others", async () => {
  const { run } = computer();
  assertEquals((await run(["192.168.1.1"])).names, { "192.168.1.1": "router.home.arpa" });
  assertEquals((await run(["192.168.1.1"])).asked, ["192.168.1.1 PTR"]);
});

Deno.test("the cache keeps the answers of different name servers apart", async () => {
  const { run } = computer();
  const other = { host: "192.0.2.53", port: null };
  await run(["8.8.8.8"], { table: { "8.8.8.8": ["inside.example"] }, server: other });
  assertEquals((await run(["8.8.8.8"])).names, { "8.8.8.8": "dns.google" });
  const { names, asked } = await run(["8.8.8.8"], { server: { ...other, port: 53 } });
  assertEquals([names, asked], [{ "8.8.8.8": "inside.example" }, []]);
});

Deno.test("of several names the same one is always taken", async () => {
  for (const names of [["b.example", "a.example", "c.example"], ["c.example", "a.example"]]) {
    const run = await computer().run(["8.8.8.8"], { table: { "8.8.8.8": names } });
    assertEquals(run.names, { "8.8.8.8": "a.example" });
  }
});

Deno.test("a final dot is removed, and an overlong name is cut", async () => {
  const hostile = "\u001b[31m\u202e=cmd|' /C calc'!A0";
  const { names } = await computer().run(["8.8.8.8", "1.1.1.1", "4.4.4.4"], {
    table: { ...TABLE, "8.8.8.8": ["x".repeat(10_000)], "4.4.4.4": [hostile] },
  });
  assertEquals(names["8.8.8.8"], "x".repeat(255));
  assertEquals(names["1.1.1.1"], "one.one.one.one");
  // Data: who writes it makes it harmless.
  assertEquals(names["4.4.4.4"], hostile);
});

Deno.test("a warning says that not one question was answered, and why", async () => {
  const { run } = computer();
  const { names, warnings } = await run(["9.9.9.10", "10.0.0.1"], {
    table: { "9.9.9.10": "TIMEOUT", "10.0.0.1": "REFUSED" },
  });
  assertEquals(names, { "9.9.9.10": null, "10.0.0.1": null });
  assertEquals(warnings, ["Cannot look up names: the name server answered none of 2 questions"]);
  for (
    const [address, why] of [["9.9.9.11", "it fails on them"], ["9.9.9.12", "it refuses them"]]
  ) {
    assertEquals(
      (await run([address!], { table: { "9.9.9.11": "SERVFAIL", "9.9.9.12": "REFUSED" } }))
        .warnings,
      [`Cannot look up names: the name server answered none of 1 questions: ${why}`],
    );
  }
  assertEquals((await run(["9.9.9.10", "7.7.7.7"])).warnings, []);
});

Deno.test("a warning says that nothing can be asked", async () => {
  for (
    const [error, warning] of [
      [new CaptureError("Cannot look up names: no way"), "Cannot look up names: no way"],
      [
        new CaptureError("Cannot ask the name server x: gone"),
        "Cannot ask the name server x: gone",
      ],
      [
        new HostError("other", "No name server"),
        "Cannot look up names: No name server",
      ],
    ] as const
  ) {
    const { names, warnings } = await computer().run(["8.8.8.8"], {
      lookUp: () => Promise.reject(error),
    });
    assertEquals(names, { "8.8.8.8": null });
    assertEquals(warnings, [warning]);
  }
});

Deno.test("what a recording lacks is no warning", async () => {
  const lookUp = () => Promise.reject(new NotRecordedError("nslookup -"));
  await assertRejects(() => computer().run(["8.8.8.8"], { lookUp }), NotRecordedError);
});

Deno.test("a note says that the cache cannot be used, and names are found all the same", async () => {
  const { run } = computer({
    readCache: () => {
      throw new HostError("permissionDenied", "No");
    },
  });
  const { names, warnings, notes } = await run(["8.8.8.8"]);
  assertEquals(names, { "8.8.8.8": "dns.google" });
  assertEquals(warnings, []);
  assertEquals(notes, ["Cannot read the cache cache/names.ndjson: permission denied"]);
});

Deno.test("what names no host is no name", async () => {
  const none = [
    ...["localhost", "localhost.", "LocalHost", "localhost.localdomain", "host.localhost."],
    ...["localhost6.localdomain6", "localhost4.localdomain4"],
    ...["192.0.2.7", "192.0.2.7.", "2001:db8::7", "::1", "7.2.0.192.in-addr.arpa.", ".", ""],
  ];
  for (const name of none) {
    const { names, warnings } = await computer().run(["8.8.8.8"], { table: { "8.8.8.8": [name] } });
    assertEquals([names, warnings], [{ "8.8.8.8": null }, []], name);
  }
  const kept = [
    ...["1-2-3-4.example.net", "192-0-2-7", "4.3.2.1.example.net", "localhost.example.net"],
    ...["mylocalhost", "1.2.3", "a", "xn--mnchen-3ya.example", "router.home.arpa"],
  ];
  for (const name of kept) {
    const { names } = await computer().run(["8.8.8.8"], { table: { "8.8.8.8": [name] } });
    assertEquals(names, { "8.8.8.8": name });
  }
});

Deno.test("a name counts, whatever else the server names", async () => {
  const table = { "8.8.8.8": ["8.8.8.8", "localhost.", "real.example."] };
  assertEquals((await computer().run(["8.8.8.8"], { table })).names, { "8.8.8.8": "real.example" });
});

Deno.test("a name that is none is kept as no name, and not believed from an earlier cache", async () => {
  const { run } = computer();
  await run(["8.8.8.8"], { table: { "8.8.8.8": ["localhost"] } });
  assertEquals((await run(["8.8.8.8"])).asked, []);
  assertEquals(NAMES.read({ address: "8.8.8.8", name: "localhost" }), null);
  assertEquals(NAMES.read({ address: "8.8.8.8", name: "8.8.8.8" }), null);
  assertEquals(NAMES.read({ address: "8.8.8.8", name: null })?.name, null);
});
