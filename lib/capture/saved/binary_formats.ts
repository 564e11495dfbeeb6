/**
 * Files that hold no text, told by their first bytes.
 *
 * @module
 */

/** A format of files. */
export interface BinaryFormat {
  /** What a file is, as in "it is …". */
  readonly name: string;
  /** What to do instead; `FILE` stands for its name. */
  readonly advice?: string;
}

interface Signature extends BinaryFormat {
  readonly bytes: readonly number[];
}

const EXPORT_TEXT = "Save it as plain text, JSON or CSV";

const SIGNATURES: readonly Signature[] = [
  {
    bytes: [0x1f, 0x8b],
    name: "compressed with gzip",
    advice: "Decompress it first: gunzip -c FILE | netwho --from -",
  },
  {
    bytes: [0x50, 0x4b, 0x03, 0x04],
    name: "a ZIP archive",
    advice: "Unpack it first (a workbook of Excel is one too: save it as CSV UTF-8)",
  },
  {
    bytes: [0xfd, 0x37, 0x7a, 0x58, 0x5a],
    name: "compressed with xz",
    advice: "Decompress it first: xz -dc FILE | netwho --from -",
  },
  {
    bytes: [0x42, 0x5a, 0x68],
    name: "compressed with bzip2",
    advice: "Decompress it first: bzip2 -dc FILE | netwho --from -",
  },
  {
    bytes: [0x28, 0xb5, 0x2f, 0xfd],
    name: "compressed with Zstandard",
    advice: "Decompress it first: zstd -dc FILE | netwho --from -",
  },
  { bytes: [0x37, 0x7a, 0xbc, 0xaf], name: "a 7-Zip archive", advice: "Unpack it first" },
  { bytes: [0x52, 0x61, 0x72, 0x21], name: "a RAR archive", advice: "Unpack it first" },
  {
    bytes: [0x4d, 0x53, 0x43, 0x46],
    name: "a cabinet file",
    advice: "Unpack it first: expand FILE -F:* .",
  },
  { bytes: [0x7f, 0x45, 0x4c, 0x46], name: "a program" },
  { bytes: [0x4d, 0x5a], name: "a program" },
  {
    bytes: [0x45, 0x6c, 0x66, 0x46, 0x69, 0x6c, 0x65],
    name: "an event log of Windows",
  },
  { bytes: [0xd4, 0xc3, 0xb2, 0xa1], name: "a capture of packets" },
  { bytes: [0xa1, 0xb2, 0xc3, 0xd4], name: "a capture of packets" },
  { bytes: [0x0a, 0x0d, 0x0d, 0x0a], name: "a capture of packets" },
  { bytes: [0x25, 0x50, 0x44, 0x46, 0x2d], name: "a PDF document", advice: EXPORT_TEXT },
  { bytes: [0xd0, 0xcf, 0x11, 0xe0], name: "a document of Office", advice: EXPORT_TEXT },
  { bytes: [0x89, 0x50, 0x4e, 0x47], name: "a picture", advice: EXPORT_TEXT },
  { bytes: [0xff, 0xd8, 0xff], name: "a picture", advice: EXPORT_TEXT },
  { bytes: [0x53, 0x51, 0x4c, 0x69, 0x74, 0x65, 0x20, 0x66], name: "a database of SQLite" },
];

/** Finds the format of a file that holds no text, by its first bytes; null if it is none of these. */
export function binaryFormat(start: Uint8Array): BinaryFormat | null {
  return SIGNATURES.find(({ bytes }) => bytes.every((byte, at) => start[at] === byte)) ?? null;
}
