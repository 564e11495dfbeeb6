/**
 * A program that runs from another computer's files.
 *
 * @module
 */
import { scopeOf } from "../../../address/scope.ts";
import type { Severity } from "../../../model/finding.ts";
import type { Program } from "../../engine/audit_view.ts";
import { leadsOutside, whereProgram } from "../../engine/where_program.ts";
import { evidenceOf } from "../../places/file_words.ts";
import { folderKindOf } from "../../places/folder_kinds.ts";
import { isNotForged } from "../../places/forged_names.ts";
import { placeOnWindows } from "../../places/program_place.ts";
import { shownName } from "../../places/program_names.ts";
import { windowsPlaceOf } from "../../places/windows_place.ts";
import type { Rule } from "../../engine/rule.ts";

/** A program that runs from another computer's files. */
export const programOnShare: Rule = {
  id: "program-on-share",
  title: "Program that runs from the network",
  severity: "medium",
  about:
    "Its file lies on another computer, where somebody else can replace it. What runs from a " +
    "WebDAV server, or from a server in the Internet, is seldom wanted.",
  falseAlarms:
    "Companies that keep programs on a server, and logon scripts. A drive letter that leads " +
    "to a share cannot be told from a disk.",
  advice: "Make sure that you know the server, and who may write to that share.",
  technique: "T1204.002",
  references: [
    "https://attack.mitre.org/techniques/T1204/002/",
    "https://attack.mitre.org/techniques/T1021/002/",
  ],
  needs: ["process", "path"],
  os: "windows",
  judge: whereProgram([
    placeOnWindows((_, program) => folderKindOf(program)?.kind === "share"),
    isNotForged,
  ], {
    counts: leadsOutside,
    claim: (program) => {
      const { from, severity } = shareOf(program);
      return {
        reason: `${shownName(program)} runs from ${from}`,
        evidence: evidenceOf(program),
        severity,
      };
    },
  }),
};

/** What share a program runs from, and how much that matters. */
function shareOf(program: Program): { from: string; severity: Severity } {
  const { server = "", share = "" } = windowsPlaceOf(program) ?? {};
  const name = server!.replace(/@.*$/, "");
  if (/@(?:ssl|\d{1,5})|\\davwwwroot\\/.test(program.place ?? "")) {
    return { from: `the web server ${name} (WebDAV)`, severity: "high" };
  }
  if (scopeOf(addressIn(name)) === "public") {
    return { from: `${name}, a server in the Internet`, severity: "high" };
  }
  if (/^(?:tsclient)$/.test(name)) {
    return {
      from: "a drive of the computer that is connected by Remote Desktop",
      severity: "medium",
    };
  }
  if (/^(?:vmware-host|vboxsvr|mac|psf)$/.test(name)) {
    return { from: "a folder of the computer that runs this virtual machine", severity: "low" };
  }
  const isOfDomain = share === "sysvol" || share === "netlogon";
  return { from: `the share ${share} of ${name}`, severity: isOfDomain ? "low" : "medium" };
}

/** The address in the name of a server; an IPv6 address has another form there. */
function addressIn(server: string): string {
  const found = /^([0-9a-f-]+)(?:s\d+)?\.ipv6-literal\.net$/.exec(server);
  return found === null ? server : found[1]!.replaceAll("-", ":");
}
