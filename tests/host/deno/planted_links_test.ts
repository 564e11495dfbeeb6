import { assertEquals, assertMatch, assertStringIncludes, assertThrows } from "@std/assert";
import { denoHost } from "../../../lib/host/deno/deno_host.ts";
import { untrustedLink } from "../../../lib/host/deno/planted_links.ts";
import { DatabaseError } from "../../../lib/host/databases.ts";
import { HostError } from "../../../lib/host/host.ts";
import { recordingHost } from "../../../lib/host/recording/recording_host.ts";
import { temporaryFolder } from "../../support/folders.ts";

const isRoot = Deno.build.os === "linux" && Deno.uid() === 0;

/** Looks for a link among these, of which only those in `trusted` are followed. */
function look(
  path: string,
  links: Readonly<Record<string, string>>,
  { trusted = [], isWindows = true }: { trusted?: string[]; isWindows?: boolean } = {},
) {
  return untrustedLink(path, {
    isWindows,
    readLink: (path) => links[path] ?? null,
    isTrusted: ({ path, isLast }) => trusted.includes(path) && !(isWindows && isLast),
  });
}

Deno.test("the first link that is not trusted is found, as a folder or as the file", () => {
  const links = { "C:\\data": "D:\\data", "C:\\x.csv": "C:\\Windows\\x" };
  assertEquals(look("C:\\plain\\x.csv", links), null);
  assertEquals(look("C:\\x.csv", links), { path: "C:\\x.csv", isLast: true });
  assertEquals(look("C:\\data\\a\\x.csv", links), { path: "C:\\data", isLast: false });
  assertEquals(look("C:\\data\\a\\x.csv", links, { trusted: ["C:\\data"] }), null);
});

Deno.test("what a trusted link leads to is looked at as well", () => {
  const links = { "C:\\docs": "D:\\moved", "D:\\moved\\x.csv": "C:\\Windows\\x" };
  assertEquals(
    look("C:\\docs\\x.csv", links, { trusted: ["C:\\docs"] }),
    { path: "D:\\moved\\x.csv", isLast: true },
  );
  const relative = { "/a/l": "../b", "/a/../b/f": "/etc/f" };
  assertEquals(
    look("/a/l/f", relative, { trusted: ["/a/l"], isWindows: false })?.path,
    "/a/../b/f",
  );
  const circle = { "/a": "/b", "/b": "/a" };
  assertEquals(look("/a/x", circle, { trusted: ["/a", "/b"], isWindows: false }), null);
});

/** A folder as /tmp is, and what another user can have put into it. */
async function withSharedFolder(test: (folder: string, victim: string) => Promise<void> | void) {
  using folder = temporaryFolder();
  Deno.chmodSync(folder.path, 0o755);
  const shared = `${folder.path}/shared`;
  Deno.mkdirSync(shared);
  Deno.chmodSync(shared, 0o1777);
  const victim = `${folder.path}/victim`;
  Deno.writeTextFileSync(victim, "kept");
  await test(shared, victim);
  assertEquals(Deno.readTextFileSync(victim), "kept");
}

async function plant(target: string, link: string): Promise<void> {
  Deno.symlinkSync(target, link);
  const args = ["-h", "65534:65534", link];
  assertEquals((await new Deno.Command("chown", { args }).output()).code, 0);
}

Deno.test({
  name: "root does not write through a link whose target is no UTF-8",
  ignore: !isRoot,
  fn: () =>
    withSharedFolder((folder, victim) => {
      // A name that Deno cannot say, which leads to a file that it could write.
      const script =
        `cd "$1" && mkdir "$(printf 'd\\377')" && ln -s "$2" "$(printf 'd\\377/f')" && ` +
        `ln -s "$(printf 'd\\377/f')" link && chown -h 65534:65534 link`;
      const args = ["-c", script, "sh", folder, victim];
      assertEquals(new Deno.Command("sh", { args }).outputSync().code, 0);
      assertEquals(Deno.readTextFileSync(`${folder}/link`), "kept");
      const error = assertThrows(() => denoHost().createFile(`${folder}/link`));
      assertMatch((error as Error).message, /link is a link that cannot be read/);
    }),
});

Deno.test({
  name: "root writes through nobody's link in a folder where everybody may put one",
  ignore: !isRoot,
  fn: () =>
    withSharedFolder(async (folder, victim) => {
      const host = denoHost();
      const link = `${folder}/link`;
      await plant(victim, link);
      const refused = (act: () => unknown) => {
        const error = assertThrows(act);
        assertMatch(
          (error as Error).message,
          /link is a link, which an elevated run does not follow/,
        );
      };
      refused(() => host.createFile(link));
      refused(() => host.appendCache(link, new Uint8Array(3)));
      refused(() => host.rewriteCache(link, () => new Uint8Array(3)));
      refused(() => host.appendLog(link, new Uint8Array(3)));
      refused(() => host.lockFile(link));
      let error = await host.appendLines(link, () => new Uint8Array(3)).catch((error) => error);
      assertMatch(error.message, /is a link/);
      assertEquals(error.hint, `If it leads to the right place, name that place: ${victim}`);
      error = await host.openDatabase(link).catch((error) => error);
      assertEquals(error instanceof DatabaseError, true);
      assertMatch(error.message, /is a link/);
    }),
});

Deno.test({
  name: "links that lead nowhere yet, links as folders, lock files",
  ignore: !isRoot,
  fn: () =>
    withSharedFolder(async (folder, victim) => {
      const host = denoHost();
      const nowhere = victim.replace("victim", "nothing");
      await plant(nowhere, `${folder}/dangling`);
      assertThrows(() => host.createFile(`${folder}/dangling`), HostError, "is a link");
      assertThrows(() => host.lockFile(`${folder}/dangling`), HostError, "is a link");
      await plant(victim.replace("/victim", ""), `${folder}/as-folder`);
      assertThrows(() => host.createFile(`${folder}/as-folder/victim`), HostError, "is a link");
      assertThrows(() => recordingHost(host, `${folder}/as-folder`), HostError, "is a link");
      await plant(victim, `${folder}/names.lock`);
      assertThrows(
        () => host.appendCache(`${folder}/names`, new Uint8Array(3)),
        HostError,
        "is a link",
      );
      // A name that can be foreseen would be a place to plant one.
      await plant(victim, `${folder}/file.tmp`);
      host.rewriteCache(`${folder}/file`, () => new TextEncoder().encode("new"));
      assertEquals(Deno.readTextFileSync(`${folder}/file`), "new");
      assertThrows(() => Deno.statSync(nowhere), Deno.errors.NotFound);
    }),
});

Deno.test({
  name: "links of root's own, and those in folders of one user, are followed",
  ignore: !isRoot,
  async fn() {
    using folder = temporaryFolder();
    const host = denoHost();
    const write = (path: string) => {
      const file = host.createFile(path);
      file.write(new TextEncoder().encode("rows"));
      file.commit();
    };
    const shared = `${folder.path}/shared`;
    Deno.mkdirSync(shared);
    Deno.chmodSync(shared, 0o1777);
    Deno.symlinkSync(`${folder.path}/a`, `${shared}/own`);
    write(`${shared}/own`);
    assertEquals(Deno.readTextFileSync(`${folder.path}/a`), "rows");
    const home = `${folder.path}/home`;
    Deno.mkdirSync(home);
    Deno.chownSync(home, 65534, 65534);
    await plant(`${folder.path}/b`, `${home}/link`);
    write(`${home}/link`);
    assertEquals(Deno.readTextFileSync(`${folder.path}/b`), "rows");
  },
});

Deno.test({
  name: "in a folder of somebody else root gives no file away by its name",
  ignore: !isRoot,
  fn() {
    using folder = temporaryFolder();
    Deno.chownSync(folder.path, 65534, 65534);
    const path = `${folder.path}/out`;
    Deno.writeTextFileSync(path, "old");
    Deno.chownSync(path, 65534, 65534);
    const { ino } = Deno.statSync(path);
    const file = denoHost().createFile(path);
    file.write(new TextEncoder().encode("rows"));
    file.commit();
    assertEquals(Deno.readTextFileSync(path), "rows");
    assertEquals([Deno.statSync(path).uid, Deno.statSync(path).ino], [65534, ino], "overwritten");
    assertEquals(Array.from(Deno.readDirSync(folder.path), ({ name }) => name), ["out"]);
  },
});

Deno.test({
  name: "the message about a link says where it leads",
  ignore: !isRoot,
  fn: () =>
    withSharedFolder(async (folder, victim) => {
      await plant(victim, `${folder}/link`);
      const error = assertThrows(() => denoHost().createFile(`${folder}/link`), HostError);
      assertStringIncludes(error.hint ?? "", victim);
      assertEquals(error.kind, "other");
    }),
});
