// Parents and command lines of processes that are started here, against `ps`.
import { assert, assertEquals } from "@std/assert";
import { denoHost } from "../../lib/host/deno/deno_host.ts";
import { readProcesses } from "../support/read_processes.ts";

const isLinux = Deno.build.os === "linux";

function run(tool: string, ...args: string[]): string {
  const { stdout } = new Deno.Command(tool, { args, stdout: "piped" }).outputSync();
  return new TextDecoder().decode(stdout);
}

Deno.test({
  name: "a child's parent and command line, as ps has them",
  ignore: !isLinux || run("sh", "-c", "command -v ps") === "",
  fn: async () => {
    const plain = ["tail", "-f", "/dev/null"];
    const quoted = ["sh", "-c", "sleep 300; : 'a b' $0", "", "it's", "grüße\n"];
    const children = [plain, quoted].map(([tool, ...args]) =>
      new Deno.Command(tool!, { args, stdout: "null", stderr: "null" }).spawn()
    );
    try {
      await new Promise((resolve) => setTimeout(resolve, 200));
      const processes = await readProcesses(denoHost());
      for (const { pid } of children) {
        const [ppid] = run("ps", "-o", "ppid=", "-p", `${pid}`).trim().split(/\s+/);
        assertEquals(`${processes.get(pid)?.parentPid}`, ppid);
        assertEquals(processes.get(pid)?.parentPid, Deno.pid);
      }
      const [first, second] = children.map(({ pid }) => processes.get(pid)!.commandLine!);
      assertEquals(first, run("ps", "-o", "args=", "-p", `${children[0]!.pid}`).trim());
      // A shell takes it apart as it was put together.
      const words = run("sh", "-c", `printf '%s\\0' ${second}`).split("\0").slice(0, -1);
      // Deno starts programs by their paths.
      assertEquals([words[0]?.split("/").at(-1), ...words.slice(1)], quoted);
    } finally {
      for (const child of children) child.kill("SIGKILL");
      await Promise.all(children.map(({ status }) => status));
    }
  },
});

Deno.test({
  name: "the parents of all processes, as ps has them",
  ignore: !isLinux || run("sh", "-c", "command -v ps") === "",
  fn: async () => {
    const before = parentsByPs();
    const processes = await readProcesses(denoHost());
    const after = parentsByPs();
    const steady = [...before].filter(([pid, parent]) => after.get(pid) === parent);
    assert(steady.length > 1);
    for (const [pid, parent] of steady) {
      assertEquals(processes.get(pid)?.parentPid ?? 0, parent, `of ${pid}`);
    }
  },
});

function parentsByPs(): Map<number, number> {
  return new Map(
    run("ps", "-e", "-o", "pid=,ppid=").trim().split("\n").map((line) => {
      const [pid, parent] = line.trim().split(/\s+/).map(Number);
      return [pid!, parent!];
    }),
  );
}
