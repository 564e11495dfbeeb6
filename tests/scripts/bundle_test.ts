import { assertEquals, assertThrows } from "@std/assert";
import { withoutDebugSwitches, withRequire } from "../../scripts/bundle.ts";

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
