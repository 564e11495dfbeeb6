/**
 * The permissions that `deno compile` builds into the executables. `docs/permissions.md` is generated
 * from this table.
 *
 * @module
 */

import { TOOLS } from "../lib/tools/tools.ts";
import { RDAP_HOSTS } from "../lib/lookup/owners/rdap/rdap_registries.ts";

/** The targets of the executables, as target triples of Rust and Deno. */
export const TARGETS = ["x86_64-pc-windows-msvc", "x86_64-unknown-linux-gnu"] as const;

/** The target of an executable. */
export type Target = typeof TARGETS[number];

/** One permission and why it is needed. */
export interface Permission {
  /** The executable that has it. */
  readonly target: Target;
  /** The flag of `deno compile`. */
  readonly flag: `--allow-${string}`;
  /** The values of the flag; absent: no limit. */
  readonly only?: readonly string[];
  /** Why it is needed and, if it has no limit, why not. */
  readonly reason: string;
}

/** The drives that Windows may be installed on; the build cannot know its folder. */
const DRIVES = ["C", "D", "E"];

function inSystem32(...files: readonly string[]): string[] {
  return DRIVES.flatMap((drive) => files.map((file) => `${drive}:\\Windows\\System32\\${file}`));
}

/** Port 53 of any IPv4 address: the build cannot know the name servers of the machine. */
const ANY_NAME_SERVER = "0.0.0.0/0:53";

/** Every permission of every executable. Any other is denied, without a prompt. */
export const PERMISSIONS: readonly Permission[] = [
  {
    target: "x86_64-pc-windows-msvc",
    flag: "--allow-run",
    only: inSystem32(...TOOLS.flatMap(({ program }) => program ?? [])),
    reason:
      "Runs the wrapped tools only, by absolute path: Deno resolves a bare name in PATH at start, so " +
      "another netstat earlier in PATH would replace the one in System32.",
  },
  {
    target: "x86_64-pc-windows-msvc",
    flag: "--allow-ffi",
    only: inSystem32("kernel32.dll", "advapi32.dll", "version.dll", "iphlpapi.dll", "ntdll.dll"),
    reason:
      "Reads from Windows: paths, start times, parents and version resources of programs, the times " +
      "and services of sockets, with --details command lines, the computer's name, the code page, " +
      "and whether netwho runs elevated.",
  },
  {
    target: "x86_64-pc-windows-msvc",
    flag: "--allow-net",
    only: [ANY_NAME_SERVER, ...RDAP_HOSTS],
    reason:
      "Queries the address registries (whois and --rdap only) and, without nslookup, name servers: " +
      "port 53 of any IPv4 address. Deno has no syntax for port 53 of any IPv6 address, and if it " +
      "denies one name server of a machine it denies all: use --server then.",
  },
  {
    target: "x86_64-pc-windows-msvc",
    flag: "--allow-read",
    reason: "Reads recordings and the files of --from and --mmdb, which can be anywhere.",
  },
  {
    target: "x86_64-pc-windows-msvc",
    flag: "--allow-write",
    reason: "Writes recordings and the file of --out, which can be anywhere.",
  },
  {
    target: "x86_64-pc-windows-msvc",
    flag: "--allow-env",
    only: ["SystemRoot", "LOCALAPPDATA", "NO_COLOR", "FORCE_COLOR", "TERM"],
    reason: "Finds the system folder and the cache folder, and decides whether to colour.",
  },
  {
    target: "x86_64-unknown-linux-gnu",
    flag: "--allow-all",
    reason: "Deno gives access to /proc only to programs with all permissions.",
  },
];

/** The flags of `deno compile` for one executable. */
export function permissionFlags(target: Target): string[] {
  const flags = PERMISSIONS.filter((permission) => permission.target === target)
    .map(({ flag, only }) => only === undefined ? flag : `${flag}=${only.join(",")}`);
  return ["--no-prompt", ...flags];
}
