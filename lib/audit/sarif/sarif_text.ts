/**
 * Text in messages of SARIF, which know placeholders (`{0}`) and links (`[text](target)`).
 *
 * @module
 */
import { sanitize } from "../../text/terminal_text.ts";

/**
 * Text as a message shows it: braces are doubled, as SARIF wants, what may look like a link is none,
 * and what a viewer would interpret or hide is visible.
 */
export function messageText(text: string): string {
  const visible = text.split("\n").map(sanitize).join("\n").replace(/[{}]/g, "$&$&");
  // Elsewhere brackets stand around addresses, where a backslash would only be in the way.
  return visible.includes("](") ? visible.replace(/[\\[\]]/g, "\\$&") : visible;
}
