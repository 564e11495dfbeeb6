/**
 * Hardens an executable that `deno compile` has made, by changing bytes of it in place: where Windows
 * looks for libraries, and which environment variables the runtime obeys (ADR 45 in docs/adr/).
 *
 * @module
 */
import { dependentLoadFlagsOffset, isPe } from "./pe_file.ts";

/** A change of a file: bytes that take the place of as many others. */
export interface Patch {
  /** Where they go. */
  readonly offset: number;
  /** What is written there. */
  readonly bytes: Uint8Array;
  /** What is there before. */
  readonly before: Uint8Array;
}

/** An environment variable that steers Deno's runtime, and that an executable must not obey. */
export interface ForgottenVariable {
  /** Its name. */
  readonly name: string;
  /** The version of Deno from which on the runtime reads it: it must be in the executable. */
  readonly since: readonly [major: number, minor: number, patch: number];
}

/**
 * With the first two set, the runtime runs any JavaScript file instead of netwho, with netwho's rights
 * and under its signature (cli/rt/run.rs of Deno); the second alone makes it fail below some programs of
 * Node. The third names a file that the runtime makes at every start, even an elevated one, and fills
 * with the keys of its connections.
 */
export const FORGOTTEN_VARIABLES: readonly ForgottenVariable[] = [
  { name: "DENO_INTERNAL_CHILD_ENTRYPOINT", since: [2, 8, 3] },
  { name: "NODE_CHANNEL_FD", since: [2, 7, 0] },
  { name: "SSLKEYLOGFILE", since: [2, 7, 0] },
];

/** LOAD_LIBRARY_SEARCH_SYSTEM32: Windows looks for libraries in System32 alone. */
export const SEARCH_SYSTEM32 = 0x0800;

/** The most places that a name is expected in. More would mean that it is no longer a name alone. */
const MOST_PLACES = 8;

/**
 * What to change in an executable.
 *
 * @param version The version of the runtime in it: `2.9.6`.
 * @throws {Error} if the executable is not what is expected of that version.
 */
export function hardeningPatches(file: Uint8Array, version: string): Patch[] {
  const variables = FORGOTTEN_VARIABLES.flatMap(({ name, since }) => {
    const places = nativePlaces(file, name);
    const isExpected = isAtLeast(version, since);
    if (isExpected && places.length === 0) {
      throw new Error(
        `Cannot harden the executable: Deno ${version} should read ${name}, and it is not in there. ` +
          "See how that version reads it",
      );
    }
    if (places.length > MOST_PLACES) {
      throw new Error(
        `Cannot harden the executable: ${name} is in ${places.length} places of it, not a few`,
      );
    }
    // No variable can have a name with a zero in it.
    return places.map((offset) => patchAt(file, offset, new Uint8Array(name.length)));
  });
  if (!isPe(file)) return variables;
  const flags = new Uint8Array([SEARCH_SYSTEM32 & 0xff, SEARCH_SYSTEM32 >> 8]);
  return [patchAt(file, dependentLoadFlagsOffset(file), flags), ...variables];
}

/** The flags that a Windows program has for the libraries it imports. */
export function dependentLoadFlags(file: Uint8Array): number {
  const offset = dependentLoadFlagsOffset(file);
  return file[offset]! | file[offset + 1]! << 8;
}

/**
 * Where compiled code holds a name. It stands there among other text, without quotes; the runtime's
 * JavaScript has it in quotes, where it is left alone: it only sets the variable, for a child.
 */
export function nativePlaces(file: Uint8Array, name: string): number[] {
  return placesOf(file, new TextEncoder().encode(name)).filter((at) => {
    const [before, after] = [file[at - 1], file[at + name.length]];
    return before === undefined || before !== after || !QUOTES.has(before);
  });
}

const QUOTES: ReadonlySet<number> = new Set(["'", '"', "`"].map((quote) => quote.charCodeAt(0)));

function placesOf(file: Uint8Array, text: Uint8Array): number[] {
  const places: number[] = [];
  for (let at = file.indexOf(text[0]!); at >= 0; at = file.indexOf(text[0]!, at + 1)) {
    if (text.every((byte, index) => file[at + index] === byte)) places.push(at);
  }
  return places;
}

function patchAt(file: Uint8Array, offset: number, bytes: Uint8Array): Patch {
  return { offset, bytes, before: file.slice(offset, offset + bytes.length) };
}

function isAtLeast(version: string, wanted: readonly number[]): boolean {
  const parts = version.split(/[.+-]/).map(Number);
  const differing = wanted.findIndex((number, index) => parts[index] !== number);
  return differing < 0 || parts[differing]! > wanted[differing]!;
}

/**
 * Hardens an executable of this disk, or removes it. Returns how many places were changed.
 *
 * @throws {Error} if the executable is not what is expected of that version.
 */
export async function hardenExecutable(path: string, version: string): Promise<number> {
  let patches: Patch[];
  try {
    patches = hardeningPatches(await Deno.readFile(path), version);
  } catch (error) {
    await Deno.remove(path);
    throw error;
  }
  using file = await Deno.open(path, { write: true });
  for (const { offset, bytes } of patches) {
    file.seekSync(offset, Deno.SeekMode.Start);
    for (let written = 0; written < bytes.length;) {
      written += file.writeSync(bytes.subarray(written));
    }
  }
  return patches.length;
}
