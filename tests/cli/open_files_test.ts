import { assertEquals } from "@std/assert";
import { trackFiles } from "../../lib/cli/open_files.ts";
import { fakeHost } from "../support/fake_host.ts";

function tracked() {
  const log: string[] = [];
  const { host, discardFiles } = trackFiles(fakeHost({
    createFile: (path) => ({
      write: (bytes) => log.push(`write ${path} ${bytes.length}`),
      commit: () => log.push(`commit ${path}`),
      discard: () => log.push(`discard ${path}`),
    }),
  }));
  return { host, discardFiles, log };
}

Deno.test("unfinished files are discarded, and only those", () => {
  const { host, discardFiles, log } = tracked();
  host.createFile("done").commit();
  host.createFile("given up").discard();
  host.createFile("half").write(new Uint8Array(3));
  discardFiles();
  discardFiles();
  assertEquals(log, ["commit done", "discard given up", "write half 3", "discard half"]);
});

Deno.test("a file that could not be committed is discarded", () => {
  const log: string[] = [];
  const { host, discardFiles } = trackFiles(fakeHost({
    createFile: () => ({
      write: () => {},
      commit: () => {
        throw new Error("disk full");
      },
      discard: () => log.push("discard"),
    }),
  }));
  try {
    host.createFile("a").commit();
  } catch {
    discardFiles();
  }
  assertEquals(log, ["discard"]);
});
