/**
 * Bundles the program into a few JavaScript files: the executable then holds no package folders and
 * loads two files at its start instead of dozens. Each target of an `import()`, such as
 * `lib/cli/command_chunk.ts`, becomes a chunk: a file that is loaded on first use.
 *
 * @module
 */
import { rollup } from "@rollup/wasm-node";
import { run } from "./run.ts";

/** Bundles `cli.ts` into a folder, as `cli.js` and its chunks (ADR 5 in docs/adr/). */
export async function bundle(folder: string): Promise<void> {
  const split = await Deno.makeTempDir({ prefix: "netwho-" });
  try {
    await run([
      "bundle",
      "--quiet",
      "--frozen",
      "--platform=deno",
      "--code-splitting",
      "--minify",
      `--outdir=${split}`,
      "cli.ts",
    ]);
    for (const { name } of Deno.readDirSync(split)) {
      const path = `${split}/${name}`;
      const chunk = Deno.readTextFileSync(path);
      Deno.writeTextFileSync(path, withoutDebugSwitches(withRequire(chunk)));
    }
    await joinStart(split, folder);
  } finally {
    await Deno.remove(split, { recursive: true });
  }
}

/**
 * Joins the chunks that every start loads into one, `start.js`. `deno bundle` makes a chunk of whatever
 * has the same users: the more chunks there are, the more pieces a start loads, a fifth of a
 * millisecond each.
 *
 * @param from the folder with `cli.js` and its chunks.
 * @param to the folder for the new ones.
 */
export async function joinStart(from: string, to: string): Promise<void> {
  // Not the entry itself: it awaits the command, whose chunks would await it in turn.
  const start = new Set(importsOf(`${from}/cli.js`));
  for (const name of start) {
    for (const imported of importsOf(`${from}/${name}`)) start.add(imported);
  }
  const bundle = await rollup({
    input: `${from}/cli.js`,
    external: /^(?:node|npm):/,
    treeshake: false,
    onwarn: ({ message }) => {
      throw new Error(`Cannot bundle: ${message}`);
    },
  });
  await bundle.write({
    dir: to,
    format: "es",
    compact: true,
    entryFileNames: "cli.js",
    chunkFileNames: "[name].js",
    onlyExplicitManualChunks: true,
    manualChunks: (path) => start.has(path.replace(/^.*[\\/]/, "")) ? "start" : undefined,
  });
  await bundle.close();
}

/** The names of the chunks that a chunk loads as soon as it is loaded. */
function importsOf(path: string): string[] {
  const imports = Deno.readTextFileSync(path).matchAll(/\b(?:from|import)\s*"\.\/([\w.-]+\.js)"/g);
  return Array.from(imports, ([, name]) => name!);
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
