import { describeRefusal } from "../../../lib/host/refusals.ts";
import { assert, assertEquals, assertRejects, assertThrows } from "@std/assert";
import * as fc from "fast-check";
import { denoHost } from "../../../lib/host/deno/deno_host.ts";
import { HostError } from "../../../lib/host/host.ts";
import { ROOT } from "../../support/program.ts";

const CONFIG = new URL("deno.json", ROOT).pathname;
const host = denoHost();
const linux = Deno.build.os === "linux";
const bytes = (text: string) => new TextEncoder().encode(text);
const inFolder = async (test: (folder: string) => Promise<void> | void) => {
  const folder = Deno.makeTempDirSync();
  try {
    await test(folder);
  } finally {
    Deno.removeSync(folder, { recursive: true });
  }
};
const namesIn = (folder: string) => Array.from(Deno.readDirSync(folder), ({ name }) => name).sort();
const kindOf = (call: () => unknown) => assertThrows(call, HostError).kind;

Deno.test("a file appears when it is committed, whole, and nothing else is left", () =>
  inFolder(async (folder) => {
    const path = `${folder}/out.csv`;
    Deno.writeTextFileSync(path, "old");
    const file = host.createFile(path);
    await file.write(bytes("ne"));
    await file.write(bytes("w"));
    assertEquals(Deno.readTextFileSync(path), "old");
    file.commit();
    file.discard();
    assertEquals(Deno.readTextFileSync(path), "new");
    assertEquals(namesIn(folder), ["out.csv"]);
  }));

Deno.test("a discarded file leaves no trace", () =>
  inFolder(async (folder) => {
    const file = host.createFile(`${folder}/out.csv`);
    await file.write(bytes("new"));
    file.discard();
    file.discard();
    assertEquals(namesIn(folder), []);
  }));

Deno.test({
  name: "a replaced file keeps its mode, a link stays a link",
  ignore: !linux,
  fn: () =>
    inFolder(async (folder) => {
      Deno.writeTextFileSync(`${folder}/real`, "old", { mode: 0o600 });
      Deno.symlinkSync("real", `${folder}/link`);
      const file = host.createFile(`${folder}/link`);
      await file.write(bytes("new"));
      file.commit();
      assert(Deno.lstatSync(`${folder}/link`).isSymlink);
      assertEquals(Deno.readTextFileSync(`${folder}/real`), "new");
      assertEquals(Deno.statSync(`${folder}/real`).mode! & 0o777, 0o600);
    }),
});

Deno.test({
  name: "a link that cannot be followed is refused, and stays: its target is not UTF-8",
  ignore: !linux,
  fn: () =>
    inFolder((folder) => {
      const args = [
        "-c",
        `cd "$0" && echo old > "$(printf 'f\\377')" && ln -s "$(printf 'f\\377')" link`,
        folder,
      ];
      assert(new Deno.Command("sh", { args }).outputSync().success);
      const before = namesIn(folder);
      assertEquals(kindOf(() => host.createFile(`${folder}/link`)), "other");
      assert(Deno.lstatSync(`${folder}/link`).isSymlink);
      assertEquals(Deno.readTextFileSync(`${folder}/link`), "old\n");
      assertEquals(namesIn(folder), before);
    }),
});

Deno.test("what is appended is there as a whole, or not at all", () =>
  inFolder(async (folder) => {
    const path = `${folder}/log.csv`;
    const seen: (readonly [string, boolean])[] = [];
    for (const row of ["a\n", "b", "\nc\n"]) {
      await host.appendLines(path, ({ start, endsInLine }) => {
        seen.push([new TextDecoder().decode(start), endsInLine]);
        return bytes(row);
      });
    }
    assertEquals(seen, [["", true], ["a\n", true], ["a\nb", false]]);
    await assertRejects(() =>
      host.appendLines(path, () => {
        throw new RangeError("no more");
      }), RangeError);
    assertEquals(Deno.readTextFileSync(path), "a\nb\nc\n");
  }));

Deno.test({
  name: "a full disk is told apart",
  ignore: !linux,
  async fn() {
    const file = host.createFile("/dev/full");
    const write = async () => await file.write(bytes("x"));
    assertEquals((await assertRejects(write, HostError)).kind, "noSpace");
    file.discard();
  },
});

Deno.test({
  name: "a file on a disk that fills up is left as it was",
  // Needs a file size limit, which a shell sets; the signal that comes with it is ignored there.
  ignore: !linux,
  fn: () =>
    inFolder(async (folder) => {
      Deno.writeTextFileSync(`${folder}/log`, "old\n");
      const module = new URL("../../../lib/host/deno/deno_files.ts", import.meta.url).href;
      Deno.writeTextFileSync(
        `${folder}/append.ts`,
        `import { denoFiles } from ${JSON.stringify(module)};
         const { createFile, appendLines } = denoFiles();
         const path = ${JSON.stringify(`${folder}/log`)};
         const much = new Uint8Array(3_000_000);
         const replace = async () => {
           const file = createFile(path);
           await file.write(much);
           file.commit();
         };
         for (const write of [replace, () => appendLines(path, () => much)]) {
           try {
             await write();
             console.log("written");
           } catch (error) { console.log(error.name); }
         }
         Deno.linkSync(path, path + ".other");
         try { await replace(); } catch (error) { console.log(error.name); }`,
      );
      const { stdout } = await new Deno.Command("/bin/bash", {
        args: [
          "-c",
          `trap '' XFSZ; ulimit -f 1000; exec "$0" run -A --config "$2" "$1"`,
          Deno.execPath(),
          `${folder}/append.ts`,
          CONFIG,
        ],
        // The limit would hold for Deno's caches too, were they written.
        env: { DENO_NO_UPDATE_CHECK: "1" },
      }).output();
      assertEquals(new TextDecoder().decode(stdout), "HostError\n".repeat(3));
      assertEquals(Deno.readTextFileSync(`${folder}/log`), "old\n");
      assertEquals(namesIn(folder), ["append.ts", "log", "log.other"]);
    }),
});

Deno.test("a folder that is not there, a folder in the file's place", () =>
  inFolder((folder) => {
    assertEquals(kindOf(() => host.createFile(`${folder}/none/out`)), "notFound");
    assertThrows(() => host.createFile(folder), HostError, "it is a folder");
    assertEquals(namesIn(folder), []);
  }));

Deno.test({
  name: "a folder that may not be written",
  ignore: !linux,
  // Not even root may create a file here.
  fn: () => assert(kindOf(() => host.createFile("/proc/self/out")) !== "other"),
});

Deno.test("a file is read in chunks that stay as they are", () =>
  inFolder(async (folder) => {
    const path = `${folder}/big`;
    const content = crypto.getRandomValues(new Uint8Array(60_000));
    Deno.writeFileSync(path, new Uint8Array(900_000));
    Deno.writeFileSync(path, content, { append: true });
    const chunks = await Array.fromAsync(host.open(path));
    assert(chunks.length > 1);
    const whole = new Uint8Array(await new Blob(chunks as BlobPart[]).arrayBuffer());
    assertEquals(whole.length, 960_000);
    assertEquals(whole.subarray(900_000), content);
  }));

Deno.test("a reader that stops early closes the file", () =>
  inFolder(async (folder) => {
    Deno.writeFileSync(`${folder}/big`, new Uint8Array(900_000));
    for await (const chunk of host.open(`${folder}/big`)) {
      assert(chunk.length > 0);
      break;
    }
  }));

Deno.test("a file that cannot be opened, a folder that is none", async () => {
  const read = async () => await Array.fromAsync(host.open("/nowhere/at/all"));
  assertEquals((await assertRejects(read, HostError)).kind, "notFound");
  assertEquals(kindOf(() => host.listDirectory("/nowhere")), "notFound");
  assertEquals(kindOf(() => host.readLinks("/nowhere")), "notFound");
  assertEquals(kindOf(() => host.readLink("/nowhere")), "notFound");
});

Deno.test("what a path names", () =>
  inFolder((folder) => {
    Deno.writeTextFileSync(`${folder}/file`, "");
    assertEquals(
      [folder, `${folder}/file`, `${folder}/none`, "-"].map(host.pathKind),
      ["directory", "file", "missing", "file"],
    );
    assertEquals(host.realPath(`${folder}/./file`), Deno.realPathSync(`${folder}/file`));
    assertEquals(host.realPath(`${folder}/none`), `${folder}/none`);
    const streams = linux ? ["/dev/null", "/dev/stdout", "/proc/self/fd/2"] : ["NUL", "\\\\.\\NUL"];
    for (const path of streams) assertEquals(host.pathKind(path), "other", path);
  }));

Deno.test({
  name: "what is no plain file: a named pipe, a device, links in a circle or to nowhere",
  ignore: !linux,
  fn: () =>
    inFolder(async (folder) => {
      new Deno.Command("mkfifo", { args: [`${folder}/pipe`] }).outputSync();
      Deno.symlinkSync("loop", `${folder}/loop`);
      Deno.symlinkSync("nowhere", `${folder}/dangling`);
      Deno.writeTextFileSync(`${folder}/file`, "x");
      Deno.symlinkSync("file", `${folder}/link`);
      assertEquals(
        ["pipe", "loop", "dangling", "link"].map((name) => host.pathKind(`${folder}/${name}`)),
        ["other", "other", "missing", "file"],
      );
      assertEquals(host.pathKind("/dev/null"), "other");
      assertEquals(host.realPath(`${folder}/link`), host.realPath(`${folder}/file`));
      const read = async () => await Array.fromAsync(host.open(`${folder}/loop`));
      const error = await assertRejects(read, HostError);
      assertEquals(error.kind, "linkLoop");
      assertEquals(
        describeRefusal(error, { of: "file" }),
        "its symbolic links lead in a circle",
      );
    }),
});

Deno.test({
  name: "files of /proc, whose size reads 0, are read whole; links are read",
  ignore: !linux,
  fn() {
    assert(new TextDecoder().decode(host.readFile("/proc/self/status")).includes("Pid:"));
    assert(host.listDirectory("/proc").includes(String(Deno.pid)));
    const links = new Map(host.readLinks(`/proc/${Deno.pid}/fd`));
    assertEquals(links.get("0"), host.readLink(`/proc/${Deno.pid}/fd/0`));
  },
});

Deno.test({
  name: "links are read as they are asked for: those that are gone are left out, a refusal ends it",
  ignore: !linux,
  fn: () =>
    inFolder((folder) => {
      for (let name = 0; name < 9; name++) Deno.symlinkSync(`to ${name}`, `${folder}/${name}`);
      const original = Deno.readLinkSync;
      let asked = 0;
      const refuseAll = () => {
        asked++;
        throw new Deno.errors.PermissionDenied("Permission denied (os error 13)");
      };
      const links = host.readLinks(folder);
      const [, target] = links[Symbol.iterator]().next().value!;
      assert(target?.startsWith("to "));
      const others = host.readLinks(folder);
      Deno.removeSync(`${folder}/4`);
      assertEquals(new Map(others).size, 8);
      try {
        Deno.readLinkSync = refuseAll;
        assertEquals(Array.from(host.readLinks(folder), ([, target]) => target), [null]);
        assertEquals(asked, 1);
      } finally {
        Deno.readLinkSync = original;
      }
    }),
});

Deno.test("any bytes in any pieces are what the file holds", () =>
  inFolder(async (folder) => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.uint8Array()), async (pieces) => {
        const file = host.createFile(`${folder}/out`);
        for (const piece of pieces) await file.write(piece);
        file.commit();
        assertEquals(
          [...Deno.readFileSync(`${folder}/out`)],
          pieces.flatMap((piece) => [...piece]),
        );
      }),
      { numRuns: 30 },
    );
  }));

Deno.test({
  name: "a closed pipe is told apart",
  ignore: !linux,
  async fn() {
    const module = new URL("../../../lib/host/deno/deno_host.ts", import.meta.url).href;
    const program = `import { denoHost } from ${JSON.stringify(module)};
      try { for (;;) await denoHost().write(new Uint8Array(100_000)); }
      catch (error) { denoHost().writeError(error.kind + "\\n"); }`;
    const { stderr } = await new Deno.Command("/bin/bash", {
      args: ["-c", `"$0" eval --config "$2" "$1" | head -c 5`, Deno.execPath(), program, CONFIG],
    }).output();
    assertEquals(new TextDecoder().decode(stderr), "brokenPipe\n");
  },
});

Deno.test("a signal ends the reading of a file, which is closed", () =>
  inFolder(async (folder) => {
    Deno.writeFileSync(`${folder}/big`, new Uint8Array(900_000));
    const controller = new AbortController();
    let chunks = 0;
    const read = async () => {
      for await (const chunk of host.open(`${folder}/big`, { signal: controller.signal })) {
        assert(chunk.length > 0);
        if (++chunks === 2) controller.abort("enough");
      }
    };
    assertEquals(await read().catch((thrown) => thrown), "enough");
    assertEquals(chunks, 2);
    assertEquals(await read().catch((thrown) => thrown), "enough");
  }));

Deno.test({
  name: "a signal ends the wait for what a named pipe brings",
  ignore: !linux,
  fn: () =>
    inFolder(async (folder) => {
      const pipe = `${folder}/pipe`;
      await new Deno.Command("mkfifo", { args: [pipe] }).output();
      // Opened for both, so that it opens at once; nothing comes.
      using other = Deno.openSync(pipe, { read: true, write: true });
      const controller = new AbortController();
      const reading = Array.fromAsync(host.open(pipe, { signal: controller.signal }));
      setTimeout(() => controller.abort("enough"), 100);
      assertEquals(await reading.catch((thrown) => thrown), "enough");
      other.writeSync(bytes("x")); // ends the read that nobody waits for
      await host.sleep(1000);
    }),
});
