/**
 * Checks of the wrapped tools.
 *
 * @module
 */
import { type Clock, type Facts, HostError, type Programs } from "../host/host.ts";
import { type Check, okCheck } from "../model/check.ts";
import { CHCP_ARGUMENTS, parseChcp } from "../tools/chcp.ts";
import type { ToolCheck } from "../tools/tools.ts";

/** How long a tool may take here. */
export const TOOL_MILLISECONDS = 30_000;

/** A tool slower than this makes netwho feel slow. */
const SLOW_MILLISECONDS = 5_000;

/** Whether a tool answers, and how fast. */
export async function checkTool(
  host: Programs & Clock,
  { name, failure, advice, adviceIfSlow, exitCodeTells = true }: ToolCheck,
  { program, args }: { program: string; args: readonly string[] },
): Promise<Check> {
  const began = host.now();
  try {
    const { code } = await host.run(program, args, { timeoutMilliseconds: TOOL_MILLISECONDS });
    const took = host.now() - began;
    if (code !== 0) {
      const value = `ended with code ${code} after ${took} ms`;
      if (!exitCodeTells) return okCheck(name, value);
      return { check: name, status: failure, value, advice: advice ?? `Try ${name} in a terminal` };
    }
    const value = `answered in ${took} ms`;
    if (took < SLOW_MILLISECONDS) return okCheck(name, value);
    return { check: name, status: "warning", value, advice: advice ?? adviceIfSlow ?? null };
  } catch (error) {
    if (!(error instanceof HostError)) throw error;
    const whatToDo = error.kind === "notFound"
      ? `Put ${program} back where the system keeps it`
      : `Try ${name} in a terminal`;
    return { check: name, status: failure, value: error.message, advice: advice ?? whatToDo };
  }
}

/** Whether it is known in which code page tools print. */
export async function checkCodePage(host: Programs & Facts): Promise<Check> {
  const [console, oem, chcp] = [host.consoleCodePage(), host.oemCodePage(), await askChcp(host)];
  const name = (page: number | null) => page ?? "unknown";
  const value = `console ${name(console)}, OEM ${name(oem)}, chcp ${name(chcp)}`;
  if (console || oem || chcp) return okCheck("code page", value);
  return {
    check: "code page",
    status: "warning",
    value,
    advice: "Names outside ASCII can come out wrong; for saved files use --encoding",
  };
}

async function askChcp(host: Programs): Promise<number | null> {
  try {
    const { stdout } = await host.run("chcp", CHCP_ARGUMENTS, {
      timeoutMilliseconds: TOOL_MILLISECONDS,
    });
    return parseChcp(stdout);
  } catch (error) {
    if (error instanceof HostError) return null;
    throw error;
  }
}
