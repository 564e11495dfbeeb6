/**
 * The program itself ends real processes, which the tests start, with a question on a real terminal.
 *
 * @module
 */
import { assert, assertEquals, assertMatch } from "@std/assert";
import { openShell } from "./support/shell.ts";

const ignore = Deno.build.os !== "linux";

/** Starts `sleep` as $pid, and ends it with the script however that ends. */
const SLEEP = `sleep 60 & pid=$!; trap 'kill $(jobs -p) 2>/dev/null' EXIT
  until [ "$(cat /proc/$pid/comm)" = sleep ]; do sleep 0.02; done`;
const ALIVE = "kill -0 $pid 2>/dev/null && echo alive || echo ended";

/** Runs netwho on a terminal of its own, whose text goes to the file `out`, and types when asked. */
function onTerminal(command: string, typed: string): string {
  return `
    mkfifo typed; script -qfec '${command}; echo "code $?"' out <typed >/dev/null & exec 3>typed
    for try in $(seq 600); do grep -q 'y/N' out && break; sleep 0.05; done
    printf '${typed}' >&3
    for try in $(seq 600); do grep -q 'code [0-9]' out && break; sleep 0.05; done
    exec 3>&-; wait $!; sed 's/\\r$//' out | tr '\\r' '\\n'`;
}

Deno.test({
  name: "on a terminal yes ends the process, no and Ctrl+C leave it alone",
  ignore,
  async fn() {
    for (
      const [typed, code, state] of [
        ["y\\n", 0, "ended"],
        ["n\\n", 130, "alive"],
        ["\\n", 130, "alive"],
        ["\\003", 130, "alive"],
        ["\\004", 130, "alive"],
      ] as const
    ) {
      using shell = openShell();
      const { stdout } = await shell.run(
        `${SLEEP}; ${onTerminal("netwho kill $pid", typed).replace("$pid", `'$pid'`)}; ${ALIVE}`,
      );
      assertMatch(stdout, /sleep \(\d+\), user \S+, started [\d: -]+\n {2}\S*\/sleep\n/, typed);
      assertMatch(stdout, /End this process\? \[y\/N\]/, typed);
      assertMatch(stdout, new RegExp(`^code ${code}$`, "m"), typed);
      assertMatch(stdout, new RegExp(`^${state}\\n$`, "m"), typed);
      assertEquals(/nothing was ended/.test(stdout), code === 130 && typed !== "\\003", typed);
    }
  },
});

Deno.test({
  name: "a yes that is piped in is no answer: without a terminal --yes is needed",
  ignore,
  async fn() {
    using shell = openShell();
    const { stdout, stderr } = await shell.run(
      `${SLEEP}; echo y | netwho kill $pid; echo $?; ${ALIVE}`,
    );
    assertEquals(stdout, "2\nalive\n");
    assertMatch(stderr, /^netwho: Cannot end processes without a question: .*\nAdd --yes /);
  },
});

Deno.test({
  name:
    "a port is freed: its listener ends, whoever is connected to such a port elsewhere does not",
  ignore,
  async fn() {
    using shell = openShell();
    const serve =
      `Deno.serve({ hostname: "127.0.0.1", port: 0, onListen: ({ port }) => console.log(port) },
      () => new Promise(() => {}))`;
    const connect = `await Deno.connect({ port: Number(Deno.args[0]), hostname: "127.0.0.1" });
      console.log("connected"); await new Promise((resolve) => setTimeout(resolve, 60_000))`;
    Deno.writeTextFileSync(`${shell.folder}/serve.ts`, serve);
    Deno.writeTextFileSync(`${shell.folder}/connect.ts`, connect);
    const deno = `'${Deno.execPath()}' run --quiet --allow-net`;
    const { stdout, stderr } = await shell.run(`
      trap 'kill $(jobs -p) 2>/dev/null' EXIT
      touch port connected # a job is started, and its file made, when it gets its turn
      ${deno} serve.ts >port & server=$!
      for try in $(seq 600); do port=$(cat port); [ "$port" ] && break; sleep 0.05; done
      ${deno} connect.ts $port >connected & client=$!
      for try in $(seq 600); do grep -q connected connected && break; sleep 0.05; done
      netwho kill :$port --yes --format csv --no-header --fields result,pid >rows; echo $?
      cat rows; echo "ended,$server"; kill -0 $client && echo alive`);
    const [code, row, expected, alive] = stdout.trim().split(/\r?\n/);
    assertEquals([code, row, alive, stderr], ["0", expected, "alive", ""]);
  },
});

Deno.test({
  name: "--tree ends a shell with all that it started, and without it the children go on",
  ignore,
  async fn() {
    using shell = openShell();
    const { stdout } = await shell.run(`
      start() { bash -c 'sleep 60 & echo $! >child; wait' & pid=$!
        for try in $(seq 600); do child=$(cat child 2>/dev/null); [ "$child" ] && break; sleep 0.05; done; }
      start; netwho kill $pid --yes --format ndjson --fields result,process | tr -d '\\r'
      kill -0 $child && echo child; kill $child; rm child
      start; netwho kill $pid --yes --tree --format ndjson --fields result,process | tr -d '\\r'
      kill -0 $child 2>/dev/null && grep '^State:.*[RSD] ' /proc/$child/status; echo $?`);
    const [bash, sleep] = ["bash", "sleep"].map((process) =>
      JSON.stringify({ result: "ended", process })
    );
    assertEquals(stdout, `${bash}\nchild\n${bash}\n${sleep}\n1\n`);
  },
});

Deno.test({
  name: "netwho never ends the shell that it runs in, however it is named",
  ignore,
  async fn() {
    using shell = openShell();
    // No other process may have such a name: a GLOB would name that one too.
    const name = `own${Deno.pid}shell`;
    const { stdout, stderr } = await shell.run(`
      cp "$(command -v bash)" ${name}
      ./${name} -c 'for target in ${name} $$ own${Deno.pid}* pid:$$; do
        netwho kill $target --yes --tree --force --format csv --no-header --fields result,process
        echo $?; done'`);
    assertEquals(stdout.replaceAll("\r", ""), `refused,${name}\n3\n`.repeat(4));
    assertEquals(stderr, "");
    assert(shell.names().includes(name));
  },
});
