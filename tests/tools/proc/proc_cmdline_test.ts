import { assertEquals } from "@std/assert";
import fc from "fast-check";
import { parseCmdline } from "../../../lib/tools/proc/proc_cmdline.ts";

const cmdline = (...args: string[]) => args.map((arg) => `${arg}\0`).join("");

Deno.test("plain arguments are joined, others quoted as a shell needs it", () => {
  assertEquals(parseCmdline(cmdline("/usr/bin/sshd", "-D", "-p2222")), "/usr/bin/sshd -D -p2222");
  assertEquals(parseCmdline(cmdline("sh", "-c", "echo a b")), "sh -c 'echo a b'");
  assertEquals(parseCmdline(cmdline("echo", "it's")), `echo 'it'\\''s'`);
  assertEquals(parseCmdline(cmdline("x", "--key=a,b:c@d+e%f/g")), "x --key=a,b:c@d+e%f/g");
  assertEquals(
    parseCmdline(cmdline("x", "$HOME", "*", "~", "a\nb", "ä")),
    "x '$HOME' '*' '~' 'a\nb' 'ä'",
  );
  assertEquals(parseCmdline(cmdline("x", "", "y", "")), "x '' y ''");
  // Not an assignment.
  assertEquals(parseCmdline(cmdline("A=b", "A=b")), "'A=b' A=b");
});

Deno.test("a title over the arguments leaves NULs, which are no arguments", () => {
  assertEquals(parseCmdline("sshd: anna@pts/0\0\0\0\0"), "'sshd: anna@pts/0'");
  assertEquals(parseCmdline("nginx: worker process"), "'nginx: worker process'");
  assertEquals(parseCmdline(`(sd-pam)${"\0".repeat(22)}`), "'(sd-pam)'");
  assertEquals(parseCmdline("x\0\0"), "x ''");
});

Deno.test("nothing is null", () => {
  assertEquals(["", "\0", "\0\0\0"].map(parseCmdline), [null, null, null]);
});

Deno.test({
  name: "a shell reads the same arguments again",
  ignore: Deno.build.os === "windows",
  fn() {
    const arg = fc.oneof(
      fc.constantFrom(
        "",
        "-x",
        "a b",
        "it's",
        `"`,
        "\\",
        "$(id)",
        "`id`",
        "a=b",
        "~",
        "#",
        "!",
        "\n",
      ),
      fc.string({ unit: "binary" }).map((text) => text.replaceAll("\0", "")),
    );
    const lines = fc.sample(fc.array(arg, { minLength: 1, maxLength: 5 }), 60)
      .map(([first = "", ...others]) => [first.replaceAll(/\s/g, "") || "x", ...others]);
    const script = lines.map((args) =>
      `printf '%s\\0' ${parseCmdline(cmdline(...args))}; printf '\\1'`
    );
    const { stdout } = new Deno.Command("sh", { args: ["-c", script.join("\n")] }).outputSync();
    const read = new TextDecoder("utf-8", { ignoreBOM: true }).decode(stdout).split("\x01");
    // printf prints a NUL behind each argument; \1 inside arguments would split them.
    assertEquals(read.join("\x01"), lines.map((args) => `${cmdline(...args)}\x01`).join(""));
  },
});
