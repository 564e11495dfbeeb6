/**
 * Writes small Windows programs for x64 and ARM64 that cannot run, for tests of what reads and changes their
 * headers. Written after Microsoft's specification of the PE format.
 *
 * @module
 */

/** What to write. */
export interface InventedPe {
  /** The size that the load configuration names as its own; null for none. @default 320 */
  readonly loadConfiguration?: number | null;
  /** The size of the load configuration in its data directory. @default the one that it names */
  readonly directorySize?: number;
  /** Its address in memory; in a section from 0x1000 to 0x3000 unless told. @default 0x2040 */
  readonly address?: number;
  /** The flags for dependent libraries. @default 0 */
  readonly flags?: number;
  /** The machine: 0x8664 is x64, 0xaa64 ARM64. @default 0x8664 */
  readonly machine?: number;
  /** The kind of optional header: 0x20b has 64 bits. @default 0x20b */
  readonly magic?: number;
  /** The size in memory that the headers name; the sections end at 0x3000. @default 0x3000 */
  readonly imageSize?: number;
  /** How many data directories there are. @default 16 */
  readonly directories?: number;
  /** Text behind all sections, one byte for a letter. */
  readonly tail?: string;
}

/** Where the headers of the program begin; a real one has its DOS program in front. */
const SIGNATURE = 0x80;

/** Where the flags are in a program with the default address. */
export const FLAGS_OFFSET = 0x400 + 0x40 + 78;

/**
 * Writes a program with two sections: one at 0x1000 (0x200 in the file) and one at 0x2000 (0x400 in the
 * file), each with 0x200 bytes.
 */
export function writePe({
  loadConfiguration = 320,
  directorySize = loadConfiguration ?? 0,
  address = 0x2040,
  flags = 0,
  machine = 0x8664,
  magic = 0x20b,
  imageSize = 0x3000,
  directories = 16,
  tail = "",
}: InventedPe = {}): Uint8Array {
  const end = Uint8Array.from(tail, (letter) => letter.charCodeAt(0));
  const file = new Uint8Array(0x600 + end.length);
  const view = new DataView(file.buffer);
  file.set(end, 0x600);
  write(file, 0, "MZ");
  view.setUint32(0x3c, SIGNATURE, true);
  write(file, SIGNATURE, "PE\0\0");
  view.setUint16(SIGNATURE + 4, machine, true);
  view.setUint16(SIGNATURE + 6, 2, true); // sections
  view.setUint16(SIGNATURE + 20, 112 + 8 * directories, true); // size of the optional header
  const optional = SIGNATURE + 24;
  view.setUint16(optional, magic, true);
  view.setUint32(optional + 32, 0x1000, true); // the alignment of sections in memory
  view.setUint32(optional + 36, 0x200, true); // and in the file
  view.setUint32(optional + 56, imageSize, true);
  view.setUint32(optional + 108, directories, true);
  if (loadConfiguration !== null && directories > 10) {
    view.setUint32(optional + 112 + 10 * 8, address, true);
    view.setUint32(optional + 112 + 10 * 8 + 4, directorySize, true);
    view.setUint32(0x440, loadConfiguration, true);
    view.setUint16(FLAGS_OFFSET, flags, true);
  }
  const table = optional + 112 + 8 * directories;
  for (const [index, name] of [".text", ".rdata"].entries()) {
    const at = table + index * 40;
    write(file, at, name);
    view.setUint32(at + 8, 0x1000, true);
    view.setUint32(at + 12, 0x1000 * (index + 1), true);
    view.setUint32(at + 16, 0x200, true);
    view.setUint32(at + 20, 0x200 * (index + 1), true);
  }
  return file;
}

function write(file: Uint8Array, at: number, text: string): void {
  file.set(new TextEncoder().encode(text), at);
}
