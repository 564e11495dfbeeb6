/** What Windows fills buffers with may be damaged, or made to harm: nothing throws, all is short. */
import { assertEquals, assertLess } from "@std/assert";
import { recordsText } from "../../../lib/host/windows/console_keys.ts";
import { readOwnerModule } from "../../../lib/host/windows/owner_module.ts";
import { readVersionResource } from "../../../lib/host/windows/version_resource.ts";
import { mutate, Random } from "../../../scripts/fuzz/mutate.ts";
import { checkVersion, checkWindowsBytes } from "../../../scripts/fuzz/windows_bytes.ts";

const FIXTURES = `${import.meta.dirname}/../../fixtures/version_resource`;
const RESOURCES = ["two-languages.bin", "original-name.bin"].map((name) =>
  Deno.readFileSync(`${FIXTURES}/${name}`)
);

// `deno task fuzz --law windowsBytes --runs 300000` runs as many as it takes to believe it.
Deno.test("mutated version resources give short texts or nothing, at once", () => {
  const began = performance.now();
  for (let run = 0; run < 20_000; run++) checkVersion(mutate(RESOURCES, new Random(run)));
  assertLess(performance.now() - began, 60_000);
});

Deno.test("mutated buffers of every other kind are read without a fault", () => {
  const began = performance.now();
  const seeds = [...RESOURCES, new Uint8Array(400), crypto.getRandomValues(new Uint8Array(700))];
  for (let run = 0; run < 5_000; run++) {
    const random = new Random(run);
    checkWindowsBytes(mutate(seeds, random), random);
  }
  assertLess(performance.now() - began, 60_000);
});

Deno.test("a resource that seems to nest and to go on for ever ends", () => {
  // Blocks of any length that each byte pair can name, at each place.
  const began = performance.now();
  for (const unit of [0, 6, 7, 8, 0x0006_0006, 0xffff, 0xffff_ffff]) {
    const resource = RESOURCES[0]!.slice();
    const filled = new Uint32Array(Math.floor((resource.length - 96) / 4)).fill(unit);
    resource.set(new Uint8Array(filled.buffer), 92);
    checkVersion(resource);
    const large = new Uint8Array(4_000_000);
    large.set(new Uint8Array(new Uint32Array(large.length / 4).fill(unit).buffer));
    large.set(RESOURCES[0]!.subarray(0, 92));
    large.set([0xff, 0xff]);
    checkVersion(large);
  }
  assertLess(performance.now() - began, 20_000);
});

Deno.test("control characters of a resource stay in its texts as they are, but for NUL", () => {
  const text = readVersionResource(RESOURCES[1]!);
  assertEquals(text.company, "Example Works");
  const bytes = RESOURCES[1]!.slice();
  const at = indexOf(bytes, utf16("Example Works"));
  bytes.set(utf16("\x1b]0;x\x07\u202e\u009b"), at);
  assertEquals(readVersionResource(bytes).company, "\x1b]0;x\x07\u202e\u009bWorks");
  bytes.set(utf16("Ex\0"), at);
  assertEquals(readVersionResource(bytes).company, "Ex");
});

Deno.test("a pointer to the end of the buffer or behind it names no owner", () => {
  for (const length of [16, 18, 20, 30, 31, 32, 64]) {
    for (let distance = 0n; distance < BigInt(length) + 40n; distance++) {
      for (const isReversed of [false, true]) {
        const bytes = new Uint8Array(length).fill(0x41, 16);
        const pointers = [0x7000n, 0x7000n + distance];
        if (isReversed) pointers.reverse();
        const view = new DataView(bytes.buffer);
        pointers.forEach((pointer, at) => view.setBigUint64(at * 8, pointer, true));
        assertEquals(readOwnerModule(bytes), null);
      }
    }
  }
});

Deno.test("a key that claims to be pressed 65,535 times fills no memory", () => {
  const records = new Uint8Array(256 * 20);
  const view = new DataView(records.buffer);
  for (let at = 0; at < records.length; at += 20) {
    view.setUint16(at, 1, true);
    view.setInt32(at + 4, 1, true);
    view.setUint16(at + 8, 0xffff, true);
    view.setUint16(at + 10, 0x25, true);
    view.setUint32(at + 16, 0x10 | 0x8 | 0x2, true);
  }
  assertLess(recordsText(records).length, 256 * 1000);
});

function utf16(text: string): Uint8Array {
  return new Uint8Array(Uint16Array.from(text, (unit) => unit.charCodeAt(0)).buffer);
}

function indexOf(bytes: Uint8Array, part: Uint8Array): number {
  for (let at = 0; at < bytes.length; at++) {
    if (part.every((byte, index) => bytes[at + index] === byte)) return at;
  }
  throw new Error("not found");
}
