/** What `-debug` adds: messages as they were sent and received, between rulers. */
import type { Line } from "./lines.ts";

const RULER = /^-{8,}$/;
/** How such a message begins. */
const BEGINNING = /^(?:Got answer|SendRequest|QUESTIONS|HEADER|Querying)/i;

/** The indices of those lines and their rulers. A ruler that nothing closes stands for itself. */
export function debugLines(lines: readonly Line[]): Set<number> {
  const found = new Set<number>();
  let open: number | null = null;
  lines.forEach(({ text }, at) => {
    if (!RULER.test(text)) return;
    found.add(at);
    if (open !== null) {
      for (let inside = open + 1; inside < at; inside++) found.add(inside);
      open = null;
    } else if (BEGINNING.test(lines[at + 1]?.text ?? "")) open = at;
  });
  return found;
}
