/**
 * Bundles the program into a few JavaScript files: the executable then holds no package folders and
 * loads one file for what would be dozens. What `import()` names stays a file of its own, read when
 * it is used: the application, and the code pages.
 *
 * @module
 */
import { run } from "./run.ts";

/** Bundles `cli.ts` into a folder, as `cli.js` and the chunks that it loads (ADR 5 in docs/adr/). */
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
    Deno.writeTextFileSync(path, withRequire(Deno.readTextFileSync(path)));
  }
}

/**
 * CommonJS packages (iconv-lite) call `require("node:buffer")`. Deno 2.7 leaves that call to a stub
 * that throws unless there is a `require`; Deno 2.9 imports one, and that import, which every start
 * pays for, loads much of Node's library (30 ms, measured). Here it is there only when it is called.
 */
export function withRequire(chunk: string): string {
  const lazy = chunk.replace(
    /import\s*\{\s*createRequire as (\w+)\s*\}\s*from\s*"node:module";\s*var (\w+)\s*=\s*\1\(import\.meta\.url\);/,
    "var $2 = (name) => process.getBuiltinModule(name);",
  );
  if (/\bfrom\s*"node:/.test(lazy)) throw new Error("A chunk imports from Node when it is loaded");
  return lazy.includes("Dynamic require of")
    ? `const require = (name) => process.getBuiltinModule(name);\n${lazy}`
    : lazy;
}
