/**
 * A program for tests that ends processes as the real host does, with the rights and in the namespaces
 * that it was started in.
 *
 *     identity PID         prints what a process is identified by
 *     end JSON [force]     ends such a process; prints how, or the kind of the refusal
 *     plainly JSON         does so without the functions of the system's library
 *
 * @module
 */
import { ActionError, type ProcessIdentity } from "../../lib/host/actions.ts";
import { denoHost } from "../../lib/host/deno/deno_host.ts";
import { readRunning } from "../../lib/host/linux/running_process.ts";

if (Deno.args[0] === "plainly") {
  Deno.dlopen = () => {
    throw new Error("there is no such library");
  };
}
const [part, value = "", force] = Deno.args;
console.log(part === "identity" ? JSON.stringify(identityOf(Number(value))) : await end(value));

function identityOf(pid: number): ProcessIdentity {
  const { startedAt, paths } = readRunning(pid)!;
  return { pid, startedAt, path: paths?.[0] ?? null };
}

async function end(identity: string): Promise<string> {
  try {
    return await denoHost().endProcess(JSON.parse(identity), {
      force: force !== undefined,
      timeoutMilliseconds: 10_000,
    });
  } catch (error) {
    if (error instanceof ActionError) return error.kind;
    throw error;
  }
}
