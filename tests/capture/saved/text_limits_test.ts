/** What is read as a whole has a limit, which one clear line names: memory ends otherwise. */
import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import type { Host } from "../../../lib/host/host.ts";
import { readCsvRows, readJsonRows } from "../../../lib/capture/saved/own_rows.ts";
import { linesOfFile } from "../../../lib/capture/saved/saved_files.ts";
import { textOfChunks } from "../../../lib/text/decode.ts";
import { MemoryBudget } from "../../../lib/text/text_limits.ts";
import { type Outcome, runMain } from "../../support/run_main.ts";

/** A file that never ends: a beginning, then one block again and again, in the same memory. */
function endless(beginning: string, block: string): { open: Host["open"]; passed: () => number } {
  const encoder = new TextEncoder();
  const bytes = encoder.encode(block.repeat(Math.ceil(1_000_000 / block.length)));
  let passed = 0;
  return {
    passed: () => passed,
    async *open() {
      yield encoder.encode(beginning);
      for (;; passed += bytes.length) yield bytes;
    },
  };
}

const MEGABYTE = 1_000_000;

async function read(
  args: readonly string[],
  { beginning = "", block, kind = "file" }: {
    beginning?: string;
    block: string;
    kind?: "file" | "other";
  },
): Promise<Outcome & { passed: number }> {
  const { open, passed } = endless(beginning, block);
  const outcome = await runMain(args, { host: { open, pathKind: () => kind } });
  return { ...outcome, passed: passed() };
}

function checkRefused({ code, stdout, stderr }: Outcome, what: string): void {
  assertEquals([code, stdout], [3, ""], stderr.slice(0, 300));
  const lines = stderr.trimEnd().split("\n");
  assertStringIncludes(lines[0]!, what);
  assertEquals(lines.length, 2, stderr);
  assert(!stderr.includes("Internal error"), stderr);
}

// Few rows, so that the length is what counts.
const LONG = "x".repeat(100_000);
const TABLE = "Image Name                     PID Session Name        Session#    Mem Usage\r\n" +
  "========================= ======== ================ =========== ============\r\n";

Deno.test("a pipe of tasklist without end is read up to the limit", async () => {
  const block =
    `chat.exe                      4711 Console                    1     12,345 K\r\n${LONG}`;
  for (const args of [["--from", "tasks"], ["tasklist", "--from", "tasks"]]) {
    const outcome = await read(args, { beginning: TABLE, block, kind: "other" });
    checkRefused(outcome, "Cannot read tasks: it is longer than 80.0 MB");
    assert(outcome.passed < 90 * MEGABYTE, `${outcome.passed}`);
  }
});

Deno.test("rows without end are read up to the limit", async () => {
  const csv = { beginning: "protocol,process\r\nTCP,a\r\n", block: `UDP,${LONG}\r\n` };
  const outcome = await read(["--from", "rows", "--format", "csv"], csv);
  checkRefused(outcome, "Cannot read rows: it is longer than 256.0 MB");
  assert(outcome.passed < 260 * MEGABYTE, `${outcome.passed}`);
});

Deno.test("JSON without end is read up to the limit, and only pieces of it are in memory", async () => {
  const { open, passed } = endless("", `{"pid":4}${" ".repeat(100_000)}\n`);
  const chunks = () => open("rows");
  const pieces = linesOfFile({ label: "rows", chunks }, new MemoryBudget());
  let longest = 0;
  const readAll = async () => {
    for await (const piece of pieces) longest = Math.max(longest, piece.length);
  };
  const message = await readAll().then(() => "all was read", (error) => error.message);
  assertEquals(
    message,
    "Cannot read rows: it is longer than 640.0 MB, the most that fits into memory",
  );
  assert(passed() < 650 * MEGABYTE, `${passed()}`);
  assert(longest < 80 * MEGABYTE, `${longest}`);
});

Deno.test("what is looked up is read up to the limit", async () => {
  const outcome = await read(["whois"], { block: `192.0.2.7 ${" ".repeat(100_000)}\n` });
  checkRefused(outcome, "Cannot read standard input: it is longer than 50.0 MB");
});

Deno.test("what is nothing is not read to its end", async () => {
  for (const block of ["\0", "y\n", "[", '"', "{"]) {
    const outcome = await read(["--from", "odd"], { block });
    assert(outcome.code === 3 || outcome.code === 4, `${outcome.code} ${outcome.stderr}`);
    assert(!outcome.stderr.includes("Internal error"), outcome.stderr);
    assertEquals(outcome.stderr.trimEnd().split("\n").length <= 2, true, outcome.stderr);
    assert(outcome.passed < 260 * MEGABYTE, `${outcome.passed}`);
  }
});

Deno.test("rows are counted as they are read", () => {
  const objects = '{"pid":4}\n'.repeat(100);
  assertEquals(readJsonRows(objects, { most: 99 }).isFull, true);
  assertEquals(readJsonRows(objects, { most: 100 }).rows.length, 100);
  assertEquals(readJsonRows(`[${"1,".repeat(100)}1]`, { most: 99 }).isFull, true);
  assertEquals(readJsonRows(",".repeat(101), { most: 99 }).isFull, true);
  const csv = `pid\n${"4\n".repeat(100)}`;
  assertEquals(readCsvRows(csv, { most: 99 }).isFull, true);
  assertEquals(readCsvRows(csv, { most: 101 }).rows.length, 100);
  assertEquals(readCsvRows(`pid\n${'"x\n'.repeat(200)}`, { most: 99 }).isFull, true);
});

Deno.test("too many rows are one clear line", async () => {
  const files = {
    one: '{"protocol":"TCP"}\n'.repeat(700_000),
    two: '{"protocol":"TCP"}\n'.repeat(600_000),
  };
  const outcome = await runMain(["--from", "one", "--from", "two", "--format", "csv"], { files });
  checkRefused(outcome, "Cannot read two: there are more than 1.2 million rows");
});

Deno.test("files side by side have the memory of one", async () => {
  const budget = new MemoryBudget();
  const chunks = (length: number) => [new TextEncoder().encode("x".repeat(length))];
  const take = async (label: string, { length, most }: { length: number; most: number }) =>
    budget.add(await textOfChunks(chunks(length), budget.limitOf(label, most)), most);
  await take("a", { length: 50, most: 100 });
  await take("b", { length: 80, most: 200 });
  const refused = await take("c", { length: 11, most: 100 }).catch((error) => error.message);
  assertEquals(
    refused,
    "Cannot read c: with the files before it, it does not fit into memory",
  );
  await take("d", { length: 9, most: 100 });
});

Deno.test("the limit is for bytes that hold, and not one more", async () => {
  const bytes = new TextEncoder().encode("ä".repeat(50));
  const limit = { label: "it", most: 100 };
  assertEquals(await textOfChunks([bytes], limit), "ä".repeat(50));
  const longer = await textOfChunks([bytes, new Uint8Array(1)], limit).catch((error) => error);
  assertStringIncludes(`${longer}`, "Cannot read it: it is longer than 100 B");
});
