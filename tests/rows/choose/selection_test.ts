import { assert, assertEquals, assertThrows } from "@std/assert";
import fc from "fast-check";
import type { ObjectRow } from "../../../lib/model/field.ts";
import { UsageError } from "../../../lib/errors.ts";
import { buildSelection, type SelectionOptions } from "../../../lib/rows/choose/selection.ts";
import { chooseRows, type RowWatch } from "../../../lib/rows/choose/choose_rows.ts";
import { inBatches } from "../../../lib/rows/rows.ts";

const listener: ObjectRow = {
  protocol: "TCP",
  localAddress: "0.0.0.0",
  localPort: 445,
  remoteAddress: "0.0.0.0",
  remotePort: 0,
  state: "LISTENING",
  pid: 4,
  process: "System",
  services: null,
};
const browser: ObjectRow = {
  protocol: "TCP",
  localAddress: "192.168.1.20",
  localPort: 52_341,
  remoteAddress: "8.8.8.8",
  remotePort: 443,
  state: "ESTABLISHED",
  pid: 9_120,
  process: "Chrome.exe",
  services: null,
};
const local: ObjectRow = {
  protocol: "TCP",
  localAddress: "::1",
  localPort: 5_432,
  remoteAddress: "::1",
  remotePort: 60_000,
  state: "TIME_WAIT",
  pid: 0,
  process: null,
  services: null,
};
const discovery: ObjectRow = {
  protocol: "UDP",
  localAddress: "fe80::1%12",
  localPort: 1_900,
  remoteAddress: null,
  remotePort: null,
  state: null,
  pid: 1_044,
  process: "svchost.exe",
  services: ["SSDPSRV", "upnphost"],
};
const named: ObjectRow = {
  protocol: "TCP",
  localAddress: "192.168.1.20",
  localPort: 52_342,
  remoteAddress: null,
  remotePort: 443,
  remoteHost: "host.example",
  state: "ESTABLISHED",
  pid: 9_120,
  process: "Chrome.exe",
};
const ROWS = { listener, browser, local, discovery, named };

/** The names of the rows that the options choose. */
function chosen(options: SelectionOptions): string {
  const { matches } = buildSelection(options);
  return Object.entries(ROWS).filter(([, row]) => matches(row)).map(([name]) => name).join(" ");
}

const everything = "listener browser local discovery named";

const CASES: readonly (readonly [SelectionOptions, string])[] = [
  [{}, everything],
  [{ listening: true }, "listener discovery"],
  [{ established: true }, "browser named"],
  [{ listening: true, established: true }, "listener browser discovery named"],
  [{ listening: false, ipv4: false, public: false, state: [] }, everything],
  [{ state: ["time-wait"] }, "local"],
  [{ state: ["LISTEN,estab"] }, "listener browser named"],
  [{ state: ["TimeWait"], listening: true }, "listener local discovery"],
  [{ state: ["!TIME_WAIT"] }, "listener browser discovery named"],
  [{ state: ["!time wait,listen"] }, "browser discovery named"],
  [{ protocol: ["UDP"] }, "discovery"],
  [{ protocol: ["tcpv6,udp4"] }, "local"],
  [{ protocol: ["tcp4", "udp6"] }, "listener browser discovery named"],
  [{ protocol: ["!tcp"] }, "discovery"],
  [{ ipv4: true }, "listener browser named"],
  [{ ipv6: true }, "local discovery"],
  [{ ipv4: true, ipv6: true }, everything],
  [{ port: ["443"] }, "browser named"],
  [{ port: ["0"] }, "listener"],
  [{ port: ["400-500"] }, "listener browser named"],
  [{ port: ["400-500,!445"] }, "browser named"],
  [{ port: ["400-500", "!445"] }, "browser named"],
  [{ port: ["!443,445"] }, "local discovery"],
  [{ port: ["!443,!445"] }, "local discovery"],
  [{ port: [" 443 , 1900 "] }, "browser discovery named"],
  [{ port: ["https,ms-sql-s,SSDP"] }, "browser discovery named"],
  [{ localPort: ["443,445"] }, "listener"],
  [{ remotePort: ["443,445"] }, "browser named"],
  [{ remotePort: ["!443"] }, "listener local discovery"],
  [{ localPort: ["50000-65535"], remotePort: ["443"] }, "browser named"],
  [{ address: ["192.168.0.0/16"] }, "browser named"],
  [{ address: ["8.8.8.8,::1"] }, "browser local"],
  [{ local: ["fe80::/10"] }, "discovery"],
  [{ remote: ["8.8.8.0-8.8.8.255"] }, "browser"],
  [{ remote: ["!8.0.0.0/8"] }, "listener local discovery named"],
  [{ pid: ["0-4"] }, "listener local"],
  [{ pid: ["4294967295,1044"] }, "discovery"],
  [{ process: ["chrome"] }, "browser named"],
  [{ process: ["CHROME.EXE"] }, "browser named"],
  [{ process: ["s*"] }, "listener discovery"],
  [{ process: ["?hrome"] }, "browser named"],
  [{ process: ["!svchost,chrome"] }, "listener local"],
  [{ service: ["ssdp*"] }, "discovery"],
  [{ service: ["UPNPHOST"] }, "discovery"],
  [{ service: ["!upnp*"] }, "listener browser local named"],
  [{ public: true }, "browser"],
  [{ scope: ["public"] }, "browser"],
  [{ scope: ["!public"] }, "listener local discovery named"],
  [{ scope: ["any"] }, "listener"],
  [{ scope: ["link-local,LOOPBACK"] }, "local discovery"],
  [{ scope: ["loopback"], public: true }, "browser local"],
  [{ public: true, established: true, port: ["443"], process: ["chrome"] }, "browser"],
  [{ public: true, listening: true }, ""],
  [{ sort: ["nonsense"], limit: -1 }, everything],
];

for (const [options, expected] of CASES) {
  Deno.test(`${JSON.stringify(options)} chooses ${expected || "nothing"}`, () => {
    assertEquals(chosen(options), expected);
  });
}

Deno.test("UDP waits where it has no peer, as saved output writes that too", () => {
  const { matches } = buildSelection({ listening: true });
  const rows = [
    [{ remoteAddress: null, remotePort: null }, true],
    [{ remoteAddress: "0.0.0.0", remotePort: null }, true], // Linux: 0.0.0.0:*
    [{ remoteAddress: "::", remotePort: 0 }, true],
    [{ remoteAddress: "192.0.2.1", remotePort: 53 }, false],
    [{ remoteAddress: null, remoteHost: "host.example", remotePort: 53 }, false],
  ] as const;
  for (const [ends, expected] of rows) {
    assertEquals(matches({ ...discovery, remoteHost: null, ...ends }), expected);
  }
  assertEquals(buildSelection({ state: ["LISTENING"] }).matches(discovery), false);
});

async function told(options: SelectionOptions, rows: readonly ObjectRow[]): Promise<string[]> {
  const lines: string[] = [];
  const watch: RowWatch = {
    concerns: ({ pid }) => pid === null,
    judged: (row, matches) => {
      lines.push(`${row.localPort} ${matches({})} ${matches({ pid: 20 })}`);
    },
    zoneless: ({ localAddress }) => void lines.push(`${localAddress}`),
    unknown: () => {},
  };
  for await (const _batch of chooseRows(buildSelection(options), { watch })(inBatches(rows)));
  return lines;
}

Deno.test("filters on owners tell of rows whose owner is not known, if the others choose them", async () => {
  const rows = [1, 2].map((localPort) => ({ ...listener, localPort, pid: null, process: null }));
  assertEquals(await told({ pid: ["20"] }, [...rows, browser]), ["1 false true", "2 false true"]);
  assertEquals(await told({ pid: ["!4"], port: ["2"] }, rows), ["2 true true"]);
  assertEquals(await told({ process: ["x"], port: ["3"] }, rows), []);
  assertEquals(await told({ service: ["x"] }, rows), ["1 false false", "2 false false"]);
  assertEquals(await told({ port: ["1"] }, rows), []);
});

Deno.test("a zone that is asked for and not known is told of", async () => {
  const rows = ["fe80::1", "fe80::1%eth0", "fe80::1%eth1", "fe80::2", "::1"].map((
    localAddress,
  ) => ({
    ...discovery,
    localAddress,
  }));
  assertEquals(await told({ local: ["fe80::1%eth0"] }, rows), ["fe80::1"]);
  assertEquals(await told({ local: ["fe80::1"] }, rows), []);
  assertEquals(buildSelection({ local: ["fe80::1%eth0"] }).matches(rows[0]!), false);
});

Deno.test("a listener on a public address has nobody public at its other end", () => {
  const exposed = { ...listener, localAddress: "8.8.4.4" };
  assertEquals(buildSelection({ public: true }).matches(exposed), false);
  assertEquals(buildSelection({ scope: ["!public"] }).matches(exposed), true);
  const hidden = { ...listener, localAddress: "127.0.0.1" };
  assertEquals(buildSelection({ scope: ["!loopback"] }).matches(hidden), false);
});

Deno.test("a row whose local end is a name has the IP version of its remote end", () => {
  const row = { localAddress: null, localHost: "pc", remoteAddress: "2001:db8::1" };
  assertEquals(buildSelection({ ipv6: true }).matches(row), true);
  assertEquals(buildSelection({ ipv4: true }).matches(row), false);
  assertEquals(buildSelection({ ipv4: true }).matches({ localHost: "pc" }), false);
  assertEquals(buildSelection({ ipv6: true }).matches({ localHost: "pc" }), false);
});

Deno.test("fields that a record does not have are null", () => {
  const process = { process: "svchost.exe", pid: 1_044 };
  assertEquals(buildSelection({ process: ["svchost"], pid: ["1044"] }).matches(process), true);
  assertEquals(buildSelection({ port: ["1-65535"] }).matches(process), false);
  assertEquals(buildSelection({ service: ["!x"], scope: ["!public"] }).matches(process), true);
});

Deno.test("a selection is active as soon as anything is asked for", () => {
  assertEquals(buildSelection({}).active, false);
  assertEquals(buildSelection({ port: [], listening: false, limit: 3 }).active, false);
  assertEquals(buildSelection({ listening: true }).active, true);
  assertEquals(buildSelection({ process: ["*"] }).active, true);
});

const ERRORS: readonly (readonly [SelectionOptions, string])[] = [
  [{ port: ["53-"] }, 'Cannot read --port "53-": not a range, write it like 53-139'],
  [{ port: ["53-x"] }, 'Cannot read --port "53-x": not a range, write it like 53-139'],
  [{ port: ["-53"] }, 'Cannot read --port "-53": not a number, write it like 443 or 53-139'],
  [{ port: ["53,139-53"] }, 'Cannot read --port "139-53": the range ends before it starts'],
  [{ port: ["65536"] }, 'Cannot read --port "65536": the highest is 65535'],
  [{ port: ["99999999999"] }, 'Cannot read --port "99999999999": the highest is 65535'],
  [{ port: ["1e3"] }, 'Cannot read --port "1e3": not a number'],
  [{ port: ["htps"] }, 'Cannot read --port "htps": not a port, write it like 443, 53-139 or https'],
  [{ port: [""] }, 'Cannot read --port "": it is empty, and a value was wanted'],
  [{ port: ["443,"] }, 'Cannot read --port "443,": a value is missing from the list'],
  [{ port: ["!"] }, 'Cannot read --port "!": a value is missing from the list'],
  [{ localPort: ["x"] }, 'Cannot read --local-port "x"'],
  [{ remotePort: ["70000"] }, 'Cannot read --remote-port "70000"'],
  [{ pid: ["chrome"] }, 'Cannot read --pid "chrome": not a number'],
  [{ pid: ["self"] }, '"self": not a number, write it like 4711 or 4000-4999'],
  [{ pid: ["4711 1052"] }, '"4711 1052": a comma, not a space, separates values'],
  [{ pid: ["$a,$b"] }, 'Cannot read --pid "$a,$b": it is the name of a variable, not its value'],
  [{ process: ["${p}"] }, 'Cannot read --process "${p}": it is the name of a variable'],
  [{ process: ["%names%"] }, 'Cannot read --process "%names%": it is the name of a variable'],
  [{ process: ["'a*','b*'"] }, "the quotes are part of the value"],
  [{ process: ["'chrome*'"] }, "the quotes are part of the value"],
  [{ process: ["!“chrome”"] }, "the quotes are part of the value"],
  [{ service: ["„dns“"] }, "the quotes are part of the value"],
  [{ port: ["443-"] }, 'Cannot read --port "443-": not a range, write it like 53-139'],
  [{ port: [":443"] }, 'Cannot read --port ":443": not a port, write it like 443, 53-139 or https'],
  [{ port: ["10.0.0.1"] }, 'Cannot read --port "10.0.0.1": it is an address, not a port'],
  [
    { remote: ["10.0.0.1:443"] },
    'Cannot read --remote "10.0.0.1:443": it is an address with a port',
  ],
  [{ local: ["[fe80::1%12]:445"] }, "it is an address with a port"],
  [{ address: ["443"] }, 'Cannot read --address "443": not an address, but it can be a port'],
  [{ pid: ["4294967296"] }, 'Cannot read --pid "4294967296": the highest is 4294967295'],
  [{ state: ["LISTENNING"] }, '--state "LISTENNING": not a state, did you mean LISTENING?'],
  [{ state: ["!time_wiat"] }, '--state "time_wiat": not a state, did you mean TIME_WAIT?'],
  [{ state: ["constructor"] }, '--state "constructor": not a state'],
  [{ protocol: ["tpc"] }, '--protocol "tpc": not a protocol, did you mean tcp?'],
  [{ scope: ["publik"] }, '--scope "publik": not a scope, did you mean public?'],
  [{ address: ["10.0.0.0/40"] }, 'Cannot read --address "10.0.0.0/40": '],
  [{ local: ["localhost"] }, 'Cannot read --local "localhost": not an address'],
  [{ remote: ["1.2.3.4-1"] }, 'Cannot read --remote "1.2.3.4-1": a range needs'],
];

for (const [options, message] of ERRORS) {
  Deno.test(`${JSON.stringify(options)} is refused`, () => {
    assertThrows(() => buildSelection(options), UsageError, message);
  });
}

Deno.test("a refused value comes with what to write", () => {
  const hints: [options: SelectionOptions, hint: string | null][] = [
    [{ pid: ["chrome"] }, "For a program by its name: --process chrome"],
    [{ pid: ["4-"] }, null],
    [
      { pid: ["4711 1052"] },
      "Write --pid 4711,1052, for a list in PowerShell --pid ($p -join ',')",
    ],
    [{ pid: ["$p"] }, "For a list in PowerShell write --pid ($p -join ',')"],
    [{ process: ["'a*','b*'"] }, 'Write --process "a*,b*"'],
    [{ process: ["!'a*'"] }, 'Write --process "!a*"'],
    [{ port: [":443"] }, "Write 443"],
    [{ port: ["443/tcp"] }, "Write 443"],
    [{ port: ["tcp/443"] }, "Write 443"],
    [{ port: ["10.0.0.1"] }, "Write --address 10.0.0.1"],
    [{ port: ["abc"] }, null],
    [{ remote: ["10.0.0.1:443"] }, "Write --remote 10.0.0.1 --remote-port 443"],
    [{ local: ["[fe80::1%12]:445"] }, "Write --local fe80::1%12 --local-port 445"],
    [{ address: ["[::1]:443"] }, "Write --address ::1 --port 443"],
    [{ remote: [":443"] }, "Write --remote-port 443"],
    [{ remote: ["10.*"] }, "Write --remote 10.0.0.0/8"],
    [{ local: ["192.168.1.*"] }, "Write --local 192.168.1.0/24"],
    [{ address: ["192.168."] }, "Write --address 192.168.0.0/16"],
    [{ local: ["localhost"] }, "Write --local 127.0.0.1,::1"],
    [{ remote: ["10.0.0.1 ::1"] }, "Write --remote 10.0.0.1,::1"],
    [
      { remote: ["www.example.com"] },
      "Find the addresses of a name with netwho nslookup www.example.com",
    ],
    [{ remote: ["10.0.0.1/33"] }, null],
  ];
  for (const [options, hint] of hints) {
    assertEquals(assertThrows(() => buildSelection(options), UsageError).hint, hint);
  }
});

Deno.test("an address in brackets is the address", () => {
  const row = { localAddress: "fe80::1%12", remoteAddress: "::1" };
  for (
    const options of [
      { remote: ["[::1]"] },
      { remote: ["[::]/96"] },
      { remote: ["[::]-[::5]"] },
      { local: ["[fe80::1%12]"] },
      { local: ["![fe80::2]"] },
      { address: ["[2001:db8::1],[::1]"] },
    ]
  ) assertEquals([options, buildSelection(options).matches(row)], [options, true]);
  assertEquals(buildSelection({ remote: ["[::2]"] }).matches(row), false);
});

Deno.test("a refused name comes with all that are known", () => {
  const { hint } = assertThrows(() => buildSelection({ scope: ["x"] }), UsageError);
  assertEquals(
    hint,
    "Known: any, loopback, linkLocal, private, shared, multicast, reserved, documentation, public",
  );
});

// The laws, against a second implementation that expands everything and looks it up.

const port = fc.constantFrom(null, 53, 80, 139, 443, 445, 60_000);
const row: fc.Arbitrary<ObjectRow> = fc.record({
  protocol: fc.constantFrom("TCP", "UDP"),
  localAddress: fc.constantFrom(null, "127.0.0.1", "192.0.2.1", "::1"),
  localPort: port,
  remoteAddress: fc.constantFrom(null, "0.0.0.0", "192.0.2.9", "8.8.8.8", "fd00::1"),
  remotePort: port,
  state: fc.constantFrom(null, "LISTENING", "ESTABLISHED", "TIME_WAIT"),
  pid: fc.constantFrom(null, 0, 4, 912),
}, { requiredKeys: [] });

/** A list as a user writes it, from values and the mark that excludes. */
function lists(values: fc.Arbitrary<string>): fc.Arbitrary<string[]> {
  const marked = fc.tuple(fc.boolean(), values).map(([not, value]) => `${not ? "!" : ""}${value}`);
  const entry = fc.array(marked, { minLength: 1, maxLength: 3 }).map((parts) => parts.join(","));
  return fc.array(entry, { maxLength: 2 });
}

const ports = fc.constantFrom("53", "443", "53-139", "80-443", "1-65535", "139,445");
const states = fc.constantFrom("LISTENING", "time-wait", "established");
const pids = fc.constantFrom("0", "4", "0-100", "912");
const options: fc.Arbitrary<SelectionOptions> = fc.record({
  port: lists(ports),
  localPort: lists(ports),
  remotePort: lists(ports),
  state: lists(states),
  pid: lists(pids),
}, { requiredKeys: [] });

/** Everything an option's list names, as two sets of plain values. */
function expand(list: readonly string[] = []): { wanted: Set<unknown>; unwanted: Set<unknown> } {
  const wanted = new Set<unknown>();
  const unwanted = new Set<unknown>();
  for (const entry of list) {
    entry.split(",").forEach((piece) => {
      const into = entry[0] === "!" || piece[0] === "!" ? unwanted : wanted;
      const text = piece.replace("!", "");
      const [low, high = low] = text.split("-").map(Number);
      if (Number.isNaN(low)) into.add(text.toUpperCase().replace("-", "_"));
      else for (let number = low!; number <= high!; number++) into.add(number);
    });
  }
  return { wanted, unwanted };
}

function naive(row: ObjectRow, options: SelectionOptions): boolean {
  const fields: [keyof SelectionOptions, unknown[]][] = [
    ["port", [row.localPort, row.remotePort]],
    ["localPort", [row.localPort]],
    ["remotePort", [row.remotePort]],
    ["state", [row.state]],
    ["pid", [row.pid]],
  ];
  return fields.every(([key, values]) => {
    const { wanted, unwanted } = expand(options[key] as string[] | undefined);
    const inSet = (set: Set<unknown>) => values.some((value) => set.has(value));
    return (wanted.size === 0 || inSet(wanted)) && !inSet(unwanted);
  });
}

Deno.test("a selection chooses what expanding every list chooses", () => {
  const counts = { chosen: 0, left: 0 };
  fc.assert(
    fc.property(fc.array(row, { minLength: 1, maxLength: 4 }), options, (rows, options) => {
      const { matches } = buildSelection(options);
      for (const row of rows) {
        const expected = naive(row, options);
        counts[expected ? "chosen" : "left"]++;
        assertEquals(matches(row), expected);
      }
    }),
    { numRuns: 500 },
  );
  assert(counts.chosen > 50 && counts.left > 50, JSON.stringify(counts));
});

Deno.test("what a value chooses and what it excludes are all rows, and no row twice", () => {
  const values: fc.Arbitrary<Record<string, string[]>> = fc.oneof(
    ports.filter((value) => !value.includes(",")).map((value) => ({ port: [value] })),
    states.map((value) => ({ state: [value] })),
    fc.constantFrom("public", "private", "any", "loopback").map((value) => ({ scope: [value] })),
    fc.constantFrom("8.0.0.0/8", "::/0", "127.0.0.1").map((value) => ({ address: [value] })),
    fc.constantFrom("tcp", "udp6").map((value) => ({ protocol: [value] })),
  );
  fc.assert(fc.property(row, values, (row, value) => {
    const excluding = Object.fromEntries(
      Object.entries(value).map(([key, [text]]) => [key, [`!${text}`]]),
    );
    assertEquals(buildSelection(value).matches(row), !buildSelection(excluding).matches(row));
  }));
});
