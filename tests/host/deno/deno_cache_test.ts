import { assert, assertEquals, assertThrows } from "@std/assert";
import { cacheFolder, configFolder, dataFolder } from "../../../lib/host/deno/deno_cache.ts";
import { denoHost } from "../../../lib/host/deno/deno_host.ts";
import { HostError } from "../../../lib/host/host.ts";
import { ROOT } from "../../support/program.ts";

const host = denoHost();
const linux = Deno.build.os === "linux";
const bytes = (text: string) => new TextEncoder().encode(text);
const textOf = (path: string) => {
  const found = host.readCache(path);
  return found && new TextDecoder().decode(found);
};
const inFolder = async (test: (folder: string) => Promise<void> | void) => {
  const folder = Deno.makeTempDirSync();
  try {
    await test(folder);
  } finally {
    Deno.removeSync(folder, { recursive: true });
  }
};
const namesIn = (folder: string) => Array.from(Deno.readDirSync(folder), ({ name }) => name).sort();

Deno.test("the cache's folder is where the system keeps what may be forgotten", () => {
  const cases: ["windows" | "linux", Record<string, string>, string | null][] = [
    [
      "windows",
      { LOCALAPPDATA: "C:\\Users\\ann\\AppData\\Local" },
      "C:\\Users\\ann\\AppData\\Local\\netwho\\cache",
    ],
    ["windows", { LOCALAPPDATA: "D:\\" }, "D:\\netwho\\cache"],
    [
      "windows",
      { LOCALAPPDATA: "\\\\server\\home\\ann\\" },
      "\\\\server\\home\\ann\\netwho\\cache",
    ],
    ["windows", { LOCALAPPDATA: "\\\\server" }, null],
    ["windows", { LOCALAPPDATA: "\\Local" }, null],
    ["windows", { LOCALAPPDATA: "Local", HOME: "/home/ann" }, null],
    ["windows", {}, null],
    ["linux", { HOME: "/home/ann" }, "/home/ann/.cache/netwho"],
    ["linux", { HOME: "/home/ann", XDG_CACHE_HOME: "/var/cache/ann/" }, "/var/cache/ann/netwho"],
    ["linux", { HOME: "/", XDG_CACHE_HOME: "relative" }, "/.cache/netwho"],
    ["linux", { XDG_CACHE_HOME: "/x" }, "/x/netwho"],
    ["linux", { HOME: "" }, null],
  ];
  for (const [os, env, expected] of cases) {
    assertEquals(cacheFolder(os, (name) => env[name]), expected, JSON.stringify(env));
  }
});

Deno.test("the folder for what is kept for good is where the system keeps it", () => {
  const cases: readonly [
    os: "windows" | "linux",
    env: Readonly<Record<string, string>>,
    string | null,
  ][] = [
    [
      "windows",
      { LOCALAPPDATA: "C:\\Users\\kim\\AppData\\Local\\" },
      "C:\\Users\\kim\\AppData\\Local\\netwho",
    ],
    ["windows", { LOCALAPPDATA: "relative" }, null],
    ["linux", { XDG_DATA_HOME: "/data/", HOME: "/home/kim" }, "/data/netwho"],
    ["linux", { XDG_DATA_HOME: "relative", HOME: "/home/kim" }, "/home/kim/.local/share/netwho"],
    ["linux", { XDG_CACHE_HOME: "/cache" }, null],
  ];
  for (const [os, env, expected] of cases) {
    assertEquals(dataFolder(os, (name) => env[name]), expected, JSON.stringify(env));
  }
});

Deno.test("the folder for settings is where the system keeps it", () => {
  const cases: readonly [
    os: "windows" | "linux",
    env: Readonly<Record<string, string>>,
    string | null,
  ][] = [
    [
      "windows",
      { APPDATA: "C:\\Users\\kim\\AppData\\Roaming", LOCALAPPDATA: "D:\\Local" },
      "C:\\Users\\kim\\AppData\\Roaming\\netwho",
    ],
    ["windows", { LOCALAPPDATA: "D:\\Local" }, null],
    ["linux", { XDG_CONFIG_HOME: "/settings", HOME: "/home/kim" }, "/settings/netwho"],
    ["linux", { HOME: "/home/kim" }, "/home/kim/.config/netwho"],
    ["linux", {}, null],
  ];
  for (const [os, env, expected] of cases) {
    assertEquals(configFolder(os, (name) => env[name]), expected, JSON.stringify(env));
  }
});

Deno.test("a file that is not there is null, then holds what was added", () =>
  inFolder((folder) => {
    const path = `${folder}/new/in/it/names.ndjson`;
    assertEquals(host.readCache(path), null);
    host.appendCache(path, bytes("one\n"));
    host.appendCache(path, bytes("two\n"));
    assertEquals(textOf(path), "one\ntwo\n");
    host.rewriteCache(path, (all) => all.slice(4));
    assertEquals(textOf(path), "two\n");
    assertEquals(namesIn(`${folder}/new/in/it`), ["names.ndjson", "names.ndjson.lock"]);
  }));

Deno.test("a rewritten file need not be there before", () =>
  inFolder((folder) => {
    host.rewriteCache(`${folder}/a/b`, (all) => bytes(`${all.length}`));
    assertEquals(textOf(`${folder}/a/b`), "0");
  }));

Deno.test({
  name: "nobody else may read the cache",
  ignore: !linux,
  fn: () =>
    inFolder((folder) => {
      const path = `${folder}/netwho/names`;
      const mode = (of: string) => Deno.statSync(of).mode! & 0o777;
      host.appendCache(path, bytes("one\n"));
      assertEquals([mode(`${folder}/netwho`), mode(path), mode(`${path}.lock`)], [
        0o700,
        0o600,
        0o600,
      ]);
      host.rewriteCache(path, (all) => all);
      assertEquals(mode(path), 0o600);
    }),
});

Deno.test("after a writer that died in a line, the next line is one of its own", () =>
  inFolder((folder) => {
    const path = `${folder}/names`;
    host.appendCache(path, bytes("one\ntw"));
    host.appendCache(path, bytes("three\n"));
    assertEquals(textOf(path), "one\ntw\nthree\n");
  }));

Deno.test("what a killed rewrite left behind goes away with the next one", () =>
  inFolder((folder) => {
    const path = `${folder}/names`;
    for (const name of ["names.tmp", "names.0a1b2c3d.tmp"]) {
      Deno.writeTextFileSync(`${folder}/${name}`, "half of something that was much longer");
    }
    host.rewriteCache(path, () => bytes("whole"));
    assertEquals(textOf(path), "whole");
    assertEquals(namesIn(folder), ["names", "names.lock"]);
  }));

Deno.test("a change that fails leaves the file as it was", () =>
  inFolder((folder) => {
    const path = `${folder}/names`;
    host.appendCache(path, bytes("one\n"));
    const fail = () => {
      throw new HostError("other", "No");
    };
    assertThrows(() => host.rewriteCache(path, fail), HostError, "No");
    host.appendCache(path, bytes("two\n"));
    assertEquals(textOf(path), "one\ntwo\n", "and the lock is free");
    assertEquals(namesIn(folder), ["names", "names.lock"]);
  }));

Deno.test("a cache that cannot be written is a host's error", () =>
  inFolder((folder) => {
    Deno.writeTextFileSync(`${folder}/file`, "");
    const paths = [`${folder}/file/in/names`, ...linux ? ["/proc/netwho/names"] : []];
    for (const path of paths) {
      assertThrows(() => host.appendCache(path, bytes("x\n")), HostError, `Cannot write ${path}`);
      assertThrows(() => host.rewriteCache(path, (all) => all), HostError, `Cannot write ${path}`);
      assertEquals(host.readCache(path), null);
    }
    assertThrows(() => host.readCache(folder), HostError, "Cannot read");
  }));

Deno.test({
  name: "a cache on a disk that fills up is left as it was",
  // Needs a file size limit, which a shell sets; the signal that comes with it is ignored there.
  ignore: !linux,
  fn: () =>
    inFolder(async (folder) => {
      const path = `${folder}/names`;
      host.appendCache(path, bytes("one\n"));
      const printed = await program(
        `for (const write of [
           () => host.appendCache(path, new Uint8Array(3_000_000)),
           () => host.rewriteCache(path, () => new Uint8Array(3_000_000)),
         ]) {
           try { write(); console.log("written"); } catch (error) { console.log(error.name); }
         }`,
        { path, before: "trap '' XFSZ; ulimit -f 1000; " },
      );
      assertEquals(printed, "HostError\nHostError\n");
      assertEquals(textOf(path), "one\n");
      assertEquals(namesIn(folder), ["names", "names.lock"]);
    }),
});

Deno.test({
  name: "processes that add and rewrite at the same time lose nothing and tear no line",
  ignore: !linux,
  fn: () =>
    inFolder(async (folder) => {
      const path = `${folder}/new/names`;
      const [writers, lines] = [3, 500];
      const code = (writer: number) =>
        `for (let line = 0; line < ${lines}; line++) {
           const text = "${writer} " + line + " " + "x".repeat(line * 7 % 900) + "\\n";
           host.appendCache(path, new TextEncoder().encode(text));
           // Everything is kept, in the other order, so that the whole file is written anew.
           if (line % 50 === ${writer}) {
             host.rewriteCache(path, (all) => {
               const old = new TextDecoder().decode(all).split("\\n").slice(0, -1);
               return new TextEncoder().encode(old.reverse().join("\\n") + "\\n");
             });
           }
         }`;
      const all = Array.from({ length: writers }, (_, writer) => program(code(writer), { path }));
      await Promise.all(all);
      const found = textOf(path)!.split("\n");
      assertEquals(found.pop(), "");
      const expected = Array.from(
        { length: writers * lines },
        (_, at) => `${Math.floor(at / lines)} ${at % lines} ${"x".repeat(at % lines * 7 % 900)}`,
      );
      assertEquals(found.sort(), expected.sort());
    }),
});

/** Runs code that has `host` and `path`, in a process of its own; gives what it printed. */
async function program(
  code: string,
  { path, before = "" }: { path: string; before?: string },
): Promise<string> {
  const module = new URL("../../../lib/host/deno/deno_host.ts", import.meta.url).href;
  const whole = `import { denoHost } from ${JSON.stringify(module)};
    const host = denoHost();
    const path = ${JSON.stringify(path)};
    ${code}`;
  const { success, stdout, stderr } = await new Deno.Command("/bin/bash", {
    args: [
      "-c",
      `${before}exec "$0" eval --config "$2" --ext=ts "$1"`,
      Deno.execPath(),
      whole,
      new URL("deno.json", ROOT).pathname,
    ],
    env: { DENO_NO_UPDATE_CHECK: "1", NO_COLOR: "1" },
  }).output();
  assert(success, new TextDecoder().decode(stderr));
  return new TextDecoder().decode(stdout);
}
