import { assert, assertEquals } from "@std/assert";
import fc from "fast-check";
import {
  type CacheKind,
  checkValue,
  formatLine,
  HOUR,
  openCache,
  parseLine,
} from "../../lib/lookup/cache.ts";
import { isText, isTextOrNull } from "../../lib/text/untrusted_json.ts";
import { type Host, HostError } from "../../lib/host/host.ts";
import { fakeHost } from "../support/fake_host.ts";
import { memoryCache } from "../support/memory_cache.ts";

interface Pet {
  readonly pet: string;
  readonly food: string | null;
}

const PETS: CacheKind<Pet> = {
  file: "pets.ndjson",
  read: ({ pet, food }) => isText(pet) && isTextOrNull(food) ? { pet, food } : null,
  keyOf: ({ pet }) => pet,
  lifetimeOf: ({ food }) => food === null ? HOUR / 6 : HOUR,
};
const START = Date.UTC(2026, 0, 2);

/** A machine with a clock, and processes that open the same cache on it. */
function machine(overrides: Partial<Host> = {}) {
  const { files, host: cacheHost } = memoryCache();
  const clock = { now: START };
  const host = fakeHost({ ...cacheHost, now: () => clock.now, ...overrides });
  const open = ({ folder = "cache" as string | null, server = null as string | null } = {}) =>
    openCache(host, { folder, kind: PETS, server });
  const text = () => new TextDecoder().decode(files.get("cache/pets.ndjson"));
  return { open, clock, files, text };
}

function foods(cache: ReturnType<ReturnType<typeof machine>["open"]>): Record<string, unknown> {
  return Object.fromEntries(cache.all().map(({ value }) => [value.pet, value.food]));
}

Deno.test("values of one run are known to the next", () => {
  const { open, clock } = machine();
  const first = open();
  assertEquals(first.get("cat"), null);
  first.add([{ pet: "cat", food: "fish" }, { pet: "dog", food: "bone" }]);
  assertEquals(first.get("cat"), { value: { pet: "cat", food: "fish" }, at: START });
  clock.now += 1000;
  const second = open();
  assertEquals(second.get("dog")?.value, { pet: "dog", food: "bone" });
  assertEquals(second.get("dog")?.at, START);
  assertEquals(second.get("bird"), null);
});

Deno.test("each value expires after its own lifetime", () => {
  const { open, clock } = machine();
  open().add([{ pet: "cat", food: "fish" }, { pet: "stone", food: null }]);
  const cache = open();
  clock.now = START + HOUR / 6 - 1;
  assertEquals(foods(cache), { cat: "fish", stone: null });
  clock.now = START + HOUR / 6;
  assertEquals(foods(cache), { cat: "fish" });
  assertEquals(foods(open()), { cat: "fish" });
  clock.now = START + HOUR;
  assertEquals(foods(cache), {});
  assertEquals(foods(open()), {});
});

Deno.test("the last line about a key counts", () => {
  const { open, clock } = machine();
  open().add([{ pet: "cat", food: "fish" }, { pet: "dog", food: "bone" }]);
  clock.now += 1;
  open().add([{ pet: "cat", food: "milk" }]);
  assertEquals(foods(open()), { dog: "bone", cat: "milk" });
});

Deno.test("a value from the future is stale, and can be replaced", () => {
  const { open, clock } = machine();
  clock.now = START + 10 * HOUR;
  open().add([{ pet: "cat", food: "fish" }]);
  clock.now = START;
  const cache = open();
  assertEquals(foods(cache), {});
  cache.add([{ pet: "cat", food: "milk" }]);
  assertEquals(foods(open()), { cat: "milk" });
});

Deno.test("two processes keep the values of both", () => {
  const { open } = machine();
  const [one, other] = [open(), open()];
  one.add([{ pet: "cat", food: "fish" }]);
  other.add([{ pet: "dog", food: "bone" }]);
  one.add([{ pet: "bird", food: "seed" }]);
  // Neither reads the file again while it runs.
  assertEquals(foods(one), { cat: "fish", bird: "seed" });
  assertEquals(foods(other), { dog: "bone" });
  assertEquals(foods(open()), { cat: "fish", dog: "bone", bird: "seed" });
});

Deno.test("values of different servers are kept apart", () => {
  const { open } = machine();
  open({ server: "192.0.2.53#53" }).add([{ pet: "cat", food: "fish" }]);
  assertEquals(foods(open()), {});
  assertEquals(foods(open({ server: "192.0.2.54#53" })), {});
  open().add([{ pet: "cat", food: "milk" }]);
  assertEquals(foods(open({ server: "192.0.2.53#53" })), { cat: "fish" });
  assertEquals(foods(open()), { cat: "milk" });
});

Deno.test("a file that is cut anywhere loses the line that is cut, and nothing else", () => {
  const { open, files } = machine();
  const path = "cache/pets.ndjson";
  open().add([{ pet: "cat", food: "fish" }, { pet: "dög", food: "bone" }]);
  const whole = files.get(path)!;
  const firstLine = whole.indexOf(10);
  for (let length = 0; length <= whole.length; length++) {
    files.set(path, whole.slice(0, length));
    const expected: Record<string, unknown> = {};
    if (length >= firstLine) expected.cat = "fish";
    // A line is also whole without its line feed.
    if (length >= whole.length - 1) expected.dög = "bone";
    assertEquals(foods(open()), expected);
    open().add([{ pet: "bird", food: "seed" }]);
    assertEquals(foods(open()), { ...expected, bird: "seed" });
  }
});

Deno.test("a byte that is damaged costs its own line at most", () => {
  const pets = ["cat", "dog", "bird"].map((pet) => ({ pet, food: "fish" }));
  const lines = pets.length;
  fc.assert(fc.property(fc.nat(), fc.integer({ min: 1, max: 255 }), (position, change) => {
    const { open, files } = machine();
    open().add(pets);
    const bytes = files.get("cache/pets.ndjson")!;
    const at = position % bytes.length;
    bytes[at]! ^= change;
    const found = open().all().map(({ value }) => value);
    for (const pet of found) assert(pets.some(({ pet: name }) => name === pet.pet));
    assert(found.every(({ food }) => food === "fish"));
    // A damaged line feed joins two lines.
    const joined = bytes[at] !== 10 && (bytes[at]! ^ change) === 10;
    assert(found.length >= lines - (joined ? 2 : 1), `${found.length} left`);
  }));
});

Deno.test("foreign lines, blank lines and arbitrary bytes are skipped", () => {
  const { open, files } = machine();
  open().add([{ pet: "cat", food: "fish" }]);
  const line = files.get("cache/pets.ndjson")!;
  fc.assert(fc.property(fc.uint8Array(), fc.uint8Array(), (before, after) => {
    files.set("cache/pets.ndjson", new Uint8Array([...before, 10, ...line, ...after]));
    assertEquals(foods(open()), { cat: "fish" });
  }));
});

Deno.test("a file of stale lines is rewritten, with the lines that others have added", () => {
  const { open, clock, text } = machine();
  const many = Array.from({ length: 250 }, (_, index) => ({ pet: `pet ${index}`, food: "fish" }));
  open().add(many);
  assertEquals(text().trimEnd().split("\n").length, 250);
  clock.now += 2 * HOUR;
  const cache = open();
  open().add([{ pet: "dog", food: "bone" }]);
  cache.add([{ pet: "cat", food: "milk" }]);
  assertEquals(text().trimEnd().split("\n").length, 2);
  assertEquals(foods(open()), { dog: "bone", cat: "milk" });
});

Deno.test("a few stale lines stay in the file", () => {
  const { open, clock, text } = machine();
  open().add([{ pet: "dog", food: "bone" }]);
  clock.now += 2 * HOUR;
  open().add([{ pet: "cat", food: "milk" }]);
  assertEquals(text().trimEnd().split("\n").length, 2);
});

Deno.test("a file that grows large is cut down to its latest values", () => {
  const { open, files } = machine();
  const food = "x".repeat(900);
  const cache = open();
  for (let round = 0; round < 10; round++) {
    cache.add(Array.from({ length: 500 }, (_, index) => ({ pet: `${round}-${index}`, food })));
    assert(files.get("cache/pets.ndjson")!.length <= 4 * 1024 * 1024);
  }
  const kept = open();
  assert(kept.get("9-499") !== null);
  assertEquals(kept.get("0-0"), null);
  assert(kept.all().length > 2000);
});

Deno.test("values too large to be read back do no harm", () => {
  const { open } = machine();
  open().add([{ pet: "cat", food: "x".repeat(100_000) }, { pet: "dog", food: "bone" }]);
  assertEquals(foods(open()), { dog: "bone" });
});

Deno.test("without a folder values are kept in memory", () => {
  const { open, files } = machine();
  const cache = open({ folder: null });
  cache.add([{ pet: "cat", food: "fish" }]);
  assertEquals(foods(cache), { cat: "fish" });
  assertEquals(files.size, 0);
  assertEquals(cache.warnings, []);
});

Deno.test("a cache that cannot be read is one warning, and is not touched again", () => {
  const { open } = machine({
    readCache: () => {
      throw new HostError("permissionDenied", "No");
    },
    appendCache: () => {
      throw new Error("It was to be left alone");
    },
  });
  const cache = open();
  cache.add([{ pet: "cat", food: "fish" }]);
  assertEquals(foods(cache), { cat: "fish" });
  assertEquals(cache.warnings, ["Cannot read the cache cache/pets.ndjson: permission denied"]);
});

Deno.test("a cache that cannot be written is one warning", () => {
  const { open } = machine({
    appendCache: () => {
      throw new HostError("noSpace", "No");
    },
  });
  const cache = open();
  cache.add([{ pet: "cat", food: "fish" }]);
  cache.add([{ pet: "dog", food: "bone" }]);
  assertEquals(foods(cache), { cat: "fish", dog: "bone" });
  assertEquals(cache.warnings, ["Cannot write the cache cache/pets.ndjson: no space left"]);
});

Deno.test("a folder's final slash is not doubled", () => {
  const { open, files } = machine();
  open({ folder: "C:\\Cache\\" }).add([{ pet: "cat", food: "fish" }]);
  assertEquals([...files.keys()], ["C:\\Cache/pets.ndjson"]);
});

const AT = Date.UTC(2026, 0, 2, 3, 4, 5, 678);
const LINE = formatLine({ at: AT, server: null, fields: { network: "8.8.8.0/24", asn: 15169 } });

Deno.test("a line is a JSON object with its version, time and check value", () => {
  const { check, ...rest } = JSON.parse(LINE);
  assertEquals(rest, {
    v: 1,
    at: "2026-01-02T03:04:05.678Z",
    server: null,
    network: "8.8.8.0/24",
    asn: 15169,
  });
  assertEquals(typeof check, "string");
});

Deno.test("the check value is FNV-1a", () => {
  // Test vectors of draft-eastlake-fnv.
  assertEquals(checkValue(""), "811c9dc5");
  assertEquals(checkValue("a"), "e40c292c");
  assertEquals(checkValue("foobar"), "bf9cf968");
});

Deno.test("what is written reads back equal", () => {
  fc.assert(fc.property(fc.string({ unit: "binary" }), fc.option(fc.string()), (text, server) => {
    const read = parseLine(formatLine({ at: AT, server, fields: { text } }));
    assertEquals(read?.at, AT);
    assertEquals(read?.server, server);
    assertEquals(read?.fields.text, text);
  }));
});

Deno.test("a line that is cut anywhere is not valid", () => {
  for (let length = 0; length < LINE.length; length++) {
    assertEquals(parseLine(LINE.slice(0, length)), null, LINE.slice(0, length));
    assertEquals(parseLine(LINE.slice(length + 1)), null);
  }
});

Deno.test("a line with any bit flipped is not valid", () => {
  const bytes = new TextEncoder().encode(LINE);
  for (let bit = 0; bit < bytes.length * 8; bit++) {
    const damaged = bytes.slice();
    damaged[bit >> 3]! ^= 1 << (bit & 7);
    assertEquals(parseLine(new TextDecoder().decode(damaged)), null);
  }
});

Deno.test("foreign lines and those of other versions are not valid", () => {
  const sealed = (text: string) => `${text.slice(0, -1)},"check":"${checkValue(text)}"}`;
  const line = (change: object) =>
    parseLine(
      sealed(JSON.stringify({ v: 1, at: "2026-01-02T03:04:05.678Z", server: null, ...change })),
    );
  assert(line({}) !== null);
  assertEquals(line({ v: 2 }), null);
  assertEquals(line({ v: "1" }), null);
  assertEquals(line({ at: 1767323045678 }), null);
  assertEquals(line({ at: "2026-13-02T03:04:05.678Z" }), null);
  assertEquals(line({ at: "yesterday" }), null);
  assertEquals(line({ server: 5 }), null);
  assertEquals(line({ server: undefined }), null);
  assertEquals(parseLine(sealed("[1]")), null);
  assertEquals(parseLine(sealed("{null}")), null);
  assertEquals(parseLine(`${" ".repeat(40_000)}${LINE}`), null);
  assertEquals(parseLine(LINE.slice(0, -1) + " }"), null);
});

Deno.test("no text makes it throw", () => {
  fc.assert(fc.property(fc.string({ unit: "binary" }), (text) => {
    assertEquals(parseLine(text), null);
  }));
});

Deno.test("a kind with a new version neither reads the old lines nor is read by them", () => {
  const { host: cacheHost, files } = memoryCache();
  const clock = { now: START };
  const host = fakeHost({ ...cacheHost, now: () => clock.now });
  const open = (version?: number) =>
    openCache(host, { folder: "cache", kind: { ...PETS, version }, server: null });
  open().add([{ pet: "cat", food: "fish" }]);
  const next = open(2);
  assertEquals(next.get("cat"), null);
  next.add([{ pet: "dog", food: "bone" }]);
  // Programs of both versions use the file side by side.
  assertEquals(foods(open(2)), { dog: "bone" });
  assertEquals(foods(open()), { cat: "fish" });
  const lines = new TextDecoder().decode(files.get("cache/pets.ndjson")).trimEnd().split("\n");
  assertEquals(lines.map((line) => JSON.parse(line).v), [1, 2]);
  // Rewriting the file drops the old ones.
  for (let i = 0; i < 200; i++) next.add([{ pet: "dog", food: `bone ${i}` }]);
  assertEquals(foods(open(2)), { dog: "bone 199" });
  assertEquals(foods(open()), {});
});
