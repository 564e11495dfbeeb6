import { assert, assertEquals, assertRejects, assertThrows } from "@std/assert";
import { joinStart, withoutDebugSwitches, withRequire } from "../../scripts/bundle.ts";
import { ROOT } from "../support/program.ts";

Deno.test("withRequire takes out the import that Deno 2.9 adds, minified or not", () => {
  const asWritten = 'import { createRequire as __make } from "node:module";\n' +
    "var __require = __make(import.meta.url);\nexport { __require };\n";
  const minified =
    'import{createRequire as m} from "node:module";var d=m(import.meta.url);export{d as a};';
  assertEquals(
    withRequire(asWritten),
    "var __require = (name) => process.getBuiltinModule(name);\nexport { __require };\n",
  );
  assertEquals(
    withRequire(minified),
    "var d = (name) => process.getBuiltinModule(name);export{d as a};",
  );
});

Deno.test("withRequire gives the stub of Deno 2.7 a require", () => {
  const stub = "throw Error('Dynamic require of \"' + x + '\" is not supported');";
  assertEquals(
    withRequire(stub),
    `const require = (name) => process.getBuiltinModule(name);\n${stub}`,
  );
});

Deno.test("withRequire leaves other chunks alone, and refuses what would slow every start", () => {
  assertEquals(withRequire('import { a } from "./b.js";'), 'import { a } from "./b.js";');
  assertThrows(
    () => withRequire('import { Buffer } from "node:buffer";'),
    Error,
    "imports from Node",
  );
});

Deno.test("withoutDebugSwitches asks for no variables of a package's developers, minified or not", () => {
  assertEquals(
    withoutDebugSwitches("if (node_process.env.LOG_STREAM)\n  console.dir(token);"),
    "if (false)\n  console.dir(token);",
  );
  assertEquals(
    withoutDebugSwitches('x();_1.env.LOG_TOKENS&&console.log("|");let a=$.env.LOG_STREAM;'),
    'x();false&&console.log("|");let a=false;',
  );
  const own = 'host.env("NO_COLOR");Deno.env.get("TERM");process.env.LOG_TOKENS_OF_OTHERS;';
  assertEquals(withoutDebugSwitches(own), own);
});

Deno.test("joinStart makes one file of what every start loads, and leaves the rest for later", async () => {
  const folder = await Deno.makeTempDir();
  try {
    const chunks = {
      // It waits for a chunk that needs a part of the start, as the program does for a command.
      "cli.js": 'import{a}from"./a.js";import"./b.js";a(await import("./later.js"));',
      "a.js": 'import{count as c}from"./b.js";export const a=({b})=>console.log(c(),b());',
      "b.js": 'let n=0;export const count=()=>++n;console.log("start");',
      "later.js": 'import{count}from"./b.js";console.log("later");export const b=count;',
    };
    for (const [name, text] of Object.entries(chunks)) {
      await Deno.writeTextFile(`${folder}/${name}`, text);
    }
    await joinStart(folder, `${folder}/joined`);
    const files = Array.from(Deno.readDirSync(`${folder}/joined`), ({ name }) => name);
    assertEquals(files.sort(), ["cli.js", "later.js", "start.js"]);
    for (const path of ["cli.js", "joined/cli.js"]) {
      const { stdout } = await new Deno.Command(Deno.execPath(), {
        args: ["run", "--quiet", "--no-config", `${folder}/${path}`],
        env: { NO_COLOR: "1" },
      }).output();
      // One count for both: no module was doubled.
      assertEquals(new TextDecoder().decode(stdout), "start\nlater\n1 2\n", path);
    }
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});

Deno.test("joinStart refuses chunks that lack one", async () => {
  const folder = await Deno.makeTempDir();
  try {
    await Deno.writeTextFile(`${folder}/cli.js`, 'await import("./gone.js");');
    await assertRejects(() => joinStart(folder, `${folder}/joined`), Error, "gone.js");
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});

/** A module of `deno info --json`, as far as it counts here. */
interface InfoModule {
  readonly specifier: string;
  readonly dependencies?: readonly {
    readonly code?: { readonly specifier?: string };
    readonly isDynamic?: boolean;
  }[];
}

Deno.test("no start of netwho loads the completion of command lines, nor does the table of commands", async () => {
  const { stdout } = await new Deno.Command(Deno.execPath(), {
    args: ["info", "--json", "cli.ts"],
    cwd: ROOT,
  }).output();
  const { modules }: { modules: InfoModule[] } = JSON.parse(new TextDecoder().decode(stdout));
  const found = new Map(modules.map((module) => [module.specifier, module]));
  const loadedBy = (path: string): string[] => {
    const loaded = new Set([new URL(path, ROOT).href]);
    for (const specifier of loaded) {
      for (const { code, isDynamic } of found.get(specifier)?.dependencies ?? []) {
        if (code?.specifier !== undefined && !isDynamic) loaded.add(code.specifier);
      }
    }
    return [...loaded];
  };
  const isCompletion = (specifier: string) => specifier.includes("/lib/cli/completion/");
  const [start, commands] = [loadedBy("cli.ts"), loadedBy("lib/cli/command_chunk.ts")];
  assert(start.some((specifier) => specifier.endsWith("/lib/cli/main.ts")));
  assert(commands.some((specifier) => specifier.endsWith("/lib/cli/commands/completions.ts")));
  assert(loadedBy("lib/cli/completion/run_completions.ts").filter(isCompletion).length > 5);
  assertEquals([...start, ...commands].filter(isCompletion), []);
});
