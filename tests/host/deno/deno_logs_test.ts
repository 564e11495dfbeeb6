import { assertEquals, assertThrows } from "@std/assert";
import { denoLogs } from "../../../lib/host/deno/deno_logs.ts";
import { HostError } from "../../../lib/host/host.ts";
import { inTemporaryFolder } from "../../support/folders.ts";

const { appendLog, rotateLog, readLogEnd, lockFile } = denoLogs();
const bytes = (text: string) => new TextEncoder().encode(text);
const isLinux = Deno.build.os === "linux";

Deno.test("a log is made with its folder, for this user alone, and grows", async () => {
  await inTemporaryFolder((folder) => {
    const path = `${folder}/data/logs/log.log`;
    assertEquals(appendLog(path, new Uint8Array()), 0);
    assertEquals(appendLog(path, bytes("one\n")), 4);
    assertEquals(appendLog(path, bytes("zwö\n")), 9);
    assertEquals(Deno.readTextFileSync(path), "one\nzwö\n");
    if (!isLinux) return;
    assertEquals(Deno.statSync(path).mode! & 0o777, 0o600);
    assertEquals(Deno.statSync(`${folder}/data`).mode! & 0o777, 0o700);
  });
});

Deno.test("logs move on by one, and the oldest goes", async () => {
  await inTemporaryFolder((folder) => {
    const path = `${folder}/log.log`;
    for (let number = 1; number <= 6; number++) {
      appendLog(path, bytes(`${number}`));
      rotateLog(path, 3);
    }
    const names = Array.from(Deno.readDirSync(folder), ({ name }) => name).sort();
    assertEquals(names, ["log.log.1", "log.log.2", "log.log.3"]);
    assertEquals(names.map((name) => Deno.readTextFileSync(`${folder}/${name}`)), ["6", "5", "4"]);
    rotateLog(path, 3);
    assertEquals(Deno.readTextFileSync(`${path}.3`), "5");
  });
});

Deno.test("the end of a log is read, all of a shorter one, null of none", async () => {
  await inTemporaryFolder((folder) => {
    const path = `${folder}/log.log`;
    const read = (length: number) => {
      const end = readLogEnd(path, length);
      return end === null ? null : new TextDecoder().decode(end);
    };
    assertEquals(read(5), null);
    appendLog(path, bytes("0123456789"));
    assertEquals([read(3), read(10), read(99)], ["789", "0123456789", "0123456789"]);
  });
});

Deno.test("a lock is held by one program at a time, and no longer than that lives", async () => {
  await inTemporaryFolder(async (folder) => {
    const path = `${folder}/logs/log.lock`;
    const lock = lockFile(path);
    assertEquals(lock !== null, true);
    const module = new URL("../../../lib/host/deno/deno_logs.ts", import.meta.url).href;
    const code = `import { denoLogs } from "${module}";
      console.log(denoLogs().lockFile(${JSON.stringify(path)}) !== null);
      Deno.stdin.readSync(new Uint8Array(1));`;
    const start = () =>
      new Deno.Command(Deno.execPath(), {
        args: ["eval", code],
        stdin: "piped",
        stdout: "piped",
        env: { NO_COLOR: "1" },
      }).spawn();
    const firstLine = async (child: Deno.ChildProcess) => {
      const reader = child.stdout.pipeThrough(new TextDecoderStream()).getReader();
      const { value } = await reader.read();
      reader.releaseLock();
      return value;
    };
    const kill = async (child: Deno.ChildProcess) => {
      child.kill("SIGKILL");
      await child.stdin.close().catch(() => {});
      await child.status;
      await child.stdout.cancel().catch(() => {});
    };
    const refused = start();
    assertEquals(await firstLine(refused), "false\n");
    await kill(refused);
    lock![Symbol.dispose]();
    const holder = start();
    assertEquals(await firstLine(holder), "true\n");
    assertEquals(lockFile(path), null);
    await kill(holder);
    const after = lockFile(path);
    assertEquals(after !== null, true);
    after![Symbol.dispose]();
  });
});

Deno.test("what cannot be written is a refusal", async () => {
  await inTemporaryFolder((folder) => {
    Deno.writeTextFileSync(`${folder}/file`, "");
    const path = `${folder}/file/log.log`;
    // Windows says "exists already" of the folder that a file is in the place of.
    const what = Deno.build.os === "windows" ? () => "Cannot make the folder " : cannot;
    assertThrows(() => appendLog(path, bytes("x")), HostError, what("write", path));
    assertThrows(() => lockFile(path), HostError, what("lock", path));
    Deno.mkdirSync(`${folder}/folder`);
    assertThrows(() => readLogEnd(`${folder}/folder`, 5), HostError, "Cannot read ");
  });
});

function cannot(verb: string, path: string): string {
  return `Cannot ${verb} ${path}`;
}
