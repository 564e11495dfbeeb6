/**
 * NetSupport's client in a folder of a user.
 *
 * @module
 */
import type { AuditView, Program } from "../../engine/audit_view.ts";
import { evidenceOf } from "../../places/file_words.ts";
import { nameOf, shownName } from "../../places/program_names.ts";
import { mayBeOfWindows, placeOnWindows } from "../../places/program_place.ts";
import type { Answer, Rule } from "../../engine/rule.ts";
import { whereProgram } from "../../engine/where_program.ts";

/** NetSupport's client where no installer puts it. */
export const netsupportElsewhere: Rule = {
  id: "netsupport-elsewhere",
  title: "NetSupport where no installer puts it",
  severity: "high",
  about: "NetSupport Manager installs its client32.exe under Program Files. Copies in a user's " +
    "folder or in ProgramData come with mails and fake browser updates: attackers use " +
    "NetSupport as a ready-made backdoor.",
  falseAlarms: "Schools and companies that hand it out by a script of their own.",
  advice:
    "Unless you know who put it there: unplug the network, save the folder, and look for what " +
    "starts it (Task Scheduler, Run keys).",
  technique: "T1219",
  references: ["https://attack.mitre.org/techniques/T1219/"],
  needs: ["process", "path"],
  os: "windows",
  judge: whereProgram([
    isClient,
    placeOnWindows(({ server, folder }) => server !== null || WRITABLE.test(folder)),
  ], {
    claim: (program) => ({
      reason: `${shownName(program)}, NetSupport's client, runs from ${program.path}, and its ` +
        "installer puts it under Program Files",
      evidence: evidenceOf(program),
    }),
  }),
};

/** Folders that anybody can write to. */
const WRITABLE = /^\\(?:users|programdata|temp|perflogs|\$recycle\.bin|windows\\temp)\\/;

/** Whether it is the client: by its name, or by what its file says where that was looked at. */
function isClient(program: Program, view: AuditView): Answer {
  if (!mayBeOfWindows(program, view)) return false;
  if (/^client32(?:\.exe)?$/i.test(program.file?.version?.originalName ?? "")) return true;
  const name = nameOf(program);
  return name === null ? "process" : /^client32(?:\.exe)?$/.test(name);
}
