/**
 * Programs that fake installers are named after, and who signs the real ones.
 *
 * @module
 */
import LIST from "../lists/business_programs.json" with { type: "json" };
import type { Program } from "../engine/audit_view.ts";
import type { Answer } from "../engine/rule.ts";
import { nameOf, stemOf } from "./program_names.ts";

/** A program that others are named after. */
export type BusinessProgram = typeof LIST.programs[number];

/** The program that one is named after, or is; null if none. */
export function namesakeOf(program: Program): BusinessProgram | null {
  const name = nameOf(program);
  if (name === null) return null;
  // `Slack-Setup-4.38`, `ZoomInstallerFull`, `Teams_windows_x64`
  const words = stemOf(name).replace(/(?:installer|setup|update|desktop|full|client).*$/, "")
    .split(/[^a-z]+/);
  return LIST.programs.find(({ names }) => names.some((one) => words.includes(one))) ?? null;
}

/**
 * Whether a program is named after another one whose makers did not sign it; the name of a fact where
 * nobody asked who signed it.
 */
export function isOfWrongSigner(program: Program): Answer {
  const meant = namesakeOf(program);
  if (meant === null) return false;
  const signature = program.file?.signature ?? null;
  // Windows could not tell.
  if (signature === null || signature.status === "UnknownError") return "signature";
  if (signature.status !== "Valid") return true;
  const signer = signature.signer?.toLowerCase() ?? "";
  return !meant.signers.some((name) => signer.startsWith(name.toLowerCase()));
}
