/**
 * Reads the headers of a Windows program (PE32+, 64 bits) for x64 or ARM64, as the PE format
 * specification of Microsoft has them.
 *
 * @module
 */

/** A section of a program: where it is in the file and, once loaded, in memory. */
export interface Section {
  /** Its address in memory, from the start of the image. */
  readonly address: number;
  /** Its bytes in memory. */
  readonly size: number;
  /** Where it begins in the file. */
  readonly fileOffset: number;
  /** Its bytes in the file. */
  readonly fileSize: number;
}

/** What the headers say. */
export interface PeHeaders {
  /** The machine that it is for. */
  readonly machine: "x64" | "arm64";
  /** The bytes of the whole image in memory, as its header says. */
  readonly imageSize: number;
  /** The sections, in the file's order. */
  readonly sections: readonly Section[];
  /** Where each data directory is in memory, and its size; both 0 where there is none. */
  readonly directories: readonly { readonly address: number; readonly size: number }[];
}

/** The machine types, `IMAGE_FILE_MACHINE_AMD64` and `IMAGE_FILE_MACHINE_ARM64`. */
const MACHINES: ReadonlyMap<number, PeHeaders["machine"]> = new Map([
  [0x8664, "x64"],
  [0xaa64, "arm64"],
]);
/** The magic number of the optional header with 64 bits. */
const PE32_PLUS = 0x20b;
/** Where `SizeOfImage` is in an optional header with 64 bits. */
const IMAGE_SIZE = 56;
/** Where the number of data directories is in an optional header with 64 bits; they follow it. */
const DIRECTORY_COUNT = 108;
const SECTION_HEADER = 40;

/** The index of the load configuration among the data directories. */
const LOAD_CONFIGURATION = 10;
/** Where `DependentLoadFlags` is in IMAGE_LOAD_CONFIG_DIRECTORY64. */
const DEPENDENT_LOAD_FLAGS = 78;

/**
 * Reads the headers.
 *
 * @throws {Error} for anything but a whole program for x64 or ARM64.
 */
export function readPeHeaders(file: Uint8Array): PeHeaders {
  const view = new DataView(file.buffer, file.byteOffset, file.byteLength);
  if (file.length < 64 || ascii(file, 0, 2) !== "MZ") throw notPe("it has no DOS header");
  const signature = view.getUint32(0x3c, true);
  const optional = signature + 24;
  if (optional + DIRECTORY_COUNT + 4 > file.length) throw notPe("its headers are cut off");
  if (ascii(file, signature, 4) !== "PE\0\0") throw notPe("it has no PE signature");
  const machine = MACHINES.get(view.getUint16(signature + 4, true));
  if (machine === undefined) throw notPe("it is neither for x64 nor for ARM64");
  if (view.getUint16(optional, true) !== PE32_PLUS) throw notPe("it has not 64 bits");
  const sectionCount = view.getUint16(signature + 6, true);
  const sectionTable = optional + view.getUint16(signature + 20, true);
  const directoryCount = view.getUint32(optional + DIRECTORY_COUNT, true);
  const directories = optional + DIRECTORY_COUNT + 4;
  if (
    directories + directoryCount * 8 > sectionTable ||
    sectionTable + sectionCount * SECTION_HEADER > file.length
  ) throw notPe("its headers are cut off");
  return {
    machine,
    imageSize: view.getUint32(optional + IMAGE_SIZE, true),
    directories: Array.from({ length: directoryCount }, (_, index) => ({
      address: view.getUint32(directories + index * 8, true),
      size: view.getUint32(directories + index * 8 + 4, true),
    })),
    sections: Array.from({ length: sectionCount }, (_, index) => {
      const at = sectionTable + index * SECTION_HEADER;
      return {
        size: view.getUint32(at + 8, true),
        address: view.getUint32(at + 12, true),
        fileSize: view.getUint32(at + 16, true),
        fileOffset: view.getUint32(at + 20, true),
      };
    }),
  };
}

/**
 * Where the file holds `DependentLoadFlags`, 16 bits that tell Windows where to look for the libraries
 * that the program imports.
 *
 * @throws {Error} if the program has no load configuration, or one without that field.
 */
export function dependentLoadFlagsOffset(file: Uint8Array): number {
  const { directories, sections } = readPeHeaders(file);
  const { address, size } = directories[LOAD_CONFIGURATION] ?? { address: 0, size: 0 };
  if (address === 0) throw notPe("it has no load configuration");
  const section = sections.find((section) =>
    address >= section.address && address < section.address + section.fileSize
  );
  if (section === undefined) throw notPe("its load configuration is in no section");
  const offset = address - section.address + section.fileOffset;
  const end = DEPENDENT_LOAD_FLAGS + 2;
  if (
    offset + end > Math.min(file.length, section.fileOffset + section.fileSize) || size < end
  ) throw notPe("its load configuration is cut off");
  // Its first field is its own size: what is behind that belongs to something else.
  const own = new DataView(file.buffer, file.byteOffset + offset, 4).getUint32(0, true);
  if (own < end) throw notPe("its load configuration has no flags for dependent libraries");
  return offset + DEPENDENT_LOAD_FLAGS;
}

/** Whether a file begins as a Windows program does. */
export function isPe(file: Uint8Array): boolean {
  return ascii(file, 0, 2) === "MZ";
}

function ascii(file: Uint8Array, start: number, length: number): string {
  return String.fromCharCode(...file.subarray(start, start + length));
}

function notPe(why: string): Error {
  return new Error(`Cannot read the Windows program: ${why}`);
}
