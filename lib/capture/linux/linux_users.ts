/**
 * Names the users of sockets.
 *
 * @module
 */
import type { Files } from "../../host/host.ts";
import { lacksUsers, parsePasswd } from "../../tools/proc/proc_process.ts";
import { textIfThere } from "./optional_reads.ts";

/** The user ID that stands in a user namespace for every user that it does not have. */
const OVERFLOW_UID = 65_534;

/**
 * Makes a function that names a user: by its ID if it has no name, null if it is one of several.
 * Reads the list of users on demand.
 */
export function userReader(host: Files): (uid: number) => string | null {
  let users: ReadonlyMap<number, string> | undefined;
  let isOverflow: boolean | undefined;
  return (uid) => {
    if (uid === OVERFLOW_UID) {
      isOverflow ??= lacksUsers(textIfThere(host, "/proc/self/uid_map") ?? "");
      if (isOverflow) return null;
    }
    users ??= parsePasswd(textIfThere(host, "/etc/passwd") ?? "");
    return users.get(uid) ?? `${uid}`;
  };
}
