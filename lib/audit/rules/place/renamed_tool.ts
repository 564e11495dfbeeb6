/**
 * A well-known tool by another name than it was built with.
 *
 * @module
 */
import LIST from "../../lists/renamed_tools.json" with { type: "json" };
import type { FileVersion, Program } from "../../engine/audit_view.ts";
import { type ProgramQuestion, whereProgram } from "../../engine/where_program.ts";
import { evidenceOf } from "../../places/file_words.ts";
import { isWindowsName, nameOf, shownName, stemOf } from "../../places/program_names.ts";
import { mayBeOfWindows } from "../../places/program_place.ts";
import type { Rule } from "../../engine/rule.ts";

/** A well-known tool by another name than it was built with. */
export const renamedTool: Rule = {
  id: "renamed-tool",
  title: "Tool by another name than its own",
  severity: "medium",
  about:
    "The file itself tells its old name. Attackers rename the shells of Windows, AnyDesk or rclone so " +
    "that nobody, and no rule on names, notices them. Only tools that this is known of are judged.",
  falseAlarms:
    "Products that bring such a tool by a name of their own, and administrators who renamed one.",
  advice: "Find out who renamed it, and why; look at its command line and at what started it.",
  technique: "T1036.003",
  references: [
    "https://attack.mitre.org/techniques/T1036/003/",
    "https://github.com/SigmaHQ/sigma/blob/master/rules/windows/process_creation/proc_creation_win_renamed_binary.yml",
  ],
  needs: ["process", "version"],
  os: "windows",
  judge: whereProgram([isRenamed], {
    claim: (program) => ({
      reason: `${shownName(program)} is ${realNameOf(program)} by another name`,
      evidence: evidenceOf(program),
    }),
  }),
};

function isRenamed(program: Program, view: Parameters<ProgramQuestion>[1]) {
  if (program.pid === 4 || !mayBeOfWindows(program, view)) return false;
  const name = nameOf(program);
  if (name === null) return "process";
  if (program.file === null) return "file";
  if (program.file.version === null) return "version";
  return realNameOf(program) !== null;
}

const BY_ORIGINAL = new Map(
  LIST.tools.flatMap(({ original, names }) => original.map((one) => [one, names] as const)),
);
const BY_PRODUCT = new Map(LIST.products.map(({ product, names }) => [product, names]));

/** The name that a tool should have; null if it has that, or is no such tool. */
function realNameOf(program: Program): string | null {
  const version = program.file?.version ?? null;
  const name = nameOf(program);
  if (version === null || name === null) return null;
  const names = BY_ORIGINAL.get(originalStem(version)) ??
    BY_PRODUCT.get(version.product?.trim().toLowerCase() ?? "");
  if (names === undefined || names.some((own) => isSame(stemOf(name), own))) return null;
  return version.originalName ?? version.product;
}

/** `Cmd.Exe`, `PowerShell.EXE.MUI` and `pwsh.dll` without their endings. */
function originalStem({ originalName }: FileVersion): string {
  const name = originalName?.trim().toLowerCase().replace(/\.(?:mui|dll)$/, "") ?? "";
  return isWindowsName(name) ? stemOf(name) : name;
}

/** Whether a name is the tool's own, also with a version, a copy's number or the processor behind it. */
function isSame(stem: string, own: string): boolean {
  return stem === own ||
    (stem.startsWith(own) &&
      /^[\s._()-]*(?:v?\d|x64|x86|arm|amd|win|portable|setup|custom|copy|kopie|copie|copia)/.test(
        stem.slice(own.length),
      ));
}
