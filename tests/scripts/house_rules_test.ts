import { assertEquals } from "@std/assert";
import plugin from "../../scripts/lint/house_rules.ts";

/** The rules that a file breaks, with the text each complains about. */
function complaints(path: string, source: string): string[] {
  return Deno.lint.runPlugin(plugin, path, source)
    .map(({ id, range: [start, end] }) => `${id}: ${source.slice(start, end)}`);
}

const BROKEN: readonly (readonly [path: string, source: string, complaint: string])[] = [
  ["lib/a.ts", `const x = Deno.args;`, "house/deno-stays-in-host: Deno"],
  ["lib/a.ts", `const x = globalThis.Deno;`, "house/deno-stays-in-host: Deno"],
  ["lib/a.ts", `type X = Deno.Conn;`, "house/deno-stays-in-host: Deno"],
  ["mod.ts", `Deno.exit(1);`, "house/deno-stays-in-host: Deno"],
  ["lib/a.ts", `console.log(1);`, "house/library-is-silent: console.log"],
  ["lib/host/a.ts", `console["error"](1);`, `house/library-is-silent: console["error"]`],
  ["lib/a.ts", `process.exit(1);`, "house/library-is-silent: process.exit"],
  [
    "lib/a.ts",
    `function f() { using lock = open(); lock.take(); act(); }`,
    "house/using-stays-open: using lock = open();",
  ],
  [
    "cli.ts",
    `function f() { using lock = open(); if (lock === null) return; act(); }`,
    "house/using-stays-open: using lock = open();",
  ],
  ["scripts/a.ts", `export default 1;`, "house/no-default-export: export default 1;"],
  ["cli.ts", `export { a as default };`, "house/no-default-export: a as default"],
  ["lib/a.ts", `export const x = 1;`, "house/exports-are-documented: export const x = 1;"],
  [
    "lib/a.ts",
    `/** About the file. @module */\nexport interface A {}`,
    "house/exports-are-documented: export interface A {}",
  ],
  ["lib/a.ts", `// no doc\nexport class A {}`, "house/exports-are-documented: export class A {}"],
  [
    "lib/a.ts",
    `function f(a, b, c, { d }) {}`,
    "house/few-parameters: function f(a, b, c, { d }) {}",
  ],
  ["tests/a.ts", `x((a, b, c, d) => 1);`, "house/few-parameters: (a, b, c, d) => 1"],
  [
    "lib/a.ts",
    `/** Doc. */\nexport function f(a: A, b: B, c: number) {}`,
    "house/few-parameters: c",
  ],
  [
    "lib/a.ts",
    `/** Doc. */\nexport function f(a: A, b: B, c = true) {}`,
    "house/few-parameters: c = true",
  ],
  ["lib/a.ts", `throw new Error("x");`, `house/own-errors: new Error("x")`],
  ["lib/host/a.ts", `throw TypeError("x");`, `house/own-errors: TypeError("x")`],
  ["lib/a.ts", `const x = Date.now();`, "house/clock-comes-from-host: Date.now"],
  ["lib/a.ts", `const x = new Date();`, "house/clock-comes-from-host: new Date()"],
  ["lib/a.ts", `const x = Math.random();`, "house/clock-comes-from-host: Math.random"],
  ["lib/a.ts", `const x = performance.now();`, "house/clock-comes-from-host: performance.now"],
];

for (const [path, source, complaint] of BROKEN) {
  Deno.test(`house rules: ${path} may not hold ${source}`, () => {
    assertEquals(complaints(path, source), [complaint]);
  });
}

const KEPT: readonly (readonly [path: string, source: string])[] = [
  ["lib/host/a.ts", `/** Doc. */\nexport const x = Deno.args;`],
  ["cli.ts", `Deno.exit(1);`],
  ["lib/a.ts", `function f() { using _lock = take(); act(); }`],
  ["lib/a.ts", `function f() { using file = open(); file.read(); file.write(); }`],
  ["scripts/a.ts", `function f() { using lock = open(); lock.take(); act(); }`],
  ["scripts/a.ts", `console.log(Deno.args, new Date()); throw new Error("x");`],
  ["tests/lib/a.ts", `export const x = Date.now();`],
  ["lib/a.ts", `/** Doc. */\nexport function f(a, b, { c = 1 } = {}) {}`],
  ["lib/a.ts", `/** Doc. */\n// deno-lint-ignore no-explicit-any\nexport type A = any;`],
  ["lib/a.ts", `export { x } from "./x.ts";`],
  ["lib/a.ts", `/** Doc. */\nexport function open(a: A, b: B, options: Options) {}`],
  ["lib/a.ts", `function helper(a: A, b: B, c: number) {}`],
  [
    "lib/a.ts",
    `/** Doc. */\nexport function read(to: To, bytes: Bytes, start: number, end: number) {}`,
  ],
  ["lib/a.ts", `const x = new Date(0).toISOString(); throw new UsageError("x");`],
  ["lib/a.ts", `const { process } = row; if (process.exited) f(process);`],
];

for (const [path, source] of KEPT) {
  Deno.test(`house rules: ${path} may hold ${source}`, () => {
    assertEquals(complaints(path, source), []);
  });
}

Deno.test("house rules: every rule is tried", () => {
  const tried = new Set(BROKEN.map(([, , complaint]) => complaint.split(":")[0]));
  assertEquals(tried, new Set(Object.keys(plugin.rules).map((name) => `house/${name}`)));
});
