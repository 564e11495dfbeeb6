/**
 * Runs Deno for the scripts, in the version that runs them.
 *
 * @module
 */

/** Runs Deno in the project's root and fails where it fails. Its output is shown. */
export async function run(
  args: readonly string[],
  { cwd = import.meta.dirname + "/.." }: { cwd?: string } = {},
): Promise<void> {
  const { success, code } = await new Deno.Command(Deno.execPath(), { args: [...args], cwd })
    .spawn().status;
  if (!success) throw new Error(`deno ${args[0]} failed with exit code ${code}`);
}
