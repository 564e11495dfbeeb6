import { assert, assertEquals } from "@std/assert";
import fc from "fast-check";
import { NOTHING } from "../../../lib/cli/completion/completion.ts";
import { bash } from "../../../lib/cli/completion/shells/bash.ts";
import { readBashLine } from "../../../lib/cli/completion/shells/bash_line.ts";
import { HOSTILE_NAMES } from "../../support/completed_machine.ts";
import { hasProgram } from "../../support/installed.ts";

/** COMP_WORDBREAKS as bash has it. */
const BREAKS = " \t\n\"'><=;|&(:";

const LINES: readonly [
  line: string,
  words: readonly string[],
  quote: string,
  kept: number | null,
][] = [
  ["netwho ", [""], "", 0],
  ["netwho --sta", ["--sta"], "", 0],
  ["/usr/bin/netwho --state=TI", ["--state=TI"], "", 8],
  ["netwho inspect :44", ["inspect", ":44"], "", 1],
  ["netwho --fields=pid,proc", ["--fields=pid,proc"], "", 9],
  ["netwho --process 'a b", ["--process", "a b"], "'", 0],
  ['netwho --process="a b', ["--process=a b"], '"', 10],
  ["netwho --process a\\ b\\'", ["--process", "a b'"], "", 0],
  ['netwho --process "a\\$b\\c" x', ["--process", "a$b\\c", "x"], "", 0],
  ["netwho --state \\!TI", ["--state", "!TI"], "", 0],
  ['netwho --process "a"b', ["--process", "ab"], "", null],
  ["A=1 B='x y' netwho --sta", ["--sta"], "", 0],
];

for (const [line, words, quote, kept] of LINES) {
  Deno.test(`bash reads ${line}`, () => {
    assertEquals(readBashLine(line, BREAKS), { words, quote, kept } as never);
  });
}

Deno.test("words in quotes or behind backslashes are read as what they say", () => {
  const word = fc.oneof(
    fc.string({ unit: "grapheme", minLength: 1 }),
    fc.string({ unit: fc.constantFrom(..." '\"\\$`!=:;a"), minLength: 1 }),
  );
  const inQuotes = (text: string) => `'${text.replaceAll("'", "'\\''")}'`;
  const escaped = (text: string) => Array.from(text, (one) => `\\${one}`).join("");
  fc.assert(fc.property(fc.array(word, { minLength: 1 }), (words) => {
    for (const quote of [inQuotes, escaped]) {
      assertEquals(readBashLine(["netwho", ...words.map(quote)].join("  "), BREAKS).words, words);
    }
  }));
});

Deno.test("any line is read, and what stays of its last word is a part of it", () => {
  const line = fc.string({ unit: fc.oneof(fc.constantFrom(..." '\"\\=:a\t"), fc.string()) });
  fc.assert(fc.property(line, fc.string(), (line, breaks) => {
    const { words, kept } = readBashLine(`netwho ${line}`, breaks);
    assert(kept === null || (kept >= 0 && kept <= words.at(-1)!.length), `${kept}`);
  }));
});

Deno.test("what bash does not break at is replaced as well", () => {
  assertEquals(readBashLine("netwho --state=TI", " \t\n").kept, 0);
});

/** What is inserted for one candidate behind a beginning of the line. */
function inserted(value: string, line: string): string | undefined {
  const completion = { ...NOTHING, candidates: [{ value, about: "" }] };
  return bash.write(completion, [line, BREAKS]).split("\n").slice(1, -1)[0];
}

Deno.test("where the replaced part cannot be told, nothing is inserted", () => {
  assertEquals(inserted("ab", 'netwho --process "a"b'), undefined);
});

Deno.test("a name with ! is not inserted in double quotes, where bash would take it as history", () => {
  assertEquals(inserted("a!b", 'netwho kill "a'), undefined);
  assertEquals(inserted("a!b", "netwho kill 'a"), "a!b");
  assertEquals(inserted("a!b", "netwho kill a"), "a\\!b");
});

Deno.test({
  name: "bash reads every insertion as the candidate",
  ignore: !hasProgram("bash"),
  fn() {
    // The shell's own line separator cannot be in a candidate.
    const value = fc.oneof(
      fc.string({ unit: "grapheme", minLength: 1, maxLength: 12 }),
      fc.string({
        unit: fc.constantFrom(..."abc !\"#$%&'()*,-./:;<=>?@[\\]^_`{|}~"),
        minLength: 1,
        maxLength: 12,
      }),
      fc.constantFrom(...HOSTILE_NAMES),
    ).map((text) => text.replace(/[\p{Cc}\p{Cs}]/gu, "?"));
    const values = fc.sample(value, { numRuns: 1500, seed: 1 });
    const script: string[] = [];
    const wanted: string[] = [];
    for (const value of values) {
      for (const quote of ["", "'", '"']) {
        const insertion = inserted(value, `netwho kill ${quote}`);
        if (insertion === undefined) continue;
        // bash closes the quote, unless its character is there.
        const end = insertion.endsWith(quote) ? "" : quote;
        script.push(`printf '%s\\0' ${quote}${insertion}${end}`);
        wanted.push(value);
      }
    }
    const file = Deno.makeTempFileSync();
    Deno.writeTextFileSync(file, script.join("\n"));
    const { stdout } = new Deno.Command("bash", {
      args: [file],
      env: { LC_ALL: "C.UTF-8" },
    }).outputSync();
    Deno.removeSync(file);
    const read = new TextDecoder("utf-8", { ignoreBOM: true }).decode(stdout).split("\0").slice(
      0,
      -1,
    );
    assertEquals(read, wanted);
  },
});
