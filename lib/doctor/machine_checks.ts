/**
 * Checks of what the machine lets netwho do.
 *
 * @module
 */
import type { Host } from "../host/host.ts";
import { system32File } from "../host/windows/system_tools.ts";
import { type Check, ok, refusalOf } from "./check.ts";

/** Whether Windows answers through FFI. */
export function windowsApi(host: Host): Check {
  if (host.oemCodePage() !== null) return ok("Windows API", "answers");
  return {
    check: "Windows API",
    status: "warning",
    value: "does not answer",
    advice: "Programs' paths and start times are missing; allow FFI (--allow-ffi)",
  };
}

/** What inspect reads through version.dll, tried on a library that every Windows has. */
export async function versionResources(host: Host): Promise<Check[]> {
  const facts = await host.fileFacts(system32File("kernel32.dll", host.env("SystemRoot")));
  if (facts === null) return []; // a recording that does not hold it
  if (facts.company !== null) return [ok("version.dll", "answers")];
  return [{
    check: "version.dll",
    status: "warning",
    value: "does not answer",
    advice: "Programs' companies and products are missing in inspect; allow FFI (--allow-ffi)",
  }];
}

/** Whether answers can be kept. Leaves nothing behind. */
export function cache(host: Host): Check {
  const folder = host.cacheFolder();
  if (folder === null) return ok("cache", "none: answers are not kept");
  if (host.pathKind(folder) === "missing") return ok("cache", `${folder}, not made yet`);
  try {
    host.createFile(`${folder}/check`).discard();
    return ok("cache", `${folder}, writable`);
  } catch (error) {
    return {
      check: "cache",
      status: "warning",
      value: refusalOf(error).message,
      advice: "Everything is looked up anew each time; name another folder with --cache-dir",
    };
  }
}

/** Whether all processes can be seen; `advice` says how. */
export function elevation(elevated: boolean | null, advice: string): Check {
  if (elevated === true) return ok("elevated", "yes");
  return {
    check: "elevated",
    status: "warning",
    value: elevated === null ? "unknown" : "no",
    advice,
  };
}
