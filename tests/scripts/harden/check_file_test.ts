import { assertEquals } from "@std/assert";
import { checkFile } from "../../../scripts/harden/check_file.ts";
import { type InventedPe, writePe } from "../../support/pe_writer.ts";

const NAMES = ["read", "write", "run", "ffi", "net", "env", "sys", "import"];
const ALL = Object.fromEntries(NAMES.map((name) => [`allow_${name}`, []]));

/** The settings of an executable, as deno compile writes them. */
function settings(
  { permissions = { ...ALL, prompt: false }, variables = { STORE: "system" } }: {
    permissions?: Record<string, unknown>;
    variables?: Record<string, string>;
  } = {},
): string {
  const json = JSON.stringify({ permissions, env_vars_from_env_file: variables });
  const length = new Uint8Array(8);
  new DataView(length.buffer).setBigUint64(0, BigInt(json.length), true);
  return `d3n0l4nd${String.fromCharCode(...length)}${json}`;
}

/** The bytes of a text of ASCII. */
function ascii(text: string): Uint8Array {
  return Uint8Array.from(text, (letter) => letter.charCodeAt(0));
}

/** What is wrong with an executable, by what must hold. */
function problems(file: Uint8Array): Record<string, string> {
  return Object.fromEntries(
    checkFile(file, { variables: { STORE: "system" }, architecture: "x64" })
      .flatMap(({ what, problem }) => problem === null ? [] : [[what, problem]]),
  );
}

/** The header of a Linux program for x64 or another machine. */
const elfHeader = (machine = 62) => `\x7fELF${"\0".repeat(14)}${String.fromCharCode(machine)}\0`;

const SYSTEM32 = "Windows looks for its libraries in System32 alone";
const PERMISSIONS = "it has all permissions and never prompts";
const pe = (options: InventedPe) => problems(writePe({ tail: settings(), ...options }));

Deno.test("a hardened executable has no problem, for Windows and for Linux", () => {
  assertEquals(pe({ flags: 0x0800 }), {});
  assertEquals(problems(ascii(`${elfHeader()}${settings()}`)), {});
});

Deno.test("load flags that let libraries come from elsewhere are a problem", () => {
  for (const flags of [0, 0x0a00, 0x0200, 0x1000]) {
    assertEquals(pe({ flags }), { [SYSTEM32]: `its load flags are 0x${flags.toString(16)}` });
  }
  assertEquals(pe({ loadConfiguration: null }), {
    [SYSTEM32]: "Cannot read the Windows program: it has no load configuration",
  });
});

Deno.test("a variable that the runtime knows is a problem, one in a script is not", () => {
  for (const name of ["DENO_INTERNAL_CHILD_ENTRYPOINT", "NODE_CHANNEL_FD", "SSLKEYLOGFILE"]) {
    assertEquals(problems(ascii(`${elfHeader()}${settings()} a${name}b ${name}`)), {
      [`it does not know the variable ${name}`]: "the name is in 2 places of it",
    });
    assertEquals(problems(ascii(`${elfHeader()}${settings()} "${name}" \`${name}\``)), {});
  }
});

Deno.test("other permissions or built-in variables, or none, are a problem", () => {
  const elf = (change: Parameters<typeof settings>[0]) =>
    problems(ascii(`${elfHeader()}${settings(change)}`));
  assertEquals(elf({ permissions: { ...ALL, prompt: true } }), {
    [PERMISSIONS]: "it would prompt",
  });
  assertEquals(elf({ permissions: { ...ALL, prompt: false, allow_ffi: ["kernel32.dll"] } }), {
    [PERMISSIONS]: "it may not ffi everything",
  });
  assertEquals(elf({ variables: {} }), { "STORE is built in as system": "it is missing" });
  assertEquals(elf({ variables: { STORE: "x" } }), { "STORE is built in as system": "it is x" });
  const none = "Cannot read the executable: it holds no settings of deno compile";
  assertEquals(problems(ascii(elfHeader())), {
    [PERMISSIONS]: none,
    "STORE is built in as system": none,
  });
});

Deno.test("a program for another machine is a problem", () => {
  assertEquals(pe({ flags: 0x0800, machine: 0xaa64 }), { "it is for x64": "it is for arm64" });
  assertEquals(problems(ascii(`${elfHeader(183)}${settings()}`)), {
    "it is for x64": "it is for arm64",
  });
  assertEquals(problems(ascii(`${elfHeader(3)}${settings()}`)), {
    "it is for x64": "it is for another machine, 3",
  });
});
