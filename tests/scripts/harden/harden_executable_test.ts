import { assertEquals, assertRejects, assertThrows } from "@std/assert";
import {
  dependentLoadFlags,
  hardenExecutable,
  hardeningPatches,
  nativePlaces,
  type Patch,
} from "../../../scripts/harden/harden_executable.ts";
import { temporaryFolder } from "../../support/folders.ts";
import { writePe } from "../../support/pe_writer.ts";

const bytes = (text: string) => new TextEncoder().encode(text);
const patched = (file: Uint8Array, patches: readonly Patch[]) => {
  const copy = file.slice();
  for (const patch of patches) copy.set(patch.bytes, patch.offset);
  return copy;
};

/** What compiled code looks like: names among other text; and a script, with quotes. */
const NATIVE = "\0readDENO_INTERNAL_CHILD_ENTRYPOINTNODE_CHANNEL_FD\x01SSLKEYLOGFILE is set but '";
const SCRIPT = "const V=`DENO_INTERNAL_CHILD_ENTRYPOINT`;env('SSLKEYLOGFILE',\"SSLKEYLOGFILE\")";
const ELF = `\x7fELF${NATIVE}${SCRIPT}`;

Deno.test("names in compiled code are overwritten by as many zeros, those in a script stay", () => {
  const file = bytes(ELF);
  const hardened = patched(file, hardeningPatches(file, "2.9.6"));
  const expected = `\x7fELF${
    NATIVE.replace("DENO_INTERNAL_CHILD_ENTRYPOINT", "\0".repeat(30))
      .replace("NODE_CHANNEL_FD", "\0".repeat(15))
      .replace("SSLKEYLOGFILE", "\0".repeat(13))
  }${SCRIPT}`;
  assertEquals(new TextDecoder().decode(hardened), expected);
  assertEquals(nativePlaces(hardened, "DENO_INTERNAL_CHILD_ENTRYPOINT"), []);
});

Deno.test("quotes that differ are no quotes around a name", () => {
  const file = bytes("'SSLKEYLOGFILE\" 'SSLKEYLOGFILE' SSLKEYLOGFILE");
  assertEquals(nativePlaces(file, "SSLKEYLOGFILE"), [1, 32]);
  assertEquals(nativePlaces(bytes("SSLKEYLOGFILE"), "SSLKEYLOGFILE"), [0]);
});

Deno.test("each patch tells what it replaces, and is as long", () => {
  const file = writePe({ flags: 0x1234, tail: ELF });
  const patches = hardeningPatches(file, "2.9.6");
  assertEquals(patches.map(({ before }) => [...before]), [
    [0x34, 0x12],
    [...bytes("DENO_INTERNAL_CHILD_ENTRYPOINT")],
    [...bytes("NODE_CHANNEL_FD")],
    [...bytes("SSLKEYLOGFILE")],
  ]);
  assertEquals(patched(file, patches).length, file.length);
});

Deno.test("a Windows program looks for libraries in System32 alone", () => {
  const file = writePe({ tail: ELF });
  assertEquals(dependentLoadFlags(file), 0);
  assertEquals(dependentLoadFlags(patched(file, hardeningPatches(file, "2.9.6"))), 0x0800);
  assertThrows(
    () => hardeningPatches(writePe({ tail: ELF, loadConfiguration: null }), "2.9.6"),
    Error,
    "no load configuration",
  );
});

Deno.test("a name that a version must hold and does not is an error; earlier versions lack it", () => {
  const without = bytes("\x7fELF SSLKEYLOGFILE NODE_CHANNEL_FD");
  for (const version of ["2.8.3", "2.8.10", "2.9.0", "2.10.0", "3.0.0", "2.9.6+abcdef"]) {
    assertThrows(
      () => hardeningPatches(without, version),
      Error,
      `Deno ${version} should read DENO_INTERNAL_CHILD_ENTRYPOINT`,
    );
  }
  for (const version of ["2.7.11", "2.8.2", "2.8.0"]) {
    assertEquals(hardeningPatches(without, version).length, 2, version);
  }
  // Only in a script: the runtime reads it in a way that is not known.
  const script = bytes(`\x7fELF SSLKEYLOGFILE NODE_CHANNEL_FD ${SCRIPT}`);
  assertThrows(() => hardeningPatches(script, "2.9.6"), Error, "is not in there");
});

Deno.test("a name in too many places is an error", () => {
  const file = bytes(`${ELF}${" SSLKEYLOGFILE".repeat(8)}`);
  assertThrows(() => hardeningPatches(file, "2.9.6"), Error, "SSLKEYLOGFILE is in 9 places");
});

Deno.test("an executable that cannot be hardened does not stay", async () => {
  using folder = temporaryFolder();
  const path = `${folder.path}/program`;
  await Deno.writeTextFile(path, "\x7fELF");
  await assertRejects(() => hardenExecutable(path, "2.9.6"), Error, "Cannot harden");
  assertEquals([...Deno.readDirSync(folder.path)], []);
});

Deno.test("a file is changed in place", async () => {
  using folder = temporaryFolder();
  const path = `${folder.path}/program.exe`;
  const file = writePe({ tail: ELF });
  await Deno.writeFile(path, file);
  assertEquals(await hardenExecutable(path, "2.9.6"), 4);
  assertEquals(await Deno.readFile(path), patched(file, hardeningPatches(file, "2.9.6")));
});
