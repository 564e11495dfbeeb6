import { assert, assertEquals } from "@std/assert";
import fc from "fast-check";
import { joinArguments, splitArguments } from "../../lib/text/argument_text.ts";

/** [arguments, text] by hand. */
const CASES: readonly (readonly [args: readonly string[], text: string])[] = [
  [["log"], "log"],
  [["log", "--every", "10s"], "log --every 10s"],
  [[""], '""'],
  [["two words"], '"two words"'],
  [["tab\there"], '"tab\there"'],
  [["C:\\Program Files\\netwho\\netwho.exe"], '"C:\\Program Files\\netwho\\netwho.exe"'],
  [["C:\\Users\\anna\\"], "C:\\Users\\anna\\"],
  [["C:\\My Files\\"], '"C:\\My Files\\\\"'],
  [['say "hi"'], '"say \\"hi\\""'],
  [['\\"'], '"\\\\\\""'],
  [["a\\\\b c"], '"a\\\\b c"'],
  [["größe", "日本", "😀"], "größe 日本 😀"],
  [["%TEMP%"], '%"TEMP"%""'],
  [["100%"], '"100"%""'],
  [["%%"], '%""%""'],
  [["a b%PATH%\\c"], '"a b"%"PATH"%"\\c"'],
  [["C:\\%x%"], '"C:\\\\"%"x"%""'],
  [["$(Arg0)"], '$"(Arg0)"'],
  [["$$"], '$""$""'],
];

for (const [args, text] of CASES) {
  Deno.test(`joinArguments: ${JSON.stringify(args)}`, () => {
    assertEquals(joinArguments(args), text);
    assertEquals(splitArguments(text), args);
  });
}

/** Arguments with everything that has a meaning on the way. */
const argument = fc.oneof(
  fc.string({ unit: fc.constantFrom(...'a \t"\\%$()-ü日😀') }),
  fc.string({ unit: "grapheme" }).filter((text) => !/[\r\n\v\f\0]/.test(text)),
  fc.constantFrom("%PATH%", "%TEMP%\\x", "$(Arg0)", "$$", "--", '""', "\\\\", '\\"'),
);
const args = fc.array(argument, { maxLength: 6 });

/**
 * A program's view, after Microsoft's "Parsing C command-line arguments": a model of its own, a rule a
 * line.
 */
function argumentsOfProgram(text: string): string[] {
  const found: string[] = [];
  let rest = text;
  for (;;) {
    rest = rest.replace(/^[ \t]+/, "");
    if (rest === "") return found;
    let argument = "";
    let quoted = false;
    for (;;) {
      if (rest === "") break;
      const [all, slashes, quote] = /^(\\*)("?)/.exec(rest)!;
      if (quote === '"') {
        argument += "\\".repeat(Math.floor(slashes!.length / 2));
        rest = rest.slice(all.length);
        if (slashes!.length % 2 === 1) argument += '"';
        else if (quoted && rest.startsWith('"')) {
          argument += '"';
          rest = rest.slice(1);
        } else quoted = !quoted;
      } else if (slashes !== "") {
        argument += slashes;
        rest = rest.slice(slashes!.length);
      } else {
        if (!quoted && /^[ \t]/.test(rest)) break;
        argument += rest[0];
        rest = rest.slice(1);
      }
    }
    found.push(argument);
  }
}

Deno.test("what a program makes of joined arguments is the arguments", () => {
  fc.assert(fc.property(args, (args) => {
    assertEquals(argumentsOfProgram(joinArguments(args)), args);
  }));
});

Deno.test("splitArguments sees any text as a program does", () => {
  fc.assert(fc.property(fc.string({ unit: fc.constantFrom(...'ab \t"\\%') }), (text) => {
    assertEquals(splitArguments(text), argumentsOfProgram(text));
  }));
});

Deno.test("no variable and no parameter stands in joined arguments", () => {
  // ExpandEnvironmentStrings replaces %NAME% for a name that exists; no name has quotation marks.
  // Task Scheduler replaces $(NAME) and $$.
  fc.assert(fc.property(args, (args) => {
    const text = joinArguments(args);
    assert(!/%[^%"]*%/.test(text), text);
    assert(!/\$[($]/.test(text), text);
  }));
});

Deno.test("splitArguments takes long texts in linear time", () => {
  const text = '\\"'.repeat(200_000) + " " + "%".repeat(200_000);
  const started = performance.now();
  splitArguments(text);
  joinArguments([text]);
  assert(performance.now() - started < 5000);
});

// The real ones: what Windows itself makes of the text, and what a program gets.
const HOSTILE = [...CASES.flatMap(([args]) => args), "netwho.exe", "--", "-x", "a'b", "^&|<>!"];

Deno.test({
  name: "Deno for Windows gets joined arguments back through CreateProcess",
  ignore: Deno.build.os !== "windows",
  async fn() {
    const folder = Deno.makeTempDirSync();
    try {
      const script = `${folder}\\echo.ts`;
      Deno.writeTextFileSync(script, "console.log(JSON.stringify(Deno.args))");
      const { stdout } = await new Deno.Command(Deno.execPath(), {
        args: [joinArguments(["run", "--quiet", "--no-config", script, ...HOSTILE])],
        windowsRawArguments: true,
      }).output();
      assertEquals(JSON.parse(new TextDecoder().decode(stdout)), HOSTILE);
    } finally {
      Deno.removeSync(folder, { recursive: true });
    }
  },
});

Deno.test({
  name: "CommandLineToArgvW and ExpandEnvironmentStringsW leave joined arguments as they are",
  ignore: Deno.build.os !== "windows",
  fn() {
    const shell = Deno.dlopen("shell32.dll", {
      CommandLineToArgvW: { parameters: ["buffer", "buffer"], result: "pointer" },
    });
    const kernel = Deno.dlopen("kernel32.dll", {
      ExpandEnvironmentStringsW: { parameters: ["buffer", "buffer", "u32"], result: "u32" },
    });
    const joined = joinArguments(HOSTILE);
    const expanded = new Uint16Array(10_000);
    const length = kernel.symbols.ExpandEnvironmentStringsW(wide(joined), expanded, 10_000);
    assertEquals(new TextDecoder("utf-16le").decode(expanded.subarray(0, length - 1)), joined);

    const count = new Uint32Array(1);
    const list = shell.symbols.CommandLineToArgvW(wide(`program.exe ${joined}`), count);
    const view = new Deno.UnsafePointerView(list!);
    const texts = Array.from({ length: count[0]! }, (_, at) => textAt(view.getPointer(8 * at)!));
    assertEquals(texts.slice(1), HOSTILE);
    shell.close();
    kernel.close();
  },
});

function wide(text: string): Uint16Array<ArrayBuffer> {
  const units = new Uint16Array(text.length + 1);
  for (let at = 0; at < text.length; at++) units[at] = text.charCodeAt(at);
  return units;
}

function textAt(pointer: Deno.PointerObject): string {
  const view = new Deno.UnsafePointerView(pointer);
  let text = "";
  for (let at = 0;; at += 2) {
    const unit = view.getUint16(at);
    if (unit === 0) return text;
    text += String.fromCharCode(unit);
  }
}
