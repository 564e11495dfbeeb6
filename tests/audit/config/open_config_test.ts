/**
 * Tests of where a config is looked for, and in which encodings it may be.
 *
 * @module
 */
import { assertEquals, assertRejects, assertThrows } from "@std/assert";
import { configPlaces, findConfig, openConfig } from "../../../lib/audit/config/open_config.ts";
import { CaptureError, ParseError } from "../../../lib/errors.ts";
import { type Host, HostError } from "../../../lib/host/host.ts";
import { fakeHost } from "../../support/fake_host.ts";

const WINDOWS: Partial<Host> = {
  os: "windows",
  configFolder: () => "C:\\Users\\anna\\AppData\\Roaming\\netwho",
  ownCommand: () => ({ program: "D:\\Tools\\netwho.exe", before: [] }),
};
const LINUX: Partial<Host> = {
  configFolder: () => "/home/anna/.config/netwho",
  ownCommand: () => ({ program: "/usr/local/bin/netwho", before: [] }),
};

const withFiles = (host: Partial<Host>, ...paths: readonly string[]) =>
  fakeHost({ ...host, pathKind: (path) => paths.includes(path) ? "file" : "missing" });

Deno.test("a config is looked for in the user's folder, then beside the executable", () => {
  assertEquals(configPlaces(fakeHost(WINDOWS)), [
    "C:\\Users\\anna\\AppData\\Roaming\\netwho\\netwho.json",
    "D:\\Tools\\netwho.json",
  ]);
  const [user, beside] = ["/home/anna/.config/netwho/netwho.json", "/usr/local/bin/netwho.json"];
  assertEquals(configPlaces(fakeHost(LINUX)), [user, beside]);
  assertEquals(findConfig(withFiles(LINUX, user, beside), null), user);
  assertEquals(findConfig(withFiles(LINUX, beside), null), beside);
  assertEquals(findConfig(withFiles(LINUX), null), null);
});

Deno.test("the folder of Deno is not netwho's", () => {
  const ownCommand = () => ({ program: "/opt/deno/bin/deno", before: ["run", "/src/cli.ts"] });
  assertEquals(configPlaces(fakeHost({ ownCommand })), []);
  assertEquals(configPlaces(fakeHost({ ownCommand: () => null })), []);
});

Deno.test("a given config must be there, and a folder is none", () => {
  assertThrows(
    () => findConfig(withFiles(LINUX), "mine.json"),
    CaptureError,
    "Cannot use the config mine.json: there is no such file",
  );
  const folder = fakeHost({ ...LINUX, pathKind: () => "directory" });
  assertThrows(() => findConfig(folder, "/etc"), CaptureError, "it is a folder");
  assertThrows(() => findConfig(folder, null), CaptureError, "it is a folder");
});

Deno.test("a config that nobody named and that may not be read ends the run, and says what to do", async () => {
  const refuse = () => {
    throw new HostError("permissionDenied", "Cannot open it");
  };
  const host = fakeHost({ ...LINUX, pathKind: () => "file", open: refuse });
  const place = "/home/anna/.config/netwho/netwho.json";
  const error = await assertRejects(() => openConfig(host, null, { ruleIds: [] }), CaptureError);
  assertEquals(
    [error.message, error.hint],
    [
      `Cannot read the config ${place}: permission denied`,
      "Name one that you may read with --config FILE",
    ],
  );
  const named = await assertRejects(() => openConfig(host, place, { ruleIds: [] }), CaptureError);
  assertEquals([named.message, named.hint], [error.message, null]);
});

const TEXT = `{"allow": [{"user": "Jörg", "reason": "Prüfung"}]}`;

function encoded(text: string, encoding: "utf-8" | "utf-8 mark" | "utf-16le" | "utf-16be") {
  if (encoding === "utf-8") return new TextEncoder().encode(text);
  if (encoding === "utf-8 mark") return new TextEncoder().encode(`\ufeff${text}`);
  const bytes = new Uint8Array((text.length + 1) * 2);
  const view = new DataView(bytes.buffer);
  [...`\ufeff${text}`].forEach((character, at) =>
    view.setUint16(at * 2, character.charCodeAt(0), encoding === "utf-16le")
  );
  return bytes;
}

const open = (bytes: Uint8Array) =>
  openConfig(
    fakeHost({
      pathKind: () => "file",
      open: () =>
        (async function* () {
          yield* [bytes];
        })(),
    }),
    "mine.json",
    { ruleIds: [] },
  );

Deno.test("a config may be in each encoding that editors and PowerShell write", async () => {
  for (const encoding of ["utf-8", "utf-8 mark", "utf-16le", "utf-16be"] as const) {
    const config = await open(encoded(TEXT, encoding));
    assertEquals(config!.allow[0]!.reason, "Prüfung", encoding);
  }
});

Deno.test("what is no text, or far too long, is refused", async () => {
  await assertRejects(() => open(new Uint8Array([1, 0, 2, 7, 0, 200, 0, 0, 3])), ParseError);
  await assertRejects(
    () => open(new TextEncoder().encode(" ".repeat(4_000_001))),
    CaptureError,
    "longer than 4 MB",
  );
});
