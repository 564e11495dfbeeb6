/**
 * Tests of the reader of netwho.json: what it takes, and that every mistake ends the run with its place.
 *
 * @module
 */
import { assertEquals, assertStringIncludes, assertThrows } from "@std/assert";
import { readConfig } from "../../../lib/audit/config/read_config.ts";
import { RULES } from "../../../lib/audit/rules.ts";
import { ParseError } from "../../../lib/errors.ts";
import type { Connection } from "../../../lib/model/connection.ts";
import { CONNECTION_FIELDS } from "../../../lib/model/connection.ts";
import { emptyRecord } from "../../../lib/model/field.ts";

const RULE_IDS = ["known-backdoor-port", "remote-desktop-from-outside", "beacon"];

const read = (text: string) => readConfig(text, { label: "netwho.json", ruleIds: RULE_IDS });

function row(fields: Partial<Connection>): Connection {
  return { ...emptyRecord(CONNECTION_FIELDS), ...fields } as Connection;
}

/** Whether an entry with a condition holds for a connection. */
function holds(condition: Record<string, unknown>, fields: Partial<Connection>, rule = "beacon") {
  const { allow: [entry] } = read(JSON.stringify({ allow: [{ ...condition, reason: "wanted" }] }));
  return entry!.holds(rule, row(fields));
}

function mistakeIn(text: string): ParseError {
  return assertThrows(() => read(text), ParseError);
}

Deno.test("a config may have comments and trailing commas", () => {
  const { allow } = read(`{
    // why we have this
    "allow": [ { "port": 443, "reason": "web", }, /* more */ ],
  }`);
  assertEquals(allow.map(({ reason, until, line }) => [reason, until, line]), [["web", null, 3]]);
});

Deno.test("conditions are those of the filters of the command line", () => {
  const cases: readonly [Record<string, unknown>, Partial<Connection>, boolean][] = [
    [{ process: "chrome" }, { process: "Chrome.exe" }, true],
    [{ process: "chrome" }, { process: "chromedriver.exe" }, false],
    [{ process: ["a*", "b?"] }, { process: "b1" }, true],
    [{ process: "!svchost" }, { process: "svchost.exe" }, false],
    [{ process: "!svchost" }, { process: "lsass.exe" }, true],
    [{ path: "C:\\Program Files\\Backup" }, { path: "c:/program files/backup/b.exe" }, true],
    [{ path: "C:\\Program Files\\Backup" }, { path: "C:\\Program Files\\Backup2\\b.exe" }, false],
    [{ path: "/opt/backup" }, { path: "/opt/backup/bin/run" }, true],
    [{ port: 443 }, { remotePort: 443 }, true],
    [{ port: 443 }, { localPort: 443 }, true],
    [{ port: "https,8000-8099" }, { remotePort: 8050 }, true],
    [{ port: ["!443"] }, { remotePort: 443 }, false],
    [{ localPort: 443 }, { localPort: 5000, remotePort: 443 }, false],
    [{ remotePort: "443" }, { localPort: 443, remotePort: 5000 }, false],
    [{ peer: "192.0.2.0/24" }, { remoteAddress: "192.0.2.77" }, true],
    [{ peer: "192.0.2.0/24" }, { localAddress: "192.0.2.77" }, false],
    [{ peer: "192.0.2.1-192.0.2.9" }, { remoteAddress: "::ffff:192.0.2.9" }, true],
    [{ peer: "2001:db8::/32" }, { remoteAddress: "2001:db8::1" }, true],
    [{ host: "*.example.com" }, { remoteHost: "a.example.com." }, true],
    [{ host: "*.example.com" }, { localHost: "pc.example.com" }, false],
    [{ owner: "Example, Inc." }, { remoteOwner: "Example, Inc." }, true],
    [{ user: "anna" }, { user: "PC\\anna" }, true],
    [{ rule: "bea*" }, {}, true],
    [{ rule: ["!beacon"] }, {}, false],
    [{ rule: "known-*" }, {}, false],
    [{ process: "a", port: 1 }, { process: "a", remotePort: 2 }, false],
  ];
  for (const [condition, fields, expected] of cases) {
    assertEquals(holds(condition, fields), expected, JSON.stringify([condition, fields]));
  }
});

Deno.test("what is not known of a connection fulfils no condition, not even one that excludes", () => {
  for (
    const condition of [
      { owner: "!*evil*" },
      { process: "!svchost" },
      { path: "!C:\\Temp" },
      { host: "!*.example.com" },
      { user: "!anna" },
      { peer: "!192.0.2.0/24" },
      { owner: "*" },
      { path: "*" },
    ]
  ) assertEquals(holds(condition, {}), false, JSON.stringify(condition));
});

Deno.test("of several severities that fit a rule the last one counts", () => {
  const { severityOf } = read(`{"severity": {"*": "low", "known-*": "off", "beacon": "critical"}}`);
  assertEquals(
    ["known-backdoor-port", "beacon", "remote-desktop-from-outside"].map(severityOf),
    ["off", "critical", "low"],
  );
});

Deno.test("placeholders are lists, or one text", () => {
  const { placeholders } = read(`{"placeholders": {"admins": ["anna", "kim"], "dc": "DC-1"}}`);
  assertEquals([...placeholders], [["admins", ["anna", "kim"]], ["dc", ["DC-1"]]]);
});

Deno.test("an empty object is a config that says nothing", () => {
  const { allow, severityOf, placeholders } = read("{}");
  assertEquals([allow.length, severityOf("beacon"), placeholders.size], [0, null, 0]);
});

Deno.test("the IDs of Sigma rules may be named in a run without them", () => {
  read(
    `{"severity": {"50e54b8d-ad73-43f8-96a1-5191685b17a4": "low", "net_connection_win_x": "off"}}`,
  );
  assertEquals(
    holds({ rule: "50e54b8d-*-*-*-*" }, {}, "50e54b8d-ad73-43f8-96a1-5191685b17a4"),
    true,
  );
});

Deno.test("every mistake is told with its place and with what was wanted", () => {
  const cases: readonly [text: string, place: string, said: string, hint?: string][] = [
    ["", "line 1, column 1", "it is empty: at least {} was wanted"],
    ["  \n ", "line 1, column 1", "it is empty"],
    ["[]", "line 1, column 1", "an object was wanted, { }, not a list"],
    [`{"allow": []} {}`, "line 1, column 15", "the end was wanted"],
    [
      `{\n  "allow": [],\n  "alow": []\n}`,
      "line 3, column 3",
      '"alow" is no setting, did you mean',
    ],
    [`{"allow": [], "allow": []}`, "line 1, column 15", '"allow" is there twice'],
    [`{"allow": {}}`, "line 1, column 11", '"allow" is an object, a list was wanted'],
    [`{"allow": ["*"]}`, "line 1, column 12", "not text"],
    [`{"allow": [{"port": 1}]}`, "line 1, column 12", 'no "reason"'],
    [`{"allow": [{"port": 1, "reason": " "}]}`, "line 1, column 34", '"reason" is text'],
    [`{"allow": [{"reason": "x"}]}`, "line 1, column 12", "would allow everything", "Add one of"],
    [`{"allow": [{"until": "2027-01-01", "reason": "x"}]}`, "line 1, column 12", "everything"],
    [
      `{"allow": [{"prot": 1, "reason": "x"}]}`,
      "column 13",
      'no entry has a "prot", did you mean port?',
    ],
    [`{"allow": [{"port": "44x", "reason": "x"}]}`, "column 21", '"port" is "44x": not a number'],
    [`{"allow": [{"port": [], "reason": "x"}]}`, "column 21", 'the list of "port" is empty'],
    [`{"allow": [{"port": null, "reason": "x"}]}`, "column 21", '"port" is null, a port or a list'],
    [`{"allow": [{"port": 1.5, "reason": "x"}]}`, "column 21", '"port" is "1.5"'],
    [`{"allow": [{"port": -1, "reason": "x"}]}`, "column 21", '"port" is "-1"'],
    [`{"allow": [{"port": 65536, "reason": "x"}]}`, "column 21", "the highest is 65535"],
    [`{"allow": [{"process": 5, "reason": "x"}]}`, "column 24", '"process" is 5, text or a list'],
    [`{"allow": [{"process": "!", "reason": "x"}]}`, "column 24", "a value is missing"],
    [`{"allow": [{"peer": "192.0.2.0/33", "reason": "x"}]}`, "column 21", "must be from 0 to 32"],
    [`{"allow": [{"peer": "a.example", "reason": "x"}]}`, "column 21", "not an address"],
    [`{"allow": [{"host": "192.0.2.1", "reason": "x"}]}`, "column 21", "it is an address"],
    [
      `{"allow": [{"rule": "becon", "reason": "x"}]}`,
      "column 21",
      "did you mean beacon?",
      "--list-rules",
    ],
    [
      `{"allow": [{"port": 1, "reason": "x", "until": "2027-02-30"}]}`,
      "column 48",
      "a date was wanted",
    ],
    [`{"allow": [{"port": 1, "reason": "x", "until": 2027}]}`, "column 48", '"until" is 2027'],
    [`{"severity": []}`, "column 14", '"severity" is a list, an object was wanted'],
    [
      `{"severity": {"beacon": "hihg"}}`,
      "column 25",
      '"hihg" is not a severity, did you mean high?',
    ],
    [`{"severity": {"beacon": true}}`, "column 25", "true is not a severity"],
    [`{"severity": {"becon": "low"}}`, "column 15", "did you mean beacon?"],
    [`{"placeholders": {"%a%": "x"}}`, "column 19", "name without %", 'Write "a"'],
    [`{"placeholders": {"a": [1]}}`, "column 25", '"a" is 1'],
    [`{"$schema": 1}`, "column 13", '"$schema" is 1'],
    [`{"allow": [{"path": "C:\\Temp", "reason": "x"}]}`, "column 21", "write a backslash as"],
    [`{'allow': []}`, "column 2", "text stands in double quotes"],
    [`{"allow": [`, "column 12", "was wanted"],
    [`{"allow" []}`, "column 10", "a colon was wanted"],
  ];
  for (const [text, place, said, hint] of cases) {
    const error = mistakeIn(text);
    assertStringIncludes(error.message, "Cannot use netwho.json: line ", text);
    assertStringIncludes(error.message, place, text);
    assertStringIncludes(error.message, said, text);
    if (hint !== undefined) assertStringIncludes(error.hint ?? "", hint, text);
  }
});

Deno.test("of several mistakes the first one is told, and how many there are", () => {
  assertStringIncludes(
    mistakeIn(`{"allow": [{"prot": 1}], "foo": 1, "bar": 2}`).message,
    "(and 3 more mistakes below)",
  );
});

Deno.test("hints speak of the config, not of a shell's options", () => {
  for (
    const [key, value] of [["path", "%TEMP%"], ["path", "~/x"], ["host", "192.0.2.1"], [
      "peer",
      "192.0.2.1:443",
    ]]
  ) {
    const { hint } = mistakeIn(JSON.stringify({ allow: [{ [key!]: value, reason: "x" }] }));
    assertEquals(/--|\$/.test(hint ?? ""), false, `${hint}`);
  }
});

Deno.test("text that is nested without end is a mistake, not a crash", () => {
  assertThrows(() => read("[".repeat(1_000_000)), ParseError);
});

Deno.test("the example in docs/audit-settings.md is a config", async () => {
  const page = await Deno.readTextFile(
    new URL("../../../docs/audit-settings.md", import.meta.url),
  );
  const [, example = ""] = /```json\n(.*?)```/s.exec(page) ?? [];
  const { allow, placeholders } = readConfig(example, {
    label: "example",
    ruleIds: RULES.map(({ id }) => id),
  });
  assertEquals([allow.length, placeholders.size], [2, 1]);
});
