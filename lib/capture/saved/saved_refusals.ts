/**
 * Why a saved file is not used, and what to do instead.
 *
 * @module
 */
import { ParseError } from "../../errors.ts";
import type { ReadableTool } from "../../tools/tools.ts";
import { binaryFormat } from "./binary_formats.ts";
import { failureIn } from "./failure_messages.ts";
import { foreignListing } from "./foreign_listings.ts";
import { foreignCsv } from "./foreign_rows.ts";
import { isUsable, type SavedKind, type Unusable } from "./saved_kind.ts";

/** Why a file is not used. */
export interface Refusal {
  /** `Cannot use x` where it is known what it holds, else `Cannot understand x`. */
  readonly verb: "use" | "understand";
  /** Whether the file is right elsewhere. */
  readonly isElsewhere?: boolean;
  /** What it is or holds. */
  readonly state: string;
  /** What to do instead; `FILE` stands for the file. */
  readonly hint: string;
}

/** What was found in a file. */
export interface Findings {
  readonly kind: SavedKind | Unusable;
  /** Its beginning as text. */
  readonly head: string;
  /** Its first bytes as they are in the file. */
  readonly start: Uint8Array;
  /** What the command can read. */
  readonly wanted: { readonly output: string; readonly hint: string };
}

/** Tells why a file in which nothing that is wanted was found is not used. */
export function refusalOf({ kind, head, start, wanted }: Findings): Refusal {
  if (isUsable(kind)) return otherTool(kind as ReadableTool);
  if (kind === "empty") return { verb: "understand", state: "it is empty", hint: wanted.hint };
  const format = binaryFormat(start);
  if (format !== null) {
    return { verb: "use", state: `it is ${format.name}`, hint: format.advice ?? wanted.hint };
  }
  if (kind === "binary") {
    return { verb: "understand", state: "it is a binary file", hint: wanted.hint };
  }
  const failure = failureIn(head);
  if (failure !== null) {
    return { verb: "use", state: `it holds only ${failure.state}`, hint: failure.hint };
  }
  const listing = foreignListing(head);
  if (listing !== null) {
    const state = `it holds ${listing.what}, which netwho does not read`;
    return { verb: "use", state, hint: listing.advice ?? wanted.hint };
  }
  const table = foreignCsv(head);
  if (table !== null) return { ...table, hint: table.hint ?? wanted.hint };
  const state = `it holds no ${wanted.output} and no rows that netwho wrote`;
  return { verb: "understand", state, hint: wanted.hint };
}

function otherTool(tool: ReadableTool): Refusal {
  return {
    verb: "use",
    isElsewhere: true,
    state: `it holds ${tool}'s output`,
    hint: `To read it: netwho ${tool} --from FILE`,
  };
}

/** The error for a file that was given by name. */
export function refusalError(
  path: string,
  { verb, isElsewhere = false, state, hint }: Refusal,
): ParseError {
  const label = path === "-" ? "standard input" : path;
  const message = `Cannot ${verb} ${label}${isElsewhere ? " here" : ""}: ${state}`;
  return new ParseError(message, { hint: hint.replace("FILE", () => path) });
}
