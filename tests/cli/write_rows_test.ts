import { assert, assertEquals, assertMatch } from "@std/assert";
import { parse } from "@std/csv/parse";
import fc from "fast-check";
import { type Host, HostError } from "../../lib/host/host.ts";
import { type Connection, CONNECTION_FIELDS } from "../../lib/model/connection.ts";
import type { FieldValue } from "../../lib/model/field.ts";
import { listing } from "../support/arbitrary_listing.ts";
import { runMain } from "../support/run_main.ts";
import { windowsHost } from "../support/windows_host.ts";

const LISTING = [
  "  TCP    0.0.0.0:135            0.0.0.0:0              LISTENING       912",
  "  TCP    192.0.2.7:50123        198.51.100.4:443       ESTABLISHED     4711",
  "  TCP    192.0.2.7:50124        198.51.100.4:443       TIME_WAIT       0",
  "  UDP    0.0.0.0:68             *:*                                    912",
  "",
].join("\r\n");
const BOTH = ["--from", "net", "--from", "list"];
const TASKLIST =
  '"System","4","Services","0","144 K"\r\n"chat.exe","4711","Console","1","9 K"\r\n' +
  '"svchost.exe","912","Services","0","10 K"\r\n';

/** Every connection, as `--format json` gives it without further options. */
async function whole(text: string): Promise<Connection[]> {
  const { stdout } = await runMain([...BOTH, "--format", "json"], {
    files: { net: text, list: TASKLIST },
  });
  return JSON.parse(stdout);
}

interface Choice {
  readonly args: readonly string[];
  readonly keep: (row: Connection) => boolean;
}

/** A TCP listener, or a UDP socket without a peer: nothing can be sent to port 0. */
function isWaiting(row: Connection): boolean {
  const { protocol, state, remoteAddress, remoteHost, remotePort } = row;
  const isAlone = (remoteAddress === null && remoteHost === null) || remotePort === 0;
  return state === "LISTENING" || (protocol === "UDP" && isAlone);
}

/** Options, and the same said plainly. */
const FILTERS: readonly Choice[] = [
  { args: [], keep: () => true },
  { args: ["--listening"], keep: isWaiting },
  { args: ["--protocol", "udp"], keep: ({ protocol }) => protocol === "UDP" },
  { args: ["--state", "!TIME_WAIT"], keep: ({ state }) => state !== "TIME_WAIT" },
  {
    args: ["--port", "100-500"],
    keep: ({ localPort, remotePort }) =>
      [localPort, remotePort].some((port) => port !== null && port >= 100 && port <= 500),
  },
  { args: ["--pid", "0,4-1000"], keep: ({ pid }) => pid === 0 || (pid! >= 4 && pid! <= 1000) },
  { args: ["--process", "svc*"], keep: ({ process }) => process?.startsWith("svc") ?? false },
  {
    args: ["--remote", "198.51.100.0/24"],
    keep: ({ remoteAddress }) => remoteAddress?.startsWith("198.51.100.") ?? false,
  },
];

interface Order {
  readonly args: readonly string[];
  readonly sort: (rows: readonly Connection[]) => Connection[];
}

const up = (a: number | null, b: number | null) =>
  a === b ? 0 : a === null ? 1 : b === null ? -1 : a - b;
const down = (a: number | null, b: number | null) =>
  a === b ? 0 : a === null ? 1 : b === null ? -1 : b - a;

const ORDERS: readonly Order[] = [
  { args: [], sort: (rows) => [...rows] },
  { args: ["--sort", "pid"], sort: (rows) => rows.toSorted((a, b) => up(a.pid, b.pid)) },
  {
    args: ["--sort", "-localPort,pid"],
    sort: (rows) => rows.toSorted((a, b) => down(a.localPort, b.localPort) || up(a.pid, b.pid)),
  },
];

const FIELD_LISTS: readonly (readonly (keyof Connection)[] | null)[] = [
  null,
  ["pid"],
  ["note", "remotePort", "protocol", "services"],
  ["localAddress", "localPort", "state", "process"],
];

/** Reads what was written in a format back as rows of text, number and null. */
const READERS: Readonly<Record<string, (text: string, names: readonly string[]) => unknown>> = {
  json: (text) => JSON.parse(text),
  ndjson: (text) => text.split("\n").slice(0, -1).map((line) => JSON.parse(line)),
  csv: (text, names) => {
    const [header, ...rows] = parse(text);
    assertEquals(header, names);
    return rows;
  },
};

function asCsv(value: FieldValue): string {
  return value === null ? "" : Array.isArray(value) ? value.join("; ") : String(value);
}

for (const [format, read] of Object.entries(READERS)) {
  Deno.test(`filters, --sort, --limit and --fields do what they say, as ${format}`, async () => {
    const choices = fc.record({
      text: listing,
      filter: fc.constantFrom(...FILTERS),
      order: fc.constantFrom(...ORDERS),
      limit: fc.option(fc.integer({ min: 1, max: 6 })),
      fields: fc.constantFrom(...FIELD_LISTS),
    });
    await fc.assert(
      fc.asyncProperty(choices, async ({ text, filter, order, limit, fields }) => {
        const args = [
          ...BOTH,
          ...["--format", format],
          ...filter.args,
          ...order.args,
          ...(limit === null ? [] : ["--limit", String(limit)]),
          ...(fields === null ? [] : ["--fields", fields.join(",")]),
        ];
        const { code, stdout } = await runMain(args, { files: { net: text, list: TASKLIST } });
        assertEquals(code, 0);
        const names = fields ?? CONNECTION_FIELDS.map(({ name }) => name);
        const expected = order.sort((await whole(text)).filter(filter.keep))
          .slice(0, limit ?? undefined)
          .map((row) =>
            format === "csv"
              ? names.map((name) => asCsv(row[name]))
              : Object.fromEntries(names.map((name) => [name, row[name]]))
          );
        assertEquals(read(stdout, names), expected);
      }),
      { numRuns: 60 },
    );
  });
}

Deno.test("--out writes the file and nothing else", async () => {
  const files = { net: LISTING };
  const { code, stdout, stderr, written } = await runMain(
    ["--from", "net", "--fields", "pid", "--listening", "--out", "a.csv"],
    { files },
  );
  assertEquals([code, stdout, stderr], [0, "", ""]);
  assertEquals(written, { "a.csv": "pid\r\n912\r\n912\r\n" });
});

const ADD = ["--from", "net", "--fields", "protocol,pid", "--protocol", "udp", "--append"];

Deno.test("--append adds rows, with a header and a mark only where the file is new", async () => {
  const cases: [Record<string, string>, string[], string][] = [
    [{}, [], "protocol,pid\r\nUDP,912\r\n"],
    [{ "a.csv": "" }, [], "protocol,pid\r\nUDP,912\r\n"],
    [{ "a.csv": "protocol,pid\r\nTCP,4\r\n" }, [], "protocol,pid\r\nTCP,4\r\nUDP,912\r\n"],
    [{}, ["--bom"], "\ufeffprotocol,pid\r\nUDP,912\r\n"],
    [{ "a.csv": "\ufeffprotocol,pid\r\n" }, ["--bom"], "\ufeffprotocol,pid\r\nUDP,912\r\n"],
    [{ "a.csv": "anything\r\n" }, ["--no-header"], "anything\r\nUDP,912\r\n"],
    [
      { "a.csv": '{"pid":4}\n' },
      ["--format", "ndjson"],
      '{"pid":4}\n{"protocol":"UDP","pid":912}\n',
    ],
  ];
  for (const [files, args, expected] of cases) {
    const all = { net: LISTING, ...files };
    const { code, stderr, written } = await runMain([...ADD, "--out", "a.csv", ...args], {
      files: all,
    });
    assertEquals([code, stderr, written["a.csv"]], [0, "", expected]);
  }
});

Deno.test("--append goes on as the file does, whatever wrote it", async () => {
  const header = "protocol,pid";
  const cases: [string, string][] = [
    ["protocol,pid\r\nTCP,4", "protocol,pid\r\nTCP,4\r\nUDP,912\r\n"],
    ["protocol,pid", "protocol,pid\r\nUDP,912\r\n"],
    ["protocol,pid\nTCP,4\n", "protocol,pid\nTCP,4\nUDP,912\n"],
    ["protocol,pid\nTCP,4", "protocol,pid\nTCP,4\nUDP,912\n"],
    [
      '\ufeff"protocol","pid"\r\n"TCP","4"\r\n',
      '\ufeff"protocol","pid"\r\n"TCP","4"\r\nUDP,912\r\n',
    ],
    [`sep=,\r\n${header}\r\n`, `sep=,\r\n${header}\r\nUDP,912\r\n`],
    [`#TYPE Row\r\n${header}\r\n`, `#TYPE Row\r\n${header}\r\nUDP,912\r\n`],
    ["\ufeff", "\ufeffprotocol,pid\r\nUDP,912\r\n"],
    ["\r\n", "\r\nprotocol,pid\r\nUDP,912\r\n"],
  ];
  for (const [held, expected] of cases) {
    const files = { net: LISTING, "a.csv": held };
    const { code, stderr, written } = await runMain([...ADD, "--out", "a.csv"], { files });
    assertEquals([code, stderr, written["a.csv"]], [0, "", expected], JSON.stringify(held));
  }
  const { written } = await runMain([...ADD, "--out", "a.ndjson"], {
    files: { net: LISTING, "a.ndjson": '{"a":1}' },
  });
  assertEquals(written["a.ndjson"], '{"a":1}\n{"protocol":"UDP","pid":912}\n');
});

Deno.test("--append keeps the line breaks in values", async () => {
  const list = '{"process":"svc\\r\\nhost","pid":912}\n';
  const args = ["tasklist", "--from", "list", "--fields", "process,pid", "--append"];
  const { written } = await runMain([...args, "--out", "a.csv"], {
    files: { list, "a.csv": "process,pid\n" },
  });
  assertEquals(written["a.csv"], 'process,pid\n"svc\r\nhost",912\n');
});

Deno.test("--append without rows changes nothing", async () => {
  const files = { net: LISTING, "a.csv": "protocol,pid\r\nTCP,4" };
  const { written } = await runMain([...ADD, "--pid", "7", "--out", "a.csv"], { files });
  assertEquals(written, {});
});

Deno.test("--append leaves a file that holds something else as it is", async () => {
  const cases: [string, string | Uint8Array, RegExp][] = [
    ["a.csv", "pid,protocol\r\n", /it does not start with the same header\nChoose the same fields/],
    ["a.csv", "protocol,pid,process\r\n", /it does not start with the same header\n/],
    ["a.csv", "p", /it does not start with the same header\n/],
    ["a.csv", '{"pid":4}\n', /it does not start with the same header\n/],
    ["a.csv", "protocol;pid\r\n", /its values are separated by ;\nUse --delimiter ';'\n/],
    ["a.csv", '"protocol"\t"pid"\n', /its values are separated by tab\nUse --delimiter 'tab'\n/],
    ["a.tsv", "protocol,pid\n", /its values are separated by ,\nUse --delimiter ','\n/],
    ["a.csv", wide("\ufeffprotocol,pid\r\n"), /it is not in UTF-8\n/],
    ["a.csv", wide("protocol,pid\r\n"), /it is not in UTF-8\n/],
    ["a.ndjson", wide('\ufeff{"a":1}\n'), /it is not in UTF-8\n/],
    ["a.ndjson", '[\n{"pid":4}\n]\n', /it does not hold one JSON object per line\n/],
    ["a.ndjson", "protocol,pid\n", /it does not hold one JSON object per line\n/],
  ];
  for (const [name, held, message] of cases) {
    const { code, stdout, stderr, written } = await runMain([...ADD, "--out", name], {
      files: { net: LISTING, [name]: held },
    });
    assertEquals([code, stdout, written], [2, "", {}], String(held));
    assert(stderr.startsWith(`netwho: Cannot append to ${name}: `), stderr);
    assertMatch(stderr, message);
  }
});

Deno.test("--append waits for a file that cannot be read just now", async () => {
  const files = { net: LISTING, "a.csv": "protocol,pid\r\n" };
  const { code, written } = await runMain([...ADD, "--out", "a.csv"], {
    files,
    host: {
      open: async function* (path) {
        if (path === "a.csv") throw new HostError("other", "Cannot read a.csv: it is locked");
        yield await Promise.resolve(new TextEncoder().encode(LISTING));
      },
    },
  });
  assertEquals([code, written["a.csv"]], [0, "protocol,pid\r\nUDP,912\r\n"]);
});

/** UTF-16 LE, as `>` in Windows PowerShell writes it. */
function wide(text: string): Uint8Array {
  return new Uint8Array(Uint16Array.from(text, (letter) => letter.charCodeAt(0)).buffer);
}

/** Writes to a file that fails, and tells what became of it. */
async function failing(overrides: (log: string[]) => Partial<Host>, args: readonly string[] = []) {
  const log: string[] = [];
  const outcome = await runMain(["--from", "net", "--out", "a.json", ...args], {
    files: { net: LISTING },
    host: overrides(log),
  });
  return { ...outcome, log };
}

// Of two files that are discarded, the first one only found out that there can be one.
const full = new HostError("noSpace", "Cannot write a.json: No space left on device");

Deno.test("a full disk leaves nothing, and says so", async () => {
  const { code, stdout, stderr, log } = await failing((log) => ({
    createFile: () => ({
      write: () => {
        throw full;
      },
      commit: () => void log.push("commit"),
      discard: () => void log.push("discard"),
    }),
  }));
  assertEquals([code, stdout, log], [3, "", ["discard", "discard"]]);
  assertMatch(stderr, /^netwho: Cannot write a\.json: No space left on device\nFree some space/);
});

Deno.test("what cannot be put in its place is given up", async () => {
  const { code, log } = await failing((log) => ({
    createFile: () => ({
      write: () => {},
      commit: () => {
        throw full;
      },
      discard: () => void log.push("discard"),
    }),
  }));
  assertEquals([code, log], [3, ["discard", "discard"]]);
});

Deno.test("a file that cannot be written is told before anything is asked of the machine", async () => {
  for (
    const command of [["connections"], ["connections", "--append", "--format", "csv"], ["snapshot"]]
  ) {
    const asked: string[] = [];
    const { code, stdout, stderr } = await runMain([...command, "--out", "a.json"], {
      host: {
        ...windowsHost(),
        run: (tool) => {
          asked.push(tool);
          return Promise.reject(new HostError("notFound", "No tool"));
        },
        pathKind: () => "file",
        open: async function* () {},
        createFile: () => {
          throw new HostError("busy", "Cannot write a.json: another program has it open");
        },
        appendLines: () => {
          throw new HostError("busy", "Cannot append to a.json: another program has it open");
        },
      },
    });
    assertEquals([code, stdout, asked], [3, "", []], command.join(" "));
    assertEquals(
      stderr,
      "netwho: Cannot write a.json: another program has it open\n" +
        "Close it there, or choose another --out FILE\n",
    );
  }
});

Deno.test("a file that only grows is appended to", async () => {
  const appended: string[] = [];
  const { code, stderr } = await runMain(
    ["--from", "net", "--append", "--format", "ndjson", "--out", "a.ndjson"],
    {
      files: { net: LISTING, "a.ndjson": "" },
      host: {
        createFile: () => {
          throw new HostError("permissionDenied", "Cannot write a.ndjson: it only grows");
        },
        appendLines: (_path, lines) => {
          const bytes = lines({ start: new Uint8Array(), endsInLine: true });
          appended.push(new TextDecoder().decode(bytes));
          return Promise.resolve();
        },
      },
    },
  );
  assertEquals([code, stderr], [0, ""]);
  assertEquals(appended.join("").trimEnd().split("\n").length, 4);
});

Deno.test("a source that fails on the way leaves nothing", async () => {
  for (const args of [[], ["--sort", "pid"], ["--listening"]]) {
    // Longer than what is looked at to tell what the file holds.
    const long = LISTING.repeat(Math.ceil((1 << 20) / LISTING.length));
    const { code, stdout, log } = await failing((log) => ({
      open: async function* () {
        yield new TextEncoder().encode(long);
        await Promise.resolve();
        throw new HostError("other", "Cannot read net: Input/output error");
      },
      createFile: () => ({
        write: () => {},
        commit: () => void log.push("commit"),
        discard: () => void log.push("discard"),
      }),
    }), args);
    assertEquals([code, stdout, log], [3, "", ["discard", "discard"]]);
  }
});

Deno.test("--fields without a value lists the fields and reads nothing", async () => {
  for (const command of ["connections", "netstat", "tasklist", "doctor"]) {
    const { code, stdout, stderr } = await runMain([command, "--fields"]);
    assertEquals([code, stderr], [0, ""]);
    assertMatch(stdout, /^\w+ +(?:text|integer|time) +\S.*\n/);
  }
  const { stdout } = await runMain(["connections", "--fields"]);
  assertEquals(
    stdout.split("\n").slice(0, -1).map((line) => line.split(" ")[0]!),
    CONNECTION_FIELDS.map(({ name }) => name as string),
  );
});

Deno.test("a wrong option shows before anything is read", async () => {
  for (
    const args of [
      ["--fields", "nonsense"],
      ["--sort", "nonsense"],
      ["--port", "x-y"],
      ["--delimiter", "ab"],
      ["--append"],
      ["--encoding", "nonsense"],
    ]
  ) {
    const { code, stdout, stderr } = await runMain(["--from", "missing", ...args]);
    assertEquals([code, stdout], [2, ""], args.join(" "));
    assertMatch(stderr, /^netwho: [A-Z][^\n]*\n/);
  }
});
