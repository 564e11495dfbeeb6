import { assertEquals, assertThrows } from "@std/assert";
import {
  missingPermission,
  readEmbeddedSettings,
} from "../../../scripts/harden/embedded_settings.ts";

/** What deno compile writes: a mark, the length as 64 bits, JSON. */
function embedded(json: string, length = json.length): string {
  const bytes = new Uint8Array(8);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(length), true);
  return `d3n0l4nd${String.fromCharCode(...bytes)}${json}`;
}

const latin1 = (text: string) => Uint8Array.from(text, (letter) => letter.charCodeAt(0));
const settings = (name: string) =>
  `{"argv":[],"permissions":{"allow_${name}":[]},"env_vars_from_env_file":{"A":"${name}"}}`;

Deno.test("the settings are read from behind the mark; the last ones count", () => {
  const read = (text: string) => readEmbeddedSettings(latin1(text));
  const expected = { permissions: { allow_net: [] }, variables: { A: "net" } };
  assertEquals(read(`code${embedded(settings("net"))}files`), expected);
  assertEquals(read(embedded(settings("net"))), expected);
  assertEquals(
    read(`${embedded(settings("run"))} ${embedded(settings("net"))} d3n0l4nd`),
    expected,
  );
  // The mark stands in the code, too.
  assertEquals(
    read(`${embedded(settings("net"))} looks for d3n0l4nd at the end of files`),
    expected,
  );
});

Deno.test("an executable without settings is refused", () => {
  for (
    const text of [
      "",
      "d",
      "d3n0l4nd",
      embedded(settings("net"), 20),
      embedded(settings("net"), 1 << 21),
      embedded("{}"),
      embedded("null"),
    ]
  ) assertThrows(() => readEmbeddedSettings(latin1(text)), Error, "holds no settings");
});

Deno.test("all permissions, and no prompt, are what is wanted", () => {
  const names = ["read", "write", "run", "ffi", "net", "env", "sys", "import"];
  const all = Object.fromEntries(names.flatMap((name) => [[`allow_${name}`, []], [
    `deny_${name}`,
    null,
  ]]));
  assertEquals(missingPermission({ ...all, prompt: false }), null);
  assertEquals(missingPermission({ ...all, prompt: true }), "it would prompt");
  assertEquals(missingPermission(all), "it would prompt");
  const less = { ...all, prompt: false };
  assertEquals(missingPermission({ ...less, allow_ffi: null }), "it may not ffi everything");
  assertEquals(missingPermission({ ...less, allow_run: ["C:\\a"] }), "it may not run everything");
  assertEquals(missingPermission({ ...less, deny_net: [] }), "it has deny_net");
});
