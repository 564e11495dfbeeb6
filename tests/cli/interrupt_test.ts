import { assertEquals } from "@std/assert";
import { temporaryFolder } from "../support/folders.ts";

const LISTENER = "  TCP    192.0.2.1:80    0.0.0.0:0    LISTENING    4\r\n";

Deno.test({
  name: "an interrupt ends the program at once, with 130, without a word and without a trace",
  // Windows has no way to send Ctrl+C to one program alone.
  ignore: Deno.build.os === "windows",
  async fn() {
    using folder = temporaryFolder();
    const child = new Deno.Command(Deno.execPath(), {
      args: [
        "run",
        "--quiet",
        "--allow-all",
        "cli.ts",
        "--from",
        "-",
        "--out",
        `${folder.path}/out`,
      ],
      cwd: new URL("../..", import.meta.url),
      stdin: "piped",
      stdout: "piped",
      stderr: "piped",
    }).spawn();
    const writer = child.stdin.getWriter();
    // More than a pipe holds: once it is taken, the program is there and reading.
    await writer.write(new TextEncoder().encode(LISTENER.repeat(10_000)));
    child.kill("SIGINT");
    const [{ code }, stdout, stderr] = await Promise.all([
      child.status,
      new Response(child.stdout).text(),
      new Response(child.stderr).text(),
    ]);
    await writer.abort().catch(() => {});
    assertEquals(code, 130);
    assertEquals([stdout, stderr], ["", ""]);
    assertEquals([...Deno.readDirSync(folder.path)], []);
  },
});

Deno.test({
  name: "an interrupt ends the wait for the other end of a named pipe",
  // Deno 2.7 opens a named pipe on the very thread that would hear the interrupt.
  ignore: Deno.build.os === "windows" || Deno.version.deno.startsWith("2.7."),
  async fn() {
    using folder = temporaryFolder();
    const pipe = `${folder.path}/pipe`;
    await new Deno.Command("mkfifo", { args: [pipe] }).output();
    const child = new Deno.Command(Deno.execPath(), {
      args: ["run", "--quiet", "--allow-all", "cli.ts", "--from", pipe],
      cwd: new URL("../..", import.meta.url),
      stdin: "null",
    }).spawn();
    await new Promise((resolve) => setTimeout(resolve, 1000)); // it waits by now
    child.kill("SIGINT");
    const late = setTimeout(() => child.kill("SIGKILL"), 5000);
    const { code } = await child.status;
    clearTimeout(late);
    assertEquals(code, 130);
  },
});
