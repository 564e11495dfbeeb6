import { assertEquals } from "@std/assert";
import { temporaryFolder } from "../../support/folders.ts";
import { denoHost } from "../../../lib/host/deno/deno_host.ts";
import { fileFacts } from "../../../lib/host/deno/file_facts.ts";
import { NO_VERSION } from "../../../lib/host/windows/version_resource.ts";

const linux = Deno.build.os === "linux";

Deno.test("size, times and SHA-256 of a file; the version resource where there is one", async () => {
  const path = Deno.makeTempFileSync();
  try {
    // FIPS 180-2, appendix B.1.
    Deno.writeTextFileSync(path, "abc");
    Deno.utimeSync(path, 1_700_000_000, 1_700_000_000);
    const version = { ...NO_VERSION, company: "Example", description: "x", version: "1.0" };
    const facts = await fileFacts(path, () => version);
    assertEquals({ ...facts, createdAt: null }, {
      size: 3,
      createdAt: null,
      modifiedAt: "2023-11-14T22:13:20.000Z",
      sha256: "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad",
      ...version,
    });
    assertEquals((await denoHost().fileFacts(path))?.company, null);
  } finally {
    Deno.removeSync(path);
  }
});

Deno.test("what is no file, or not there, is null", async () => {
  const host = denoHost();
  using folder = temporaryFolder();
  for (const path of ["", folder.path, `${folder.path}/none`, ...linux ? ["/dev/zero"] : []]) {
    assertEquals(await host.fileFacts(path), null, path);
  }
});

Deno.test({
  name: "a program's hash is the one that sha256sum prints",
  ignore: !linux,
  async fn() {
    const { stdout } = await new Deno.Command("sha256sum", { args: [Deno.execPath()] }).output();
    const [hash] = new TextDecoder().decode(stdout).split(" ");
    assertEquals((await denoHost().fileFacts(Deno.execPath()))?.sha256, hash);
  },
});
