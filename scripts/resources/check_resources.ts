/**
 * Checks the resources of a Windows program that is to be given away, and that Windows maps all of them.
 *
 * @module
 */
import type { Check } from "../harden/check_file.ts";
import { readPeHeaders } from "../harden/pe_file.ts";
import { ICON_SIZES } from "./draw_icon.ts";
import {
  type FoundResources,
  type ProgramNotes,
  readWindowsResources,
  versionStrings,
} from "./windows_resources.ts";

/** The memory in which sections are mapped: a page of x64 and ARM64. */
const PAGE = 0x1000;

/** Checks a Windows program: every row must hold. */
export function checkResources(program: Uint8Array, notes: ProgramNotes): Check[] {
  const { found, problem } = read(program);
  const check = (what: string, find: (found: FoundResources) => string | null): Check => ({
    what,
    problem: found === null ? problem : find(found),
  });
  return [
    check("its script is there", ({ hasScript }) => hasScript ? null : "it is not"),
    check("Windows maps all of it", () => imageProblem(program)),
    check(`it says that it is ${notes.version}`, ({ strings }) => {
      const wrong = Object.entries(versionStrings(notes)).find(([name, value]) =>
        strings[name] !== value
      );
      return wrong === undefined ? null : `its ${wrong[0]} is ${strings[wrong[0]] ?? "missing"}`;
    }),
    check("its icon has all sizes", ({ iconSizes }) => {
      const missing = ICON_SIZES.filter((size) => !iconSizes.includes(size));
      return missing.length === 0 ? null : `it has not ${missing.join(", ")}`;
    }),
  ];
}

function read(
  program: Uint8Array,
): { found: FoundResources; problem: null } | { found: null; problem: string } {
  try {
    return { found: readWindowsResources(program), problem: null };
  } catch (error) {
    return { found: null, problem: (error as Error).message };
  }
}

/**
 * What is behind the size of the image is not there at run time: Deno 2.9.3 wrote one that was too small,
 * and programs with an icon did not find their script.
 */
function imageProblem(program: Uint8Array): string | null {
  const { imageSize, sections } = readPeHeaders(program);
  const ends = sections.map(({ address, size }) => Math.ceil((address + size) / PAGE) * PAGE);
  const end = Math.max(...ends);
  return imageSize === end ? null : `the image has ${imageSize} bytes, its sections ${end}`;
}
