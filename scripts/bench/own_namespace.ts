/**
 * Runs a script of the benchmark in a network namespace of its own, where nobody else's sockets are.
 *
 * @module
 */

/**
 * Returns a section in Markdown: the heading, and what the script prints for an executable.
 *
 * @param needs what it takes, said where it did not run.
 */
export async function sectionFromNamespace(
  heading: string,
  { script, netwho, needs }: { script: URL; netwho: string; needs: string },
): Promise<string> {
  const run = [Deno.execPath(), "run", "--quiet", "--allow-all", script.pathname, netwho];
  const inside = ["-n", "sh", "-c", 'ip link set lo up && exec "$@"', "sh", ...run];
  try {
    const { success, stdout } = await new Deno.Command("unshare", { args: inside }).output();
    if (success) return `${heading}\n\n${new TextDecoder().decode(stdout)}`;
  } catch {
    // There is no unshare.
  }
  return `${heading}\n\nThis takes ${needs}.\n`;
}
