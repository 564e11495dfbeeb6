/**
 * Ends real processes, which the tests start themselves.
 *
 * @module
 */
import { assert, assertEquals, assertMatch, assertRejects } from "@std/assert";
import { delay } from "@std/async/delay";
import { Diagnostics } from "../../../lib/capture/diagnostics.ts";
import { readSnapshot } from "../../../lib/capture/snapshot.ts";
import { ActionError, type ProcessIdentity } from "../../../lib/host/actions.ts";
import { denoHost } from "../../../lib/host/deno/deno_host.ts";
import { localPath, temporaryFolder } from "../../support/folders.ts";
import { ROOT } from "../../support/program.ts";
import { hasProgram } from "../../support/installed.ts";
import { isRoot, openShell } from "../../support/shell.ts";

const ignore = Deno.build.os !== "linux";
const PATIENT = { timeoutMilliseconds: 20_000 };
const ENDING = `'${Deno.execPath()}' run --quiet --allow-all '${
  localPath(new URL("tests/support/ending_program.ts", ROOT))
}'`;

const UNTIL_ASLEEP = `until [ "$(cat /proc/$pid/comm)" = sleep ]; do sleep 0.02; done`;

/** A shell script that runs until it is ended, and the lines that it printed first. */
interface Running extends AsyncDisposable {
  readonly pid: number;
  readonly status: Promise<Deno.CommandStatus>;
  /** The next line that it prints. */
  line(): Promise<string>;
}

/** Starts a script in a process group of its own, which is ended with the test. */
function start(script: string): Running {
  const child = new Deno.Command("setsid", {
    args: ["sh", "-c", script],
    stdin: "null",
    stdout: "piped",
    stderr: "null",
  }).spawn();
  const lines = child.stdout.pipeThrough(new TextDecoderStream()).getReader();
  let text = "";
  return {
    pid: child.pid,
    status: child.status,
    async line() {
      while (!text.includes("\n")) {
        const { value, done } = await lines.read();
        assert(!done, "the script ended early");
        text += value;
      }
      const [line = "", ...rest] = text.split("\n");
      text = rest.join("\n");
      return line;
    },
    async [Symbol.asyncDispose]() {
      try {
        Deno.kill(-child.pid, "SIGKILL");
      } catch {
        // All of them have ended.
      }
      await child.status;
      await lines.cancel();
    },
  };
}

/** What the snapshot tells of a process: what netwho compares. */
async function identityOf(pid: number): Promise<ProcessIdentity> {
  const wanted = {
    from: [],
    encoding: null,
    sockets: false,
    processes: "all",
    fast: false,
    details: false,
    timeoutMilliseconds: 30_000,
  } as const;
  const { processes } = await readSnapshot(denoHost(), wanted, new Diagnostics());
  const { startedAt, path } = processes!.get(pid)!;
  assert(startedAt !== null);
  return { pid, startedAt, path };
}

/** The state letter of a process; null where there is none. */
function stateOf(pid: number): string | null {
  try {
    return /^State:\s+(\S)/m.exec(Deno.readTextFileSync(`/proc/${pid}/status`))![1]!;
  } catch {
    return null;
  }
}

async function until(isSo: () => boolean): Promise<void> {
  const deadline = performance.now() + 20_000;
  while (!isSo()) {
    assert(performance.now() < deadline, "it did not come about in time");
    await delay(10);
  }
}

/** Waits until a script has become the program `sleep`: its path is another one from then on. */
async function untilAsleep({ pid }: Pick<Running, "pid">): Promise<void> {
  await until(() => Deno.readTextFileSync(`/proc/${pid}/comm`) === "sleep\n");
}

function isAlive(pid: number): boolean {
  return ![null, "Z", "X"].includes(stateOf(pid));
}

async function refusalOf(
  process: ProcessIdentity,
  options: { force?: boolean; timeoutMilliseconds: number } = PATIENT,
): Promise<ActionError> {
  return await assertRejects(() => denoHost().endProcess(process, options), ActionError);
}

Deno.test({
  name: "a process is asked to end, and gone when that is told",
  ignore,
  async fn() {
    await using sleep = start("echo ready; exec sleep 60");
    await sleep.line();
    await untilAsleep(sleep);
    const identity = await identityOf(sleep.pid);
    assertEquals(await denoHost().endProcess(identity, PATIENT), "asked");
    assertEquals((await sleep.status).signal, "SIGTERM");
    assertEquals((await refusalOf(identity)).kind, "gone");
  },
});

Deno.test({
  name: "a process that ignores SIGTERM is said to run still, and ended by force",
  ignore,
  async fn() {
    await using stubborn = start("trap '' TERM; echo ready; exec sleep 60");
    await stubborn.line();
    await untilAsleep(stubborn);
    const identity = await identityOf(stubborn.pid);
    const refusal = await refusalOf(identity, { timeoutMilliseconds: 60 });
    assertEquals(refusal.kind, "timedOut");
    assertMatch(refusal.message, /still runs after 0.06 s.*--force/);
    assert(isAlive(stubborn.pid));
    assertEquals(await denoHost().endProcess(identity, { ...PATIENT, force: true }), "forced");
    assertEquals((await stubborn.status).signal, "SIGKILL");
  },
});

Deno.test({
  name: "a program that cleans up first is waited for",
  ignore,
  async fn() {
    await using tidy = start(
      "trap 'sleep 0.3; exit 7' TERM; echo ready; while :; do sleep 0.05; done",
    );
    await tidy.line();
    assertEquals(await denoHost().endProcess(await identityOf(tidy.pid), PATIENT), "asked");
    assertEquals((await tidy.status).code, 7);
  },
});

Deno.test({
  name: "a process that started at another time than the one that was seen is never hit",
  ignore,
  async fn() {
    await using sleep = start("echo ready; exec sleep 60");
    await sleep.line();
    await untilAsleep(sleep);
    const identity = await identityOf(sleep.pid);
    const time = Date.parse(identity.startedAt!);
    for (const distance of [-10, 10, -1_000, 1_000, -86_400_000, 86_400_000, -time]) {
      const startedAt = new Date(time + distance).toISOString();
      for (const force of [false, true]) {
        const { kind } = await refusalOf({ ...identity, startedAt }, { ...PATIENT, force });
        assertEquals(kind, "changed", startedAt);
      }
    }
    const { kind } = await refusalOf({ ...identity, startedAt: null });
    assertEquals(kind, "unidentified");
    const other = await refusalOf({ ...identity, path: "/usr/bin/another" });
    assertEquals(other.kind, "unidentified");
    assert(isAlive(sleep.pid));
    // What is not known is not compared.
    assertEquals(await denoHost().endProcess({ ...identity, path: null }, PATIENT), "asked");
  },
});

Deno.test({
  name: "a process that runs another program since, under the same ID, is left alone",
  ignore,
  async fn() {
    using folder = temporaryFolder();
    await using shell = start(
      `echo ready; until [ -e '${folder.path}/go' ]; do sleep 0.02; done; exec sleep 60`,
    );
    await shell.line();
    const identity = await identityOf(shell.pid);
    Deno.writeTextFileSync(`${folder.path}/go`, "");
    await untilAsleep(shell);
    // It has not ended: "gone" would be told as a success.
    const { kind, message } = await refusalOf(identity);
    assertEquals(kind, "unidentified");
    assertMatch(message, /it runs another program by now, \/.*: try again$/);
    assert(isAlive(shell.pid));
  },
});

Deno.test({
  name: "a zombie is gone, and a process that becomes one has ended",
  ignore,
  async fn() {
    // The shell becomes a program that takes no note of its children.
    await using parent = start("sleep 60 & echo $!; exec sleep 60");
    const pid = Number(await parent.line());
    await untilAsleep({ pid });
    await untilAsleep(parent);
    const identity = await identityOf(pid);
    assertEquals(await denoHost().endProcess(identity, PATIENT), "asked");
    assertEquals(stateOf(pid), "Z");
    assertEquals((await refusalOf(identity)).kind, "gone");
  },
});

Deno.test({
  name: "a process whose first thread has ended is no zombie while others run",
  ignore: ignore || !hasProgram("python3"),
  async fn() {
    await using threads = start(
      `exec python3 -c 'import ctypes, threading, time
threading.Thread(target=time.sleep, args=(60,)).start()
print("ready", flush=True)
ctypes.CDLL(None).pthread_exit(None)'`,
    );
    await threads.line();
    const identity = await identityOf(threads.pid);
    await until(() => stateOf(threads.pid) === "Z");
    assertEquals(
      await denoHost().endProcess({ ...identity, path: null }, { ...PATIENT, force: true }),
      "forced",
    );
    assertEquals((await threads.status).signal, "SIGKILL");
  },
});

Deno.test({
  name: "a stopped process goes on, to see that it is asked to end",
  ignore,
  async fn() {
    await using stopped = start("echo ready; exec sleep 60");
    await stopped.line();
    await untilAsleep(stopped);
    Deno.kill(stopped.pid, "SIGSTOP");
    await until(() => stateOf(stopped.pid) === "T");
    assertEquals(await denoHost().endProcess(await identityOf(stopped.pid), PATIENT), "asked");
  },
});

Deno.test({
  name: "an interruption ends the wait with its own reason",
  ignore,
  async fn() {
    await using stubborn = start("trap '' TERM; echo ready; exec sleep 60");
    await stubborn.line();
    await untilAsleep(stubborn);
    const identity = await identityOf(stubborn.pid);
    const controller = new AbortController();
    const reason = new Error("interrupted");
    const ending = denoHost().endProcess(identity, { ...PATIENT, signal: controller.signal });
    setTimeout(() => controller.abort(reason), 20);
    assertEquals(await ending.catch((error) => error), reason);
    const early = denoHost().endProcess(identity, {
      ...PATIENT,
      signal: AbortSignal.abort(reason),
    });
    assertEquals(await early.catch((error) => error), reason);
  },
});

Deno.test({
  name: "where a process cannot be held by a descriptor, its identity is compared just the same",
  ignore,
  async fn() {
    using shell = openShell();
    const { stdout, stderr } = await shell.run(`
      sleep 60 & pid=$!; ${UNTIL_ASLEEP}
      identity=$(${ENDING} identity $pid)
      ${ENDING} plainly "\${identity/:\\"2/:\\"1}"
      ${ENDING} plainly "$identity"; wait $pid; echo $?`);
    assertEquals([stdout, stderr], ["changed\nasked\n143\n", ""]);
  },
});

Deno.test({
  name: "another user's process is not ended, and the refusal says so",
  ignore: ignore || !isRoot,
  async fn() {
    using shell = openShell();
    // Root that may not signal the processes of others.
    const { stdout, stderr } = await shell.run(`
      setpriv --reuid=65534 --clear-groups sleep 60 & pid=$!
      ${UNTIL_ASLEEP}
      identity=$(${ENDING} identity $pid)
      for force in '' force; do setpriv --bounding-set=-kill ${ENDING} end "$identity" $force; done
      kill -0 $pid && echo alive; kill $pid`);
    assertEquals([stdout, stderr], ["permissionDenied\npermissionDenied\nalive\n", ""]);
  },
});

const NAMESPACE = "unshare --pid --fork --kill-child --mount-proc bash -c";

Deno.test({
  name: "a process that got the ID of the one that was seen is not hit",
  ignore: ignore || !await canUnshare(),
  async fn() {
    using shell = openShell();
    const { stdout, stderr } = await shell.run(`${NAMESPACE} '
      sleep 60 & pid=$!; ${UNTIL_ASLEEP}
      identity=$(${ENDING.replaceAll("'", '"')} identity $pid)
      { kill $pid; wait $pid; } 2>/dev/null
      echo $((pid - 1)) >/proc/sys/kernel/ns_last_pid; sleep 60 & [ $! = $pid ] && echo reused
      for force in "" force; do ${ENDING.replaceAll("'", '"')} end "$identity" $force; done
      kill -0 $pid && echo alive'`);
    assertEquals([stdout, stderr], ["reused\nchanged\nchanged\nalive\n", ""]);
  },
});

Deno.test({
  name: "a clock that is set while a process ends does not make it look ended",
  ignore: ignore || !await canUnshare(),
  async fn() {
    using folder = temporaryFolder();
    using shell = openShell();
    // /proc/stat tells when the computer started: another time once the clock is set.
    const { stdout, stderr } = await shell.run(`cd '${folder.path}'
      cp /proc/stat before; sed "s/^btime .*/btime 1000000000/" before >after; cp before stat
      ${NAMESPACE} 'mount --bind stat /proc/stat
      bash -c "trap \\"cat after >stat; sleep 0.5; exit 7\\" TERM; >ready
        while :; do sleep 0.02; done" & pid=$!
      until [ -e ready ]; do sleep 0.02; done
      ${ENDING.replaceAll("'", '"')} end "$(${ENDING.replaceAll("'", '"')} identity $pid)"
      kill -0 $pid 2>/dev/null && echo "still runs"; wait $pid; echo $?'`);
    assertEquals([stdout, stderr], ["asked\n7\n", ""]);
  },
});

Deno.test({
  name: "where /proc shows the IDs of another namespace, nothing is ended",
  ignore: ignore || !await canUnshare(),
  async fn() {
    await using sleep = start("echo ready; exec sleep 60");
    await sleep.line();
    await untilAsleep(sleep);
    const identity = JSON.stringify(await identityOf(sleep.pid));
    using shell = openShell();
    const { stdout, stderr } = await shell.run(
      `unshare --pid --fork --kill-child ${ENDING} end '${identity}' force`,
    );
    assertEquals([stdout, stderr], ["notSupported\n", ""]);
    assert(isAlive(sleep.pid));
  },
});

async function canUnshare(): Promise<boolean> {
  if (!isRoot) return false;
  using shell = openShell();
  const script = `${NAMESPACE} 'echo 100 >/proc/sys/kernel/ns_last_pid && echo $BASHPID'`;
  return (await shell.run(script)).code === 0;
}
