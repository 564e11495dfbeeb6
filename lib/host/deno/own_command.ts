/**
 * How to start the netwho that is running once more.
 *
 * @module
 */
import type { OwnCommand } from "../host.ts";

/** What a program of Deno can be allowed. */
const RIGHTS = ["read", "write", "net", "env", "run", "ffi", "sys"] as const;

/** The executable; or Deno, its script, and the same rights that this run was given as a whole. */
export function ownCommand(): OwnCommand | null {
  try {
    const program = Deno.execPath();
    if (Deno.build.standalone) return { program, before: [] };
    return { program, before: ["run", "--quiet", "--no-prompt", ...grantedRights(), script()] };
  } catch {
    return null; // not permitted
  }
}

function grantedRights(): string[] {
  const granted = RIGHTS.filter((name) => Deno.permissions.querySync({ name }).state === "granted");
  if (granted.length === RIGHTS.length) return ["--allow-all"];
  return granted.map((name) => `--allow-${name}`);
}

/** The script as a path; as an address where it was not loaded from a file. */
function script(): string {
  const url = new URL(Deno.mainModule);
  if (url.protocol !== "file:") return url.href;
  const path = decodeURIComponent(url.pathname);
  if (Deno.build.os !== "windows") return path;
  const windowsPath = path.replaceAll("/", "\\");
  return url.host === "" ? windowsPath.slice(1) : `\\\\${url.host}${windowsPath}`;
}
