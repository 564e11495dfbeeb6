import { assert, assertEquals, assertMatch, assertThrows } from "@std/assert";
import fc from "fast-check";
import { parseArguments } from "../../../lib/cli/options/parse_arguments.ts";
import type { Syntax } from "../../../lib/cli/options/parse_line.ts";
import { GENERAL_OPTIONS } from "../../../lib/cli/options/general_options.ts";
import { READING_OPTIONS } from "../../../lib/cli/options/reading_options.ts";
import { SHAPE_OPTIONS } from "../../../lib/cli/options/shape_options.ts";
import { UsageError } from "../../../lib/errors.ts";
import { camelCase } from "../../../lib/model/option.ts";
import { FILTERS, ORDER_OPTIONS } from "../../../lib/rows/choose/filters.ts";

const SELECTION_OPTIONS = [...FILTERS, ...ORDER_OPTIONS] as const;
const ALL = [
  ...SELECTION_OPTIONS,
  ...SHAPE_OPTIONS,
  ...READING_OPTIONS,
  ...GENERAL_OPTIONS,
] as const;
const CONNECTIONS: Syntax<typeof ALL> = {
  name: "connections",
  options: ALL,
  commands: ["connections", "netstat", "tasklist"].map((name) => ({ name, options: ALL })),
};

const parse = (...args: string[]) => parseArguments(args, CONNECTIONS).options;

function refusal(...args: string[]): string {
  return assertThrows(() => parse(...args), UsageError).message;
}

Deno.test("a value stands behind a space or an equals sign", () => {
  assertEquals(parse("--format", "csv").format, "csv");
  assertEquals(parse("--format=csv").format, "csv");
  assertEquals(parse("--out=a=b").out, "a=b");
});

Deno.test("a value stays text", () => {
  assertEquals(parse("--process", "0x10").process, ["0x10"]);
  assertEquals(parse("--process", "007").process, ["007"]);
  assertEquals(parse("--process", "true").process, ["true"]);
});

Deno.test("a value may start with a dash", () => {
  assertEquals(parse("--from", "-").from, ["-"]);
  assertEquals(parse("--sort", "-pid").sort, ["-pid"]);
  assertEquals(parse("--sort", "-pid,process").sort, ["-pid,process"]);
  assertEquals(parse("--out=--odd").out, "--odd");
});

Deno.test("an option is never taken for the value of another", () => {
  assertEquals(
    refusal("--process", "--format", "json"),
    "Cannot use --process without a value: write --process LIST",
  );
  assertEquals(refusal("--out", "-4"), "Cannot use --out without a value: write --out FILE");
  assertEquals(refusal("--out"), "Cannot use --out without a value: write --out FILE");
  assertEquals(refusal("--out", "--"), "Cannot use --out without a value: write --out FILE");
});

Deno.test("an empty value is a missing one", () => {
  assertEquals(refusal("--out="), "Cannot use --out without a value: the value is empty");
  assertEquals(
    refusal("--process", ""),
    "Cannot use --process without a value: the value is empty",
  );
  assertEquals(refusal("--fields=,"), "Cannot use --fields without a value: the value is empty");
});

Deno.test("short switches work alone and combined", () => {
  assert(parse("-4").ipv4);
  assert(!parse("-4").ipv6);
  const both = parse("-46v");
  assert(both.ipv4 && both.ipv6 && both.verbose);
  assertEquals(refusal("-4x"), "Unknown option -4x for connections");
});

Deno.test("a short option takes its value attached or behind a space", () => {
  const options = [
    { name: "number", short: "n", value: "N", about: "", group: "" },
    { name: "all", short: "a", about: "", group: "" },
  ] as const;
  for (const args of [["-n5"], ["-n", "5"], ["-an5"], ["-an", "5"]]) {
    const parsed = parseArguments(args, { name: "test", options });
    assertEquals(parsed.options.number, "5");
  }
});

Deno.test("--no-header is a switch of its own", () => {
  assert(parse("--no-header").noHeader);
  assert(!parse().noHeader);
  assertEquals(
    refusal("--no-header=yes"),
    "Cannot use --no-header=yes: --no-header takes no value",
  );
});

Deno.test("lists add up, of single values the last one counts", () => {
  assertEquals(parse("--port", "80,443", "--port=8080").port, ["80,443", "8080"]);
  assertEquals(parse("--from", "a", "--from", "b").from, ["a", "b"]);
  assertEquals(parse("--format", "csv", "--format", "json").format, "json");
  assertEquals(parse("--fields", "pid, process", "--fields", "state").fields, [
    "pid",
    "process",
    "state",
  ]);
});

Deno.test("--fields may stand without a value", () => {
  for (
    const options of [parse("--fields"), parse("--fields", "--listening"), parse("--fields", "-4")]
  ) {
    assertEquals(options.fields, true);
  }
  assertEquals(parse("--fields", "pid").fields, ["pid"]);
  assertEquals(parse().fields, null);
});

Deno.test("choices are matched ignoring case and handed on as in the table", () => {
  assertEquals(parse("--format", "JSON").format, "json");
  const error = assertThrows(() => parse("--format", "jsn"), UsageError);
  assertEquals(error.message, "Unknown value jsn for --format: did you mean json?");
  assertMatch(error.hint ?? "", /^--format takes table, json, .* or \w+$/);
  assertEquals(refusal("--color", "sometimes"), "Unknown value sometimes for --color");
});

Deno.test("numbers are checked", () => {
  assertEquals(parse("--limit", "10").limit, 10);
  assertEquals(parse("--timeout", "2.5").timeout, 2.5);
  assertEquals(parse("--timeout=.5").timeout, 0.5);
  for (const bad of ["0", "-1", "1.5", "ten", "1e3", "0x10", "９", " 1"]) {
    assertEquals(
      refusal("--limit", bad),
      `Cannot use ${bad} for --limit: it must be a whole number above 0`,
    );
  }
  assertEquals(
    refusal("--limit", "99999999999999999999"),
    "Cannot use 99999999999999999999 for --limit: the highest is 9007199254740991",
  );
  // setTimeout of more than 2^31 milliseconds fires at once.
  assertEquals(parse("--timeout", "2147483").timeout, 2_147_483);
  assertEquals(
    refusal("--timeout", "2147484"),
    "Cannot use 2147484 for --timeout: the highest is 2147483",
  );
  for (const bad of ["0", "0.0", "-1", "1,5", ".", "Infinity", "5s"]) {
    assertEquals(
      refusal("--timeout", bad),
      `Cannot use ${bad} for --timeout: it must be a number of seconds above 0, such as 30 or 2.5`,
    );
  }
});

Deno.test("an unknown option names the nearest right one", () => {
  assertEquals(
    refusal("--protcol", "tcp"),
    "Unknown option --protcol for connections: did you mean --protocol?",
  );
  assertEquals(
    refusal("--protcol=tcp"),
    "Unknown option --protcol for connections: did you mean --protocol?",
  );
  assertEquals(refusal("--banana"), "Unknown option --banana for connections");
});

Deno.test("what people are used to from elsewhere is put right", () => {
  const cases: [string, string][] = [
    ["-Format", "--format"],
    ["-format:csv", "--format"],
    ["-port", "--port"],
    ["-LocalPort", "--local-port"],
    ["-verbose", "--verbose"],
    ["-Verbose", "--verbose"],
    ["--localPort", "--local-port"],
    ["--Listening", "--listening"],
    ["--json", "--format json"],
    ["--udp", "--protocol UDP"],
    ["--no-color", "--color never"],
    ["--colour", "--color"],
    ["--output", "--out"],
    ["-?", "--help"],
    ["-Help", "--help"],
  ];
  for (const [written, right] of cases) {
    const message = refusal(written);
    assert(message.startsWith("Unknown option "), message);
    assert(message.endsWith(`: did you mean ${right}?`), message);
  }
  for (
    const [written, right] of [["/?", "--help"], ["/help", "--help"], ["/format", "--format"], [
      "–format",
      "--format",
    ]]
  ) {
    assertEquals(
      refusal(written!),
      `Unexpected argument ${written} for connections: did you mean ${right}?`,
    );
  }
});

Deno.test("arguments that are not options are counted", () => {
  assertEquals(refusal("chrome.exe"), "Unexpected argument chrome.exe for connections");
  assertEquals(
    refusal("--", "--listening"),
    "Unexpected argument --listening for connections: did you mean --listening?",
  );
  assertEquals(
    refusal("-4", "netstat"),
    "Unexpected argument netstat for connections: the command comes first, as in netwho netstat",
  );
  const about = "";
  const names = (args: string[], positionals: Syntax["positionals"]) =>
    parseArguments(args, { name: "test", options: ALL, positionals }).positionals;
  assertEquals(names(["a", "-4", "b"], { name: "NAME", about, many: true }), ["a", "b"]);
  assertEquals(names(["--", "-4", "--", "-"], { name: "NAME", about, many: true }), [
    "-4",
    "--",
    "-",
  ]);
  assertEquals(names([], { name: "NAME", about, optional: true }), []);
  assertThrows(
    () => names([], { name: "NAME", about }),
    UsageError,
    "Cannot run test: NAME is missing",
  );
  assertThrows(
    () => names(["a", "b"], { name: "NAME", about }),
    UsageError,
    "Unexpected argument b for test",
  );
});

Deno.test("nothing is taken for what parseArgs of @std/cli would take it for", () => {
  assertEquals(refusal("--no-limit=5"), "Unknown option --no-limit for connections");
  assertEquals(refusal("--a.b=c"), "Unknown option --a.b for connections");
  assertEquals(
    refusal("--listening=false"),
    "Cannot use --listening=false: --listening takes no value",
  );
  assert(parse("-v6").ipv6 && parse("-v6").verbose);
  assertEquals(
    refusal("--limit", "x", "--limit", "5"),
    "Cannot use x for --limit: it must be a whole number above 0",
  );
  assertEquals(
    refusal("--fields=,", "--fields"),
    "Cannot use --fields without a value: the value is empty",
  );
  const positionals = { name: "NAME", about: "", many: true };
  const names = ["--listening", "true", "--fields", "--", "007", "a=b"];
  const parsed = parseArguments(names, { ...CONNECTIONS, positionals });
  assertEquals(parsed.positionals, ["true", "007", "a=b"]);
  assertEquals([parsed.options.listening, parsed.options.fields], [true, true]);
});

Deno.test("any command line is understood or refused with a UsageError", () => {
  const word = fc.oneof(
    fc.constantFrom(
      "--",
      "-",
      "-4",
      "--port",
      "--fields",
      "--limit",
      "443",
      "-v6",
      "--format=csv",
      "__proto__",
      "--__proto__",
      "--constructor",
    ),
    fc.string(),
    fc.string().map((text) => `--${text}`),
  );
  fc.assert(fc.property(fc.array(word), (args) => {
    try {
      parse(...args);
    } catch (error) {
      assert(error instanceof UsageError);
    }
  }));
});

Deno.test("what is given with = comes back, whatever it is", () => {
  fc.assert(fc.property(fc.string({ minLength: 1, unit: "binary" }), (value) => {
    assertEquals(parse(`--out=${value}`).out, value);
  }));
});

Deno.test("every option for choosing rows reaches the selection under its name", () => {
  const options = parse(...SELECTION_OPTIONS.flatMap((option) => {
    if (!("value" in option)) return [`--${option.name}`];
    return [`--${option.name}`, "number" in option ? "5" : `!${option.name}`];
  }));
  for (const option of SELECTION_OPTIONS) {
    const listed = [`!${option.name}`];
    const expected = "value" in option ? "number" in option ? 5 : listed : true;
    assertEquals(options[camelCase(option.name)], expected, option.name);
  }
});

Deno.test("names and letters of options are unique", () => {
  const names = ALL.map(({ name }) => name);
  assertEquals(new Set(names).size, names.length);
  const shorts = ALL.flatMap((option) => "short" in option ? [option.short] : []);
  assertEquals(new Set(shorts).size, shorts.length);
});

Deno.test("what follows -- is an argument, and known to follow it", () => {
  const syntax = {
    name: "test",
    options: [{ name: "all", about: "", group: "" }],
    positionals: { name: "WORD", about: "", many: true, optional: true },
  } as const;
  const { positionals, behind, options } = parseArguments(
    ["--all", "a", "--", "b", "--all", "--", "-x"],
    syntax,
  );
  assertEquals([positionals, behind], [["a", "b", "--all", "--", "-x"], [
    "b",
    "--all",
    "--",
    "-x",
  ]]);
  assertEquals(options.all, true);
  assertEquals(parseArguments(["a"], syntax).behind, []);
});
