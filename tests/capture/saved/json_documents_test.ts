import { assert, assertEquals } from "@std/assert";
import fc from "fast-check";
import { readJson } from "../../../lib/capture/saved/json_records.ts";
import { readJsonRows } from "../../../lib/capture/saved/own_rows.ts";
import { assertLinear } from "../../support/timing.ts";

const TCP = { protocol: "TCP", localPort: 1 };
const UDP = { protocol: "UDP", localPort: 2 };
const SYSTEM = { process: "System", pid: 4 };
const DOCUMENT = {
  netwhoSnapshot: 1,
  computer: "PC-1",
  unseen: { hiddenBy: "rights", unreadablePids: [7] },
  connections: [TCP, UDP],
  processes: [SYSTEM],
};

interface Read {
  members: Record<string, unknown>;
  lists: string[];
  emptyLists: string[];
  isWhole: boolean;
}

/** The rows with their lists, the documents, the rejected lines, and how the text ends. */
function read(
  text: string,
): { rows: unknown[]; documents: Read[]; rejected: unknown; ending: string } {
  const { records, rejected, documents, ending } = readJson(text);
  return {
    rows: records.map(({ value, list }) => [list, value]),
    documents: documents.map(({ members, lists, emptyLists, isWhole }) => ({
      members: Object.fromEntries(members),
      lists: [...lists],
      emptyLists: [...emptyLists],
      isWhole,
    })),
    rejected: rejected.map(({ line, reason }) => [line, reason]),
    ending,
  };
}

const ROWS = [["connections", TCP], ["connections", UDP], ["processes", SYSTEM]];
const READ = {
  members: { netwhoSnapshot: 1, computer: "PC-1", unseen: DOCUMENT.unseen },
  lists: ["connections", "processes"],
  emptyLists: [],
  isWhole: true,
};
const sorted = (value: object) =>
  Object.fromEntries(Object.entries(value).sort(([one], [other]) => one < other ? -1 : 1));

/** The document as netwho lays it out. */
const LINES = `{
"netwhoSnapshot": 1,
"computer": "PC-1",
"unseen": ${JSON.stringify(DOCUMENT.unseen)},
"connections": [
${JSON.stringify(TCP)},
${JSON.stringify(UDP)}
],
"processes": [
${JSON.stringify(SYSTEM)}
]
}
`;

const LAYOUTS: Readonly<Record<string, string>> = {
  "a row a line": LINES,
  "on one line": JSON.stringify(DOCUMENT),
  pretty: JSON.stringify(DOCUMENT, null, 2),
  "with CRLF and a mark": `\ufeff${LINES.replaceAll("\n", "\r\n")}`,
  "sorted by name": JSON.stringify(sorted(DOCUMENT), null, 2),
  "sorted by name, on one line": JSON.stringify(sorted(DOCUMENT)),
  "with wrapped lists, as PowerShell 5.1 writes some": JSON.stringify({
    ...DOCUMENT,
    connections: { value: DOCUMENT.connections, Count: 2 },
  }),
};

for (const [name, text] of Object.entries(LAYOUTS)) {
  Deno.test(`the rows of a document ${name} are read, and what it says besides them`, () => {
    assertEquals(read(text), { rows: ROWS, documents: [READ], rejected: [], ending: "whole" });
  });
}

Deno.test("several documents follow each other on lines, in an array, wrapped, or at once", () => {
  const one = JSON.stringify(DOCUMENT);
  const texts = [
    `${one}\n${one}\n`,
    LINES + LINES,
    one + one,
    `[${one},${one}]`,
    JSON.stringify([DOCUMENT, DOCUMENT], null, 2),
    JSON.stringify({ value: [DOCUMENT, DOCUMENT], Count: 2 }),
  ];
  for (const text of texts) {
    const { rows, documents, rejected, ending } = read(text);
    assertEquals([rows, documents], [[...ROWS, ...ROWS], [READ, READ]], text);
    assertEquals([rejected, ending], [[], "whole"], text);
    const { records, documents: [first, second] } = readJson(text);
    const owners = records.map(({ document }) => [first, second].indexOf(document));
    assertEquals(owners, [0, 0, 0, 1, 1, 1]);
  }
});

Deno.test("documents and plain rows may stand in one file", () => {
  const { rows, documents } = read(`${JSON.stringify(TCP)}\n${LINES}[${JSON.stringify(UDP)}]`);
  assertEquals(rows, [[undefined, TCP], ...ROWS, [undefined, UDP]]);
  assertEquals(documents.length, 1);
});

Deno.test("each row has the number of its line", () => {
  assertEquals(readJson(LINES).records.map(({ line }) => line), [6, 7, 10]);
});

Deno.test("a list that PowerShell filtered down to one row, or to none, is a list", () => {
  const { rows, documents: [document], rejected } = read(
    JSON.stringify({ netwhoSnapshot: 1, connections: TCP, processes: null }),
  );
  assertEquals([rows, rejected], [[["connections", TCP]], []]);
  assertEquals(document!.lists, ["connections"]);
  assertEquals(document!.members.processes, null);
});

Deno.test("what is left of a document is read if its rows are netwho's", () => {
  const { rows, documents } = read(JSON.stringify({ connections: DOCUMENT.connections }));
  assertEquals(rows, ROWS.slice(0, 2));
  assertEquals(documents[0]!.members, {});
});

Deno.test("JSON of others that has connections stays what it is", () => {
  const others = [
    { connections: [] },
    { connections: [{ src: "192.0.2.1", dst: "192.0.2.2" }] },
    { connections: 7, processes: "none" },
    { connections: { open: 3 }, processes: [1, 2] },
    { connections: [[TCP]] },
  ];
  for (const other of others) {
    assertEquals(read(JSON.stringify(other)), {
      rows: [[undefined, other]],
      documents: [],
      rejected: [],
      ending: "whole",
    });
  }
});

const CUT = "ConvertTo-Json has made text of it";

Deno.test("rows of which ConvertTo-Json made text are rejected as that", () => {
  const texts: [object, unknown[]][] = [
    [{ ...DOCUMENT, connections: ["@{protocol=TCP}", "@{protocol=UDP}"] }, [[1, CUT], [1, CUT]]],
    [{ ...DOCUMENT, connections: " " }, [[1, CUT]]],
    [{ ...DOCUMENT, connections: "" }, [[1, CUT]]],
    [{ ...DOCUMENT, connections: "System.Object[]" }, [[1, CUT]]],
    [{ ...DOCUMENT, connections: ["x", 7] }, [[1, "not an object"], [1, "not an object"]]],
  ];
  for (const [document, rejected] of texts) {
    const found = read(JSON.stringify(document));
    assertEquals([found.rejected, found.rows], [rejected, [["processes", SYSTEM]]]);
  }
});

Deno.test("damage within a document costs its line, and what is behind it is read", () => {
  const damaged = (from: string, to: string) => read(LINES.replace(from, () => to));
  const row = damaged('"localPort":1', '"localPort":x');
  assertEquals([row.rows, row.rejected], [ROWS.slice(1), [[6, "not JSON"]]]);
  const member = damaged('"PC-1"', "PC-1");
  assertEquals([member.rows, member.rejected], [ROWS, [[3, "not JSON"]]]);
  assertEquals(member.documents[0]!.members.computer, undefined);
  const name = damaged('"computer"', "computer");
  assertEquals([name.rows, name.rejected], [ROWS, [[3, "not JSON"]]]);
});

Deno.test("a number at the end of a cut text may be the beginning of another", () => {
  const { documents: [document], ending } = read('{"netwhoSnapshot":1');
  assertEquals([document!.members, ending], [{}, "inObject"]);
});

const value = fc.oneof(fc.string(), fc.nat(), fc.constant(null), fc.constant('"}],[{\\'));
const rows = fc.array(fc.record({ protocol: fc.constant("TCP"), note: value, pid: fc.nat(9) }));
const layout = fc.constantFrom<(document: object) => string>(
  (document) => JSON.stringify(document),
  (document) => JSON.stringify(document, null, 2),
  (document) => JSON.stringify(sorted(document), null, 1),
);

Deno.test("a prefix of a document gives the first of its rows, and says that it is one", () => {
  const document = fc.record({
    netwhoSnapshot: fc.constant(1),
    warnings: fc.array(fc.string()),
    connections: rows.filter((rows) => rows.length > 0),
    processes: rows,
  });
  fc.assert(fc.property(document, layout, fc.nat(), (document, write, at) => {
    const text = write(document);
    const whole = readJson(text).records.map(({ value }) => value);
    assertEquals(whole, [...document.connections, ...document.processes]);
    const cut = readJson(text.slice(0, 1 + at % (text.length - 1)));
    const found = cut.records.map(({ value }) => value);
    assertEquals(found, whole.slice(0, found.length));
    assert(cut.ending !== "whole");
  }));
});

const BOMBS: Readonly<Record<string, (size: number) => string>> = {
  "beginnings of documents": (size) => '{"netwhoSnapshot":'.repeat(size / 18),
  "documents in lists": (size) => '{"netwhoSnapshot":1,"connections":['.repeat(size / 35),
  "empty lists": (size) => `{"netwhoSnapshot":1${',"connections":[]'.repeat(size / 17)}}`,
  "members without values": (size) => `{"netwhoSnapshot":1,${'"a"'.repeat(size / 3)}`,
  "many documents on a line": (size) => '{"netwhoSnapshot":1,"connections":[{}]}'.repeat(size / 39),
  "members that are damaged": (size) => `{"netwhoSnapshot":1,\n${'"a":x}\n'.repeat(size / 7)}`,
  "cut documents without a mark": (size) => '{"connections":[{'.repeat(size / 17),
};

for (const [name, prepare] of Object.entries(BOMBS)) {
  Deno.test(`a document takes time as its length does: ${name}`, () => {
    assertLinear(readJsonRows, { prepare, size: 200_000, name });
  });
}

Deno.test("a list is empty where it has an end and nothing in it", () => {
  const emptyIn = (text: string) => read(text).documents.map(({ emptyLists }) => emptyLists);
  const start = `{"netwhoSnapshot":1,"connections":`;
  const end = `,"processes":[]}`;
  assertEquals(emptyIn(`${start}[ \r\n ]${end}`), [["connections", "processes"]]);
  assertEquals(emptyIn(`${start}[]`), [["connections"]], "cut behind it");
  for (const list of ["[{}]", "[1]", `["x"]`, "{}", "null", `[${JSON.stringify(TCP)}]`]) {
    assertEquals(emptyIn(start + list + end), [["processes"]], list);
  }
  for (const cut of ["[", "[ ", "", "[{"]) assertEquals(emptyIn(start + cut).flat(), [], cut);
  // Another program has sorted the members: it is parsed as a whole.
  assertEquals(emptyIn(`{"connections":[],"netwhoSnapshot":1}`), [["connections"]]);
});
