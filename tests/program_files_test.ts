/**
 * The program and the file of `--out`: what stays of the one that it replaces, and where it cannot.
 *
 * @module
 */
import { assert, assertEquals, assertMatch } from "@std/assert";
import { isRoot, openShell, PLAIN_USER } from "./support/shell.ts";

const linux = Deno.build.os === "linux";
const ignore = !linux;
const CSV = "--from row.txt --fields pid --format csv";
const ROWS = "pid\r\n4711\r\n";

Deno.test({
  name: "a replaced file keeps its owner and mode",
  ignore: !isRoot,
  async fn() {
    using shell = openShell();
    for (const mode of ["640", "600", "664", "4755"]) {
      const { stdout } = await shell.run(
        `echo old > a.csv; chown 65534:65533 a.csv; chmod ${mode} a.csv
        netwho ${CSV} --out a.csv && stat -c '%u:%g %a' a.csv && cat a.csv`,
      );
      assertEquals(stdout, `65534:65533 ${mode}\n${ROWS}`);
      assertEquals(shell.names(), ["a.csv"]);
    }
  },
});

Deno.test({
  name: "a new file gets the mode that the shell would give it",
  ignore,
  async fn() {
    using shell = openShell();
    const { stdout } = await shell.run(
      `for mask in 022 077 002; do umask $mask; rm -f a.csv b.csv
        netwho ${CSV} --out a.csv; netwho ${CSV} --append --out b.csv; stat -c %a a.csv b.csv
      done`,
    );
    assertEquals(stdout, "644\n644\n600\n600\n664\n664\n");
  },
});

Deno.test({
  name: "where a new file cannot have the owner of the old one, that is overwritten",
  ignore: !isRoot,
  async fn() {
    using shell = openShell();
    const { code, stdout, stderr } = await shell.run(
      `echo a longer line than the rows will be > a.csv; chmod 666 a.csv
      chown 65534:65534 a.csv; ${PLAIN_USER} netwho ${CSV} --out a.csv
      stat -c '%u:%g %a' a.csv && cat a.csv`,
    );
    assertEquals([code, stdout, stderr], [0, `65534:65534 666\n${ROWS}`, ""]);
    assertEquals(shell.names(), ["a.csv"]);
  },
});

Deno.test({
  name: "links stay: hard ones, symbolic ones, those that lead nowhere yet",
  ignore,
  async fn() {
    using shell = openShell();
    const hard = await shell.run(
      `echo old > a.csv; ln a.csv b.csv; netwho ${CSV} --out b.csv
      stat -c %h a.csv; cat a.csv; rm a.csv b.csv`,
    );
    assertEquals(hard.stdout, `2\n${ROWS}`);
    const symbolic = await shell.run(
      `mkdir d e; echo old > d/a.csv; ln -s ../d/a.csv e/b.csv; ln -s e/b.csv c.csv
      netwho ${CSV} --out c.csv; readlink c.csv e/b.csv; cat d/a.csv; ls -A d e`,
    );
    assertEquals(symbolic.stdout, `e/b.csv\n../d/a.csv\n${ROWS}d:\na.csv\n\ne:\nb.csv\n`);
    const dangling = await shell.run(
      `rm d/a.csv; netwho ${CSV} --out c.csv; readlink c.csv e/b.csv; cat d/a.csv; ls -A d e
      rm d/a.csv; netwho ${CSV} --append --out c.csv; readlink c.csv; cat d/a.csv`,
    );
    assertEquals(
      dangling.stdout,
      `e/b.csv\n../d/a.csv\n${ROWS}d:\na.csv\n\ne:\nb.csv\ne/b.csv\n${ROWS}`,
    );
    const loop = await shell.run(`ln -s x y; ln -s y x; netwho ${CSV} --out x; ls -A | grep tmp`);
    assertMatch(loop.stderr, /^netwho: Cannot write x: Too many levels of symbolic links/);
    assertEquals([loop.code, loop.stdout], [1, ""]); // grep's
    assert(Deno.lstatSync(`${shell.folder}/x`).isSymlink);
  },
});

Deno.test({
  name: "a file that may only grow is appended to, and stays as it was where that is refused",
  ignore,
  async fn() {
    using shell = openShell();
    const canMark = await shell.run("touch a; chattr +a a && chattr -a a");
    if (canMark.code !== 0) return; // some file systems, and some rights, do not allow it
    const { stdout } = await shell.run(
      `: > a.csv; touch -d 2001-02-03 a.csv; chattr +a a.csv
      netwho ${CSV} --append --out a.csv; cat a.csv; netwho ${CSV} --out a.csv || stat -c %s a.csv
      chattr -a a.csv`,
    );
    assertEquals(stdout, `${ROWS}${ROWS.length}\n`);
  },
});

Deno.test({
  name: "an early look at a file to append to changes nothing of it",
  ignore,
  async fn() {
    using shell = openShell();
    const { stdout, stderr } = await shell.run(
      `echo old > a.csv; touch -d '2001-02-03 04:05:06' a.csv
      netwho --from missing.txt --format csv --append --out a.csv
      cat a.csv; date -r a.csv '+%F %T'; ls -A | grep -c tmp`,
    );
    assertMatch(stderr, /Cannot read missing.txt/);
    assertEquals(stdout, "old\n2001-02-03 04:05:06\n0\n");
  },
});

Deno.test({
  name: "extended attributes stay",
  ignore: ignore || !(await canSetAttributes()),
  async fn() {
    using shell = openShell();
    const { stdout } = await shell.run(
      `echo old > a.csv; python3 -c 'import os; os.setxattr("a.csv", "user.note", b"mine")'
      netwho ${CSV} --out a.csv
      python3 -c 'import os; print(os.getxattr("a.csv", "user.note"))'; cat a.csv`,
    );
    assertEquals(stdout, `b'mine'\n${ROWS}`);
  },
});

async function canSetAttributes(): Promise<boolean> {
  using shell = openShell();
  const set = `python3 -c 'import os; os.setxattr("row.txt", "user.note", b"mine")'`;
  return linux && (await shell.run(set)).code === 0;
}

Deno.test({
  name: "a file that may be written in a folder that may not is overwritten",
  ignore,
  async fn() {
    using shell = openShell();
    const folder = `mkdir -p d; echo an older and longer line > d/a.csv; chmod 666 d/a.csv
      ${isRoot ? "chown 65534 d; " : ""}chmod 555 d`;
    const { code, stdout, stderr } = await shell.run(
      `${folder}; ${PLAIN_USER} netwho ${CSV} --out d/a.csv && cat d/a.csv && ls -A d`,
    );
    assertEquals([code, stdout, stderr], [0, `${ROWS}a.csv\n`, ""]);
    const failed = await shell.run(
      `echo kept > d/a.csv; echo nothing | ${PLAIN_USER} netwho --from - --out d/a.csv
      cat d/a.csv; echo nothing at all | ${PLAIN_USER} netwho ${CSV} --out d/b.csv; chmod 755 d`,
    );
    assertEquals(failed.stdout, "kept\n");
    assertMatch(
      failed.stderr,
      /\nnetwho: Cannot write d\/b\.csv: permission denied\nChoose another --out FILE, in a folder where you may write\n$/,
    );
  },
});

Deno.test({
  name: "a file that is read-only is not replaced either",
  ignore,
  async fn() {
    using shell = openShell();
    const owner = isRoot ? "chown 65534 a.csv; chmod 777 .; " : "";
    const { code, stderr } = await shell.run(
      `echo kept > a.csv; chmod 444 a.csv; ${owner} ${PLAIN_USER} netwho ${CSV} --out a.csv`,
    );
    assertEquals(code, 3);
    assertMatch(stderr, /^netwho: Cannot write a\.csv: permission denied\n/);
    assertEquals(Deno.readTextFileSync(`${shell.folder}/a.csv`), "kept\n");
    assertEquals(shell.names(), ["a.csv"]);
  },
});

Deno.test({
  name: "a file that is mounted by itself, as Docker does, is overwritten",
  ignore: !isRoot || !(await canMount()),
  async fn() {
    using shell = openShell();
    for (const append of ["", "--append"]) {
      const { code, stdout, stderr } = await shell.run(
        `printf 'pid\\r\\n' > source; echo > a.csv; unshare -m sh -c '
          mount --bind source a.csv; netwho ${CSV} ${append} --out a.csv && cat a.csv && ls -A'`,
      );
      assertEquals([code, stdout, stderr], [0, `${ROWS}a.csv\nrow.txt\nsource\n`, ""]);
      assertEquals(Deno.readTextFileSync(`${shell.folder}/source`), ROWS);
    }
  },
});

async function canMount(): Promise<boolean> {
  using shell = openShell();
  return (await shell.run(`echo > a; unshare -m mount --bind row.txt a`)).code === 0;
}

Deno.test({
  name: "a name may be as long as the system allows",
  ignore,
  async fn() {
    using shell = openShell();
    for (const length of [1, 244, 255]) {
      const name = "x".repeat(length);
      assertEquals((await shell.run(`netwho ${CSV} --out ${name}`)).code, 0);
      assertEquals(shell.names(), [name]);
      Deno.removeSync(`${shell.folder}/${name}`);
    }
    const { code, stderr } = await shell.run(`netwho ${CSV} --out ${"x".repeat(256)}`);
    assertEquals(code, 3);
    assertEquals(
      stderr,
      `netwho: Cannot write ${"x".repeat(256)}: File name too long (os error 36)\n`,
    );
  },
});

Deno.test({
  name: "a half-written file is private while the old one is",
  ignore,
  async fn() {
    using shell = openShell();
    const { stdout } = await shell.run(
      `echo old > a.csv; chmod 640 a.csv
      (cat rows.txt; until [ -e go ]; do sleep 0.05; done) |
        netwho --from - --fields pid --format csv --out a.csv &
      until [ -s .netwho-*.tmp ]; do sleep 0.05; done
      ls -A | grep tmp | sed 's/[0-9a-f]\\{8\\}/X/'; stat -c %a .netwho-*.tmp; cat a.csv; > go
      wait; stat -c %a a.csv; wc -l < a.csv; ls -A | grep -c tmp`,
    );
    assertEquals(stdout, ".netwho-X.tmp\n600\nold\n640\n60001\n0\n");
  },
});

Deno.test({
  name: "a folder in the file's place, a folder that is not there, a name for no format",
  ignore,
  async fn() {
    using shell = openShell();
    const cases: [args: string, code: number, message: string][] = [
      ["d", 3, "Cannot write d: it is a folder\nName a file in it: --out d/netwho.csv\n"],
      ["d/", 3, "Cannot write d/: it is a folder\nName a file in it: --out d/netwho.csv\n"],
      ["e/", 3, "Cannot write e/: it is a folder\nName a file in it: --out e/netwho.csv\n"],
      ["d --append", 3, "Cannot write d: it is a folder\nName a file in it: --out d/netwho.csv\n"],
      ["e/a.csv", 3, "Cannot write e/a.csv: there is no such folder\nMake the folder first, "],
      ["e/a.csv --append", 3, "Cannot write e/a.csv: there is no such folder\nMake the folder f"],
      ["row.txt/a.csv", 3, "Cannot write row.txt/a.csv: there is no such folder\n"],
    ];
    for (const [args, expected, message] of cases) {
      const { code, stdout, stderr } = await shell.run(`mkdir -p d; netwho ${CSV} --out ${args}`);
      assertEquals([code, stdout], [expected, ""], args);
      assert(stderr.startsWith(`netwho: ${message}`), stderr);
    }
    for (const name of ["a.xlsx", "a.xyz", "d/a.tar.gz"]) {
      const { code, stderr } = await shell.run(`netwho --from row.txt --out ${name}`);
      assertEquals(code, 2);
      assert(stderr.startsWith(`netwho: Cannot tell the format from ${name}: netwho writes `));
      assertMatch(stderr, /\nSay which, as in: --format (?:csv|json)\n/);
      assertEquals((await shell.run(`netwho ${CSV} --out ${name} && rm ${name}`)).code, 0);
    }
    assertEquals(shell.names(), ["d"]);
  },
});
