/**
 * The programs of Microsoft Office, and the ports they use of themselves.
 *
 * @module
 */
import type { Connection } from "../../model/connection.ts";
import { isOfInternet } from "./conditions.ts";
import list from "../lists/office_programs.json" with { type: "json" };

/** The programs by name, in lower case, without `.exe`. */
export const OFFICE_PROGRAMS: ReadonlySet<string> = new Set(list.programs);

const PORTS: ReadonlySet<number> = new Set(list.ports);
const MAIL_PORTS: ReadonlySet<number> = new Set(list.mail);
const INTRANET_PORTS: ReadonlySet<number> = new Set(list.intranet);

/** Whether the remote port is one that the program uses of itself. */
export function isOfficePort(
  { remotePort, remoteScope }: Connection,
  stem: string | null,
): boolean {
  if (remotePort === null) return true;
  return PORTS.has(remotePort) || (stem === "outlook" && MAIL_PORTS.has(remotePort)) ||
    (!isOfInternet(remoteScope) && INTRANET_PORTS.has(remotePort));
}
