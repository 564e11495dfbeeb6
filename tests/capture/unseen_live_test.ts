// Sockets of this very machine that several processes hold, or that cannot be seen, against `ss`.
import { assert, assertEquals } from "@std/assert";
import { denoHost } from "../../lib/host/deno/deno_host.ts";
import { inspectTargets } from "../../lib/inspect/inspect_targets.ts";
import { readTarget } from "../../lib/inspect/target.ts";
import { localPath } from "../support/folders.ts";
import { wholeSnapshot } from "../support/whole_snapshot.ts";

const isLinux = Deno.build.os === "linux";
const runs = (command: string) => {
  if (!isLinux) return false;
  return new Deno.Command("sh", { args: ["-c", command], stdout: "null", stderr: "null" })
    .outputSync().success;
};
const why = (tools: string, canRun: boolean) => canRun ? "" : ` (needs ${tools})`;

/** Starts a shell that says when it is ready, hands its PID to a test, ends it. */
async function withShell(
  script: string,
  test: (pid: number, printed: string) => Promise<void>,
  { through = [] }: { through?: readonly string[] } = {},
): Promise<void> {
  const [program, ...args] = [...through, "bash", "-c", script];
  const child = new Deno.Command(program!, { args, stdin: "piped", stdout: "piped" }).spawn();
  const output = child.stdout.getReader();
  try {
    const { value } = await output.read();
    await test(child.pid, new TextDecoder().decode(value));
  } finally {
    await child.stdin.close();
    await output.cancel();
    await child.status;
  }
}

const canShare = runs("command -v bash && command -v ss");
Deno.test({
  name: `a socket that a child inherited is both processes'${why("bash and ss", canShare)}`,
  ignore: !canShare,
  fn: () =>
    withShell(
      // The child of the shell keeps descriptor 3; both end with standard input.
      "exec 3<>/dev/udp/127.0.0.1/9; sleep 600 & echo $!; read; kill $!",
      async (pid, printed) => {
        const child = Number(printed);
        const snapshot = await wholeSnapshot(denoHost());
        const socket = snapshot.connections.find((row) => row.pid === pid);
        assertEquals([socket?.protocol, socket?.remotePort], ["UDP", 9]);
        assertEquals(socket?.note, `also held by ${child} sleep`);
        const { rows, unseen } = await inspectTargets(denoHost(), [readTarget(`${child}`)], {
          snapshot,
        });
        assertEquals(unseen, []);
        const [, held] = rows;
        assertEquals([held?.pid, held?.localPort], [child, socket?.localPort]);
        assertEquals(held?.note, `shared: its owner is ${pid} bash`);
        const ss = new Deno.Command("ss", { args: ["-unapH", `sport = :${socket?.localPort}`] });
        const theirs = new TextDecoder().decode(ss.outputSync().stdout);
        const pids = [...theirs.matchAll(/pid=(\d+)/g)].map(([, pid]) => Number(pid));
        assertEquals(pids.toSorted(), [pid, child].toSorted());
      },
    ),
});

const canUnshare = runs("unshare -n true && command -v bash");
Deno.test({
  name: `a process of another network namespace is not said to have no sockets${
    why("root and unshare", canUnshare)
  }`,
  ignore: !canUnshare,
  fn: () =>
    withShell("echo ready; read", async (pid) => {
      const snapshot = await wholeSnapshot(denoHost());
      const { rows } = await inspectTargets(denoHost(), [readTarget(`${pid}`)], { snapshot });
      const note = "it is in another network namespace: its sockets cannot be seen from here";
      assertEquals(rows.map((row) => row.note), [note]);
    }, { through: ["unshare", "-n"] }),
});

const canCompare = runs(
  "unshare -n true && command -v bash && command -v ss && command -v setpriv",
);
Deno.test({
  name: `what is hidden without rights is counted as ss counts it${
    why("root, unshare, setpriv and ss", canCompare)
  }`,
  ignore: !canCompare,
  fn: async () => {
    // In a network of its own nothing else opens sockets. Without capabilities root sees nobody's.
    const cli = localPath(new URL("../../cli.ts", import.meta.url));
    const netwho = `${Deno.execPath()} run -A ${cli} --format json`;
    const script = "exec 3<>/dev/udp/127.0.0.1/9 4<>/dev/udp/127.0.0.1/10; " +
      `echo; setpriv --bounding-set=-all --inh-caps=-all ${netwho} --pid 1 2>&1 3>&- 4>&-; echo ---; ` +
      `${netwho} 3>&- 4>&-; echo ---; ss -tunapH 3>&- 4>&-`;
    const args = [
      "-n",
      "sh",
      "-c",
      `ip link set lo up 2>/dev/null || ifconfig lo up; bash -c '${script}'`,
    ];
    const { stdout } = await new Deno.Command("unshare", { args, stderr: "null" }).output();
    const [hidden, seen, ss] = new TextDecoder().decode(stdout).split("---\n");
    const count = ss!.trim().split("\n").length;
    assertEquals(count, 2);
    const rows: { pid: number | null }[] = JSON.parse(seen!);
    const pids = [...ss!.matchAll(/pid=(\d+)/g)].map(([, pid]) => Number(pid));
    assert(rows.every(({ pid }) => pid === pids[0]), seen);
    assert(
      hidden!.includes(
        "netwho: 2 sockets whose owner could not be seen are left out: " +
          "needs more rights than this root has (CAP_SYS_PTRACE)",
      ),
      hidden,
    );
  },
});
