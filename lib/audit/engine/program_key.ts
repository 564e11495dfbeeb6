/**
 * Which programs are one.
 *
 * @module
 */
import type { Program } from "./audit_view.ts";

/** A text that is equal for the programs that are one: by path, else by name, else by process ID. */
export function programKey({ place, name, pid }: Program): string {
  return place ?? name ?? `pid ${pid}`;
}
