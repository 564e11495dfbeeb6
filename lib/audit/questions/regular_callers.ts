/**
 * Programs that call home by the clock, or hold connections for days, as their work; and where programs
 * lie that an administrator installed.
 *
 * @module
 */
import lists from "../lists/regular_callers.json" with { type: "json" };
import type { Program } from "../engine/audit_view.ts";

const { source: _source, date: _date, about: _about, system, ...others } = lists;

const OF_SYSTEM: ReadonlySet<string> = new Set(system);
const OTHERS: ReadonlySet<string> = new Set(Object.values(others).flat());

/**
 * Whether a program is known to call home by the clock, or to hold connections for days. The name of a
 * part of the system counts only where parts of the system can lie.
 */
export function isRegularCaller(program: Pick<Program, "stem" | "place">): boolean {
  const { stem } = program;
  if (stem === null) return false;
  return OTHERS.has(stem) || (OF_SYSTEM.has(stem) && isInstalled(program) !== false);
}

/** Whether a program lies where only an administrator can put it; null where its place is unknown. */
export function isInstalled({ place }: Pick<Program, "place">): boolean | null {
  return place === null ? null : INSTALLED.test(place);
}

const INSTALLED =
  /^[a-z?]:\\(?:windows\\(?!temp\\|tasks\\|tracing\\)|program files(?: \(x86\))?\\)|^\/(?:usr|bin|sbin|lib|lib64|opt|snap|nix)\//;
