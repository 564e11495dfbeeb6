// This very process, with a listener and a connection of its own, against `ps` and `sha256sum`.
import { assert, assertEquals } from "@std/assert";
import { denoHost } from "../../lib/host/deno/deno_host.ts";
import { inspectTargets } from "../../lib/inspect/inspect_targets.ts";
import { wholeSnapshot } from "../support/whole_snapshot.ts";
import { readTarget } from "../../lib/inspect/target.ts";
import { temporaryFolder } from "../support/folders.ts";

const isLinux = Deno.build.os === "linux";
const has = (tool: string) =>
  isLinux && new Deno.Command("sh", { args: ["-c", `command -v ${tool}`], stdout: "null" })
    .outputSync().success;

function printed(tool: string, ...args: string[]): string {
  const { stdout } = new Deno.Command(tool, { args, stderr: "null" }).outputSync();
  return new TextDecoder().decode(stdout).trim();
}

async function inspected(...targets: string[]) {
  const host = denoHost();
  const snapshot = await wholeSnapshot(host);
  return await inspectTargets(host, targets.map(readTarget), { snapshot });
}

Deno.test({
  name: "this process: its file, parent, listener and both ends of its connection",
  ignore: !has("ps") || !has("sha256sum"),
  async fn() {
    using listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
    using client = await Deno.connect({ hostname: "127.0.0.1", port: listener.addr.port });
    using _server = await listener.accept();
    const { rows } = await inspected(String(Deno.pid));
    const [process] = rows;
    assert(process !== undefined);
    assertEquals([process.relation, process.pid], ["process", Deno.pid]);
    const path = Deno.readLinkSync("/proc/self/exe");
    assertEquals(process.path, path);
    assertEquals(process.sha256, printed("sha256sum", path).split(" ")[0]);
    assertEquals(process.fileBytes, Deno.statSync(path).size);
    const [parent, user] = printed("ps", "-o", "ppid=,user:32=", "-p", String(Deno.pid)).split(
      /\s+/,
    );
    assertEquals(process.parentPid, Number(parent));
    assertEquals(process.parent, Deno.readTextFileSync(`/proc/${parent}/comm`).trim());
    assertEquals(process.user, user);
    const [server, local] = [listener.addr.port, (client.localAddr as Deno.NetAddr).port];
    const own = rows
      .filter(({ localPort }) => localPort === server || localPort === local)
      .map(({ relation, localPort, remotePort }) => `${relation} ${localPort} ${remotePort}`);
    assertEquals(
      own.toSorted(),
      [
        `listener ${server} 0`,
        `peer ${server} ${local}`,
        `peer ${local} ${server}`,
      ].toSorted(),
    );
  },
});

Deno.test({
  name: "the same process by its port",
  ignore: !isLinux,
  async fn() {
    using listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
    const { port } = listener.addr;
    const { rows } = await inspected(`:${port}`);
    const processes = rows.filter(({ relation }) => relation === "process");
    assertEquals(processes.map(({ pid }) => pid), [Deno.pid]);
    assert(rows.some((row) => row.relation === "listener" && row.localPort === port));
  },
});

Deno.test({
  name: "a program whose file was replaced while it runs",
  ignore: !has("sleep") || !has("sha256sum"),
  async fn() {
    using folder = temporaryFolder();
    const path = `${folder.path}/sleep`;
    Deno.copyFileSync(printed("sh", "-c", "command -v sleep"), path);
    const sha256 = printed("sha256sum", path).split(" ")[0];
    const child = new Deno.Command(path, { args: ["600"] }).spawn();
    try {
      Deno.removeSync(path);
      Deno.writeTextFileSync(path, "another file");
      const { rows } = await inspected(String(child.pid));
      const [process] = rows;
      assertEquals([process?.process, process?.path], ["sleep", path]);
      assertEquals(process?.sha256, sha256);
      assertEquals(process?.note, "its file is gone: removed or replaced since it started");
      assertEquals(process?.parentPid, Deno.pid);
    } finally {
      child.kill();
      await child.status;
    }
  },
});
