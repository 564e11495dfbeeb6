/**
 * Runs an executable in an environment of a test's choice.
 *
 * @module
 */
import type { Ended } from "./executable.ts";

/** Where, and with which variables alone. */
export interface HostileRun {
  /** The environment. */
  readonly env: Readonly<Record<string, string>>;
  /** The current folder. @default this process's */
  readonly cwd?: string;
}

/** Runs an executable with no variables but those given. */
export async function runHostile(
  program: string,
  args: readonly string[],
  { env, cwd }: HostileRun,
): Promise<Ended> {
  const { code, stdout, stderr } = await new Deno.Command(program, {
    args: [...args],
    env: { ...env },
    clearEnv: true,
    cwd,
    stdin: "null",
  }).output();
  const decode = (bytes: Uint8Array) => new TextDecoder().decode(bytes);
  return { code, stdout: decode(stdout), stderr: decode(stderr) };
}
