/**
 * `netwho schedule exec NAME -- COMMAND`, what the system starts: runs a command with its output in the
 * task's log.
 *
 * @module
 */
import { EXIT, UsageError } from "../../errors.ts";
import type { Host } from "../../host/host.ts";
import { attempt } from "../../host/refusals.ts";
import { TaskLog, taskLogPath } from "../../schedule/task_log.ts";
import { commandInWords } from "../../schedule/task_words.ts";
import { sanitize } from "../../text/terminal_text.ts";
import type { Command, Invocation } from "../command.ts";
import { reportError } from "../messages.ts";
import { run } from "../run.ts";
import { readTaskName } from "../../schedule/task_names.ts";

/** Runs a task's command and resolves to its exit code. */
export async function execTask(
  { host, signal, positionals: [, name], behind }: Invocation,
  commands: readonly Command[],
): Promise<number> {
  if (name === undefined || behind.length === 0) {
    throw new UsageError("Cannot run a task: write netwho schedule exec NAME -- COMMAND");
  }
  const path = taskLogPath(host, readTaskName(name));
  if (path === null) return await runCommand(behind, { host, commands, signal });
  const log = new TaskLog(host, path, {
    onRefusal: ({ message }) =>
      host.writeError(`netwho: ${sanitize(message)}; the task runs without a log\n`),
  });
  const lock = lockTask(host, path);
  if (lock === null) {
    log.skip();
    return EXIT.ok;
  }
  using _lock = lock;
  log.start(commandInWords({ command: behind }));
  // The program ends right after it: the line must be written at once.
  signal.addEventListener("abort", () => log.end("interrupted"), { once: true });
  const logged = loggedHost(host, log);
  const code = await runCommand(behind, { host: logged, commands, signal });
  log.end(`exit code ${code}`);
  return code;
}

/** Locks out a second run; null where one goes on. A lock that cannot be had keeps nobody from running. */
function lockTask(host: Host, path: string): Disposable | null {
  const { value, refusal } = attempt(() => host.lockFile(path.replace(/\.log$/, ".lock")));
  return refusal === null ? value : { [Symbol.dispose]() {} };
}

/** Never rejects, as `main` does not. */
async function runCommand(
  args: readonly string[],
  { host, commands, signal }: { host: Host; commands: readonly Command[]; signal: AbortSignal },
): Promise<number> {
  try {
    return await run(args, { host, commands, signal });
  } catch (error) {
    if (signal.aborted) return EXIT.interrupted;
    return reportError(error, { args, host, commands });
  }
}

/** A host without a terminal that prints into a log; where that cannot be written, as before. */
function loggedHost(host: Host, log: TaskLog): Host {
  const decoder = new TextDecoder("utf-8", { ignoreBOM: true });
  return {
    ...host,
    isTerminal: () => false,
    canColor: () => false,
    terminalColumns: () => null,
    terminalSize: () => null,
    // The log is UTF-8 whatever the console.
    outputCodePage: () => null,
    env: (name) => name === "FORCE_COLOR" ? undefined : host.env(name),
    write: async (bytes) => {
      const text = decoder.decode(bytes, { stream: true });
      log.print("stdout", text);
      if (log.isRefused) await host.write(bytes);
    },
    writeError: (text) => {
      log.print("stderr", text);
      if (log.isRefused) host.writeError(text);
    },
  };
}
