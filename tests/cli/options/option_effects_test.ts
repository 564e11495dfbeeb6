import { assertEquals, assertThrows } from "@std/assert";
import { COMMANDS } from "../../../lib/cli/commands.ts";
import { checkEffects } from "../../../lib/cli/options/option_effects.ts";
import { UsageError } from "../../../lib/errors.ts";
import { FORMATS } from "../../../lib/output/formats.ts";
import { type Files, runMain } from "../../support/run_main.ts";

const files: Files = {
  "n.txt": "  TCP    0.0.0.0:80             0.0.0.0:0              LISTENING       4711\r\n",
};
const run = async (line: string, isTerminal = false) => {
  const host = isTerminal
    ? { isTerminal: () => true, terminalColumns: () => 80, env: () => undefined }
    : {};
  const { code, stderr } = await runMain(line.split(" "), { files, host });
  return code === 0 ? "" : stderr.replace(/\nTry .*\n$/, "").replace(/^netwho: /, "");
};

const CSV_ONLY = "Use it with --format csv, or leave it out";

Deno.test("an option without effect on the format is an error", async () => {
  const lines: [line: string, message: string][] = [
    ["--from n.txt --excel", `Cannot use --excel for json: it is for csv only\n${CSV_ONLY}`],
    [
      "--from n.txt --bom --format ndjson",
      `Cannot use --bom for ndjson: it is for csv only\n${CSV_ONLY}`,
    ],
    [
      "--from n.txt --delimiter ; --format table",
      `Cannot use --delimiter for table: it is for csv only\n${CSV_ONLY}`,
    ],
    [
      "netstat --from n.txt --no-header --format json",
      "Cannot use --no-header for json: it has no header line\n" +
      "Use it with --format table or --format csv, or leave it out",
    ],
    [
      "inspect 80 --from n.txt --no-header --format text",
      "Cannot use --no-header for text: it has no header line\n" +
      "Use it with --format table or --format csv, or leave it out",
    ],
    [
      "--from n.txt --color always --format csv",
      "Cannot use --color for csv: it has no colours\nUse it with --format table, or leave it out",
    ],
    [
      "inspect 80 --from n.txt --color always --format json",
      "Cannot use --color for json: it has no colours\n" +
      "Use it with --format text or --format table, or leave it out",
    ],
    [
      "--from n.txt --excel --out x.json",
      `Cannot use --excel for json: it is for csv only\n${CSV_ONLY}`,
    ],
  ];
  for (const [line, message] of lines) assertEquals(await run(line), message, line);
});

Deno.test("an option with effect, or that does no harm in a script, is none", async () => {
  for (
    const line of [
      "--from n.txt --excel --bom --no-header --delimiter ; --format csv",
      "--from n.txt --excel --out x.csv",
      "--from n.txt --delimiter ; --out x.tsv",
      "--from n.txt --no-header --format table",
      "--from n.txt --no-header --out x.txt",
      "--from n.txt --color never --format json",
      "--from n.txt --color auto --format csv",
      "--from n.txt --color always --format table",
      "--from n.txt --timeout 5",
      "--from n.txt --verbose",
    ]
  ) assertEquals(await run(line), "", line);
});

Deno.test("the format is the final one: a terminal gets a table, a file what its name says", async () => {
  assertEquals(await run("--from n.txt --no-header", true), "");
  assertEquals(await run("--from n.txt --color always", true), "");
  assertEquals(
    await run("--from n.txt --excel", true),
    `Cannot use --excel for table: it is for csv only\n${CSV_ONLY}`,
  );
  assertEquals(
    await run("--from n.txt --no-header --out x.ndjson", true),
    "Cannot use --no-header for ndjson: it has no header line\n" +
      "Use it with --format table or --format csv, or leave it out",
  );
});

Deno.test("--fast and --details need Windows' tasklist", async () => {
  const because = "it only chooses what to ask tasklist for on Windows";
  for (const line of ["--fast", "--details", "tasklist --fast", "inspect 80 --fast"]) {
    const option = line.split(" ").at(-1);
    assertEquals(
      await run(`${line} --from n.txt`),
      `Cannot use ${option} with --from: ${because}`,
      line,
    );
    const { code, stderr } = await runMain(line.split(" "), { host: { os: "linux" } });
    assertEquals(code, 2);
    assertEquals(stderr.split("\n")[0], `netwho: Cannot use ${option} here: ${because}`);
  }
  const table = COMMANDS[0]!.options;
  checkEffects({ fast: true, details: true, from: [] }, { table, host: { os: "windows" } });
  assertThrows(
    () => checkEffects({ fast: true, from: [] }, { table, host: { os: "linux" } }),
    UsageError,
  );
});

Deno.test("--details of processes works on every system, and not on saved output", async () => {
  for (const line of ["tasklist --details", "inspect 80 --details"]) {
    assertEquals(
      await run(`${line} --from n.txt`),
      "Cannot use --details with --from: it only chooses what to read from this computer",
    );
    const { stderr } = await runMain(line.split(" "), { host: { os: "linux" } });
    assertEquals(stderr.includes("--details"), false, stderr);
  }
});

Deno.test("the formats that options name exist", () => {
  const known = new Set(["text", ...FORMATS.map(({ name }) => name)]);
  const effects = COMMANDS.flatMap(({ options }) => options.flatMap(({ effect }) => effect ?? []));
  assertEquals(
    effects.flatMap(({ formats = [] }) => formats).filter((name) => !known.has(name)),
    [],
  );
  // A command may have a filter without the option that makes it useless.
  const names = new Set(COMMANDS.flatMap(({ options }) => options.map(({ name }) => name)));
  const others = effects.flatMap(({ without = [] }) => without);
  assertEquals(others.filter((name) => !names.has(name)), []);
});
