import { assertEquals } from "@std/assert";
import { permissionFlags, PERMISSIONS, TARGETS } from "../../scripts/permissions.ts";

Deno.test("permissionFlags never prompts and never opens the network on Windows", () => {
  const flags = permissionFlags("x86_64-pc-windows-msvc");
  assertEquals(flags[0], "--no-prompt");
  const broad = flags.filter((flag) => /^--allow-(all|net|import|sys)/.test(flag));
  assertEquals(broad, []);
});

Deno.test("permissionFlags limits a flag to what its row names", () => {
  const row = PERMISSIONS.find(({ flag }) => flag === "--allow-env")!;
  const flags = permissionFlags(row.target);
  assertEquals(flags.filter((flag) => flag === `--allow-env=${row.only!.join(",")}`).length, 1);
});

for (const target of TARGETS) {
  Deno.test(`permissions: ${target} has each flag once, with a reason`, () => {
    const rows = PERMISSIONS.filter((permission) => permission.target === target);
    assertEquals(new Set(rows.map(({ flag }) => flag)).size, rows.length);
    assertEquals(rows.filter(({ reason }) => !reason.endsWith(".")), []);
    assertEquals(rows.length > 0, true);
  });
}

Deno.test("permissions: the variables that the library reads are the ones that are allowed", () => {
  const read = new Set(
    sources("lib").flatMap((source) =>
      [...source.matchAll(/\benv\("(\w+)"\)/g)].map(([, name]) => name!)
    ),
  );
  const row = PERMISSIONS.find(({ flag }) => flag === "--allow-env")!;
  assertEquals([...read].sort(), [...row.only!].sort());
});

/** The text of every file in a folder of the project. */
function sources(folder: string): string[] {
  return [...Deno.readDirSync(`${import.meta.dirname}/../../${folder}`)].flatMap(
    ({ name, isDirectory }) =>
      isDirectory
        ? sources(`${folder}/${name}`)
        : [Deno.readTextFileSync(`${import.meta.dirname}/../../${folder}/${name}`)],
  );
}
