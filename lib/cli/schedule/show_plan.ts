/**
 * A plan as text, for `--dry-run`.
 *
 * @module
 */
import type { Step } from "../../schedule/scheduler.ts";
import { quoteSpaces } from "../../text/wording.ts";
import { sanitize } from "../../text/terminal_text.ts";

/** The files with their content and the commands, in order. */
export function showSteps(steps: readonly Step[]): string {
  return steps.map((step) => `${showStep(step)}\n`).join("\n");
}

function showStep(step: Step): string {
  if (step.do === "remove") return `# Remove ${sanitize(step.path)}`;
  if (step.do === "run") {
    return sanitize([step.tool, ...step.args].map((word) => quoteSpaces(word)).join(" "));
  }
  const { path, content, encoding, temporary } = step;
  const about = [encoding === "utf-16le" ? "UTF-16" : "", temporary ? "for a moment" : ""]
    .filter((word) => word !== "").join(", ");
  const lines = content.trimEnd().split(/\r?\n/).map((line) => `  ${sanitize(line)}`.trimEnd());
  return [`# Write ${sanitize(path)}${about === "" ? "" : ` (${about})`}:`, ...lines].join("\n");
}
