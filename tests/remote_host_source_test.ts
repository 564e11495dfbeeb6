/**
 * Every name of a remote end has a source, wherever it came from: live, recorded, saved and inspected.
 *
 * @module
 */
import { assert, assertEquals } from "@std/assert";
import { localPath } from "./support/folders.ts";
import { realFiles } from "./support/real_files.ts";
import { runMain } from "./support/run_main.ts";

const SOURCES: ReadonlySet<unknown> = new Set(["netstat", "dnsCache", "reverse", null]);
const RECORDINGS = localPath(new URL("recordings/", import.meta.url));

async function rowsOf(...args: readonly string[]): Promise<Record<string, unknown>[]> {
  const { stdout } = await runMain([...args, "--format", "json"], {
    host: realFiles(),
  });
  return JSON.parse(stdout);
}

function assertSources(rows: readonly Record<string, unknown>[], what: string): void {
  for (const row of rows) {
    const { remoteHost, remoteHostSource } = row;
    assertEquals(remoteHostSource === null, remoteHost === null, `${what}: ${JSON.stringify(row)}`);
    assert(SOURCES.has(remoteHostSource), `${what}: ${remoteHostSource}`);
  }
}

for (const name of ["windows-en", "windows-de", "windows-ko", "windows-ja", "linux"]) {
  Deno.test(`${name}: a name has a source, and nothing else has`, async () => {
    const replay = ["--replay", RECORDINGS + name];
    const plain = await rowsOf("connections", ...replay);
    assert(plain.length > 0 && plain.every(({ remoteHost }) => remoteHost === null));
    assertSources(plain, "connections");
    const resolved = await rowsOf("connections", ...replay, "--established", "--resolve");
    assert(resolved.some(({ remoteHost }) => remoteHost !== null));
    assertSources(resolved, "--resolve");
    if (name !== "windows-ja") return;
    const inspected = await rowsOf("inspect", "日本.exe", ...replay, "--resolve");
    assert(inspected.some(({ remoteHost }) => remoteHost !== null));
    assertSources(inspected, "inspect");
  });
}

Deno.test("names that netstat printed come from netstat", async () => {
  const listing = "  TCP    192.0.2.7:50123   peer.example:https   ESTABLISHED   4711\r\n" +
    "  TCP    192.0.2.7:50124   198.51.100.4:443     ESTABLISHED   4711\r\n" +
    "  UDP    192.0.2.7:5353    *:*                                4711\r\n";
  const { stdout } = await runMain(["--from", "n.txt", "--format", "json"], {
    files: { "n.txt": listing },
  });
  const rows: Record<string, unknown>[] = JSON.parse(stdout);
  assertSources(rows, "saved");
  assertEquals(rows.map(({ remoteHost, remoteHostSource }) => [remoteHost, remoteHostSource]), [
    ["peer.example", "netstat"],
    [null, null],
    [null, null],
  ]);
});

Deno.test("of names in sockets that netwho wrote nobody knows the source", async () => {
  const text = '[{"protocol":"TCP","remoteHost":"peer.example","remotePort":443,"stateText":null}]';
  const { stdout } = await runMain(["--from", "s.json", "--format", "json"], {
    files: { "s.json": text },
  });
  const [row] = JSON.parse(stdout);
  assertEquals([row.remoteHost, row.remoteHostSource], ["peer.example", null]);
});
