import { assertEquals, assertThrows } from "@std/assert";
import { NtExecutable, NtExecutableResource } from "pe-library";
import { dependentLoadFlagsOffset, readPeHeaders } from "../../../scripts/harden/pe_file.ts";
import { checkResources } from "../../../scripts/resources/check_resources.ts";
import { iconFile } from "../../../scripts/resources/draw_icon.ts";
import {
  readWindowsResources,
  withWindowsResources,
} from "../../../scripts/resources/windows_resources.ts";
import { FLAGS_OFFSET, type InventedPe, writePe } from "../../support/pe_writer.ts";

const ICON = iconFile();
const NOTES = { version: "1.22.333", copyright: "Copyright (c) 2026 somebody" };
const SCRIPT = new TextEncoder().encode("d3n0l4nd and the script");

/** A program as deno compile leaves it: the script is a resource, in a section of its own or with others. */
function compiled(options: InventedPe = {}, { name = "D3N0L4ND" } = {}): Uint8Array {
  const executable = NtExecutable.from(writePe({ flags: 0x0800, ...options }));
  const resources = NtExecutableResource.from(executable);
  const bin = SCRIPT.slice().buffer;
  resources.entries.push({ type: 10, id: name, lang: 0, codepage: 0, bin });
  resources.outputResource(executable);
  return new Uint8Array(executable.generate());
}

/** The bytes of a resource. */
function scriptIn(program: Uint8Array): Uint8Array {
  const { entries } = NtExecutableResource.from(NtExecutable.from(program));
  return new Uint8Array(entries.find(({ type }) => type === 10)!.bin);
}

/** What is wrong with a program, by what must hold. */
function problems(program: Uint8Array, notes = NOTES): Record<string, string> {
  return Object.fromEntries(
    checkResources(program, notes).flatMap(({ what, problem }) =>
      problem === null ? [] : [[what, problem]]
    ),
  );
}

for (const [machine, number] of [["x64", 0x8664], ["arm64", 0xaa64]] as const) {
  Deno.test(`a program for ${machine} gets a version and an icon, and keeps the rest`, () => {
    const before = compiled({ machine: number });
    const after = withWindowsResources(before, { ...NOTES, icon: ICON });
    assertEquals(readWindowsResources(after), {
      strings: {
        CompanyName: "The netwho authors",
        FileDescription: "netwho: connections and the programs behind them",
        FileVersion: "1.22.333",
        InternalName: "netwho",
        LegalCopyright: "Copyright (c) 2026 somebody",
        OriginalFilename: "netwho.exe",
        ProductName: "netwho",
        ProductVersion: "1.22.333",
      },
      fileVersion: "1.22.333.0",
      iconSizes: [16, 20, 24, 32, 40, 48, 256],
      hasScript: true,
    });
    assertEquals(problems(after), {});
    assertEquals(scriptIn(after), SCRIPT);
    assertEquals(readPeHeaders(after).machine, machine);
    // Code, data and what hardening changes are where they were.
    assertEquals(dependentLoadFlagsOffset(after), FLAGS_OFFSET);
    assertEquals(after.subarray(0x200, 0x600), before.subarray(0x200, 0x600));
  });
}

Deno.test("a signature of the runtime, which no longer fits, is left out", () => {
  const plain = compiled();
  const signed = new Uint8Array(plain.length + 64);
  signed.set(plain);
  const view = new DataView(signed.buffer);
  const directory = view.getUint32(0x3c, true) + 24 + 112 + 4 * 8;
  view.setUint32(directory, plain.length, true);
  view.setUint32(directory + 4, 64, true);
  assertEquals(readWindowsResources(signed).hasScript, true);
  const after = withWindowsResources(signed, { ...NOTES, icon: ICON });
  assertEquals(readPeHeaders(after).directories[4], { address: 0, size: 0 });
  assertEquals(after, withWindowsResources(plain, { ...NOTES, icon: ICON }));
});

Deno.test("a version and an icon that are there are replaced", () => {
  const once = withWindowsResources(compiled(), { ...NOTES, version: "1.0.0", icon: ICON });
  const twice = withWindowsResources(once, { ...NOTES, icon: ICON });
  assertEquals(problems(twice), {});
  const { entries } = NtExecutableResource.from(NtExecutable.from(twice));
  // Seven images, the group of them, the script, the version.
  assertEquals(entries.length, 10);
});

Deno.test("a version before a release counts by its numbers", () => {
  const notes = { ...NOTES, version: "2.0.1-rc.3" };
  const found = readWindowsResources(withWindowsResources(compiled(), { ...notes, icon: ICON }));
  assertEquals([found.fileVersion, found.strings.FileVersion], ["2.0.1.0", "2.0.1-rc.3"]);
});

Deno.test("a program that deno compile has not made is refused", () => {
  for (const program of [writePe(), compiled({}, { name: "ANOTHER" })]) {
    assertThrows(
      () => withWindowsResources(program, { ...NOTES, icon: ICON }),
      Error,
      "it holds no script of deno compile",
    );
  }
});

Deno.test("no version, another one, no icon and no script are problems", () => {
  const [script, image, version, icon] = [
    "its script is there",
    "Windows maps all of it",
    "it says that it is 1.22.333",
    "its icon has all sizes",
  ];
  assertEquals(problems(compiled()), {
    [version!]: "its CompanyName is missing",
    [icon!]: "it has not 16, 20, 24, 32, 40, 48, 256",
  });
  const other = withWindowsResources(compiled(), { ...NOTES, version: "1.22.334", icon: ICON });
  assertEquals(problems(other), { [version!]: "its FileVersion is 1.22.334" });
  assertEquals(problems(writePe())[script!], "it is not");
  const none = problems(new TextEncoder().encode("\x7fELF"));
  assertEquals(Object.keys(none), [script!, image!, version!, icon!]);
});

Deno.test("an image that ends before its last section is a problem", () => {
  const program = withWindowsResources(compiled(), { ...NOTES, icon: ICON });
  const { imageSize } = readPeHeaders(program);
  const view = new DataView(program.buffer);
  const place = view.getUint32(0x3c, true) + 24 + 56;
  assertEquals(view.getUint32(place, true), imageSize);
  view.setUint32(place, imageSize - 0x1000, true);
  assertEquals(problems(program), {
    "Windows maps all of it": `the image has ${
      imageSize - 0x1000
    } bytes, its sections ${imageSize}`,
  });
});
