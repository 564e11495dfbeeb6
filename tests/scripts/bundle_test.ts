import { assert, assertEquals, assertThrows } from "@std/assert";
import { withoutDebugSwitches, withRequire } from "../../scripts/bundle.ts";
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
