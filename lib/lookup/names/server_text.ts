/**
 * A name server's one way of writing.
 *
 * @module
 */
import type { ServerChoice } from "./question.ts";

/** The server and its port as text: what its answers are kept under. */
export function serverText({ host, port }: ServerChoice): string {
  return `${host.toLowerCase()}#${port ?? 53}`;
}
