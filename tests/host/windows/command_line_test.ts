import { assert, assertEquals } from "@std/assert";
import fc from "fast-check";
import { queryCommandLine, readCommandLine } from "../../../lib/host/windows/command_line.ts";

/** What Windows fills in: two lengths in bytes, padding, a pointer, the characters and a NUL. */
function written(line: string): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(16 + 2 * line.length + 2);
  const view = new DataView(bytes.buffer);
  view.setUint16(0, 2 * line.length, true);
  view.setUint16(2, 2 * line.length + 2, true);
  view.setBigUint64(8, 0x1f0_0000_8010n, true);
  for (let at = 0; at < line.length; at++) view.setUint16(16 + 2 * at, line.charCodeAt(at), true);
  return bytes;
}

/** Windows, with a process of this command line. */
function windowsWith(line: string) {
  const answer = written(line);
  const sizes: number[] = [];
  return {
    sizes,
    query: (buffer: Uint8Array<ArrayBuffer>, needed: Uint32Array<ArrayBuffer>) => {
      sizes.push(buffer.length);
      needed[0] = answer.length;
      if (buffer.length < answer.length) return 0xc000_0004;
      buffer.set(answer);
      return 0;
    },
  };
}

Deno.test("a command line, in any script, exactly as it was given", () => {
  const lines = [
    `"C:\\a b\\x.exe" --password=s3cret `,
    "größe.exe 日本 😀",
    "\ufeffmark.exe",
    " x",
  ];
  for (const line of lines) assertEquals(queryCommandLine(windowsWith(line).query), line);
});

Deno.test("a longer one takes a second call with as much room as is needed", () => {
  const line = "x".repeat(32_766);
  const { query, sizes } = windowsWith(line);
  assertEquals(queryCommandLine(query), line);
  assertEquals(sizes.length, 2);
  assertEquals(sizes[1], 16 + 2 * 32_766 + 2);
});

Deno.test("none, no access, an unknown class, an endless demand for room: null", () => {
  assertEquals(queryCommandLine(windowsWith("").query), null);
  assertEquals([0xc000_0022, 0xc000_0003].map((status) => queryCommandLine(() => status)), [
    null,
    null,
  ]);
  let calls = 0;
  const greedy = (_: unknown, needed: Uint32Array<ArrayBuffer>) => {
    calls++;
    needed[0] = 0xffff_ffff;
    return 0xc000_0004;
  };
  assertEquals([queryCommandLine(greedy), calls], [null, 2]);
});

Deno.test("any buffer gives a text that is in it or null, and nothing throws", () => {
  assertEquals(readCommandLine(written("cmd").subarray(0, -4)), null, "longer than the buffer");
  fc.assert(fc.property(fc.uint8Array({ maxLength: 80 }), fc.nat(80), (bytes, length) => {
    if (bytes.length > 1) bytes.set([length, 0]);
    const line = readCommandLine(bytes);
    if (line !== null) assert(2 * line.length <= bytes.length - 16);
  }));
});
