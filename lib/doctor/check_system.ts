/**
 * Checks the version of the system.
 *
 * @module
 */
import type { Facts } from "../host/host.ts";
import { type Check, okCheck, warningCheck } from "../model/check.ts";

/** The build of Windows 10 version 1709, the first that Deno, and so netwho, is made for. */
const OLDEST_BUILD = 16_299;

/** The system and its version; a warning where netwho was not made for it. */
export function checkSystem(host: Facts): Check {
  const version = host.systemVersion();
  const name = host.os === "windows" ? "Windows" : "Linux";
  const value = version === null ? name : `${name} ${version}`;
  if (host.os !== "windows" || version === null || isNewEnough(version)) {
    return okCheck("system", value);
  }
  const advice =
    "netwho is made for Windows 10 version 1709, Windows Server 2019 and later: here " +
    "some of it may fail or be missing";
  return warningCheck("system", { value, advice });
}

/** `10.0.26100`: the build alone tells versions of Windows 10, 11 and of servers apart. */
function isNewEnough(version: string): boolean {
  const [major = 0, minor = 0, build = 0] = version.split(".").map((part) => parseInt(part, 10));
  if (Number.isNaN(major + minor + build)) return true;
  return major > 10 || (major === 10 && (minor > 0 || build >= OLDEST_BUILD));
}
