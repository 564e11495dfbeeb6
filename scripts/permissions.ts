/**
 * What the executables may do: the permissions that `deno compile` builds in. `docs/permissions.md` is
 * made from this table.
 *
 * @module
 */

import { TOOLS } from "../lib/tools/tools.ts";
import { RDAP_HOSTS } from "../lib/lookup/owners/rdap/rdap_registries.ts";

/** What an executable is made for, as Rust and Deno name it. */
export const TARGETS = ["x86_64-pc-windows-msvc", "x86_64-unknown-linux-gnu"] as const;

/** What an executable is made for. */
export type Target = typeof TARGETS[number];

/** One permission and why it is needed. */
export interface Permission {
  /** The executable that has it. */
  readonly target: Target;
  /** The flag of `deno compile`. */
  readonly flag: `--allow-${string}`;
  /** What the flag is limited to; absent: not limited. */
  readonly only?: readonly string[];
  /** Why it is needed and, where it is not limited, why not. */
  readonly reason: string;
}

/** The drives that Windows is looked for on; its folder is known only when the program runs. */
const DRIVES = ["C", "D", "E"];

function inSystem32(...files: readonly string[]): string[] {
  return DRIVES.flatMap((drive) => files.map((file) => `${drive}:\\Windows\\System32\\${file}`));
}

/** Which name servers a machine has is known only when the program runs. */
const ANY_NAME_SERVER = "0.0.0.0/0:53";

/** Every permission of every executable. What is not here is denied, without a prompt. */
export const PERMISSIONS: readonly Permission[] = [
  {
    target: "x86_64-pc-windows-msvc",
    flag: "--allow-run",
    only: inSystem32(...TOOLS.map(({ program }) => program)),
    reason:
      "Runs the wrapped tools and nothing else. By absolute path: Deno looks a bare name up in PATH " +
      "when it starts, so another netstat earlier in PATH would shut out the one in System32.",
  },
  {
    target: "x86_64-pc-windows-msvc",
    flag: "--allow-ffi",
    only: inSystem32("kernel32.dll", "advapi32.dll", "version.dll"),
    reason:
      "Asks Windows for programs' paths, start times, parents and version resources, the code page, " +
      "and whether it is elevated.",
  },
  {
    target: "x86_64-pc-windows-msvc",
    flag: "--allow-net",
    only: [ANY_NAME_SERVER, ...RDAP_HOSTS],
    reason:
      "Asks the address registries, with whois and --rdap alone, and name servers itself where there " +
      "is no nslookup: port 53 of any IPv4 address. Deno has no spelling for that of any IPv6 " +
      "address, and refuses all of a machine's name servers where one is refused: then --server helps.",
  },
  {
    target: "x86_64-pc-windows-msvc",
    flag: "--allow-read",
    reason: "Reads the files that --from names and recordings. They can be anywhere.",
  },
  {
    target: "x86_64-pc-windows-msvc",
    flag: "--allow-write",
    reason: "Writes the files that --out names and recordings. They can be anywhere.",
  },
  {
    target: "x86_64-pc-windows-msvc",
    flag: "--allow-env",
    only: ["SystemRoot", "LOCALAPPDATA", "NO_COLOR", "FORCE_COLOR", "TERM"],
    reason: "Finds the system folder and the cache folder; decides on colour.",
  },
  {
    target: "x86_64-unknown-linux-gnu",
    flag: "--allow-all",
    reason: "Deno gives access to /proc only to programs that may do everything.",
  },
];

/** The flags of `deno compile` for one executable. */
export function permissionFlags(target: Target): string[] {
  const flags = PERMISSIONS.filter((permission) => permission.target === target)
    .map(({ flag, only }) => only === undefined ? flag : `${flag}=${only.join(",")}`);
  return ["--no-prompt", ...flags];
}
