/**
 * Runs Deno for the scripts, in the version that runs the script.
 *
 * @module
 */

/** Runs Deno in the project's root and shows its output. Throws if Deno fails. */
export async function run(
  args: readonly string[],
  { cwd = import.meta.dirname + "/.." }: { cwd?: string } = {},
): Promise<void> {
  const { success, code } = await new Deno.Command(Deno.execPath(), { args: [...args], cwd })
    .spawn().status;
  if (!success) throw new Error(`Cannot run deno ${args[0]}: it ended with code ${code}`);
}
