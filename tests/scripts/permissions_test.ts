import { assertEquals } from "@std/assert";
import { permissionFlags, PERMISSIONS, TARGETS } from "../../scripts/permissions.ts";

Deno.test("permissionFlags never prompts and opens the network by name alone on Windows", () => {
  const flags = permissionFlags("x86_64-pc-windows-msvc");
  assertEquals(flags[0], "--no-prompt");
  const broad = flags.filter((flag) => /^--allow-(all|net$|import|sys)/.test(flag));
  assertEquals(broad, []);
});

Deno.test("permissions: the network is name servers and registries alone", async () => {
  const { only } = PERMISSIONS.find(({ flag }) => flag === "--allow-net")!;
  const allowed = [
    "192.0.2.53:53",
    "rdap.arin.net:443",
    "data.iana.org:443",
    "rdap.registro.br:443",
  ];
  const denied = [
    "192.0.2.53:54",
    "127.0.0.1:80",
    "rdap.arin.net:80",
    "arin.net.example:443",
    "rdap.example:443",
  ];
  const program = `for (const host of ${JSON.stringify([...allowed, ...denied])}) {
    const { state } = await Deno.permissions.query({ name: "net", host });
    console.log(state === "granted" ? host : "");
  }`;
  const file = await Deno.makeTempFile({ suffix: ".js" });
  try {
    await Deno.writeTextFile(file, program);
    const { stdout } = await new Deno.Command(Deno.execPath(), {
      args: ["run", "--no-prompt", "--no-config", `--allow-net=${only!.join(",")}`, file],
    }).output();
    const granted = new TextDecoder().decode(stdout).split("\n").filter((host) => host !== "");
    assertEquals(granted, allowed);
  } finally {
    await Deno.remove(file);
  }
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

/** Read on Linux alone. */
const LINUX_VARIABLES = ["HOME", "XDG_CACHE_HOME", "XDG_DATA_HOME", "LC_ALL", "LC_CTYPE", "LANG"];

Deno.test("permissions: the variables that the library reads are the ones that are allowed", () => {
  const read = new Set(
    sources("lib").flatMap((source) =>
      [...source.matchAll(/\benv\("(\w+)"\)/g)].map(([, name]) => name!)
    ),
  );
  const row = PERMISSIONS.find(({ flag }) => flag === "--allow-env")!;
  assertEquals([...read].sort(), [...row.only!, ...LINUX_VARIABLES].sort());
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
