import { assertEquals, assertStrictEquals } from "@std/assert";
import { readVersion, type VersionCalls } from "../../../lib/host/windows/file_version.ts";
import { NO_VERSION } from "../../../lib/host/windows/version_resource.ts";

const RESOURCE = Deno.readFileSync(
  `${import.meta.dirname}/../../fixtures/version_resource/original-name.bin`,
);

/** A Windows that has one resource; `size` is what it says of its length. */
function windows({ size = RESOURCE.length, isRead = 1 } = {}) {
  const asked: string[] = [];
  const filled: number[] = [];
  const nameIn = (buffer: unknown) => {
    const units = [...buffer as Uint16Array];
    assertStrictEquals(units.pop(), 0);
    return String.fromCharCode(...units);
  };
  const calls: VersionCalls = {
    GetFileVersionInfoSizeW: (name) => {
      asked.push(nameIn(name));
      return Promise.resolve(size);
    },
    GetFileVersionInfoW: (...[name, , length, buffer]) => {
      asked.push(nameIn(name));
      filled.push(length);
      (buffer as Uint8Array).set(RESOURCE.subarray(0, length));
      return Promise.resolve(isRead);
    },
  };
  return { calls, asked, filled };
}

Deno.test("a short path is asked about as it is", async () => {
  const { calls, asked } = windows();
  const facts = await readVersion(calls, "C:\\größe 日本.exe");
  assertEquals(facts.company, "Example Works");
  assertEquals(asked, ["C:\\größe 日本.exe", "C:\\größe 日本.exe"]);
});

Deno.test("a long path, also one on a share, is asked about in the form that has no limit", async () => {
  const long = "folder\\".repeat(40) + "a.exe";
  const { calls, asked } = windows();
  await readVersion(calls, `C:\\${long}`);
  await readVersion(calls, `\\\\server\\share\\${long}`);
  assertEquals([...new Set(asked)], [
    `\\\\?\\C:\\${long}`,
    `\\\\?\\UNC\\server\\share\\${long}`,
  ]);
});

Deno.test("a resource that claims gigabytes, or cannot be read, says nothing", async () => {
  for (const odd of [{ size: 0xffff_ffff }, { size: 0 }]) {
    const { calls, filled } = windows(odd);
    assertEquals(await readVersion(calls, "C:\\a.exe"), NO_VERSION);
    assertEquals(filled, []);
  }
  const { calls } = windows({ isRead: 0 });
  assertEquals(await readVersion(calls, "C:\\a.exe"), NO_VERSION);
});
