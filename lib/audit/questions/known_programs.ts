/**
 * Programs of which rules know what they do on the net: browsers, and those that run what others wrote.
 *
 * @module
 */
import peerToPeer from "../lists/peer_to_peer_programs.json" with { type: "json" };
import webClients from "../lists/web_clients.json" with { type: "json" };
import { isSure, namesOf } from "./port_conditions.ts";
import { isNamed, ofProgram } from "./conditions.ts";
import { allOf, type Condition, not } from "../engine/rule.ts";

/** Browsers, by name. */
export const BROWSERS: ReadonlySet<string> = namesOf(webClients);

/** Programs that run what others wrote: interpreters, and Windows' own tools that can be used so. */
const RUNNERS: ReadonlySet<string> = new Set(
  ("bash bitsadmin certutil cmd cmstp cscript curl dash dllhost hh installutil java javaw mshta " +
    "msbuild msiexec node nodejs odbcconf perl php powershell powershell_ise pwsh python python2 " +
    "python3 pythonw regasm regsvcs regsvr32 ruby rundll32 sh wget wmic wscript zsh").split(" "),
);

/** Folders that browsers are not installed in. */
const PASSING_PLACE =
  /\\temp\\|\\downloads\\|\\users\\public\\|\\\$recycle\.bin\\|\\perflogs\\|^\/(?:tmp|var\/tmp|dev\/shm)\//;

/** Whether it is a browser, by its name, and not in a folder where somebody only puts things down. */
export const isBrowser: Condition = allOf(
  isNamed(BROWSERS),
  ofProgram("path", ({ place }) => place === null || !PASSING_PLACE.test(place)),
);

/** Whether it is no browser. */
export const isNoBrowser: Condition = not(isBrowser);

/** Whether it runs what others wrote: an interpreter, or a tool of Windows that can be used so. */
export const runsOthersCode: Condition = isNamed(RUNNERS);

/** Whether it goes to whatever port others chose (BitTorrent and the like): the port says nothing. */
export const isPeerToPeer: Condition = isSure(isNamed(namesOf(peerToPeer)));
