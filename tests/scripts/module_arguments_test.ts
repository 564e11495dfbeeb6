/**
 * What the PowerShell module's functions have in common, held to the tables of options.
 *
 * @module
 */
import { assert, assertEquals } from "@std/assert";
import { COMMANDS } from "../../lib/cli/commands.ts";
import { NOT_FOR_OBJECTS, parameterName } from "../../scripts/module/parameters.ts";
import { ROOT } from "../support/program.ts";

const MODULE = new URL("scripts/NetWho/", ROOT);

function read(path: string): string {
  return Deno.readTextFileSync(new URL(path, MODULE));
}

const FUNCTIONS = Array.from(Deno.readDirSync(new URL("functions/", MODULE)), ({ name }) => name)
  .sort();

Deno.test("every option that names a file or a folder is a path for the module", () => {
  const options = COMMANDS.flatMap(({ options }) => options)
    .filter(({ value, name }) =>
      /^(?:FILE|FOLDER|PATH)$/.test(value ?? "") && !NOT_FOR_OBJECTS.includes(name)
    );
  const wanted = [...new Set(options.map(({ name }) => parameterName(name)))].sort();
  const [, table] = /PathParameters = @\{\n([^}]*)\}/.exec(read("private/ConvertTo-Argument.ps1"))!;
  const written = [...table!.matchAll(/^ +(\w+) += @/gm)].map(([, name]) => name!).sort();
  assertEquals(written, wanted);
});

Deno.test("no function assigns to a variable that is one of its parameters, in any case", () => {
  // The parameter keeps its type: $resolve = @{} fails where there is a [switch] $Resolve.
  for (const name of FUNCTIONS) {
    const source = read(`functions/${name}`);
    const [, block] = /\n {4}param\(\n(.*?)\n {4}\)\n/s.exec(source) ?? [];
    assert(block !== undefined, name);
    const parameters = [...block.matchAll(/\$(\w+)(?: = [^\n]*)?,?$/gm)]
      .map(([, parameter]) => parameter!.toLowerCase());
    assert(parameters.includes("copyexecutable"), name);
    const end = source.indexOf("\n}\n");
    const assigned = [...source.slice(0, end).matchAll(/\$(\w+) \+?= /g)]
      .map(([, variable]) => variable!.toLowerCase());
    const withDefault = [...block.matchAll(/\$(\w+) = /g)].map(([, variable]) =>
      variable!.toLowerCase()
    );
    assertEquals(
      assigned.filter((variable) =>
        parameters.includes(variable) && !withDefault.includes(variable)
      ),
      [],
      name,
    );
  }
});

Deno.test("every function says where to run", () => {
  for (const name of FUNCTIONS) {
    const source = read(`functions/${name}`);
    const runs = source.matchAll(/(?:Invoke-NetWho|Invoke-Plan) (?:[^\n]*`\n)*[^\n]*/g);
    for (const [run] of runs) {
      const isTold = /-Bound|@run/.test(run);
      assert(isTold || name === "Get-NetWhoConnection.ps1", `${name}: ${run}`);
    }
  }
});
