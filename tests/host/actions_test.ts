import { assertEquals, assertRejects, assertStringIncludes } from "@std/assert";
import { ActionError } from "../../lib/host/actions.ts";
import { denoHost } from "../../lib/host/deno/deno_host.ts";
import { recordingHost } from "../../lib/host/recording/recording_host.ts";
import { replayingHost } from "../../lib/host/recording/replaying_host.ts";
import { fakeHost } from "../support/fake_host.ts";
import { temporaryFolder } from "../support/folders.ts";

const PROCESS = { pid: 4711, startedAt: "2026-01-01T00:00:00.000Z", path: null };
const CONNECTION = {
  localAddress: "192.0.2.7",
  localPort: 50123,
  remoteAddress: "2001:db8::1",
  remotePort: 443,
  owner: PROCESS,
};

Deno.test("neither recording nor replaying ever acts", async () => {
  using folder = temporaryFolder();
  const directory = `${folder.path}/recording`;
  const recording = recordingHost(fakeHost(), directory);
  recording.now();
  const hosts = [
    [recording, "recorded"],
    [replayingHost(directory, denoHost()), "recorded"],
  ] as const;
  for (const [host, kind] of hosts) {
    const end = await assertRejects(
      () => host.endProcess(PROCESS, { timeoutMilliseconds: 1_000 }),
      ActionError,
      "Cannot end process 4711: ",
    );
    const [close] = await host.closeConnections([CONNECTION], { timeoutMilliseconds: 1_000 });
    assertStringIncludes(
      close!.message,
      "Cannot close the connection from 192.0.2.7 port 50123 to 2001:db8::1 port 443: ",
    );
    assertEquals([end.kind, close!.kind], [kind, kind]);
  }
});
