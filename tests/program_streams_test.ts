/**
 * The program and whatever is no plain file: pipes, devices, open files, closed ones.
 *
 * @module
 */
import { assert, assertEquals, assertMatch } from "@std/assert";
import { openShell } from "./support/shell.ts";

const ignore = Deno.build.os !== "linux";
const CSV = "--from row.txt --fields pid --format csv";
const ROWS = "pid\r\n4711\r\n";

/** Ways to name an open file, and the redirection that opens it. */
const OPEN_FILES: readonly [path: string, redirect: string, descriptor: number][] = [
  ["/dev/stdout", ">", 1],
  ["/dev/stdout", ">>", 1],
  ["/proc/self/fd/1", ">", 1],
  ["/dev/fd/1", ">", 1],
  ["/proc/thread-self/fd/1", ">", 1],
  ["link", ">", 1],
  ["/dev/stderr", "2>", 2],
  ["/dev/stderr", "2>>", 2],
  ["/proc/self/fd/2", "2>", 2],
  ["/dev/fd/3", "3>", 3],
  ["/dev/fd/3", "3>>", 3],
  ["/proc/self/fd/9", "9>", 9],
];

for (const [path, redirect, descriptor] of OPEN_FILES) {
  Deno.test({
    name: `--out ${path} goes where ${redirect} goes: what comes before and after it stays`,
    ignore,
    async fn() {
      using shell = openShell();
      for (const append of ["", "--append"]) {
        const { code, stderr } = await shell.run(
          `ln -sf /dev/stdout link; exec ${redirect} so.txt
          echo first line >&${descriptor}
          netwho ${CSV} ${append} --out ${path} || exit
          echo last line >&${descriptor}`,
        );
        assertEquals(code, 0, stderr);
        const written = Deno.readTextFileSync(`${shell.folder}/so.txt`);
        const expected = `first line\n${ROWS}last line\n`;
        assert(written.endsWith(expected), written);
        if (!redirect.includes(">>")) assertEquals(written, expected);
        assertEquals(shell.names(), ["link", "so.txt"]);
      }
    },
  });
}

Deno.test({
  name: "an open file of another process is added to, not replaced",
  ignore,
  async fn() {
    using shell = openShell();
    const { code } = await shell.run(
      `exec > so.txt; echo first line; netwho ${CSV} --out /proc/$$/fd/1 < /dev/null`,
    );
    assertEquals(code, 0);
    assertEquals(Deno.readTextFileSync(`${shell.folder}/so.txt`), `first line\n${ROWS}`);
    assertEquals(shell.names(), ["so.txt"]);
  },
});

Deno.test({
  name: "--out and --append into pipes of every kind write a header and never wait",
  ignore,
  async fn() {
    using shell = openShell();
    const [csv, ndjson] = [ROWS, '{"pid":4711}\n'];
    const cases: [string, string][] = [
      [`netwho ${CSV} --out /dev/stdout | cat`, csv],
      [`netwho ${CSV} --append --out /dev/stdout | cat`, csv],
      [`netwho ${CSV} --format ndjson --append --out /dev/stdout | cat`, ndjson],
      [`netwho ${CSV} --append --out /dev/fd/3 3>&1 | cat`, csv],
      [`netwho ${CSV} --append --out >(cat); wait $!`, csv],
      [`mkfifo p; cat p & netwho ${CSV} --append --out p && wait`, csv],
      [`cat p & netwho ${CSV} --out p && wait`, csv],
      [`cat p & netwho ${CSV} --format ndjson --append --out p && wait`, ndjson],
      [`cat p & netwho ${CSV} --pid 1 --format ndjson --out p && wait`, ""],
      [`ln -s p l; cat p & netwho ${CSV} --append --out l && wait`, csv],
      [`(sleep 1; cat p) & netwho ${CSV} --out p && wait`, csv],
    ];
    for (const [script, expected] of cases) {
      const { code, stdout, stderr } = await shell.run(`set -o pipefail; ${script}`);
      assertEquals([code, stdout, stderr], [0, expected, ""], script);
    }
    assertEquals(shell.names(), ["l", "p"]);
    assert(Deno.statSync(`${shell.folder}/p`).isFifo);
  },
});

Deno.test({
  name: "--out to a socket that the shell opened",
  ignore,
  async fn() {
    using shell = openShell();
    using listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
    const accepted = listener.accept();
    const running = shell.run(
      `exec 3<>/dev/tcp/127.0.0.1/${listener.addr.port}; netwho ${CSV} --out /dev/fd/3`,
    );
    const { readable } = await accepted;
    assertEquals([await new Response(readable).text(), (await running).code], [ROWS, 0]);
  },
});

Deno.test({
  name: "a reader that goes away ends the program quietly, a slow one gets everything",
  ignore,
  async fn() {
    using shell = openShell();
    const rows = "--from rows.txt --fields pid --format csv";
    const status = "echo ${PIPESTATUS[0]}";
    const cases: [string, string][] = [
      [`netwho ${rows} | head -1; ${status}`, "pid\r\n0\n"],
      [`netwho ${rows} --out /dev/stdout | head -1; ${status}`, "pid\r\n0\n"],
      [`mkfifo p; head -1 p & netwho ${rows} --out p; echo $?`, "pid\r\n0\n"],
      [`netwho ${rows} | (sleep 1; wc -l)`, "60001\n"],
      [`netwho ${rows} --out /dev/stderr 2>&1 >/dev/null | (sleep 1; wc -l)`, "60001\n"],
      [`(sleep 1; wc -l <p) & netwho ${rows} --out p; wait`, "60001\n"],
    ];
    for (const [script, expected] of cases) {
      const { stdout, stderr } = await shell.run(script);
      assertEquals([stdout, stderr], [expected, ""], script);
    }
  },
});

Deno.test({
  name: "devices stay devices; sockets and descriptors that are not there say so",
  ignore,
  async fn() {
    using shell = openShell();
    const { code } = await shell.run(`netwho ${CSV} --out /dev/null`);
    assertEquals([code, Deno.statSync("/dev/null").isCharDevice], [0, true]);
    using _socket = Deno.listen({ transport: "unix", path: `${shell.folder}/socket` });
    const cases: [string, RegExp][] = [
      ["socket", /^netwho: Cannot write socket: it is a socket, which only takes connections\n$/],
      ["/dev/fd/77", /^netwho: Cannot write \/dev\/fd\/77: no file is open for writing there\n$/],
    ];
    for (const [path, message] of cases) {
      for (const append of ["", "--append"]) {
        const { code, stderr } = await shell.run(`netwho ${CSV} ${append} --out ${path}`);
        assertEquals(code, 3);
        assertMatch(stderr, message);
      }
    }
    // Deno's own files are none that the shell opened.
    const own = await shell.run(`for n in 3 4 5 6 7 8; do netwho ${CSV} --out /dev/fd/$n; done`);
    assertEquals(own.stderr.match(/no file is open for writing there\n/g)?.length, 6, own.stderr);
  },
});

Deno.test({
  name: "--out /dev/tty writes to the terminal",
  ignore,
  async fn() {
    using shell = openShell();
    const { stdout } = await shell.run(
      `script -qec 'netwho ${CSV} --out /dev/tty >/dev/null 2>&1 </dev/null' /dev/null`,
    );
    assertMatch(stdout, /^pid\r+\n4711\r+\n$/);
  },
});

Deno.test({
  name:
    "a terminal that does not know its size, such as that of script in a cron job, cuts nothing",
  ignore,
  async fn() {
    using shell = openShell();
    const { stdout } = await shell.run(
      // Deno tells a terminal where its own cache is in use.
      `script -qec 'stty rows 0 cols 0; netwho --from row.txt 2>/dev/null' /dev/null </dev/null`,
    );
    assertEquals(stdout.replaceAll(/\r+\n/g, "\n").split("\n").slice(0, 2), [
      " pid  proto  local            remote            state",
      "4711  TCP    192.0.2.7:50123  198.51.100.4:443  ESTABLISHED",
    ]);
  },
});

Deno.test({
  name: "full and closed streams have their exit codes and leave no trace",
  ignore,
  async fn() {
    using shell = openShell();
    const cases: [script: string, code: number, stderr: RegExp][] = [
      [`netwho ${CSV} >/dev/full`, 3, /^netwho: Cannot write to standard output: No space.*\nFree/],
      [`netwho ${CSV} --out /dev/full`, 3, /^netwho: Cannot write \/dev\/full: No space.*\nFree/],
      [`netwho ${CSV} --append --out /dev/full`, 3, /^netwho: Cannot write \/dev\/full: No space/],
      [
        `netwho ${CSV} --out /dev/stdout >/dev/full`,
        3,
        /^netwho: Cannot write \/dev\/stdout: No s/,
      ],
      [`netwho --version >/dev/full`, 3, /^netwho: Cannot write to standard output/],
      [`netwho --help >/dev/full`, 3, /^netwho: Cannot write to standard output/],
      [`netwho --bad 2>/dev/full`, 2, /^$/],
      [`netwho --bad 2>&-`, 2, /^$/],
      [`netwho --from none 2>/dev/full`, 3, /^$/],
      [`echo none | netwho --from - 2>/dev/full`, 4, /^$/],
      [`netwho ${CSV} >/dev/full 2>&1`, 3, /^$/],
      [`netwho ${CSV} >&-`, 0, /^$/],
      [`netwho ${CSV} >/dev/null 2>&-`, 0, /^$/],
      [`netwho --from - <&-`, 4, /^netwho: Cannot understand standard input: it is empty\n/],
    ];
    for (const [script, expected, message] of cases) {
      const { code, stdout, stderr } = await shell.run(script);
      assertEquals([code, stdout], [expected, ""], script);
      assertMatch(stderr, message, script);
    }
    assertEquals(shell.names(), []);
    const closed = await shell.run(`netwho ${CSV} --out a.csv <&- >&- 2>&-`);
    assertEquals([closed.code, Deno.readTextFileSync(`${shell.folder}/a.csv`)], [0, ROWS]);
  },
});
