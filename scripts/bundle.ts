/**
 * Bundles the program into a few JavaScript files: the executable then holds no package folders and
 * loads one file instead of dozens. Each target of an `import()`, such as `lib/cli/command_chunk.ts`,
 * becomes a chunk: a file that is loaded on first use.
 *
 * @module
 */
import { run } from "./run.ts";

/** Bundles `cli.ts` into a folder, as `cli.js` and its chunks (ADR 5 in docs/adr/). */
export async function bundle(folder: string): Promise<void> {
  await run([
    "bundle",
    "--quiet",
    "--frozen",
    "--platform=deno",
    "--code-splitting",
    "--minify",
    `--outdir=${folder}`,
    "cli.ts",
  ]);
  for (const { name } of Deno.readDirSync(folder)) {
    const path = `${folder}/${name}`;
    const chunk = Deno.readTextFileSync(path);
    Deno.writeTextFileSync(path, withoutDebugSwitches(withRequire(chunk)));
  }
}

/**
 * Replaces the `require` of a chunk with one that loads nothing until it is called. The CommonJS package
 * iconv-lite calls `require("node:buffer")`. Deno 2.7 bundles a stub that throws if there is no
 * `require`; Deno 2.9 imports one, which loads much of Node's library at every start (30 ms measured).
 */
export function withRequire(chunk: string): string {
  const lazy = chunk.replace(
    /import\s*\{\s*createRequire as (\w+)\s*\}\s*from\s*"node:module";\s*var (\w+)\s*=\s*\1\(import\.meta\.url\);/,
    "var $2 = (name) => process.getBuiltinModule(name);",
  );
  if (/\bfrom\s*"node:/.test(lazy)) {
    throw new Error("Cannot bundle: a chunk imports from Node when it is loaded");
  }
  return lazy.includes("Dynamic require of")
    ? `const require = (name) => process.getBuiltinModule(name);\n${lazy}`
    : lazy;
}

/**
 * Takes out what the package yaml prints for its developers if a variable is set: it would go between
 * netwho's own messages.
 */
export function withoutDebugSwitches(chunk: string): string {
  return chunk.replace(/[\w$]+\.env\.LOG_(?:STREAM|TOKENS)\b/g, "false");
}
