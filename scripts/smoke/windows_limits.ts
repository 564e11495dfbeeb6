/**
 * Tries programs with damaged and hostile version resources, which Windows reads for netwho.exe, under
 * Wine; part of windows.ts.
 *
 * @module
 */
import { assert, assertEquals } from "@std/assert";
import { winbox, wine } from "./executable.ts";
import { get, put } from "./wine_drive.ts";

const RESOURCE = await Deno.readFile(
  `${import.meta.dirname}/../../tests/fixtures/version_resource/original-name.bin`,
);

/** The resource with another number at a place. */
function changed(at: number, value: number): Uint8Array {
  const bytes = RESOURCE.slice();
  new DataView(bytes.buffer).setUint16(at, value, true);
  return bytes;
}

/** The resource of a program whose company has a very long name. */
function longNamed(): Uint8Array {
  const at = placeOf("CompanyName");
  const start = at + "CompanyName\0".length * 2;
  const bytes = new Uint8Array(65_000);
  bytes.set(RESOURCE.subarray(0, start));
  const view = new DataView(bytes.buffer);
  for (let unit = start; unit + 2 < bytes.length; unit += 2) view.setUint16(unit, 0x58, true);
  // It ends with all that it is in: the resource, the texts, the table.
  for (const block of [0, placeOf("StringFileInfo") - 6, placeOf("StringFileInfo") + 30, at - 6]) {
    view.setUint16(block, bytes.length - block, true);
  }
  view.setUint16(at - 4, (bytes.length - start) / 2, true);
  return bytes;
}

/** Where a key stands. */
function placeOf(key: string): number {
  const wanted = Array.from(key, (character) => character.charCodeAt(0));
  for (let at = 0; at < RESOURCE.length; at += 2) {
    if (wanted.every((unit, index) => RESOURCE[at + index * 2] === unit)) return at;
  }
  throw new Error(`there is no ${key}`);
}

/** The resources by the names of their programs, and the companies that are told of them. */
const PROGRAMS: Readonly<Record<string, { resource: Uint8Array; company?: string | null }>> = {
  right: { resource: RESOURCE, company: "Example Works" },
  longest: { resource: changed(0, 0xffff) },
  shortest: { resource: changed(0, 6) },
  longvalue: { resource: changed(2, 0xffff) },
  stump: { resource: RESOURCE.slice(0, 3), company: null },
  blocks: { resource: minimalBlocks() },
  longname: { resource: longNamed() },
};

/** Thousands of the smallest blocks, where the tables should be. */
function minimalBlocks(): Uint8Array {
  const bytes = new Uint8Array(92 + 6_000 * 8);
  bytes.set(RESOURCE.subarray(0, 92));
  const view = new DataView(bytes.buffer);
  view.setUint16(0, bytes.length, true);
  for (let at = 92; at < bytes.length; at += 8) view.setUint16(at, 6, true);
  return bytes;
}

/** A program with a version resource, in a section of its own behind all others. */
function withResource(program: Uint8Array, resource: Uint8Array): Uint8Array {
  const old = new DataView(program.buffer, program.byteOffset, program.byteLength);
  const head = old.getUint32(0x3c, true);
  const sections = old.getUint16(head + 6, true);
  const optional = head + 24;
  const table = optional + old.getUint16(head + 20, true);
  const [memory, file] = [32, 36].map((at) => old.getUint32(optional + at, true)) as [
    number,
    number,
  ];
  const up = (size: number, to: number) => Math.ceil(size / to) * to;
  const start = up(old.getUint32(optional + 56, true), memory);
  const offset = up(program.length, file);
  // Three folders (the kind, the name, the language) of one entry each, then where the bytes are.
  const size = 24 * 3 + 16 + resource.length;
  const bytes = new Uint8Array(offset + up(size, file));
  bytes.set(program);
  const view = new DataView(bytes.buffer);
  const last = table + sections * 40;
  bytes.set(new TextEncoder().encode(".rsrc\0\0\0"), last);
  [size, start, up(size, file), offset].forEach((value, at) =>
    view.setUint32(last + 8 + at * 4, value, true)
  );
  view.setUint32(last + 36, 0x4000_0040, true);
  view.setUint16(head + 6, sections + 1, true);
  view.setUint32(optional + 56, up(start + size, memory), true);
  view.setUint32(optional + 112 + 16, start, true);
  view.setUint32(optional + 112 + 20, size, true);
  const RT_VERSION = 16;
  [RT_VERSION, 1, 0x409].forEach((id, depth) => {
    const at = offset + 24 * depth;
    view.setUint16(at + 14, 1, true);
    view.setUint32(at + 16, id, true);
    view.setUint32(at + 20, 24 * (depth + 1) + (depth < 2 ? 0x8000_0000 : 0), true);
  });
  view.setUint32(offset + 72, start + 88, true);
  view.setUint32(offset + 76, resource.length, true);
  bytes.set(resource, offset + 88);
  return bytes;
}

/** Wine's ping, which runs for as long as it is told to. */
async function readPing(): Promise<Uint8Array> {
  await winbox(
    ...["wine", "cmd", "/c", "copy", "/y", "C:\\windows\\system32\\ping.exe", "C:\\app\\p.tmp"],
  );
  try {
    return await get("p.tmp");
  } finally {
    await winbox("wine", "cmd", "/c", "del", "C:\\app\\p.tmp");
  }
}

Deno.test("netwho.exe describes programs with hostile version resources", async () => {
  await winbox("restore");
  const ping = await readPing();
  const names = Object.keys(PROGRAMS).map((name) => `limit-${name}.exe`);
  for (const [name, { resource }] of Object.entries(PROGRAMS)) {
    await put(`limit-${name}.exe`, withResource(ping, resource));
  }
  const running = names.map((name) => winbox("wine", `C:\\app\\${name}`, "-n", "120", "127.0.0.1"));
  const started: number[] = [];
  try {
    for (let tries = 0; started.length < names.length && tries < 20; tries++) {
      const { stdout } = await wine("tasklist", "--process", "limit-*", "--format", "json");
      started.splice(0, Infinity, ...JSON.parse(stdout).map(({ pid }: { pid: number }) => pid));
    }
    assertEquals(started.length, names.length, "not all programs run");
    const targets = started.map((pid) => `pid:${pid}`);
    const { code, stdout, stderr } = await wine("inspect", ...targets, "--format", "json");
    assertEquals(code, 0, stderr);
    const rows = JSON.parse(stdout).filter(({ path }: { path: string | null }) =>
      /\\limit-\w+\.exe$/.test(path ?? "")
    );
    assertEquals(rows.length, names.length, stdout);
    for (const { path, company, product, fileDescription, fileVersion } of rows) {
      const { company: known } = PROGRAMS[/limit-(\w+)\.exe$/.exec(path)![1]!]!;
      if (known !== undefined) assertEquals(company, known, path);
      for (const text of [company, product, fileDescription, fileVersion]) {
        assert(text === null || (text !== "" && text.length <= 256), `${path}: ${text}`);
      }
    }
    const long = rows.find(({ path }: { path: string }) => path.endsWith("limit-longname.exe"));
    assertEquals(long.company, "X".repeat(256));
  } finally {
    const ends = started.flatMap((pid) => ["/pid", String(pid)]);
    await winbox("wine", "taskkill", "/f", ...ends);
    await Promise.all(running);
    await winbox("wine", "cmd", "/c", "del", "C:\\app\\limit-*.exe");
  }
});
