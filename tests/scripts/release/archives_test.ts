import { assertEquals } from "@std/assert";
import { gunzipSync } from "node:zlib";
import { unzipSync } from "fflate";
import { parseTar } from "nanotar";
import { tarGzFiles, zipFiles } from "../../../scripts/release/archives.ts";
import {
  checksumsOf,
  formatChecksums,
  parseChecksums,
} from "../../../scripts/release/checksums.ts";
import { temporaryFolder } from "../../support/folders.ts";

const bytes = (text: string) => new TextEncoder().encode(text);
const FILES = [
  { name: "netwho", bytes: bytes("program"), isProgram: true },
  { name: "folder/LICENSE", bytes: bytes("text") },
];
const TIME = new Date("2026-12-01T02:03:04Z");

/** Runs a tool of the system; null where there is none. */
async function tool(name: string, ...args: string[]): Promise<string | null> {
  try {
    const { success, stdout, stderr } = await new Deno.Command(name, {
      args,
      env: { TZ: "UTC", LC_ALL: "C" },
    }).output();
    if (!success) throw new Error(new TextDecoder().decode(stderr));
    return new TextDecoder().decode(stdout);
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return null;
    throw error;
  }
}

Deno.test("a .zip holds the files, sorted, whatever order they come in", async () => {
  const archive = await zipFiles(FILES, TIME);
  const found = unzipSync(archive);
  assertEquals(Object.keys(found), ["folder/LICENSE", "netwho"]);
  assertEquals(found["netwho"], bytes("program"));
  assertEquals(await zipFiles(FILES.toReversed(), TIME), archive);
});

Deno.test("a .tar.gz holds the files with the rights of a program, owned by nobody", async () => {
  const archive = await tarGzFiles(FILES, TIME);
  const found = parseTar(gunzipSync(archive));
  assertEquals(
    found.map(({ name, size, attrs }) => [name, size, attrs?.mode, attrs?.uid, attrs?.gid]),
    [["folder/LICENSE", 4, "0000644", 0, 0], ["netwho", 7, "0000755", 0, 0]],
  );
  assertEquals(await tarGzFiles(FILES.toReversed(), TIME), archive);
});

Deno.test({
  name: "GNU tar unpacks the .tar.gz with its times and rights",
  ignore: Deno.build.os !== "linux",
  async fn() {
    using folder = temporaryFolder();
    await Deno.writeFile(`${folder.path}/a.tar.gz`, await tarGzFiles(FILES, TIME));
    const listed = await tool("tar", "--numeric-owner", "-tvf", `${folder.path}/a.tar.gz`);
    assertEquals(
      listed?.trim().split("\n").map((line) => line.split(/\s+/)),
      [
        ["-rw-r--r--", "0/0", "4", "2026-12-01", "02:03", "folder/LICENSE"],
        ["-rwxr-xr-x", "0/0", "7", "2026-12-01", "02:03", "netwho"],
      ],
    );
  },
});

Deno.test("sha256sum finds the checksums right, and a changed file wrong", async () => {
  using folder = temporaryFolder();
  await Deno.writeTextFile(`${folder.path}/b.zip`, "abc");
  await Deno.writeTextFile(`${folder.path}/a.txt`, "");
  const text = formatChecksums(await checksumsOf(folder.path, ["b.zip", "a.txt"]));
  // The digests of the empty text and of "abc" in FIPS 180-4.
  assertEquals(
    text,
    "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855  a.txt\n" +
      "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad  b.zip\n",
  );
  assertEquals(formatChecksums(parseChecksums(text)), text);
});

Deno.test("a line that is no checksum is refused", () => {
  const digest = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
  for (
    const line of [`${digest} a`, `${digest}  ../a`, `${digest.slice(1)}  a`, "x", `${digest}  `]
  ) {
    try {
      parseChecksums(`${line}\n`);
    } catch (error) {
      assertEquals((error as Error).message.startsWith("Cannot read the checksums: line 1"), true);
      continue;
    }
    throw new Error(`Not refused: ${line}`);
  }
});
