/**
 * The table of wrapped tools. Doctor, the detection of saved output and fuzzing derive
 * from it. To add a tool, put its parser in a folder beside this file, add a row here, and call it
 * in `capture/`.
 *
 * @module
 */
import { parseChcp } from "./chcp.ts";
import { parseDisplayDns } from "./ipconfig/parse_displaydns.ts";
import {
  looksLikeEmptyListing,
  looksLikeNetstat,
  netstatArguments,
  parseNetstat,
} from "./netstat/parse_netstat.ts";
import { NETSH_ARGUMENTS, parseNetsh } from "./netsh/parse_netsh.ts";
import { looksLikeNslookup, parseNslookup } from "./nslookup/parse_nslookup.ts";
import { parseSchtasks } from "./schtasks/parse_schtasks.ts";
import { parseSignatures } from "./signatures/parse_signatures.ts";
import { SIGNATURE_ARGUMENTS } from "./signatures/signature_call.ts";
import { parseUnits } from "./systemctl/parse_units.ts";
import { looksLikeTasklist, parseTasklist, TASKLIST_ARGUMENTS } from "./tasklist/parse_tasklist.ts";

/** A wrapped tool. */
export interface Tool {
  /** The name by which the host runs it. */
  readonly name: string;
  /** Its program file in or below Windows' System32 folder; null for a tool of Linux. */
  readonly program: string | null;
  /** How doctor checks it; empty if another check of doctor covers it. */
  readonly checks: readonly ToolCheck[];
  /** Whether text begins like its output; absent if its output is not read from files. */
  readonly looksLike?: (head: string) => boolean;
  /** Whether that is the least certain sign of all, so that other tools are tried first. */
  readonly isTriedLast?: true;
  /** Parses its output. Never throws. */
  readonly parse: (output: string) => unknown;
}

/** A harmless call that shows whether a tool works; it sends nothing to any server. */
export interface ToolCheck {
  /** Its name in the output of doctor. */
  readonly name: string;
  /** The arguments by operating system; the check is skipped on systems without an entry. */
  readonly arguments: { readonly windows?: readonly string[]; readonly linux?: readonly string[] };
  /** A problem if netwho cannot work without the tool, a warning if it only shows less. */
  readonly failure: "problem" | "warning";
  /** What to do if it fails. @default try it in a terminal */
  readonly advice?: string;
  /** What to do if it fails or hangs, but is there. @default try it in a terminal */
  readonly adviceIfItFails?: string;
  /** What to do if it is slow. */
  readonly adviceIfSlow?: string;
  /** Whether the exit code distinguishes success from failure. @default true */
  readonly exitCodeTells?: boolean;
  /** Whether older recordings lack it: it is left out there. @default false, that is an error */
  readonly isLater?: true;
}

const WMI_ADVICE =
  "tasklist asks WMI: see whether its service runs (sc query winmgmt), or restart the computer";

const ROWS = [
  {
    name: "netstat",
    program: "netstat.exe",
    checks: [{
      name: "netstat",
      arguments: { windows: netstatArguments() },
      failure: "problem",
    }],
    looksLike: (head) => looksLikeNetstat(head) || looksLikeEmptyListing(head),
    parse: parseNetstat,
  },
  {
    name: "tasklist",
    program: "tasklist.exe",
    checks: [
      {
        name: "tasklist",
        arguments: { windows: TASKLIST_ARGUMENTS.processes },
        failure: "warning",
        adviceIfItFails: WMI_ADVICE,
      },
      {
        name: "tasklist /svc",
        arguments: { windows: TASKLIST_ARGUMENTS.services },
        failure: "warning",
        adviceIfItFails: WMI_ADVICE,
        adviceIfSlow: "Leave services out with --fast",
      },
    ],
    looksLike: looksLikeTasklist,
    isTriedLast: true,
    parse: parseTasklist,
  },
  {
    name: "nslookup",
    program: "nslookup.exe",
    checks: [{
      name: "nslookup",
      // It prints its usage, or its version.
      arguments: { windows: ["/?"], linux: ["-version"] },
      failure: "warning",
      advice: "Deno's resolver is asked for names instead: it tells less of why there is none",
      exitCodeTells: false,
    }],
    looksLike: looksLikeNslookup,
    parse: parseNslookup,
  },
  {
    name: "ipconfig",
    program: "ipconfig.exe",
    checks: [{
      name: "ipconfig",
      // It prints its usage. The cache itself would tell a recording which sites were visited.
      arguments: { windows: ["/?"] },
      failure: "warning",
      advice:
        "--resolve then has names from the name server alone, not those that programs asked for",
      exitCodeTells: false,
      isLater: true,
    }],
    // Its files are read beside those of other tools, never alone.
    parse: parseDisplayDns,
  },
  {
    name: "netsh",
    program: "netsh.exe",
    checks: [{
      name: "netsh",
      arguments: { windows: NETSH_ARGUMENTS.urls },
      failure: "warning",
      advice: "netwho inspect :PORT cannot tell who is behind HTTP.sys, nor why a port is reserved",
      isLater: true,
    }],
    parse: parseNetsh,
  },
  {
    name: "powershell",
    program: "WindowsPowerShell\\v1.0\\powershell.exe",
    checks: [{
      name: "powershell",
      // It is asked about no file.
      arguments: { windows: SIGNATURE_ARGUMENTS },
      failure: "warning",
      advice: "--signatures cannot tell who signed the programs",
      isLater: true,
    }],
    parse: parseSignatures,
  },
  {
    name: "schtasks",
    program: "schtasks.exe",
    // Doctor's check of tasks covers it.
    checks: [],
    parse: parseSchtasks,
  },
  {
    name: "chcp",
    program: "chcp.com",
    // Doctor's check of the code page covers it.
    checks: [],
    parse: (output) => parseChcp(new TextEncoder().encode(output)),
  },
  {
    name: "clip",
    program: "clip.exe",
    // It takes what is copied, and a check would replace what the user has copied.
    checks: [],
    // It prints nothing.
    parse: () => null,
  },
  {
    name: "systemctl",
    program: null,
    // Only who has tasks needs it: doctor's check of tasks covers it.
    checks: [],
    parse: parseUnits,
  },
] as const satisfies readonly Tool[];

/** Every wrapped tool. */
export const TOOLS: readonly Tool[] = ROWS;

/** A tool whose output can be read from files. */
export type ReadableTool = Extract<typeof ROWS[number], { looksLike: unknown }>["name"];
