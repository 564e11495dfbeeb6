/**
 * Whether other programs are installed, for tests that compare with them.
 *
 * @module
 */

/** Whether a program can be run by its name. */
export function hasProgram(name: string): boolean {
  try {
    new Deno.Command(name, { args: ["--version"], stdout: "null", stderr: "null" }).outputSync();
    return true;
  } catch {
    return false;
  }
}
