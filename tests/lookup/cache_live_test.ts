import { assertEquals } from "@std/assert";
import { openCache } from "../../lib/lookup/cache.ts";
import { denoHost } from "../../lib/host/deno/deno_host.ts";
import { NAMES } from "../../lib/lookup/names/reverse_names.ts";

const COUNT = 150;

Deno.test("two processes that write at the same time lose nothing", async () => {
  const folder = await Deno.makeTempDir();
  try {
    const writer = (prefix: string) =>
      new Deno.Command(Deno.execPath(), {
        args: [
          ...["run", "--quiet", "--no-check", "--allow-all"],
          ...[new URL("../support/cache_writer.ts", import.meta.url).href, folder, prefix],
          String(COUNT),
        ],
        stdin: "null",
        stdout: "null",
        stderr: "piped",
      }).output();
    const outputs = await Promise.all([writer("8.8.8"), writer("1.1.1")]);
    for (const { stderr } of outputs) assertEquals(new TextDecoder().decode(stderr), "");
    const cache = openCache(denoHost(), { folder, kind: NAMES, server: null });
    assertEquals(cache.all().length, 2 * COUNT);
    for (let i = 0; i < COUNT; i++) {
      assertEquals(cache.get(`8.8.8.${i}`)?.value.name, `host${i}.example`);
      assertEquals(cache.get(`1.1.1.${i}`)?.value.name, `host${i}.example`);
    }
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});

Deno.test("a file in place of the cache folder is one warning", async () => {
  const folder = await Deno.makeTempDir();
  try {
    await Deno.writeTextFile(`${folder}/cache`, "");
    const cache = openCache(denoHost(), { folder: `${folder}/cache`, kind: NAMES, server: null });
    cache.add([{ address: "8.8.8.8", name: "dns.google" }]);
    assertEquals(cache.get("8.8.8.8")?.value.name, "dns.google");
    assertEquals(cache.warnings.length, 1);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});
