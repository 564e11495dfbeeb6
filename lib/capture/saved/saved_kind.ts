/**
 * Detects the kind of a saved text by its beginning.
 *
 * @module
 */
import { type ReadableTool, TOOLS } from "../../tools/tools.ts";
import { csvDelimiter, looksLikeJson } from "./own_rows.ts";

/**
 * The kind of a file that can be read. Output of ipconfig is read beside that of other tools only, so it
 * is none by itself.
 */
export type SavedKind = ReadableTool | "ipconfig" | "json" | "csv";

/** Why a file cannot be read. */
export type Unusable = "empty" | "binary" | "unknown";

/** How many characters nearly always suffice to detect the kind; if not, all are searched. */
const SHORT_HEAD = 4096;

/** The heading of a table in which netwho shows connections or sockets to people. */
export const OWN_TABLE = /^\s*(?:process[ \t]+)?(?:pid[ \t]+)?.{0,6}proto[ \t]+local\b/;

/** The first tool that recognizes a text parses it. */
const BY_CERTAINTY = TOOLS.toSorted((one, other) =>
  Number(one.isTriedLast ?? false) - Number(other.isTriedLast ?? false)
);

/**
 * Detects the kind of a text by its beginning. It can hold the output of several tools: a kind that is
 * wanted comes before any other.
 *
 * @param wanted the kinds that can be used; every kind by default
 */
export function kindOf(head: string, wanted?: readonly SavedKind[]): SavedKind | Unusable {
  const isWanted = (kind: SavedKind | Unusable) =>
    isUsable(kind) && (wanted?.includes(kind) ?? true);
  const kind = kindOfHead(head.slice(0, SHORT_HEAD), wanted);
  return isWanted(kind) || head.length <= SHORT_HEAD ? kind : kindOfHead(head, wanted);
}

function kindOfHead(head: string, wanted?: readonly SavedKind[]): SavedKind | Unusable {
  if (head.trim() === "") return "empty";
  if (looksLikeJson(head)) return "json";
  if (csvDelimiter(head) !== null) return "csv";
  // Its rows are like netstat's, but what was cut or left out for people cannot be read back.
  if (OWN_TABLE.test(head)) return "unknown";
  const isWanted = ({ name }: { name: string }) => wanted?.includes(name as SavedKind) ?? true;
  const ordered = [
    ...BY_CERTAINTY.filter(isWanted),
    ...BY_CERTAINTY.filter((tool) => !isWanted(tool)),
  ];
  const tool = ordered.find(({ looksLike }) => looksLike?.(head));
  return (tool?.name as ReadableTool | undefined) ?? (looksBinary(head) ? "binary" : "unknown");
}

/** Whether {@linkcode kindOf} found a kind that can be read. */
export function isUsable(kind: SavedKind | Unusable): kind is SavedKind {
  return kind !== "empty" && kind !== "binary" && kind !== "unknown";
}

/** Text has few control characters and few characters that could not be decoded. */
function looksBinary(head: string): boolean {
  // deno-lint-ignore no-control-regex -- text has none of these
  const odd = head.match(/[\u0000-\u0008\u000e-\u001a\u001c-\u001f\ufffd]/g)?.length ?? 0;
  return odd > head.length / 50;
}
