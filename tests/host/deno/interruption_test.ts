import { assertEquals, assertStringIncludes, assertThrows } from "@std/assert";
import { progress } from "../../../lib/cli/progress.ts";
import { denoHost } from "../../../lib/host/deno/deno_host.ts";
import { clearedAtExit } from "../../../lib/host/deno/deno_terminal.ts";
import { interrupt, undoAll, undoAtExit } from "../../../lib/host/deno/interruption.ts";
import { HostError } from "../../../lib/host/host.ts";
import { fakeHost } from "../../support/fake_host.ts";
import { temporaryFolder } from "../../support/folders.ts";

Deno.test("unfinished files are discarded, and only those", async () => {
  using folder = temporaryFolder();
  const host = denoHost();
  const bytes = new Uint8Array(3);
  const done = host.createFile(`${folder.path}/done`);
  await done.write(bytes);
  done.commit();
  host.createFile(`${folder.path}/given up`).discard();
  await host.createFile(`${folder.path}/half`).write(bytes);
  undoAll();
  undoAll();
  assertEquals(Array.from(Deno.readDirSync(folder.path), ({ name }) => name), ["done"]);
});

Deno.test("what could not be put in its place is kept, and named", () => {
  using folder = temporaryFolder();
  const path = `${folder.path}/out`;
  const file = denoHost().createFile(path);
  Deno.mkdirSync(path);
  Deno.writeTextFileSync(`${folder.path}/out/in`, "");
  file.write(new TextEncoder().encode("rows"));
  const error = assertThrows(() => void file.commit(), HostError, `Cannot write ${path}: `);
  undoAll();
  const kept = Array.from(Deno.readDirSync(folder.path), ({ name }) => name)
    .filter((name) => name !== "out");
  assertEquals(kept.length, 1);
  assertStringIncludes(error.hint ?? "", kept[0]!);
  assertEquals(Deno.readTextFileSync(`${folder.path}/${kept[0]}`), "rows");
});

Deno.test("the latest is undone first, each once, whatever the others do", () => {
  const log: string[] = [];
  undoAtExit(() => log.push("first"));
  undoAtExit(() => log.push("taken back"))();
  undoAtExit(() => {
    log.push("fails");
    throw new Error("the terminal is gone");
  });
  undoAtExit(() => log.push("last"));
  undoAll();
  undoAll();
  assertEquals(log, ["last", "fails", "first"]);
});

Deno.test("a line of progress is taken away, with what Ctrl+C put behind it", () => {
  let now = 0;
  const terminal = fakeHost({ isTerminal: () => true, now: () => now += 1000 });
  const host = { ...terminal, writeError: clearedAtExit(terminal.writeError) };
  const shown = progress(host, "counting");
  shown.update(1, 9);
  undoAll();
  undoAll();
  const line = "netwho: counting: 1 of 9";
  assertEquals(terminal.stderr(), `\r${line}\r${" ".repeat(line.length + 2)}\r`);
});

Deno.test("other lines stay", () => {
  const terminal = fakeHost();
  const writeError = clearedAtExit(terminal.writeError);
  for (const text of ["netwho: something\n", "\rnetwho: counting", "\r                \r"]) {
    writeError(text);
    if (text !== "\rnetwho: counting") undoAll();
  }
  assertEquals(terminal.stderr(), "netwho: something\n\rnetwho: counting\r                \r");
});

Deno.test("a program that does not listen for interruptions is not ended by one", () => {
  interrupt();
});
