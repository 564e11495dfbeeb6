/**
 * The program and `--append`: several at once, and files that something else wrote.
 *
 * @module
 */
import { assertEquals, assertMatch } from "@std/assert";
import { openShell } from "./support/shell.ts";

const ignore = Deno.build.os !== "linux";
const APPEND = "netwho --from row.txt --fields pid,state --append";
const ROW = "4711,ESTABLISHED";
/** Begins a script of sh, in single quotes, that runs while it has the file locked. */
const LOCKED = "rm -f locked; flock --no-fork a.csv sh -c '>locked;";
const UNTIL_LOCKED = "until [ -e locked ]; do sleep 0.02; done";

Deno.test({
  name: "eight at once write one header and whole rows, into a new file and one that is there",
  ignore,
  async fn() {
    using shell = openShell();
    const many = "netwho --from many.txt --fields pid,state --append --out a.csv";
    for (const before of ["rm -f a.csv;", ": > a.csv;", "printf 'pid,state\\r\\n' > a.csv;"]) {
      const { stdout, stderr } = await shell.run(
        `${before} for i in 1 2 3 4 5; do cat row.txt; done > many.txt
        for i in 1 2 3 4 5 6 7 8; do ${many} & done; wait
        head -1 a.csv; sort a.csv | uniq -c; ls -A | grep -c tmp`,
      );
      assertEquals(
        stdout.replaceAll("\r", "").replace(/^ +/gm, ""),
        `pid,state\n40 ${ROW}\n1 pid,state\n0\n`,
        stderr,
      );
    }
  },
});

Deno.test({
  name: "rows begin on a line of their own, whatever the file ends with",
  ignore,
  async fn() {
    using shell = openShell();
    const cases: [held: string, name: string, expected: string][] = [
      ['{"a":1}', "a.ndjson", '{"a":1}\n{"pid":4711,"state":"ESTABLISHED"}\n'],
      ['{"a":1}\n', "a.ndjson", '{"a":1}\n{"pid":4711,"state":"ESTABLISHED"}\n'],
      ["pid,state\r\n1,x", "a.csv", `pid,state\r\n1,x\r\n${ROW}\r\n`],
      ["pid,state\n1,x\n", "a.csv", `pid,state\n1,x\n${ROW}\n`],
      ["pid,state\n1,x", "a.csv", `pid,state\n1,x\n${ROW}\n`],
      ['\ufeff"pid","state"\r\n', "a.csv", `\ufeff"pid","state"\r\n${ROW}\r\n`],
    ];
    for (const [held, name, expected] of cases) {
      const path = `${shell.folder}/${name}`;
      Deno.writeTextFileSync(path, held);
      assertEquals((await shell.run(`${APPEND} --out ${name}`)).code, 0);
      assertEquals(
        new TextDecoder("utf-8", { ignoreBOM: true }).decode(Deno.readFileSync(path)),
        expected,
      );
    }
  },
});

Deno.test({
  name: "another delimiter, other fields: the file stays as it is",
  ignore,
  async fn() {
    using shell = openShell();
    for (const held of ["pid;state\r\n", "pid\r\n", "pid,state,note\r\n"]) {
      Deno.writeTextFileSync(`${shell.folder}/a.csv`, held);
      const { code, stderr } = await shell.run(`${APPEND} --out a.csv`);
      assertEquals(code, 2);
      assertMatch(
        stderr,
        /^netwho: Cannot append to a\.csv: .*\n(?:Use --delimiter ';'|Choose the same fields)/,
      );
      assertEquals(Deno.readTextFileSync(`${shell.folder}/a.csv`), held);
    }
  },
});

Deno.test({
  name: "a program that has the file locked is waited for, and not for ever",
  ignore,
  async fn() {
    using shell = openShell();
    const waited = await shell.run(
      `${LOCKED} sleep 1' & ${UNTIL_LOCKED}
      ${APPEND} --out a.csv; wait; cat a.csv`,
    );
    assertEquals([waited.stdout, waited.stderr], [`pid,state\r\n${ROW}\r\n`, ""]);
    const replaced = await shell.run(
      `${LOCKED} sleep 1; printf "pid,state\\r\\n" >new; mv new a.csv' & ${UNTIL_LOCKED}
      ${APPEND} --out a.csv; wait; cat a.csv`,
    );
    assertEquals([replaced.stdout, replaced.stderr], [`pid,state\r\n${ROW}\r\n`, ""]);
    const forever = await shell.run(`flock a.csv ${APPEND} --out a.csv`);
    assertEquals(
      [forever.code, forever.stderr],
      [
        3,
        "netwho: Cannot append to a.csv: another program has locked it\nClose it in the other program, and try again\n",
      ],
    );
  },
});

Deno.test({
  name: "an interruption while it waits for the lock is heard, and nothing is added",
  ignore,
  async fn() {
    using shell = openShell();
    const { stdout } = await shell.run(
      `printf 'pid,state\\r\\n' > a.csv; ${LOCKED} exec sleep 300' & ${UNTIL_LOCKED}
      ${APPEND} --out a.csv & listening $!; sleep 1; kill -TERM $!; wait $!; echo $?; cat a.csv`,
    );
    assertEquals(stdout, "143\npid,state\r\n");
  },
});
