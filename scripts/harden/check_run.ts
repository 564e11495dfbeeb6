/**
 * Runs an executable in an environment that wants to steer its runtime.
 *
 * @module
 */
import { spawn } from "node:child_process";
import type { Check } from "./check_file.ts";

/** Longer than the slowest start. */
const DEADLINE_MILLISECONDS = 60_000;

/** Checks a program of this machine: every row must hold. `version` is what it must print. */
export async function checkRun(program: string, version: string): Promise<Check[]> {
  const { code, stdout, stderr } = await new Deno.Command(program, {
    args: ["--version"],
    stdin: "null",
  }).output();
  const said = new TextDecoder().decode(stdout).trimEnd() + new TextDecoder().decode(stderr);
  return [
    {
      what: `it is ${version}`,
      problem: code === 0 && said === version ? null : `exit code ${code}: ${said}`,
    },
    {
      what: "it runs no script that the environment names",
      problem: await runsForeignScript(program) ? "the script ran" : null,
    },
    {
      what: "it makes no file for the keys of its connections",
      problem: await makesKeyFile(program) ? "the file is there" : null,
    },
  ];
}

/**
 * Whether a program runs a script in its place, as the runtime of Deno 2.8.3 and later does for a child
 * that its parent has forked: once with the channel that such a child has, once with a number alone.
 */
export async function runsForeignScript(program: string): Promise<boolean> {
  return await inFolder(async (folder) => {
    const mark = `${folder}/ran`;
    const script = `${folder}/foreign.js`;
    await Deno.writeTextFile(
      script,
      `Deno.writeTextFileSync(${JSON.stringify(mark)}, ""); Deno.exit(0);\n`,
    );
    const variables = { DENO_INTERNAL_CHILD_ENTRYPOINT: script };
    await start(program, { variables, hasChannel: true });
    await start(program, { variables: { ...variables, NODE_CHANNEL_FD: "0" } });
    return await exists(mark);
  });
}

/** Whether a program makes the file that SSLKEYLOGFILE names. */
export async function makesKeyFile(program: string): Promise<boolean> {
  return await inFolder(async (folder) => {
    const keys = `${folder}/keys`;
    await start(program, { variables: { SSLKEYLOGFILE: keys } });
    return await exists(keys);
  });
}

/** Starts a program, and waits for its end. What it prints and how it ends does not matter. */
async function start(
  program: string,
  { variables, hasChannel = false }: {
    variables: Readonly<Record<string, string>>;
    hasChannel?: boolean;
  },
): Promise<void> {
  const child = spawn(program, ["--version"], {
    env: { ...Deno.env.toObject(), ...variables },
    stdio: ["ignore", "ignore", "ignore", ...hasChannel ? ["ipc" as const] : []],
    timeout: DEADLINE_MILLISECONDS,
  });
  await new Promise((resolve, reject) => child.on("exit", resolve).on("error", reject));
}

async function inFolder<Result>(action: (folder: string) => Promise<Result>): Promise<Result> {
  const folder = await Deno.makeTempDir({ prefix: "netwho-" });
  try {
    return await action(folder);
  } finally {
    await Deno.remove(folder, { recursive: true }).catch(() => {});
  }
}

async function exists(path: string): Promise<boolean> {
  try {
    await Deno.lstat(path);
    return true;
  } catch {
    return false;
  }
}
