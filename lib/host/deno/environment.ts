/**
 * The environment variables, where Deno lets the program read them.
 *
 * @module
 */

/** An environment variable; undefined where it is not set, and where it may not be read. */
export function env(name: string): string | undefined {
  try {
    return Deno.env.get(name);
  } catch {
    return undefined;
  }
}

/** All of them; none where they may not be read. */
export function wholeEnvironment(): Record<string, string> {
  try {
    return Deno.env.toObject();
  } catch {
    return {};
  }
}
