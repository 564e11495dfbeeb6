/** JSON that comes in pieces is what it is as a whole, wherever the pieces end. */
import { assert, assertEquals } from "@std/assert";
import fc from "fast-check";
import { readJson, readJsonPieces } from "../../../lib/capture/saved/json_records.ts";
import { linesOfChunks } from "../../../lib/text/decode.ts";
import { runMain } from "../../support/run_main.ts";

const LIMIT = { label: "it", most: 1_000_000 };
const ROWS = '{"pid":4}\n{"pid":8}\n{"pid":12}\n';
const SNAPSHOT = JSON.stringify(
  {
    netwhoSnapshot: 1,
    takenAt: null,
    connections: [{ protocol: "TCP", localPort: 4 }, { protocol: "UDP" }],
    processes: [],
  },
  null,
  2,
);

const TEXTS: Readonly<Record<string, string>> = {
  rows: ROWS,
  array: '[\n{"pid":4},\n{"pid":8},\n{"pid":12}\n]\n',
  arrays: '[\n{"pid":4}\n]\n[\n{"pid":8}\n]\n',
  nested: JSON.stringify([{ pid: 4, services: ["a", "b"] }, { pid: 8, list: [{}] }], null, 2),
  snapshot: SNAPSHOT,
  snapshots: `${SNAPSHOT}\n${SNAPSHOT}\n`,
  "list of one": '{"netwhoSnapshot":1,\n"connections":\n{"protocol":\n"TCP"},\n"processes":[\n]}\n',
  "sorted snapshot": '{\n"connections":[\n{"protocol":"TCP"},\n{"protocol":"UDP"}\n],\n"x":1}\n',
  wrapped: '{\n"value":[\n{"pid":4},\n{"pid":8}\n],\n"Count":2\n}\n',
  damaged: '{"pid":4}\n{"pid":\n{"pid":8}\nnothing\n{"pid":"x\n"y\n}\n{"pid":12}\n,\n]\n',
  "damaged in an array": '[\n  {"pid":4,\n   x},\n   "pid":5\n  {"pid":8},\n  7,\n  {"pid":12}\n',
  "cut in a row": `${ROWS}{"pid":\n`,
};

async function inPieces(text: string, size: number) {
  const pieces = linesOfChunks(
    text.split(/(?<=\n)/).map((line) => new TextEncoder().encode(line)),
    { limit: LIMIT, size },
  );
  const { records, rejected, documents, ending } = await readJsonPieces(pieces, { limit: LIMIT });
  return { records, rejected, documents, ending };
}

function whole(text: string) {
  const { records, rejected, documents, ending } = readJson(text);
  return { records, rejected, documents, ending };
}

Deno.test("pieces are read like the whole text, with the same numbers of lines", async () => {
  for (const [name, text] of Object.entries(TEXTS)) {
    for (const size of [1, 10, 20, 30, 50, 100]) {
      assertEquals(await inPieces(text, size), whole(text), `${name}, ${size}`);
    }
  }
});

Deno.test("pieces of damaged text are read like the whole text", async () => {
  const texts = Object.values(TEXTS);
  const damage = fc.record({
    text: fc.constantFrom(...texts),
    at: fc.nat(400),
    taken: fc.nat(12),
    put: fc.constantFrom("", "\n", '"', "{", "}", "[", "]", ",", "x"),
    size: fc.integer({ min: 1, max: 60 }),
  });
  await fc.assert(
    fc.asyncProperty(damage, async ({ text, at, taken, put, size }) => {
      const start = at % text.length;
      const damaged = text.slice(0, start) + put + text.slice(start + taken);
      assertEquals(await inPieces(damaged, size), whole(damaged), damaged);
    }),
    { numRuns: 1000 },
  );
});

Deno.test("one object over many pieces has a limit", async () => {
  const pieces = async function* () {
    yield* Array.from({ length: 5 }, () => `{"a":\n${" ".repeat(100)}\n`);
  };
  const limit = { label: "it", most: 250 };
  const error = await readJsonPieces(pieces(), { limit }).catch((error) => error);
  assert(`${error}`.includes("Cannot read it: it is longer than 250 B"), `${error}`);
});

Deno.test("more rows than one text could hold are read", async () => {
  // 270 MB: as long as 500,000 rows with all the fields that netwho writes.
  const row = JSON.stringify({ protocol: "UDP", localAddress: "192.0.2.7", localPort: 5 });
  const block = new TextEncoder().encode(`${row}${" ".repeat(100_000)}\n`.repeat(10));
  const outcome = await runMain(["--from", "rows", "--format", "csv", "--fields", "localPort"], {
    host: {
      async *open() {
        for (let count = 0; count < 270; count++) yield block;
      },
      pathKind: () => "file",
    },
  });
  assertEquals([outcome.code, outcome.stderr], [0, ""]);
  assertEquals(outcome.stdout.split(/\r?\n/).filter((line) => line === "5").length, 2700);
});
