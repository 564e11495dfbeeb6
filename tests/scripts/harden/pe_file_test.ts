import { assertEquals, assertThrows } from "@std/assert";
import fc from "fast-check";
import { dependentLoadFlagsOffset, readPeHeaders } from "../../../scripts/harden/pe_file.ts";
import { FLAGS_OFFSET, type InventedPe, writePe } from "../../support/pe_writer.ts";

Deno.test("the flags are found through the directory and the section that holds them", () => {
  assertEquals(dependentLoadFlagsOffset(writePe()), FLAGS_OFFSET);
  // The smallest load configuration that has them.
  assertEquals(dependentLoadFlagsOffset(writePe({ loadConfiguration: 80 })), FLAGS_OFFSET);
  assertEquals(readPeHeaders(writePe()).sections, [
    { address: 0x1000, size: 0x1000, fileOffset: 0x200, fileSize: 0x200 },
    { address: 0x2000, size: 0x1000, fileOffset: 0x400, fileSize: 0x200 },
  ]);
});

Deno.test("the headers say for which machine a program is, and how large it is in memory", () => {
  assertEquals(readPeHeaders(writePe()).machine, "x64");
  const arm64 = writePe({ machine: 0xaa64, imageSize: 0x3000 });
  assertEquals(readPeHeaders(arm64).machine, "arm64");
  assertEquals(readPeHeaders(arm64).imageSize, 0x3000);
  assertEquals(dependentLoadFlagsOffset(arm64), FLAGS_OFFSET);
});

const REFUSED: readonly (readonly [what: string, pe: InventedPe, why: string])[] = [
  ["without a load configuration", { loadConfiguration: null }, "no load configuration"],
  ["with ten data directories", { directories: 10 }, "no load configuration"],
  ["whose configuration ends before", { loadConfiguration: 79 }, "cut off"],
  ["whose directory ends before", { directorySize: 79 }, "cut off"],
  ["whose configuration names less than its directory", {
    loadConfiguration: 78,
    directorySize: 320,
  }, "has no flags for dependent libraries"],
  ["with an address in no section", { address: 0x9000 }, "in no section"],
  ["with an address that the file has no bytes for", { address: 0x2200 }, "in no section"],
  ["with a configuration over the end of its section", { address: 0x21c0 }, "cut off"],
  ["for 32 bits", { magic: 0x10b }, "has not 64 bits"],
  ["for 32-bit ARM", { machine: 0x01c4 }, "neither for x64 nor for ARM64"],
];

for (const [what, pe, why] of REFUSED) {
  Deno.test(`a program ${what} is refused`, () => {
    assertThrows(() => dependentLoadFlagsOffset(writePe(pe)), Error, why);
  });
}

Deno.test("what is no program is refused, and so is one that ends anywhere in its headers", () => {
  for (const text of ["", "MZ", "\x7fELF", "MZ".padEnd(2000, "x")]) {
    assertThrows(() => readPeHeaders(new TextEncoder().encode(text)), Error, "Cannot read");
  }
  const whole = writePe();
  for (let length = 0; length < FLAGS_OFFSET + 2; length++) {
    assertThrows(() => dependentLoadFlagsOffset(whole.subarray(0, length)), Error, "Cannot read");
  }
});

Deno.test("damaged headers give an offset in the file or a refusal, never another error", () => {
  const change = fc.record({ at: fc.nat(0x45f), byte: fc.nat(255) });
  fc.assert(
    fc.property(fc.array(change, { minLength: 1, maxLength: 8 }), (changes) => {
      const file = writePe();
      for (const { at, byte } of changes) file[at] = byte;
      try {
        const offset = dependentLoadFlagsOffset(file);
        return offset >= 0 && offset + 2 <= file.length;
      } catch (error) {
        return (error as Error).message.startsWith("Cannot read the Windows program");
      }
    }),
    { numRuns: 20_000 },
  );
});
