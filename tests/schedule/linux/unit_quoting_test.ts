import { assertEquals, assertThrows } from "@std/assert";
import fc from "fast-check";
import { UsageError } from "../../../lib/errors.ts";
import {
  execLine,
  folderLine,
  quoteWord,
  withoutSpecifiers,
} from "../../../lib/schedule/linux/unit_quoting.ts";

/**
 * Splits a command line as systemd.syntax(7) and systemd.service(5) say: words with double quotes and
 * C-style escapes, then specifiers (`%%`), then, in arguments, variables (`$$`). Throws for anything
 * that would be more than the character itself.
 */
function asSystemdReads(line: string): string[] {
  const words: string[] = [];
  let at = 0;
  while (at < line.length) {
    if (line[at] === " ") {
      at++;
      continue;
    }
    let word = "";
    let isQuoted = false;
    for (; at < line.length && (isQuoted || line[at] !== " "); at++) {
      const character = line[at]!;
      if (character === '"') isQuoted = !isQuoted;
      else if (character === "\\") {
        const escaped = line[++at]!;
        if (!'\\"'.includes(escaped)) throw new Error(`escape \\${escaped}`);
        word += escaped;
      } else word += character;
    }
    if (isQuoted) throw new Error("no end of the quotes");
    words.push(word);
  }
  return words.map((word, index) => {
    const plain = word.replace(/%(.?)/gs, (_, next) => {
      if (next !== "%") throw new Error(`specifier %${next}`);
      return "%";
    });
    if (index === 0) return plain;
    return plain.replace(/\$(.?)/gs, (_, next) => {
      if (next !== "$") throw new Error(`variable $${next}`);
      return "$";
    });
  });
}

const ARGUMENT = fc.oneof(
  fc.string({ unit: "grapheme", maxLength: 20 }),
  fc.string({
    unit: fc.constantFrom(
      "\\",
      '"',
      "'",
      "%",
      "$",
      "{",
      "}",
      " ",
      ";",
      "#",
      "@",
      "-",
      "n",
      "ü",
      "HOME",
    ),
    maxLength: 12,
  }),
).filter((text) => !/\p{Cc}/u.test(text) && text.isWellFormed());

Deno.test("a command line is read by systemd as it was given", () => {
  fc.assert(fc.property(fc.array(ARGUMENT, { maxLength: 5 }), ARGUMENT, (args, name) => {
    const program = `/opt/${name}/netwho`;
    fc.pre(!program.includes("="));
    const words = asSystemdReads(execLine(program, args));
    assertEquals(/["'\\]/.test(words[0]!), false);
    assertEquals(words[0] === "/usr/bin/env" ? words.slice(1) : words, [program, ...args]);
  }));
});

const LINES: readonly (readonly [string[], string])[] = [
  [["/opt/netwho", "log"], '"/opt/netwho" "log"'],
  [["/opt/a b/net%who", "100%", "$HOME"], '"/opt/a b/net%%who" "100%%" "$$HOME"'],
  [["/opt/$x/netwho", 'a"b', "c\\"], String.raw`"/opt/$x/netwho" "a\"b" "c\\"`],
  [["/opt/it's $5/netwho", "log"], `"/usr/bin/env" "/opt/it's $$5/netwho" "log"`],
  [["/opt/netwho", "", ";", "größer"], '"/opt/netwho" "" ";" "größer"'],
];

for (const [[program, ...args], line] of LINES) {
  Deno.test(`the command line ${line}`, () => assertEquals(execLine(program!, args), line));
}

Deno.test("a path with a space or a backslash at its end stays one", () => {
  assertEquals(folderLine("/home/anna"), "/home/anna/");
  assertEquals(folderLine("/"), "/");
  assertEquals(folderLine("/home/a b "), "/home/a b /");
  assertEquals(folderLine("/home/a\\"), "/home/a\\/");
  assertEquals(folderLine("/home/50%n"), "/home/50%%n/");
});

Deno.test("a program that neither systemd nor env can start is refused", () => {
  assertThrows(() => execLine("/opt/a='b'/netwho", ["log"]), UsageError, "simpler name");
  assertEquals(execLine("/opt/a=b/netwho", ["log"]), '"/opt/a=b/netwho" "log"');
});

Deno.test("a word for Environment keeps its dollars", () => {
  assertEquals(quoteWord('X=/a $b "c" %d\\'), String.raw`"X=/a $b \"c\" %%d\\"`);
});

for (const text of ["a\nb", "a\rb", "a\0b", "a\tb", "a\x1b[31m", "a\x85b", "\ud800"]) {
  Deno.test(`${JSON.stringify(text)} cannot stand in a unit file`, () => {
    assertThrows(() => withoutSpecifiers(text), UsageError, "Cannot schedule ");
    assertThrows(() => execLine("/opt/netwho", ["log", text]), UsageError);
    assertThrows(() => execLine(`/opt/${text}/netwho`, []), UsageError);
    assertThrows(() => folderLine(`/home/${text}`), UsageError);
  });
}
