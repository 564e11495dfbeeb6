/**
 * The program as a process of its own: pipes, files, exit codes.
 *
 * @module
 */
import { assert, assertEquals, assertMatch } from "@std/assert";
import { temporaryFolder } from "./support/folders.ts";
import { runProgram, startProgram } from "./support/program.ts";

const ROW = "  TCP    192.0.2.7:50123        198.51.100.4:443       ESTABLISHED     4711\r\n";

function names(folder: string): string[] {
  return Array.from(Deno.readDirSync(folder), ({ name }) => name).sort();
}

Deno.test("a listing through standard input", async () => {
  const { code, stdout, stderr } = await runProgram(
    ["--from", "-", "--format", "csv", "--fields", "protocol,remotePort,pid"],
    ROW,
  );
  assertEquals([code, stdout, stderr], [0, "protocol,remotePort,pid\r\nTCP,443,4711\r\n", ""]);
});

Deno.test("into a pipe goes JSON unless something else is asked for", async () => {
  const { code, stdout } = await runProgram(["netstat", "--from", "-"], ROW);
  assertEquals(code, 0);
  assertEquals(JSON.parse(stdout).length, 1);
});

Deno.test("a reader that goes away ends the program quietly", async () => {
  using folder = temporaryFolder();
  const saved = `${folder.path}/netstat.txt`;
  // Far more than a pipe holds.
  Deno.writeTextFileSync(saved, ROW.repeat(50_000));
  for (const format of ["json", "ndjson", "csv", "table"]) {
    const child = startProgram(["--from", saved, "--format", format]);
    await child.stdin.close();
    const reader = child.stdout.getReader();
    const first = await reader.read();
    assert(first.value !== undefined && first.value.length > 0);
    await reader.cancel();
    const stderr = await new Response(child.stderr).text();
    assertEquals([(await child.status).code, stderr], [0, ""], format);
  }
});

Deno.test("--out replaces a file whole", async () => {
  using folder = temporaryFolder();
  const out = `${folder.path}/out.csv`;
  Deno.writeTextFileSync(out, "what was there");
  const { code, stdout, stderr } = await runProgram(
    ["--from", "-", "--fields", "pid", "--out", out],
    ROW,
  );
  assertEquals([code, stdout, stderr], [0, "", ""]);
  assertEquals(Deno.readTextFileSync(out), "pid\r\n4711\r\n");
  assertEquals(names(folder.path), ["out.csv"]);
});

Deno.test("--out leaves a file as it was where there is nothing to write", async () => {
  using folder = temporaryFolder();
  const out = `${folder.path}/out.csv`;
  Deno.writeTextFileSync(out, "what was there");
  const { code, stdout } = await runProgram(["--from", "-", "--out", out], "no listing\r\n");
  assertEquals([code, stdout], [4, ""]);
  assertEquals(Deno.readTextFileSync(out), "what was there");
  assertEquals(names(folder.path), ["out.csv"]);
});

Deno.test("--append adds row after row", async () => {
  using folder = temporaryFolder();
  const args = [
    "--from",
    "-",
    "--fields",
    "pid,state",
    "--append",
    "--out",
    `${folder.path}/log.csv`,
  ];
  for (const _ of ["first", "second"]) assertEquals((await runProgram(args, ROW)).code, 0);
  assertEquals(
    Deno.readTextFileSync(`${folder.path}/log.csv`),
    "pid,state\r\n4711,ESTABLISHED\r\n4711,ESTABLISHED\r\n",
  );
});

Deno.test("--out into a folder that is not there says so", async () => {
  using folder = temporaryFolder();
  const out = `${folder.path}/none/out.csv`;
  const { code, stdout, stderr } = await runProgram(["--from", "-", "--out", out], ROW);
  assertEquals([code, stdout], [3, ""]);
  assertEquals(
    stderr,
    `netwho: Cannot write ${out}: there is no such folder\n` +
      "Make the folder first, or choose another --out FILE\n",
  );
});

Deno.test({
  name: "a full disk says so",
  ignore: Deno.build.os !== "linux",
  async fn() {
    const file = await runProgram(["--from", "-", "--format", "csv", "--out", "/dev/full"], ROW);
    assertEquals([file.code, file.stdout], [3, ""]);
    assertMatch(file.stderr, /^netwho: Cannot write \/dev\/full: .*space.*\nFree some space/);
  },
});

Deno.test("saved files that are missing, empty, binary or of another kind have their exit codes", async () => {
  using folder = temporaryFolder();
  const path = (name: string) => `${folder.path}/${name}`;
  Deno.writeTextFileSync(path("empty"), "");
  Deno.writeFileSync(path("binary"), new Uint8Array(4096).map((_, at) => at * 7));
  Deno.writeTextFileSync(path("letter"), "Dear reader\n");
  Deno.mkdirSync(path("folder"));
  const cases: [string, number, string][] = [
    ["missing", 3, "there is no such file or folder"],
    ["empty", 4, "it is empty"],
    ["binary", 4, "it is a binary file"],
    ["letter", 4, "it holds no netstat or tasklist output"],
    ["folder", 4, "it contains no files"],
  ];
  for (const [name, expected, message] of cases) {
    const { code, stdout, stderr } = await runProgram(["--from", path(name)]);
    assertEquals([code, stdout], [expected, ""], name);
    assert(stderr.startsWith("netwho: Cannot ") && stderr.includes(message), stderr);
    assertEquals(stderr.split("netwho: ").length, 2, "one message");
  }
});

Deno.test({
  name: "what was recorded replays as the same rows",
  ignore: Deno.build.os !== "linux",
  async fn() {
    using folder = temporaryFolder();
    using _listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
    for (const command of ["connections", "netstat", "tasklist"]) {
      const recording = `${folder.path}/${command}`;
      const args = [command, "--format", "json"];
      const recorded = await runProgram([...args, "--record", recording]);
      assertEquals([recorded.code, recorded.stderr], [0, ""]);
      assert(JSON.parse(recorded.stdout).length > 0);
      const replayed = await runProgram([...args, "--replay", recording]);
      assertEquals(replayed, recorded);
    }
  },
});
