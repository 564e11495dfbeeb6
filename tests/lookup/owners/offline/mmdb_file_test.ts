import { assert, assertEquals } from "@std/assert";
import { Buffer } from "node:buffer";
import fc from "fast-check";
import { Reader } from "mmdb-lib";
import { parseAddress } from "../../../../lib/address/address.ts";
import { blockOf, containsGroups, formatCidr, parseCidr } from "../../../../lib/address/range.ts";
import { type DataValue, decodeData } from "../../../../lib/lookup/owners/offline/mmdb_data.ts";
import { MmdbFile } from "../../../../lib/lookup/owners/offline/mmdb_file.ts";
import {
  DataWriter,
  Double,
  metadataBytes,
  type MmdbOptions,
  Pointer,
  Raw,
  type Value,
  writeMmdb,
} from "../../../support/mmdb_writer.ts";
import { assertQuick } from "../../../support/timing.ts";

/** Opens a database that must open. */
function open(bytes: Uint8Array): MmdbFile {
  const file = MmdbFile.open(bytes);
  assert(file instanceof MmdbFile, String(file));
  return file;
}

/** What a database says about an address, with the prefix. */
function find(bytes: Uint8Array, address: string): [unknown, number | null] | null {
  const record = open(bytes).find(parseAddress(address)!);
  return record && [plain(record.value), record.prefixLength];
}

/** A value as JSON would have it. */
function plain(value: DataValue | undefined): unknown {
  if (value instanceof Map) {
    return Object.fromEntries([...value].map(([key, item]) => [key, plain(item)]));
  }
  return Array.isArray(value) ? value.map(plain) : value;
}

const decode = (value: Value): DataValue | undefined => {
  const writer = new DataWriter(false);
  writer.write(value);
  return decodeData(Uint8Array.from(writer.bytes), { at: 0, base: 0 });
};

const SIZES = [24, 28, 32] as const;

for (const recordSize of SIZES) {
  for (const withPointers of [false, true]) {
    const how = `${recordSize} bits a record${withPointers ? ", with pointers" : ""}`;
    Deno.test(`the record of an address, and the block it is for: ${how}`, () => {
      const records = [
        ["192.0.2.0/24", { name: "Example" }],
        ["192.0.2.128/25", { name: "Example", asn: 64496 }],
        ["203.0.113.7/32", { name: "One host" }],
        ["2001:db8::/32", { name: "Six" }],
      ] as const;
      const bytes = writeMmdb({ records, recordSize, withPointers });
      assertEquals(find(bytes, "192.0.2.1"), [{ name: "Example" }, 25]);
      assertEquals(find(bytes, "192.0.2.200"), [{ name: "Example", asn: 64496 }, 25]);
      assertEquals(find(bytes, "203.0.113.7"), [{ name: "One host" }, 32]);
      assertEquals(find(bytes, "203.0.113.6"), null);
      assertEquals(find(bytes, "2001:db8:1::1"), [{ name: "Six" }, 32]);
      assertEquals(find(bytes, "2001:db9::1"), null);
    });
  }
}

Deno.test("an IPv6 address in a database of IPv4 finds nothing", () => {
  // 2001:db8:: begins with the bits of 32.1.13.184.
  const bytes = writeMmdb({ records: [["32.1.13.0/24", { asn: 64496 }]], ipVersion: 4 });
  assertEquals(find(bytes, "32.1.13.184"), [{ asn: 64496 }, 24]);
  assertEquals(find(bytes, "2001:db8::1"), null);
});

Deno.test("a record for more than all of IPv4 names no block of it", () => {
  const bytes = writeMmdb({ records: [["::/64", { asn: 64496 }]] });
  assertEquals(find(bytes, "192.0.2.1"), [{ asn: 64496 }, null]);
  assertEquals(find(bytes, "::1:0:0"), [{ asn: 64496 }, 64]);
});

Deno.test("aliases lead to the IPv4 addresses", () => {
  const records = [["192.0.2.0/24", { asn: 64496 }]] as const;
  const bytes = writeMmdb({ records, withAliases: true });
  assertEquals(find(bytes, "2002:c000:0201::1"), [{ asn: 64496 }, 40]);
  assertEquals(find(bytes, "::ffff:192.0.2.1"), [{ asn: 64496 }, 120]);
});

Deno.test("every type of value, and every length of it", () => {
  for (const value of [0, 1, 255, 256, 65_535, 65_536, 4_294_967_295]) {
    assertEquals(decode(value), value);
  }
  for (const length of [0, 28, 29, 284, 285, 65_820, 65_821, 70_000]) {
    assertEquals(decode("é".repeat(length / 2)), "é".repeat(length / 2));
  }
  assertEquals(decode(1_767_225_600n), 1_767_225_600);
  assertEquals([decode(true), decode(false)], [true, false]);
  assertEquals(decode(new Double(-0.5)), -0.5);
  assertEquals(decode(["a", [], 1]), ["a", [], 1]);
  assertEquals(plain(decode({ a: { b: [true] }, "": "" })), { a: { b: [true] }, "": "" });
  // int32 -1; a float of 0.5; four bytes; 128 bits
  assertEquals(decode(new Raw([4, 1, 255, 255, 255, 255])), -1);
  assertEquals(decode(new Raw([4, 8, 0x3f, 0, 0, 0])), 0.5);
  assertEquals(decode(new Raw([0x84, 1, 2, 3, 4])), null);
  assertEquals(decode(new Raw([1, 3, 7])), null);
});

Deno.test("pointers of every size", () => {
  for (const target of [5, 2_047, 2_048, 526_335, 526_336, 600_000]) {
    const writer = new DataWriter(false);
    writer.write(new Pointer(target));
    const bytes = new Uint8Array(target + 3);
    bytes.set(writer.bytes);
    bytes.set([0x42, 0x6f, 0x6b], target);
    assertEquals(decodeData(bytes, { at: 0, base: 0 }), "ok", `${target}`);
  }
  const longest = Uint8Array.of(0x38, 0, 0, 0, 5, 0x42, 0x6f, 0x6b);
  assertEquals(decodeData(longest, { at: 0, base: 0 }), "ok");
});

const HOSTILE: readonly (readonly [what: string, value: Value])[] = [
  ["a pointer to itself", new Pointer(0)],
  ["a pointer to a pointer", [new Pointer(4), new Raw([0x20, 6]), "x"]],
  ["a map that holds itself", { a: new Pointer(0) }],
  ["an array that holds itself twice", [new Pointer(0), new Pointer(0)]],
  ["a pointer past the end", new Pointer(5_000)],
  [
    "arrays in arrays, 10,000 deep",
    new Raw(new Array(20_000).fill(0).map((_, at) => at % 2 ? 4 : 1)),
  ],
  ["an array of 16 million", new Raw([31, 4, 255, 255, 255])],
  ["a map of 16 million", new Raw([0xff, 255, 255, 255])],
  ["a text of 16 million", new Raw([0x5f, 255, 255, 255, 65])],
  ["bytes of 16 million", new Raw([0x9f, 255, 255, 255, 65])],
  ["a key that is no text", new Raw([0xe1, 0xa1, 1, 0xa1, 1])],
  ["an integer of five bytes", new Raw([0xc5, 1, 2, 3, 4, 5])],
  ["a double of four bytes", new Raw([0x64, 1, 2, 3, 4])],
  ["an unknown type", new Raw([1, 20, 0])],
  ["a container of an old kind", new Raw([1, 5, 0])],
  ["a size that is cut", new Raw([0x5e, 1])],
  ["nothing", new Raw([])],
];

for (const [what, value] of HOSTILE) {
  Deno.test(`a damaged value is told and does no harm: ${what}`, async () => {
    await assertQuick(500, () => assertEquals(decode(value), undefined));
  });
}

Deno.test("a value that would be huge when decoded is refused at once", async () => {
  // Each array has 100 pointers to the one before: 100^8 items.
  const writer = new DataWriter(false);
  let last = writer.write("x");
  for (let level = 0; level < 8; level++) {
    const pointers = new Array(100).fill(new Pointer(last));
    last = writer.write(pointers);
  }
  // The texts of one record together are limited too.
  const long = writer.write("y".repeat(60_000));
  const texts = writer.write(new Array(1_000).fill(new Pointer(long)));
  const bytes = Uint8Array.from(writer.bytes);
  await assertQuick(500, () => {
    assertEquals(decodeData(bytes, { at: last, base: 0 }), undefined);
    assertEquals(decodeData(bytes, { at: texts, base: 0 }), undefined);
  });
});

Deno.test("a key of an object's prototype is a key like any other", () => {
  const value = decode(new Raw([0xe1, 0x49, ...new TextEncoder().encode("__proto__"), 0xa1, 1]));
  assertEquals([...value as ReadonlyMap<string, DataValue>], [["__proto__", 1]]);
});

Deno.test("metadata: what a database says of itself", () => {
  const { metadata } = open(writeMmdb({
    records: [["192.0.2.0/24", { asn: 1 }]],
    recordSize: 28,
    metadata: {
      database_type: "GeoLite2-ASN\n\u001b[31m",
      build_epoch: 1_793_664_000n,
      description: { de: "Auf Deutsch", en: "GeoLite2ASN database" },
    },
  }));
  assertEquals(metadata.type, "GeoLite2-ASN \u001b[31m");
  assertEquals(metadata.builtAt, Date.UTC(2026, 10, 3));
  assertEquals(metadata.description, "GeoLite2ASN database");
  assertEquals([metadata.ipVersion, metadata.recordSize], [6, 28]);
});

const MISFITS: readonly (readonly [what: string, bytes: Uint8Array, reason: string])[] = [
  ["no bytes", new Uint8Array(), "it is neither a MaxMind database nor a CSV list of networks"],
  [
    "another program's file",
    new TextEncoder().encode("\x7fELF".repeat(100)),
    "it is neither a MaxMind database nor a CSV list of networks",
  ],
  [
    "version 3",
    withMetadata({ binary_format_major_version: 3 }),
    "its format has version 3, and 2 is wanted",
  ],
  [
    "no version",
    withMetadata({ binary_format_major_version: [] }),
    "its format has version ?, and 2 is wanted",
  ],
  [
    "records of 20 bits",
    withMetadata({ record_size: 20 }),
    "it is damaged: its metadata makes no sense",
  ],
  ["IP version 5", withMetadata({ ip_version: 5 }), "it is damaged: its metadata makes no sense"],
  [
    "a text for a count",
    withMetadata({ node_count: "1" }),
    "it is damaged: its metadata makes no sense",
  ],
  [
    "more nodes than bytes",
    withMetadata({ node_count: 4_000_000_000 }),
    "it is damaged: it is cut short",
  ],
  [
    "metadata that is a pointer to itself",
    Uint8Array.from([...metadataBytes({}).slice(0, 14), 0x20, 0]),
    "it is damaged: its metadata cannot be read",
  ],
];

function withMetadata(metadata: MmdbOptions["metadata"]): Uint8Array {
  return writeMmdb({ records: [["192.0.2.0/24", { asn: 1 }]], metadata });
}

for (const [what, bytes, reason] of MISFITS) {
  Deno.test(`a file that is no database is refused with a reason: ${what}`, () => {
    assertEquals(MmdbFile.open(bytes), reason);
  });
}

Deno.test("a database that is cut anywhere is refused", () => {
  const bytes = writeMmdb({
    records: [["192.0.2.0/24", { asn: 64496 }], ["2001:db8::/32", { asn: 1 }]],
  });
  for (let length = 0; length < bytes.length; length++) {
    const file = MmdbFile.open(bytes.subarray(0, length));
    assert(typeof file === "string", `opened ${length} of ${bytes.length} bytes`);
  }
});

Deno.test("a tree that leads in a circle ends", async () => {
  // One node; both children are the node itself.
  const bytes = Uint8Array.from([
    ...[0, 0, 0, 0, 0, 0],
    ...new Array(16).fill(0),
    ...metadataBytes({ node_count: 1, record_size: 24, ip_version: 6 }),
  ]);
  assertEquals(find(bytes, "192.0.2.1"), null);
  assertEquals(find(bytes, "2001:db8::1"), null);
  await assertQuick(1000, () => assertEquals([...open(bytes).sample(100)], []));
});

/** Databases of a few blocks, with the blocks. */
function arbitraryDatabase() {
  const ipv4 = fc.tuple(fc.nat(0xffffffff), fc.integer({ min: 1, max: 32 })).map((
    [value, length],
  ) => formatCidr(blockOf({ family: 4, groups: [value >>> 16, value & 0xffff] }, length)));
  const group = fc.nat(0xffff);
  const ipv6 = fc.tuple(
    fc.tuple(fc.integer({ min: 0x2001, max: 0x2fff }), group, group),
    fc.integer({
      min: 17,
      max: 128,
    }),
  ).map(([[a, b, c], length]) =>
    formatCidr(blockOf({ family: 6, groups: [a, b, c, 0, 0, 0, 0, 1] }, length))
  );
  return fc.record({
    ipVersion: fc.constantFrom(4, 6),
    recordSize: fc.constantFrom(...SIZES),
    withPointers: fc.boolean(),
    blocks: fc.uniqueArray(fc.oneof(ipv4, ipv6), { minLength: 1, maxLength: 12 }),
  }).map(({ blocks, ...options }) => {
    // Larger blocks first: a smaller one splits them.
    const records = blocks
      .filter((block) => options.ipVersion === 6 || !block.includes(":"))
      .toSorted((a, b) => prefixOf(a) - prefixOf(b))
      .map((block, index) => [block, { asn: index, name: `of ${block}` }] as const);
    return { ...options, records } as MmdbOptions;
  }).filter(({ records }) => records.length > 0);
}

function prefixOf(block: string): number {
  const { family, prefixLength } = parseCidr(block)!;
  return family === 4 ? prefixLength + 96 : prefixLength;
}

Deno.test("an address has the record of the smallest block around it, as mmdb-lib says too", () => {
  fc.assert(fc.property(arbitraryDatabase(), fc.nat(0xffffffff), (options, random) => {
    const bytes = writeMmdb(options);
    const file = open(bytes);
    const reader = new Reader(Buffer.from(bytes));
    const inside = options.records.flatMap(([block]) => {
      const { first, last, family } = parseCidr(block)!;
      return [first, last].map((groups) => ({ family, groups }));
    });
    const others = [{ family: 4 as const, groups: [random >>> 16, random & 0xffff] }];
    for (const address of [...inside, ...others]) {
      const around = options.records
        .filter(([block]) => {
          const cidr = parseCidr(block)!;
          return cidr.family === address.family && containsGroups(cidr, address.groups);
        })
        .toSorted(([a], [b]) => prefixOf(b) - prefixOf(a));
      const found = file.find(address);
      assertEquals(plain(found?.value) ?? null, around[0]?.[1] ?? null);
      const text = formatCidr(blockOf(address, address.groups.length * 16)).replace(/\/.*/, "");
      const [value, prefixLength] = reader.getWithPrefixLength(text);
      assertEquals(plain(found?.value) ?? null, value ?? null);
      if (found !== null) assertEquals(found.prefixLength, prefixLength);
    }
  }));
});

Deno.test("no bytes make it throw or wait", () => {
  const change = fc.tuple(fc.nat(), fc.nat(255));
  const input = fc.tuple(arbitraryDatabase(), fc.array(change, { minLength: 1, maxLength: 6 }));
  fc.assert(
    fc.property(input, fc.option(fc.nat(), { nil: null }), ([options, changes], cut) => {
      let bytes = writeMmdb(options);
      for (const [at, byte] of changes) bytes[at % bytes.length] = byte;
      if (cut !== null) bytes = bytes.subarray(0, cut % bytes.length);
      const started = performance.now();
      const file = MmdbFile.open(bytes);
      if (typeof file !== "string") {
        for (const address of ["192.0.2.1", "203.0.113.255", "2001:db8::1", "::"]) {
          file.find(parseAddress(address)!);
        }
        for (const _ of file.sample(100));
      }
      assert(performance.now() - started < 20_000);
    }),
    { numRuns: 500 },
  );
});
