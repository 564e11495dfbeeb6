/**
 * Which programs have a name that is not to be trusted. One rule speaks of such a program; those on the
 * folder that it lies in are silent then.
 *
 * @module
 */
import type { Program } from "../engine/audit_view.ts";
import type { Answer } from "../engine/rule.ts";
import type { ProgramQuestion } from "../engine/where_program.ts";
import { threadNameOf } from "./kernel_threads.ts";
import { mayBeOfWindows } from "./program_place.ts";
import {
  asItLooks,
  isWindowsName,
  mixedWordIn,
  nameOf,
  shownName,
  unseenIn,
} from "./program_names.ts";
import { findImitation, type Imitation, isItsPlace, isSystemName } from "./system_programs.ts";
import { windowsPlaceOf } from "./windows_place.ts";

/** The ways in which a name can be forged. The first that holds is the one. */
export type Forgery =
  | { readonly kind: "disguise"; readonly how: string }
  | { readonly kind: "imitation"; readonly imitation: Imitation }
  | { readonly kind: "double"; readonly pretended: string }
  | { readonly kind: "misplaced" }
  | { readonly kind: "thread" };

const known = new WeakMap<Program, Forgery | null>();

/** How a program's name is forged; null if it is not, or not known. */
export function forgeryOf(program: Program): Forgery | null {
  let forgery = known.get(program);
  if (forgery === undefined) known.set(program, forgery = findForgery(program));
  return forgery;
}

/** Asks whether a program's name is forged in this way. */
export function isForged(kind: Exclude<Forgery["kind"], "misplaced" | "thread">): ProgramQuestion {
  return (program, view) => {
    if (!mayBeOfWindows(program, view) && kind !== "disguise") return false;
    if (nameOf(program) === null) return "process";
    return forgeryOf(program)?.kind === kind;
  };
}

/** Whether no rule on names speaks of the program. */
export function isNotForged(program: Program): Answer {
  return forgeryOf(program) === null;
}

function findForgery(program: Program): Forgery | null {
  const name = nameOf(program);
  if (name === null) return null;
  const how = disguiseOf(program, name);
  if (how !== null) return { kind: "disguise", how };
  if (program.place?.startsWith("/")) {
    return threadNameOf(program) === null ? null : { kind: "thread" };
  }
  if (isSystemName(name)) {
    const place = windowsPlaceOf(program);
    return place === null || isItsPlace(name, place) ? null : { kind: "misplaced" };
  }
  if (!isWindowsName(name)) return null;
  const imitation = findImitation(name);
  if (imitation !== null) return { kind: "imitation", imitation };
  const pretended = pretendedEnding(name);
  return pretended === null ? null : { kind: "double", pretended };
}

const WORDS = {
  turned: "holds a sign that turns the letters behind it around",
  invisible: "holds signs that cannot be seen",
  control: "holds control characters",
} as const;

/** Signs behind the ending; only a path that is passed on as it is can name such a file. */
const TRAILING = /\.(?:exe|com|scr|pif)[\s.]+$/;

/** How a name is disguised; null if it is not. */
function disguiseOf(program: Program, name: string): string | null {
  const { place } = program;
  // The name to compare is without blanks and marks at its ends.
  const unseen = unseenIn(shownName(program)) ?? unseenIn(name);
  if (unseen !== null) return WORDS[unseen];
  // Of a program of Windows the rule on imitations tells more.
  const looks = asItLooks(name);
  const word = looks !== name && isSystemName(looks) ? null : mixedWordIn(name);
  if (word !== null) return `mixes letters of two scripts that look alike in "${word}"`;
  if (place?.startsWith("/")) return null;
  const file = place?.slice(place.lastIndexOf("\\") + 1) ?? "";
  if (TRAILING.test(file) || TRAILING.test(program.process?.toLowerCase() ?? "")) {
    return "ends in a blank or a dot, which Windows leaves out where it shows names";
  }
  return /^[^:]+:[^:\\]+$/.test(file) ? "is that of a stream behind another file" : null;
}

/** Endings of documents, pictures and archives, which nobody expects to be a program. */
const DOCUMENT =
  /\.(?:doc[xm]?|dot[xm]|xls[xmb]?|pp[ts][xm]?|rtf|pdf|epub|hwpx?|txt|csv|od[tsp]|jpe?g|png|gif|bmp|tiff?|webp|heic|svg|mp[34]|mpe?g|m4[av]|avi|mkv|mov|wmv|wav|flac|html?|xml|eml|msg|ics|vcf|zip|rar|7z|gz|tgz|tar|cab|iso|img|lnk|url)[\s_]*\.(?:exe|com|scr|pif|cpl|bat|cmd)$/;

/** What ending a name pretends to have: `.pdf`; blanks where it only hides its own; null if neither. */
function pretendedEnding(name: string): string | null {
  const found = DOCUMENT.exec(name);
  if (found !== null) return found[0].replace(/[\s_]*\.[a-z]+$/, "");
  return /(?:\s{5,}|_{6,})\.[a-z]{3}$/.test(name) ? "" : null;
}
