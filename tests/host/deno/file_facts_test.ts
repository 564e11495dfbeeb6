import { assertEquals, assertRejects } from "@std/assert";
import { denoHost } from "../../../lib/host/deno/deno_host.ts";
import { programFacts } from "../../../lib/host/deno/file_facts.ts";
import { HostError } from "../../../lib/host/host.ts";
import { NO_VERSION } from "../../../lib/host/windows/version_resource.ts";
import { temporaryFolder } from "../../support/folders.ts";

const PATIENT = { timeoutMilliseconds: 60_000 };
const SPEAKS = { ...NO_VERSION, originalName: "a.exe" };

Deno.test("a program's file is described; nobody says who wrote it on Linux", async () => {
  using folder = temporaryFolder();
  const path = `${folder.path}/a.exe`;
  Deno.writeTextFileSync(path, "abc");
  Deno.utimeSync(path, 1_700_000_000, 1_700_000_000);
  const facts = await programFacts(path, { ...PATIENT, version: () => SPEAKS });
  assertEquals({ ...facts, createdAt: null }, {
    size: 3,
    createdAt: null,
    modifiedAt: "2023-11-14T22:13:20.000Z",
    resource: SPEAKS,
  });
  assertEquals((await programFacts(path, PATIENT))?.resource, null);
});

Deno.test("a program that says nothing is told from one that nobody could ask", async () => {
  using folder = temporaryFolder();
  const path = `${folder.path}/a.exe`;
  Deno.writeTextFileSync(path, "abc");
  const facts = (version: () => typeof NO_VERSION | null) =>
    programFacts(path, { ...PATIENT, version });
  assertEquals((await facts(() => NO_VERSION))?.resource, NO_VERSION);
  assertEquals((await facts(() => null))?.resource, null);
});

Deno.test({
  name: "a silent program that may not be read is unknown, not silent",
  ignore: Deno.build.os !== "linux" || Deno.uid() === 0,
  async fn() {
    using folder = temporaryFolder();
    const path = `${folder.path}/a.exe`;
    Deno.writeTextFileSync(path, "abc");
    Deno.chmodSync(path, 0);
    const facts = await programFacts(path, { ...PATIENT, version: () => NO_VERSION });
    assertEquals(facts?.resource, null);
  },
});

Deno.test("what is no file, or not there, is null", async () => {
  using folder = temporaryFolder();
  for (const path of ["", folder.path, `${folder.path}/none`]) {
    assertEquals(await denoHost().programFacts(path, PATIENT), null, path);
  }
});

Deno.test("a file that does not answer is not waited for", async () => {
  const error = await assertRejects(
    () => programFacts(Deno.execPath(), { timeoutMilliseconds: 0, version: () => null }),
    HostError,
  ).catch(() => null);
  // It may answer faster than no time at all.
  if (error !== null) assertEquals(error.kind, "timedOut");
  const reason = new Error("interrupted");
  const signal = AbortSignal.abort(reason);
  assertEquals(
    await programFacts(Deno.execPath(), { ...PATIENT, signal }).catch((thrown) => thrown),
    reason,
  );
});
