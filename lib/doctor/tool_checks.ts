/**
 * Checks of the wrapped tools.
 *
 * @module
 */
import type { Host } from "../host/host.ts";
import { CHCP_ARGUMENTS, parseChcp } from "../tools/chcp.ts";
import { type Check, ok, refusalOf } from "./check.ts";

/** How long a tool may take here. */
const TIMEOUT_MILLISECONDS = 30_000;
/** A tool slower than this makes netwho feel slow. */
const SLOW_MILLISECONDS = 5_000;

interface ToolOptions {
  readonly args: readonly string[];
  readonly failure: "warning" | "problem";
}

/** Whether a tool answers, and how fast; `failure` says how bad it is if not. */
export async function tool(
  host: Host,
  name: string,
  { args, failure }: ToolOptions,
): Promise<Check> {
  const began = host.now();
  const [program = name] = name.split(" ");
  try {
    const { code } = await host.run(program, args, { timeoutMilliseconds: TIMEOUT_MILLISECONDS });
    const took = host.now() - began;
    const value = `ended with code ${code} after ${took} ms`;
    if (code !== 0) {
      return { check: name, status: failure, value, advice: `Try ${name} in a terminal` };
    }
    if (took < SLOW_MILLISECONDS) return ok(name, `answered in ${took} ms`);
    return {
      check: name,
      status: "warning",
      value: `answered in ${took} ms`,
      advice: name === "tasklist /svc" ? "Leave services out with --fast" : null,
    };
  } catch (error) {
    return {
      check: name,
      status: failure,
      value: refusalOf(error).message,
      advice: refusalOf(error).kind === "notFound"
        ? `Put ${program} back where the system keeps it`
        : `Try ${name} in a terminal`,
    };
  }
}

/** What makes nslookup say how it is used, or its version: neither asks a server anything. */
const NSLOOKUP_ARGUMENTS = { windows: ["/?"], linux: ["-version"] } as const;

/** Whether there is an nslookup. */
export async function nslookup(host: Host): Promise<Check> {
  const args = NSLOOKUP_ARGUMENTS[host.os];
  const check = await tool(host, "nslookup", { args, failure: "warning" });
  // Its exit code tells nothing: what counts is that it runs.
  return check.value?.startsWith("ended with code") ? ok("nslookup", check.value) : {
    ...check,
    advice: check.status === "ok"
      ? null
      : "Deno's resolver is asked for names instead: it tells less of why there is none",
  };
}

/** Whether it is known in which code page tools print. */
export async function codePage(host: Host): Promise<Check> {
  const [console, oem, chcp] = [host.consoleCodePage(), host.oemCodePage(), await asksChcp(host)];
  const value = `console ${console ?? "unknown"}, OEM ${oem ?? "unknown"}, chcp ${
    chcp ?? "unknown"
  }`;
  if (console || oem || chcp) return ok("code page", value);
  return {
    check: "code page",
    status: "warning",
    value,
    advice: "Names outside ASCII can come out wrong; for saved files use --encoding",
  };
}

async function asksChcp(host: Host): Promise<number | null> {
  try {
    const { stdout } = await host.run("chcp", CHCP_ARGUMENTS, {
      timeoutMilliseconds: TIMEOUT_MILLISECONDS,
    });
    return parseChcp(stdout);
  } catch (error) {
    refusalOf(error);
    return null;
  }
}
