import { assertEquals, assertLess } from "@std/assert";
import * as fc from "fast-check";
import { NO_VERSION, readVersionResource } from "../../../lib/host/windows/version_resource.ts";

// Made by windres of binutils 2.44: tables 040904B0 and 040704B0, Translation 0x407, 1200.
const FIXTURE = Deno.readFileSync(
  `${import.meta.dirname}/../../fixtures/version_resource/two-languages.bin`,
);

Deno.test("of several tables the one in the program's language is read", () => {
  assertEquals(readVersionResource(FIXTURE), {
    company: "Beispiel Über AG",
    product: "Schafzähler",
    description: "Zählt Schafe",
    version: "3.1.4",
    originalName: null,
  });
});

Deno.test("the name that a program was built with is read", () => {
  // Made by windres of binutils 2.44.
  const resource = Deno.readFileSync(
    `${import.meta.dirname}/../../fixtures/version_resource/original-name.bin`,
  );
  assertEquals(readVersionResource(resource), {
    company: "Example Works",
    product: "Sheep Counter",
    description: "Remote counter of sheep",
    version: "2.0.1",
    originalName: "SheepCounter.exe",
  });
});

Deno.test("a value of 32,000 characters is cut, and no character with it", () => {
  const strings = [table("040904b0", { CompanyName: `${"x".repeat(255)}😀${"y".repeat(30_000)}` })];
  const { company } = readVersionResource(root([block("StringFileInfo", { inner: strings })]));
  assertEquals(company, `${"x".repeat(255)}\ufffd`);
});

Deno.test("a resource is read wherever it lies in memory, with bytes after it", () => {
  const memory = new Uint8Array(FIXTURE.length + 1_003);
  memory.set(FIXTURE, 3);
  assertEquals(readVersionResource(memory.subarray(3)), readVersionResource(FIXTURE));
});

Deno.test("without a translation, or one that has no table, the first table counts", () => {
  const strings = [table("040904E4", { CompanyName: "Example" }), table("040704B0", { a: "b" })];
  const parts = [block("StringFileInfo", { inner: strings })];
  assertEquals(readVersionResource(root(parts)).company, "Example");
  const other = [...parts, translation(0x411, 932)];
  assertEquals(readVersionResource(root(other)).company, "Example");
});

Deno.test("a table that says nothing gives way to one that does", () => {
  const strings = [
    table("040704b0", { CompanyName: "  ", Comments: "x" }),
    table("040904B0", { FILEVERSION: "1.0" }),
  ];
  const parts = [translation(0x407, 1200), block("StringFileInfo", { inner: strings })];
  assertEquals(readVersionResource(root(parts)), { ...NO_VERSION, version: "1.0" });
});

Deno.test("what is no version resource says nothing", () => {
  for (const bytes of [new Uint8Array(), new Uint8Array(52), FIXTURE.subarray(2), root([])]) {
    assertEquals(readVersionResource(bytes), NO_VERSION);
  }
});

/** A string's length is in characters by the book; some compilers write bytes, or leave out the NUL. */
const COUNTS: Record<string, (text: string) => number> = {
  characters: (text) => text.length + 1,
  bytes: (text) => (text.length + 1) * 2,
  "characters without the NUL": (text) => text.length,
};

for (const [name, count] of Object.entries(COUNTS)) {
  Deno.test(`what is written reads back, lengths in ${name}`, () => {
    const text = fc.string({ unit: "binary", minLength: 1 })
      .filter((value) => !value.includes("\0") && value.trim() === value && value !== "");
    const values = fc.record({
      CompanyName: text,
      ProductName: text,
      FileDescription: text,
      FileVersion: text,
      OriginalFilename: text,
    });
    fc.assert(fc.property(values, values, (wanted, other) => {
      const inner = [table("040904b0", other, count), table("041104B0", wanted, count)];
      const resource = root([block("StringFileInfo", { inner }), translation(0x411, 1200)]);
      assertEquals(readVersionResource(resource), {
        company: wanted.CompanyName,
        product: wanted.ProductName,
        description: wanted.FileDescription,
        version: wanted.FileVersion,
        originalName: wanted.OriginalFilename,
      });
    }));
  });
}

Deno.test("a resource that is cut says some of it, or nothing", () => {
  const known = new Set([
    ...Object.values(readVersionResource(FIXTURE)),
    ...["Example Works", "Sheep Counter", "Counts odd sheep", "3.1.4 (beta)"],
  ]);
  for (let length = 0; length < FIXTURE.length; length++) {
    for (const value of Object.values(readVersionResource(FIXTURE.subarray(0, length)))) {
      const isPart = value === null || [...known].some((whole) => whole?.startsWith(value));
      assertEquals(isPart, true, `${value} at ${length}`);
    }
  }
});

Deno.test("any bytes give text or null, in no time", () => {
  const began = performance.now();
  const damaged = fc.array(fc.tuple(fc.nat(FIXTURE.length - 1), fc.nat(255)), { maxLength: 20 })
    .map((changes) => {
      const bytes = FIXTURE.slice();
      for (const [at, value] of changes) bytes[at] = value;
      return bytes;
    });
  fc.assert(
    fc.property(fc.oneof(damaged, fc.uint8Array({ maxLength: 200 })), (bytes) => {
      for (const value of Object.values(readVersionResource(bytes))) {
        assertEquals(value === null || (typeof value === "string" && value !== ""), true);
      }
    }),
    { numRuns: 5_000 },
  );
  // The deepest nest of the smallest blocks that 64 KiB hold.
  readVersionResource(root([block("StringFileInfo", { inner: [new Uint8Array(65_000).fill(6)] })]));
  assertLess(performance.now() - began, 60_000);
});

interface Parts {
  /** The value's bytes. */
  readonly value?: Uint8Array;
  /** What the block says that its value's length is. */
  readonly length?: number;
  readonly isText?: boolean;
  readonly inner?: readonly Uint8Array[];
}

function block(key: string, { value, length, isText, inner = [] }: Parts): Uint8Array {
  const head = new Uint8Array([...new Array(6).fill(0), ...utf16(`${key}\0`)]);
  const whole = [head, value ?? new Uint8Array(), ...inner].reduce((before, part) => {
    const padded = part.length === 0 ? before.length : (before.length + 3) & ~3;
    const both = new Uint8Array(padded + part.length);
    both.set(before);
    both.set(part, padded);
    return both;
  }, new Uint8Array());
  const view = new DataView(whole.buffer);
  view.setUint16(0, whole.length, true);
  view.setUint16(2, length ?? value?.length ?? 0, true);
  view.setUint16(4, isText ? 1 : 0, true);
  return whole;
}

function root(inner: readonly Uint8Array[]): Uint8Array {
  return block("VS_VERSION_INFO", { value: new Uint8Array(52), inner });
}

function table(
  key: string,
  values: Readonly<Record<string, string>>,
  count: (text: string) => number = COUNTS.characters!,
): Uint8Array {
  const strings = Object.entries(values).map(([name, text]) =>
    block(name, { value: utf16(`${text}\0`), length: count(text), isText: true })
  );
  return block(key, { inner: strings, isText: true });
}

function translation(language: number, page: number): Uint8Array {
  const value = new Uint8Array(new Uint16Array([language, page]).buffer);
  return block("VarFileInfo", { inner: [block("Translation", { value })] });
}

function utf16(text: string): Uint8Array {
  return new Uint8Array(Uint16Array.from(text.split(""), (unit) => unit.charCodeAt(0)).buffer);
}
