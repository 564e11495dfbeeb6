import { assertEquals } from "@std/assert";
import fc from "fast-check";
import type { Host } from "../../lib/host/host.ts";
import type { Field, ObjectRow } from "../../lib/model/field.ts";
import { parseArguments } from "../../lib/cli/options/parse_arguments.ts";
import { SHAPE_OPTIONS } from "../../lib/cli/options/shape_options.ts";
import { FILTERS, ORDER_OPTIONS } from "../../lib/rows/choose/filters.ts";
import { buildSelection } from "../../lib/rows/choose/selection.ts";
import { inBatches, type Rows, throughStages } from "../../lib/rows/rows.ts";
import { type RowLookup, stagesOf } from "../../lib/rows/stages.ts";
import { chooseDestination } from "../../lib/output/destination.ts";
import { writeRows } from "../../lib/output/write_rows.ts";
import { fakeHost } from "../support/fake_host.ts";

const FIELDS = [
  { name: "pid", kind: "integer", about: "a number" },
  { name: "remoteHost", kind: "text", about: "what is found out" },
] as const satisfies readonly Field[];

interface Written {
  readonly rows: readonly (readonly [pid: number, host: string | null])[];
  /** The PIDs asked about, batch by batch. */
  readonly asked: readonly (readonly number[])[];
  /** What happened in which order. */
  readonly log: readonly string[];
}

/** Writes rows whose PIDs are given; a row's host is its PID turned about. */
async function write(pids: readonly number[], args: readonly string[]): Promise<Written> {
  const asked: number[][] = [];
  const log: string[] = [];
  const lookup: RowLookup = {
    fields: ["remoteHost"],
    addTo: (rows) => {
      asked.push(rows.map(({ pid }) => pid as number));
      log.push(`asked ${rows.length}`);
      return Promise.resolve(rows.map((row) => ({ ...row, remoteHost: hostOf(row) })));
    },
  };
  const host = fakeHost();
  const counting = {
    ...host,
    write: (bytes: Uint8Array) => {
      log.push("wrote");
      return host.write(bytes);
    },
  };
  const rows = inBatches(
    pids.map((pid) => ({ pid, localHost: null, remoteAddress: "192.0.2.1", remoteHost: null })),
  );
  const onRead = (count: number) => void log.push(`read ${count}`);
  await writeThrough(rows, ["--format", "ndjson", ...args], { host: counting, lookup, onRead });
  const written = host.stdout().split("\n").slice(0, -1).map((line) => JSON.parse(line));
  return { rows: written.map(({ pid, remoteHost }) => [pid, remoteHost]), asked, log };
}

/** Sends rows through the stages that a command line asks for, to standard output. */
async function writeThrough(
  rows: Rows,
  args: readonly string[],
  { host, lookup, onRead }: { host: Host; lookup: RowLookup; onRead: (count: number) => void },
): Promise<void> {
  const { options } = parseArguments(args, {
    name: "test",
    options: [...FILTERS, ...ORDER_OPTIONS, ...SHAPE_OPTIONS],
  });
  const { sort, limit } = options;
  const selection = buildSelection(options);
  const stages = stagesOf({ fields: FIELDS, onRead, selection, sort, limit, lookup });
  const destination = chooseDestination(options, host);
  await writeRows(throughStages(rows, stages), { fields: FIELDS, destination }, host);
}

function hostOf({ pid }: ObjectRow): string {
  return [...String(pid)].reverse().join("");
}

const withHosts = (pids: readonly number[]) => pids.map((pid) => [pid, hostOf({ pid })] as const);

Deno.test("only rows that are written are asked about", async () => {
  const pids = [10, 21, 32, 43, 54, 65];
  const cases: [args: string[], written: number[]][] = [
    [[], pids],
    [["--limit", "2"], [10, 21]],
    [["--pid", "20-50"], [21, 32, 43]],
    [["--pid", "20-50", "--limit", "1"], [21]],
    [["--sort", "-pid", "--limit", "2"], [65, 54]],
    [["--pid", "20-50", "--sort", "-pid"], [43, 32, 21]],
    [["--pid", "7"], []],
  ];
  for (const [args, expected] of cases) {
    const { rows, asked } = await write(pids, args);
    assertEquals(rows, withHosts(expected), args.join(" "));
    assertEquals(asked.flat(), expected, args.join(" "));
  }
});

Deno.test("an order by what is found out asks about all chosen rows first", async () => {
  const pids = [19, 91, 55, 28, 73];
  for (const key of ["remoteHost", "REMOTEHOST", "pid,remoteHost"]) {
    const { asked } = await write(pids, ["--sort", key, "--limit", "1"]);
    assertEquals(asked, [pids]);
  }
  const { rows } = await write(pids, ["--sort", "-remoteHost", "--limit", "3", "--pid", "!28"]);
  assertEquals(rows, withHosts([19, 55, 73]));
});

Deno.test("batches or not, the rows are the same", async () => {
  const cases = fc.record({
    pids: fc.array(fc.integer({ min: 10, max: 99 }), { maxLength: 30 }),
    limit: fc.option(fc.integer({ min: 1, max: 40 })),
    sort: fc.constantFrom(null, "pid", "-pid", "remoteHost"),
  });
  await fc.assert(fc.asyncProperty(cases, async ({ pids, limit, sort }) => {
    const args = [
      ...limit === null ? [] : ["--limit", String(limit)],
      ...sort === null ? [] : ["--sort", sort],
    ];
    const { rows } = await write(pids, args);
    const compare = (a: number, b: number) =>
      sort === null
        ? 0
        : sort === "pid"
        ? a - b
        : sort === "-pid"
        ? b - a
        : Number(hostOf({ pid: a }) > hostOf({ pid: b })) -
          Number(hostOf({ pid: a }) < hostOf({ pid: b }));
    assertEquals(rows, withHosts(pids.toSorted(compare).slice(0, limit ?? undefined)));
  }));
});

Deno.test("of many rows the first are written while the rest is asked about", async () => {
  const pids = Array.from({ length: 10_000 }, (_, at) => at);
  const { rows, asked, log } = await write(pids, []);
  assertEquals(rows.length, 10_000);
  assertEquals(asked.map(({ length }) => length), Array(5).fill(2000));
  // A batch is written in pieces.
  const steps = (log: readonly string[]) => log.filter((step, at) => step !== log[at - 1]);
  const firstSteps = ["asked 2000", "wrote", "asked 2000", "wrote"];
  assertEquals(steps(log).slice(0, 4), firstSteps);
  const sorted = await write(pids, ["--sort", "-pid"]);
  assertEquals(sorted.rows, withHosts(pids.toReversed()));
  assertEquals(steps(sorted.log).slice(0, 5), ["read 10000", ...firstSteps]);
});

Deno.test("a filter by what is found out asks about the rows that the others choose", async () => {
  const pids = [12, 22, 31, 42, 55];
  const cases: [args: string[], asked: number[], written: number[]][] = [
    [["--host", "2*"], pids, [12, 22, 42]],
    [["--host", "!2*"], pids, [31, 55]],
    [["--host", "2*", "--pid", "20-49"], [22, 31, 42], [22, 42]],
    [["--host", "2*", "--limit", "2"], pids, [12, 22]],
    [["--host", "2*", "--sort", "-pid", "--limit", "2"], pids.toReversed(), [42, 22]],
    [["--host", "2*", "--sort", "remoteHost", "--limit", "2"], pids, [12, 22]],
    [["--host", "x", "--pid", "7"], [], []],
  ];
  for (const [args, expected, written] of cases) {
    const { rows, asked } = await write(pids, args);
    assertEquals(rows, withHosts(written), args.join(" "));
    assertEquals(asked.flat(), expected, args.join(" "));
  }
});

Deno.test("when there are enough rows nothing more is asked, and the others are still read", async () => {
  const pids = Array.from({ length: 10_000 }, (_, at) => at + 10);
  const { rows, asked, log } = await write(pids, ["--host", "0*", "--limit", "5"]);
  assertEquals(rows, withHosts([10, 20, 30, 40, 50]));
  assertEquals(asked.map(({ length }) => length), [64]);
  assertEquals(log.includes("read 10000"), true);
  // Where the first are not enough, twice as many are asked about each time, up to a limit.
  const few = await write(pids, ["--host", "9999", "--limit", "1"]);
  assertEquals(few.rows, withHosts([9999]));
  assertEquals(
    few.asked.map(({ length }) => length),
    [
      64,
      128,
      256,
      512,
      1024,
      2000,
      2000,
      2000,
      2000,
      16,
    ].slice(0, few.asked.length),
  );
  const many = await write(pids, ["--host", "*", "--limit", "3000"]);
  assertEquals([many.rows.length, many.asked.length], [3000, 2]);
});

Deno.test("where nothing was understood, nothing is asked", async () => {
  const asked: number[] = [];
  const host = fakeHost();
  const refused = writeThrough(inBatches([{ pid: 1, remoteHost: null }]), ["--format", "json"], {
    host,
    onRead: () => {
      throw new RangeError("refused");
    },
    lookup: {
      fields: [],
      addTo: (rows) => {
        asked.push(rows.length);
        return Promise.resolve(rows);
      },
    },
  });
  assertEquals(await refused.catch(({ message }) => message), "refused");
  assertEquals([asked, host.stdout()], [[], ""]);
});
