import { assert, assertEquals } from "@std/assert";
import { encode } from "iconv-lite";
import { NotRecordedError } from "../../../lib/errors.ts";
import { type Capture, type Host, HostError, type RunOptions } from "../../../lib/host/host.ts";
import { Lookup, lookUpRows, type RowLookupOptions } from "../../../lib/lookup/lookup.ts";
import { readDnsCache } from "../../../lib/lookup/names/dns_cache.ts";
import { writeDisplayDns } from "../../support/displaydns_writer.ts";
import { fakeHost } from "../../support/fake_host.ts";
import { nameOf, PLAN, testSources } from "../../support/lookup_sources.ts";

const address = (name: string, data: string, type = 1) => ({ name, type, ttl: 60, data: [data] });
const CACHE = writeDisplayDns([
  {
    asked: "www.example",
    records: [
      { name: "www.example", type: 5, ttl: 60, data: ["edge.example"] },
      address("edge.example", "8.8.8.8"),
    ],
  },
  { asked: "one.example", records: [address("one.example", "1.1.1.1")] },
  { asked: "two.example", records: [address("two.example", "1.1.1.1")] },
  { asked: "printer.local", records: [address("printer.local", "fe80::1", 28)] },
  { asked: "gone.example", records: [], negative: "AAAA" },
]);

interface Given {
  readonly stdout?: string | Uint8Array;
  readonly stderr?: string;
  readonly code?: number;
  readonly error?: Error;
}

/** A Windows machine whose ipconfig prints something; counts its calls. */
function windows({ stdout = CACHE, stderr = "", code = 0, error }: Given = {}) {
  const calls: (readonly [string, readonly string[], RunOptions])[] = [];
  const bytes = (text: string | Uint8Array) =>
    typeof text === "string" ? new TextEncoder().encode(text) : text;
  const overrides: Partial<Host> = {
    os: "windows",
    consoleCodePage: () => 850,
    run: (tool, args, options): Promise<Capture> => {
      calls.push([tool, args, options]);
      if (error !== undefined) return Promise.reject(error);
      return Promise.resolve({ stdout: bytes(stdout), stderr: bytes(stderr), code });
    },
  };
  return { host: fakeHost(overrides), calls };
}

const row = (remoteAddress: string | null, more: Record<string, string | null> = {}) => ({
  remoteAddress,
  remoteHost: null as string | null,
  remoteHostSource: null as string | null,
  note: null as string | null,
  ...more,
});
const namesOf = (rows: readonly ReturnType<typeof row>[]) =>
  rows.map(({ remoteHost, remoteHostSource, note }) => [remoteHost, remoteHostSource, note]);

async function lookUp(
  host: Host,
  rows: readonly ReturnType<typeof row>[],
  options: Partial<RowLookupOptions> = {},
) {
  const { sources, names } = testSources();
  const notes: string[] = [];
  const found = await lookUpRows(rows, {
    ...PLAN,
    owner: false,
    host,
    sources,
    onNote: (note) => notes.push(note),
    ...options,
  });
  return { ...found, asked: names.flat(), notes };
}

Deno.test("names in the DNS cache come first, and are not asked of the name server", async () => {
  const { host, calls } = windows();
  const { rows, asked, warnings, notes } = await lookUp(host, [
    row("8.8.8.8"),
    row("9.9.9.9"),
    row("1.1.1.1", { note: "closed" }),
    row("::ffff:8.8.8.8"),
    row("fe80::1%12"),
    row("127.0.0.1"),
    row(null),
  ]);
  assertEquals(namesOf(rows), [
    ["www.example", "dnsCache", null],
    [nameOf("9.9.9.9"), "reverse", null],
    ["one.example", "dnsCache", "closed; the DNS cache has 1 more name for it: two.example"],
    ["www.example", "dnsCache", null],
    ["printer.local", "dnsCache", null],
    [null, null, null],
    [null, null, null],
  ]);
  assertEquals([asked, warnings, notes], [["9.9.9.9"], [], []]);
  assertEquals(calls.map(([tool, args]) => [tool, args]), [["ipconfig", ["/displaydns"]]]);
});

Deno.test("the cache is read once for all batches, and only if there is something to look up", async () => {
  const { host, calls } = windows();
  const { sources } = testSources();
  const lookup = new Lookup({ ...PLAN, host, sources });
  await lookup.addTo([row(null), row("127.0.0.1"), row("0.0.0.0")]);
  await lookup.addTo([row("8.8.8.8", { remoteHost: "printed.example" })]);
  assertEquals(calls.length, 0);
  await lookup.addTo([row("8.8.8.8")]);
  await lookup.addTo([row("1.1.1.1"), row("9.9.9.9")]);
  assertEquals(calls.length, 1);
});

Deno.test("rows that have a name keep it, with its source or without", async () => {
  const { host } = windows();
  const own = [
    row("8.8.8.8", { remoteHost: "printed.example", remoteHostSource: "netstat" }),
    row("1.1.1.1", { remoteHost: "old.example" }),
  ];
  const { rows } = await lookUp(host, own);
  assertEquals(rows, own);
});

Deno.test("rows without the fields get no more than the name", async () => {
  const { host } = windows();
  const { sources } = testSources();
  const socket = { remoteAddress: "1.1.1.1", remoteHost: null as string | null };
  const { rows } = await lookUpRows([socket], { ...PLAN, owner: false, host, sources });
  assertEquals(rows, [{ remoteAddress: "1.1.1.1", remoteHost: "one.example" }]);
});

Deno.test("no cache is read for names that nobody asked for, elsewhere, or for other computers", async () => {
  for (
    const [os, options] of [
      ["windows", { resolve: false, owner: true }],
      ["windows", { dnsCache: false }],
      ["linux", {}],
    ] as const
  ) {
    const { host, calls } = windows();
    const { rows, asked } = await lookUp({ ...host, os }, [row("8.8.8.8")], options);
    assertEquals(calls.length, 0);
    const isNamed = !("resolve" in options);
    assertEquals(
      namesOf(rows),
      isNamed ? [[nameOf("8.8.8.8"), "reverse", null]] : [[null, null, null]],
    );
    assertEquals(asked, isNamed ? ["8.8.8.8"] : []);
  }
});

Deno.test("an ipconfig that fails is one warning, and names come from the name server", async () => {
  const alone = ". Names come from the name server alone";
  const cases: readonly (readonly [Given, string])[] = [
    [
      { error: new HostError("notFound", "gone") },
      `Cannot run ipconfig: it is missing from Windows' System32 folder${alone}`,
    ],
    [
      { error: new HostError("timedOut", "late") },
      `Cannot run ipconfig: it took over 10 s and was stopped${alone}`,
    ],
    [
      { code: 1, stdout: "\r\nWindows-IP-Konfiguration\r\n\r\nDas geht nicht.\r\n" },
      `Cannot use ipconfig /displaydns: it exited with code 1; it says: Das geht nicht.${alone}`,
    ],
    [
      { code: 1, stdout: "", stderr: "No\r\n" },
      `Cannot use ipconfig /displaydns: it exited with code 1; it says: No${alone}`,
    ],
    [
      { stdout: `    a.example\r\n    ${"-".repeat(40)}\r\n` },
      `Cannot understand ipconfig /displaydns: its only record is damaged${alone}`,
    ],
  ];
  for (const [given, warning] of cases) {
    const { host, calls } = windows(given);
    const { rows, warnings } = await lookUp(host, [row("8.8.8.8"), row("1.1.1.1")]);
    assertEquals(warnings, [warning]);
    assertEquals(namesOf(rows), [
      [nameOf("8.8.8.8"), "reverse", null],
      [nameOf("1.1.1.1"), "reverse", null],
    ]);
    assertEquals(calls.filter(([tool]) => tool === "ipconfig").length, 1);
  }
});

Deno.test("an empty cache, and a recording without one, are notes", async () => {
  const empty = "\r\nWindows IP Configuration\r\n\r\nCould not display the DNS Resolver Cache.\r\n";
  const cases: readonly (readonly [Given, string])[] = [
    [
      { stdout: empty },
      "ipconfig /displaydns tells no names; it says: Could not display the DNS Resolver Cache.",
    ],
    [
      { error: new NotRecordedError("ipconfig /displaydns") },
      "The recording holds no DNS cache: names come from the name server",
    ],
    [
      { stdout: `${CACHE}    bad.example\r\n    ${"-".repeat(40)}\r\n` },
      `Left out 1 record of the DNS cache, the first in line ${
        CACHE.split("\r\n").length
      }: a name without records`,
    ],
  ];
  for (const [given, note] of cases) {
    const { host } = windows(given);
    const { rows, warnings, notes } = await lookUp(host, [row("9.9.9.9")]);
    assertEquals([warnings, notes], [[], [note]]);
    assertEquals(namesOf(rows), [[nameOf("9.9.9.9"), "reverse", null]]);
  }
});

Deno.test("what ipconfig prints is decoded as the console prints it", async () => {
  const name = "größe.example";
  const listing = writeDisplayDns([{ asked: name, records: [address(name, "8.8.8.8")] }]);
  const { host } = windows({ stdout: encode(listing, "cp850") });
  const { nameOf } = await readDnsCache(host, { totalMilliseconds: 1000 });
  assertEquals(nameOf("8.8.8.8")?.name, name);
});

Deno.test("the time for the cache is part of the time for all look-ups", async () => {
  let now = 0;
  const { host, calls } = windows();
  const { sources } = testSources();
  const given: number[] = [];
  const slow: Host = {
    ...host,
    now: () => now,
    run: (...call) => {
      now += 3_000;
      return host.run(...call);
    },
  };
  await lookUp(slow, [row("9.9.9.9")], {
    totalMilliseconds: 7_000,
    sources: {
      reverseNames: (host, addresses, options) => {
        given.push(options.totalMilliseconds);
        return sources.reverseNames(host, addresses, options);
      },
    },
  });
  assertEquals(given, [4_000]);
  assertEquals(calls[0]![2].timeoutMilliseconds, 3_500);
});

Deno.test("an abort ends the look-up with the signal's reason", async () => {
  const controller = new AbortController();
  const { host } = windows();
  const aborted: Host = {
    ...host,
    run: () => {
      controller.abort("stop");
      return Promise.reject(new HostError("other", "aborted"));
    },
  };
  const error = await lookUp(aborted, [row("8.8.8.8")], { signal: controller.signal })
    .catch((error) => error);
  assertEquals(error, "stop");
});

Deno.test("progress counts the names of the cache too, and never goes back", async () => {
  const { host } = windows();
  const told: [number, number][] = [];
  await lookUp(host, [row("8.8.8.8"), row("9.9.9.9"), row("1.1.1.1")], {
    onProgress: (done, total) => told.push([done, total]),
  });
  assertEquals(told.at(-1), [3, 3]);
  for (const [at, [done, total]] of told.entries()) {
    assert(total === 3 && done <= 3 && done >= (told[at - 1]?.[0] ?? 0));
  }
});
