import { assert, assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { main } from "../../lib/cli/main.ts";
import type { Command, Invocation } from "../../lib/cli/command.ts";
import { READING_OPTIONS } from "../../lib/cli/options/reading_options.ts";
import { CaptureError, ParseError, UsageError } from "../../lib/errors.ts";
import { type Host, HostError, type HostErrorKind } from "../../lib/host/host.ts";
import { fakeHost } from "../support/fake_host.ts";

interface Tried {
  code: number;
  stdout: string;
  stderr: string;
  seen: Invocation[];
}

/** Runs a command line against two commands, `look` and `listen`, that do what the test says. */
async function tryMain(
  args: readonly string[],
  { act = () => 0, host: overrides }: { act?: () => number; host?: Partial<Host> } = {},
): Promise<Tried> {
  const seen: Invocation[] = [];
  const command = (name: string): Command => ({
    name,
    summary: `${name} around`,
    options: READING_OPTIONS,
    examples: [[`netwho ${name}`, "the first"], [`netwho ${name} -v`, "the second"]],
    run: (invocation) => {
      seen.push(invocation);
      return new Promise((resolve) => resolve(act()));
    },
  });
  const commands = ["look", "listen"].map(command);
  const host = fakeHost(overrides);
  const code = await main(args, host, { commands });
  return { code, stdout: host.stdout(), stderr: host.stderr(), seen };
}

function throwing(error: unknown): { act: () => never } {
  return {
    act: () => {
      throw error;
    },
  };
}

Deno.test("a command gets its arguments, and its code is the exit code", async () => {
  const { code, stdout, stderr, seen } = await tryMain(["listen", "--from", "a.txt", "-v"], {
    act: () => 1,
  });
  assertEquals([code, stdout, stderr], [1, "", ""]);
  assertEquals(seen.length, 1);
  assertEquals(seen[0]!.options.from, ["a.txt"]);
  assert(seen[0]!.verbose);
  assertEquals(seen[0]!.positionals, []);
});

Deno.test("the first command runs where none is named", async () => {
  for (const args of [[], ["--from", "-"]]) {
    const { code, seen } = await tryMain(args);
    assertEquals([code, seen.length], [0, 1]);
  }
  const named = await tryMain(["look"]);
  assertEquals(named.seen.length, 1);
});

Deno.test("--version tells the version", async () => {
  for (
    const args of [["--version"], ["-V"], ["version"], ["-version"], ["/version"], [
      "listen",
      "--version",
    ], ["-vV"]]
  ) {
    const { code, stdout, stderr, seen } = await tryMain(args);
    assertEquals([code, stderr, seen.length], [0, "", 0]);
    assertMatch(stdout, /^netwho \d+\.\d+\.\d+\n$/);
  }
});

Deno.test("a wrong command line ends with 2, says what is wrong and where to read on", async () => {
  const cases: [string[], string][] = [
    [
      ["--tiemout", "5"],
      "netwho: Unknown option --tiemout for look: did you mean --timeout?\n" +
      "Try netwho look --help\n",
    ],
    [
      ["listen", "--from"],
      "netwho: Cannot use --from without a value: write --from PATH\n" +
      "Try netwho listen --help\n",
    ],
    [["lisen"], "netwho: Unknown command lisen: did you mean listen?\nTry netwho --help\n"],
    [
      ["/Listen"],
      "netwho: Unknown command /Listen: did you mean listen?\nTry netwho --help\n",
    ],
    [["banana"], "netwho: Unknown command banana\nCommands: look, listen\nTry netwho --help\n"],
    [[""], 'netwho: Unknown command ""\nCommands: look, listen\nTry netwho --help\n'],
    [
      ["-v", "listen"],
      "netwho: Unexpected argument listen for look: the command comes first, as in netwho listen\n" +
      "Write netwho listen -v\nTry netwho look --help\n",
    ],
    [
      ["--record", "a", "--replay", "b"],
      "netwho: Cannot use --record with --replay: a replay reads nothing new to record\n" +
      "Try netwho look --help\n",
    ],
  ];
  for (const [args, expected] of cases) {
    const { code, stdout, stderr, seen } = await tryMain(args);
    assertEquals([code, stdout, stderr, seen.length], [2, "", expected, 0]);
  }
});

Deno.test("every kind of error has its exit code and message", async () => {
  const cases: [unknown, number, string][] = [
    [
      new UsageError("Unknown field pdi", { hint: "Fields: pid" }),
      2,
      "netwho: Unknown field pdi\nFields: pid\nTry netwho listen --help\n",
    ],
    [
      new CaptureError("Cannot run netstat: it is not installed", { hint: "Use --from" }),
      3,
      "netwho: Cannot run netstat: it is not installed\nUse --from\n",
    ],
    [new CaptureError("Cannot run netstat: it hung"), 3, "netwho: Cannot run netstat: it hung\n"],
    [
      new ParseError("Cannot read a.txt: no line of it is netstat's"),
      4,
      "netwho: Cannot read a.txt: no line of it is netstat's\n",
    ],
  ];
  for (const [error, code, expected] of cases) {
    const tried = await tryMain(["listen"], throwing(error));
    assertEquals([tried.code, tried.stdout, tried.stderr], [code, "", expected]);
  }
});

Deno.test("whatever the machine refuses ends with 3, except a reader that went away", async () => {
  const codes: Record<HostErrorKind, number> = {
    brokenPipe: 0,
    notFound: 3,
    permissionDenied: 3,
    readOnly: 3,
    busy: 3,
    timedOut: 3,
    tooMuchOutput: 3,
    noSpace: 3,
    linkLoop: 3,
    unreachable: 3,
    untrusted: 3,
    proxyFailed: 3,
    other: 3,
  };
  for (const [kind, code] of Object.entries(codes)) {
    const error = new HostError(kind as HostErrorKind, "Cannot write out.csv: no");
    const tried = await tryMain(["listen"], throwing(error));
    assertEquals([kind, tried.code, tried.stdout], [kind, code, ""]);
    if (code === 0) assertEquals(tried.stderr, "");
    else assert(tried.stderr.startsWith("netwho: Cannot write out.csv: no\n"), tried.stderr);
  }
});

Deno.test("help and version into a closed pipe end quietly", async () => {
  const host = { write: () => Promise.reject(new HostError("brokenPipe", "Broken pipe")) };
  for (const args of [["--version"], ["--help"], ["listen", "--help"]]) {
    const { code, stderr } = await tryMain(args, { host });
    assertEquals([code, stderr], [0, ""]);
  }
});

Deno.test("an unforeseen error is a bug report, with a stack only when asked for", async () => {
  const brief = await tryMain(["listen"], throwing(new TypeError("x is not a function")));
  assertEquals(brief.code, 3);
  assertMatch(brief.stderr, /^netwho: Internal error: x is not a function\nThis is a bug .*\n$/);
  const long = await tryMain(
    ["listen", "--verbose"],
    throwing(new TypeError("x is not a function")),
  );
  assertEquals(long.code, 3);
  assertMatch(long.stderr, /^netwho: Internal error: x is not a function\nThis .*\n +at .*\n/);
  const odd = await tryMain(["listen"], throwing("only a string"));
  assertEquals(odd.code, 3);
  assertStringIncludes(odd.stderr, "netwho: Internal error: only a string\n");
});

Deno.test("--verbose tells what an error comes from", async () => {
  const error = new CaptureError("Cannot run netstat", { cause: new Error("access denied") });
  const { stderr } = await tryMain(["listen", "-v"], throwing(error));
  assertMatch(stderr, /^netwho: Cannot run netstat\n[^]*Caused by: Error: access denied\n/);
});

Deno.test("a message cannot carry control characters to the terminal", async () => {
  const { stderr } = await tryMain(
    ["listen"],
    throwing(new CaptureError("Cannot read \x1b[2Ja\nb")),
  );
  assertEquals(stderr, "netwho: Cannot read \\x1b[2Ja\\nb\n");
  const option = await tryMain(["--\x1b]0;x"]);
  assertEquals(
    option.stderr,
    "netwho: Unknown option --\\x1b]0;x for look\nTry netwho look --help\n",
  );
});

Deno.test("help is given even where the rest of the line is wrong", async () => {
  const lines = [
    ["listen", "--help"],
    ["listen", "--tiemout", "-h"],
    ["listen", "-vh"],
    ["listen", "/?"],
    ["listen", "-?"],
    ["listen", "--from", "a.txt", "/?"],
    ["listen", "-Help"],
    ["listen", "/h"],
    ["listen", "/HELP"],
    ["listen", "help"],
  ];
  for (const args of lines) {
    const { code, stdout, stderr, seen } = await tryMain(args);
    assertEquals([code, stderr, seen.length], [0, "", 0]);
    assert(stdout.startsWith("netwho listen: listen around\n"), stdout);
  }
  for (const arg of ["--help", "-h", "/?", "-?", "--?", "-help", "/h", "/help", "--HELP"]) {
    const overall = await tryMain([arg]);
    assertEquals([overall.code, overall.stderr], [0, ""]);
    assert(overall.stdout.startsWith("netwho: look around\n"), overall.stdout);
    assertStringIncludes(overall.stdout, "  listen  listen around\n");
  }
});

Deno.test("--help before a command is help on the command", async () => {
  for (const arg of ["--help", "-h", "/?", "-?"]) {
    const { code, stdout, stderr } = await tryMain([arg, "listen"]);
    assertEquals([code, stderr], [0, ""]);
    assert(stdout.startsWith("netwho listen: listen around\n"), stdout);
  }
});

Deno.test("--help behind -- is an argument", async () => {
  const { code, stderr } = await tryMain(["listen", "--", "--help"]);
  assertEquals(code, 2);
  assertStringIncludes(stderr, "Unexpected argument --help");
});

Deno.test("a command that its signal ended ends with 130, without a word", async () => {
  const controller = new AbortController();
  const host = fakeHost();
  const listen: Command = {
    name: "listen",
    summary: "listens",
    options: [],
    examples: [["netwho listen", "the first"], ["netwho listen -v", "the second"]],
    run: async ({ signal }: Invocation) => {
      controller.abort();
      await host.sleep(0);
      signal.throwIfAborted();
      return 0;
    },
  };
  const code = await main(["listen"], host, { commands: [listen], signal: controller.signal });
  assertEquals([code, host.stdout(), host.stderr()], [130, "", ""]);
});
