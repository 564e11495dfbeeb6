import { assert, assertEquals, assertThrows } from "@std/assert";
import { CaptureError, NotRecordedError } from "../../../lib/errors.ts";
import {
  KnownPeers,
  type KnownPeersOptions,
  type PeerLookup,
} from "../../../lib/live/knowledge/known_peers.ts";
import type { LiveRow } from "../../../lib/live/live_row.ts";
import type { RowLookupOptions } from "../../../lib/lookup/lookup.ts";
import type { ObjectRow } from "../../../lib/model/field.ts";
import { fakeHost } from "../../support/fake_host.ts";
import { connectionOf, liveRows } from "../../support/live_rows.ts";
import { PLAN } from "../../support/lookup_sources.ts";

const BOTH = { names: true, owners: true };
const NAMES = { names: true, owners: false };

/** The rows of connections to these peers. */
function peers(...addresses: (string | null)[]): LiveRow[] {
  return liveRows(addresses.map((remoteAddress) => connectionOf({ remoteAddress })));
}

/** What is asked of a look-up that knows every address, and what was told. */
function watched(overrides: Partial<KnownPeersOptions> & { answer?: PeerLookup["addTo"] } = {}) {
  const { answer, ...options } = overrides;
  const asked: { kind: "names" | "owners"; addresses: string[] }[] = [];
  const told: string[] = [];
  const opened: RowLookupOptions[] = [];
  let time = Date.UTC(2026, 10, 26, 14, 20);
  let known = 0;
  const ended = new AbortController();
  let warnings: readonly string[] = [];
  const host = fakeHost({ now: () => time });
  const seeker = new KnownPeers(host, {
    lookups: PLAN,
    signal: ended.signal,
    onKnown: () => known++,
    onTrouble: (text) => told.push(text),
    openLookup: (given) => {
      opened.push(given);
      const kind = given.resolve ? "names" : "owners";
      return {
        addTo: (rows) => {
          asked.push({ kind, addresses: rows.map((row) => String(row.remoteAddress)) });
          return answer?.(rows) ?? Promise.resolve(rows.map((row) => answered(row, kind)));
        },
        warnings: () => warnings,
      };
    },
    ...options,
  });
  return {
    seeker,
    asked,
    told,
    opened,
    ended,
    knownTimes: () => known,
    pass: (milliseconds: number) => time += milliseconds,
    warn: (text: string | null) => warnings = text === null ? [] : [text],
    done: async () => {
      while (seeker.isLooking) await new Promise((resolve) => setTimeout(resolve, 0));
    },
  };
}

function answered(row: ObjectRow, kind: "names" | "owners"): ObjectRow {
  return kind === "names"
    ? { ...row, remoteHost: `host-${row.remoteAddress}`, remoteHostSource: "reverse" }
    : { ...row, remoteOwner: "Example", remoteCountry: "DE", note: "owner as of yesterday" };
}

Deno.test("known peers: each is asked about once, and its rows get what was found", async () => {
  const { seeker, asked, done, knownTimes } = watched();
  const rows = peers("192.0.2.1", "192.0.2.2", "192.0.2.1", null);
  seeker.seek(rows, BOTH);
  await done();
  seeker.seek(rows, BOTH);
  seeker.seek(peers("192.0.2.2"), BOTH);
  await done();
  assertEquals(asked.map(({ kind, addresses }) => [kind, ...addresses]).toSorted(), [
    ["names", "192.0.2.1", "192.0.2.2"],
    ["owners", "192.0.2.1", "192.0.2.2"],
  ]);
  assert(knownTimes() >= 2);
  const filled = seeker.filled(rows);
  assertEquals([...filled.keys()], [1, 2, 3]);
  const { connection, id } = filled.get(3)!;
  assertEquals(id, 3);
  assertEquals(
    [connection.remoteHost, connection.remoteHostSource, connection.remoteOwner, connection.note],
    ["host-192.0.2.1", "reverse", "Example", "owner as of yesterday"],
  );
});

Deno.test("known peers: only what is wanted is looked up", async () => {
  const { seeker, asked, done, opened } = watched();
  seeker.seek(peers("192.0.2.1"), { names: false, owners: false });
  await done();
  assertEquals(asked, []);
  seeker.seek(peers("192.0.2.1"), { names: false, owners: true });
  await done();
  assertEquals(asked.map(({ kind }) => kind), ["owners"]);
  assertEquals(opened.map(({ resolve, owner }) => [resolve, owner]), [[false, true]]);
});

Deno.test("known peers: what a row says already is left, and not asked about", async () => {
  const { seeker, asked, done } = watched();
  const rows = liveRows([
    connectionOf({ remoteAddress: "192.0.2.1", remoteHost: "printed.example" }),
  ]);
  seeker.seek(rows, NAMES);
  await done();
  assertEquals(asked, []);
  assertEquals(seeker.filled(rows).size, 0);
});

Deno.test("known peers: seeking never waits, and new peers are asked about after the batch", async () => {
  const gates: (() => void)[] = [];
  const { seeker, asked, done } = watched({
    answer: (rows) => new Promise((resolve) => gates.push(() => resolve(rows))),
  });
  seeker.seek(peers("192.0.2.1"), NAMES);
  while (gates.length === 0) await new Promise((resolve) => setTimeout(resolve, 0));
  seeker.seek(peers("192.0.2.2", "192.0.2.1"), NAMES);
  // The latest rows count: peers that are gone are not asked about.
  seeker.seek(peers("192.0.2.3", "192.0.2.1"), NAMES);
  assertEquals(asked.length, 1);
  assert(seeker.isLooking);
  gates.shift()!();
  while (gates.length === 0) await new Promise((resolve) => setTimeout(resolve, 0));
  gates.shift()!();
  await done();
  assertEquals(asked.map(({ addresses }) => addresses), [["192.0.2.1"], ["192.0.2.3"]]);
});

Deno.test("known peers: many are asked about in batches, those of the first rows first", async () => {
  const { seeker, asked, done, knownTimes } = watched();
  const addresses = Array.from({ length: 100 }, (_, index) => `192.0.2.${index}`);
  seeker.seek(peers(...addresses), NAMES);
  await done();
  assert(asked.length > 1 && asked.every(({ addresses }) => addresses.length <= 32));
  assertEquals(asked.flatMap(({ addresses }) => addresses), addresses);
  assert(knownTimes() >= asked.length, "results come batch by batch");
});

Deno.test("known peers: what goes wrong is told once, and asked again a minute later", async () => {
  const { seeker, asked, told, done, pass, warn } = watched({
    answer: (rows) => Promise.resolve(rows),
  });
  warn("Cannot look up names: no answer");
  const rows = peers("192.0.2.1");
  for (const wait of [0, 1_000, 58_000, 2_000]) {
    pass(wait);
    seeker.seek(rows, NAMES);
    await done();
  }
  assertEquals(asked.length, 2);
  assertEquals(told, ["Cannot look up names: no answer"]);
  // A peer without a name is not asked about again.
  warn(null);
  pass(61_000);
  for (const wait of [0, 120_000]) {
    pass(wait);
    seeker.seek(rows, NAMES);
    await done();
  }
  assertEquals(asked.length, 3);
});

Deno.test("known peers: a file that cannot be read is told, and nothing is asked any more", async () => {
  const { seeker, asked, told, done } = watched({
    answer: () => Promise.reject(new CaptureError("Cannot read owners.mmdb: permission denied")),
  });
  seeker.seek(peers("192.0.2.1"), NAMES);
  await done();
  seeker.seek(peers("192.0.2.2"), NAMES);
  await done();
  assertEquals(told, ["Cannot read owners.mmdb: permission denied"]);
  assertEquals(asked.length, 1);
});

Deno.test("known peers: an interruption ends it quietly", async () => {
  const { seeker, told, done, ended, knownTimes } = watched({
    answer: () =>
      new Promise((_, reject) => {
        ended.signal.addEventListener("abort", () => reject(ended.signal.reason));
      }),
  });
  seeker.seek(peers("192.0.2.1"), BOTH);
  await new Promise((resolve) => setTimeout(resolve, 0));
  ended.abort();
  await done();
  assertEquals([told.length, knownTimes()], [0, 0]);
  seeker.seek(peers("192.0.2.2"), BOTH);
});

Deno.test("known peers: a bug is not lost", async () => {
  const { seeker, done } = watched({ answer: () => Promise.reject(new TypeError("a bug")) });
  seeker.seek(peers("192.0.2.1"), NAMES);
  await done();
  assertThrows(() => seeker.seek(peers("192.0.2.1"), NAMES), TypeError, "a bug");
});

Deno.test("known peers: a day of new peers is not all kept", async () => {
  const { seeker, asked, done } = watched({
    lookups: { ...PLAN, owner: true, databases: ["owners.mmdb"] },
  });
  const wanted = { names: false, owners: true };
  const current = peers("203.0.113.1");
  for (let turn = 0; turn < 30; turn++) {
    const addresses = Array.from({ length: 1_000 }, (_, index) => `2001:db8::${turn}:${index}`);
    seeker.seek([...current, ...peers(...addresses)], wanted);
    await done();
  }
  assertEquals(seeker.filled(current).size, 1, "what is on the screen is kept");
  // Those of the first turn were forgotten.
  const before = asked.length;
  seeker.seek(peers("2001:db8::0:5"), wanted);
  await done();
  assertEquals(asked.length, before + 1);
});

Deno.test("known peers: a look-up in files is kept, each other one has limits of its own", async () => {
  const files = watched({ lookups: { ...PLAN, databases: ["owners.mmdb"] } });
  const asks = watched();
  for (const { seeker, done } of [files, asks]) {
    for (const address of ["192.0.2.1", "192.0.2.2"]) {
      seeker.seek(peers(address), { names: false, owners: true });
      await done();
    }
  }
  assertEquals([files.opened.length, asks.opened.length], [1, 2]);
});

Deno.test("known peers: the library's own look-up is used where none is given", async () => {
  const asked: string[] = [];
  const host = fakeHost({
    resolveDns: (name) => {
      asked.push(name);
      return Promise.resolve([
        { data: "dns.example.", preference: null, weight: null, port: null },
      ]);
    },
  });
  const seeker = new KnownPeers(host, {
    lookups: PLAN,
    signal: new AbortController().signal,
    onKnown: () => {},
    onTrouble: (text) => assertEquals(text, ""),
    openLookup: undefined,
  });
  const rows = peers("8.8.4.4", "127.0.0.1");
  seeker.seek(rows, NAMES);
  while (seeker.isLooking) await new Promise((resolve) => setTimeout(resolve, 0));
  assertEquals(seeker.filled(rows).get(1)?.connection.remoteHost, "dns.example");
  assertEquals(asked, ["4.4.8.8.in-addr.arpa"]);
});

Deno.test("known peers: a recording is asked about all peers at once, and what it lacks is told", async () => {
  const addresses = Array.from({ length: 100 }, (_, index) => `192.0.2.${index}`);
  const { seeker, asked, told, done } = watched({
    isReplayed: true,
    answer: () => Promise.reject(new NotRecordedError("nslookup")),
  });
  seeker.seek(peers(...addresses), NAMES);
  await done();
  assertEquals(asked.map(({ addresses }) => addresses.length), [100]);
  assertEquals(told, ["Cannot look up names: the recording does not hold those of these peers"]);
});
