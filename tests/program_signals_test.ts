/**
 * The program and the signals that end it: at any moment it leaves nothing behind.
 *
 * @module
 */
import { assert, assertEquals } from "@std/assert";
import { openShell } from "./support/shell.ts";
import { startDnsServer } from "./support/dns_server.ts";

const ignore = Deno.build.os !== "linux";
/** The exit codes that a shell gives a program that died of the signal. */
const CODES = { INT: 130, TERM: 143, HUP: 129, QUIT: 131 } as const;
const BIG = "netwho --from rows.txt --format csv";

for (const [signal, code] of Object.entries(CODES)) {
  Deno.test({
    name: `SIG${signal} at any moment leaves the old file or the new one, and nothing else`,
    ignore,
    async fn() {
      using shell = openShell();
      const old = "what was there\n";
      let interrupted = 0;
      for (
        const [seconds, append] of [[0.15, ""], [0.25, ""], [0.4, ""], [0.6, ""], [0.4, "--append"]]
      ) {
        const held = append === "" ? old : "";
        Deno.writeTextFileSync(`${shell.folder}/a.csv`, held);
        const ended = await shell.run(
          `timeout -s ${signal} ${seconds} ${BIG} ${append} --out a.csv; [ $? = 124 ] && echo early`,
        );
        assertEquals(ended.stderr, "");
        const left = Deno.readTextFileSync(`${shell.folder}/a.csv`);
        assert(left === held || left.match(/\n/g)?.length === 60_001, left.slice(0, 100));
        if (ended.stdout !== "" && left === held) interrupted++;
      }
      assert(interrupted > 0);
      assertEquals(shell.names(), ["a.csv"]);
      const ended = await shell.run(
        `(cat rows.txt; exec sleep 30 2>/dev/null) | netwho --from - --out c.csv & listening $!
        kill -${signal} $!; wait $!; echo $?`,
      );
      assertEquals(ended.stdout, `${code}\n`);
    },
  });

  Deno.test({
    name: `SIG${signal} ends the wait for a reader of a pipe, and for a slow one`,
    // Deno 2.7 opens a named pipe on the very thread that would hear the signal.
    ignore: ignore || Deno.version.deno.startsWith("2.7."),
    async fn() {
      using shell = openShell();
      for (const reader of ["true", "exec sleep 30 <p >&3"]) {
        const { stdout, stderr } = await shell.run(
          `mkfifo -m 600 p 2>/dev/null; exec 3>/dev/null; ${reader} & ${BIG} --out p & netwho=$!
          listening $netwho; sleep 1; kill -${signal} $netwho; wait $netwho; echo $?`,
        );
        assertEquals([stdout, stderr], [`${code}\n`, ""], reader);
      }
      assertEquals(shell.names(), ["p"]);
    },
  });
}

Deno.test({
  name: "SIGTERM and SIGHUP leave no nslookup running",
  ignore: ignore || !(await hasNslookup()),
  async fn() {
    await using server = await startDnsServer({ "4.100.51.198.in-addr.arpa PTR": "silent" });
    for (const [signal, code] of [["TERM", 143], ["HUP", 129]] as const) {
      using shell = openShell();
      const { stdout } = await shell.run(
        `netwho --from row.txt --resolve --no-cache --server 127.0.0.1:${server.port} --out a.csv &
        netwho=$!
        for try in $(seq 1200); do kids=$(pgrep -P $netwho nslookup) && break; sleep 0.1; done
        echo $kids | wc -w
        kill -${signal} $netwho; wait $netwho; echo $?
        runs() { for kid in $kids; do grep '^State:.*[RSD] ' /proc/$kid/status; done 2>/dev/null; }
        for try in $(seq 20); do runs >&2 || break; sleep 0.1; done; runs; ls -A`,
      );
      assertEquals(stdout, `1\n${code}\nrow.txt\n`);
    }
  },
});

async function hasNslookup(): Promise<boolean> {
  using shell = openShell();
  return (await shell.run("type nslookup pgrep")).code === 0;
}
