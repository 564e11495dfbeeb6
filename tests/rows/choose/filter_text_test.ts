import { assert, assertEquals, assertThrows } from "@std/assert";
import fc from "fast-check";
import { UnfinishedError, UsageError } from "../../../lib/errors.ts";
import { CHANGE_FIELDS } from "../../../lib/model/change.ts";
import { CONNECTION_FIELDS } from "../../../lib/model/connection.ts";
import type { ObjectRow } from "../../../lib/model/field.ts";
import { PROCESS_FIELDS } from "../../../lib/model/process.ts";
import { readFilterText } from "../../../lib/rows/choose/filter_text.ts";
import { buildSelection, type SelectionOptions } from "../../../lib/rows/choose/selection.ts";
import { writeFilters } from "../../../lib/rows/choose/written_filters.ts";
import { arbitraryRow } from "../../support/arbitrary_rows.ts";

const blank = Object.fromEntries(CONNECTION_FIELDS.map(({ name }) => [name, null])) as ObjectRow;

const ROWS: Readonly<Record<string, ObjectRow>> = {
  listener: {
    ...blank,
    protocol: "TCP",
    localAddress: "0.0.0.0",
    localPort: 8080,
    state: "LISTENING",
    pid: 4711,
    process: "java",
    path: "/usr/lib/jvm/bin/java",
    user: "tomcat",
  },
  web: {
    ...blank,
    protocol: "TCP",
    localAddress: "192.0.2.20",
    localPort: 52_341,
    remoteAddress: "203.0.113.8",
    remotePort: 443,
    remoteService: "https",
    remoteHost: "www.example.com",
    remoteOwner: "Example Networks",
    remoteCountry: "DE",
    remoteScope: "documentation",
    state: "ESTABLISHED",
    direction: "outbound",
    pid: 9_120,
    process: "Chrome.exe",
    path: "C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe",
    user: "PC\\anna",
  },
  wait: {
    ...blank,
    protocol: "TCP",
    localAddress: "2001:db8::20",
    localPort: 443,
    remoteAddress: "2001:db8::9",
    remotePort: 8080,
    state: "TIME_WAIT",
    direction: "inbound",
    pid: 0,
  },
  udp: {
    ...blank,
    protocol: "UDP",
    localAddress: "127.0.0.1",
    localPort: 1900,
    pid: 1_044,
    process: "svchost.exe",
    services: ["SSDPSRV", "upnphost"],
    path: "C:\\Windows\\System32\\svchost.exe",
    user: "NT AUTHORITY\\LOCAL SERVICE",
  },
};

function chosen(text: string): string {
  const { matches } = readFilterText(text, { fields: CONNECTION_FIELDS });
  return Object.keys(ROWS).filter((name) => matches(ROWS[name]!)).join(" ");
}

const READ: readonly (readonly [text: string, expected: string])[] = [
  ["", "listener web wait udp"],
  ["  \t ", "listener web wait udp"],
  // As on the command line.
  ["--port 443 --process chrome", "web"],
  ["--port=443", "web wait"],
  ["-4", "listener web udp"],
  ["-6", "wait"],
  ["-46", "listener web wait udp"],
  ["--local-port 443", "wait"],
  // Without dashes, and with a colon or an equals sign.
  ["port 443 process chrome", "web"],
  ["PORT 443", "web wait"],
  ["port:443", "web wait"],
  ["port=443", "web wait"],
  ["port: 443", "web wait"],
  ["port = 443", "web wait"],
  ["port :443", "web wait"],
  ["port==443", "web wait"],
  ["localPort 443", "wait"],
  ["local_port 443", "wait"],
  ["–port 443", "web wait"],
  ["established process chrome", "web"],
  ["listening", "listener udp"],
  ["listening established", "listener web udp"],
  ["port https", "web wait"],
  ["remote 203.0.113.0/24", "web"],
  ["remote ::/0", "wait"],
  ["state time-wait,listen", "listener wait"],
  ["protocol udp", "udp"],
  ["direction inbound", "wait"],
  ["direction:outbound", "web"],
  ["direction !inbound", "listener web udp"],
  ["owner *example*", "web"],
  ["country de", "web"],
  ["user anna", "web"],
  // A comma means either.
  ["process chrome,java", "listener web"],
  ["process chrome, java", "listener web"],
  ["process chrome ,java", "listener web"],
  ["port 1900 port 8080", "listener wait udp"],
  // Exclusion.
  ["!listening", "web wait"],
  ["! listening", "web wait"],
  ["not listening", "web wait"],
  ["!-4", "wait"],
  ["!port 443", "listener udp"],
  ["port !443", "listener udp"],
  ["port ! 443", "listener udp"],
  ["port != 443", "listener udp"],
  ["port!=443", "listener udp"],
  ["!port 443,8080", "udp"],
  ["process !chrome,java", "wait udp"],
  ["!chrome", "listener wait udp"],
  ["!chrome,java", "wait udp"],
  ["java,!chrome", "listener"],
  // Quotes hold a value with spaces together.
  ['path "C:\\Program Files"', "web"],
  ['path:"C:\\Program Files\\"', "web"],
  ["user 'NT AUTHORITY\\*'", "udp"],
  ['process "java","chrome"', "listener web"],
  ['"program files"', "web"],
  ['!"program files"', "listener wait udp"],
  ["\u201cprogram files\u201d", "web"],
  ['"host"', "udp"],
  // A word that names no filter.
  ["443", "web wait"],
  ["4711", "listener"],
  ["8000-9200", "listener web wait"],
  [":8080", "listener wait"],
  ["*:8080", "listener wait"],
  ["203.0.113.8", "web"],
  ["203.0.113.0/24", "web"],
  ["203.0.113.1-203.0.113.9", "web"],
  ["203.0.113.*", "web"],
  ["203.0.113", "web"],
  ["2001:db8::20", "wait"],
  ["[2001:db8::20]", "wait"],
  ["203.0.113.8:443", "web"],
  ["203.0.113.8:52341", ""],
  ["[2001:db8::20]:443", "wait"],
  ["[2001:db8::20]:8080", ""],
  ["time_wait", "wait"],
  ["TIME-WAIT", "wait"],
  ["listen", "listener"],
  ["udp", "udp"],
  ["tcp6", "wait"],
  ["loopback", "udp"],
  ["localhost", "udp"],
  ["localhost:1900", "udp"],
  ["chrome", "web"],
  ["CHROME 443", "web"],
  ["chr*", "web"],
  ["*.exe", "web udp"],
  ["jav?", "listener"],
  ["upnp", "udp"],
  ["tomcat", "listener"],
  ["PC/anna", "web"],
  ["example", "web"],
  ["*.example.com", "web"],
  ["www.example.com:443", "web"],
  ["www.example.com:80", ""],
  ["https", "web"],
  ["C:\\Windows", "udp"],
  ["c:/windows", "udp"],
  ["/usr/lib", "listener"],
  ["chrome,443", "web wait"],
  ["chrome and 443", "web"],
  ["pos", ""],
  ["443/tcp", "web wait"],
  ["1900/udp,java", "listener udp"],
  ["inbound,listening", "listener wait udp"],
  ["!inbound,outbound", "listener udp"],
  ["established,time_wait", "web wait"],
  ["10.0.0.0/8,203.0.113.0/24", "web"],
  ["!2001:db8::/32", "listener web udp"],
  ["C:\\*\\Google", "web"],
  ["AT&T", ""],
];

for (const [text, expected] of READ) {
  Deno.test(`filter text: ${JSON.stringify(text)}`, () => assertEquals(chosen(text), expected));
}

Deno.test("filter text: each word of a filter is a condition", () => {
  assertEquals(chosen("tcp chrome established 443 !listening"), "web");
  assertEquals(chosen("tcp chrome established 444 !listening"), "");
});

const REFUSED: readonly (readonly [text: string, message: RegExp, hint?: RegExp])[] = [
  ["prot 443", /^Unknown filter prot: did you mean port\?$/, /"prot" in quotes/],
  ["prot:443", /^Unknown filter prot: did you mean port\?$/],
  ["--prot 443", /^Unknown filter --prot: did you mean --port\?$/],
  ["proces chrome", /did you mean process\?/],
  ["users anna", /did you mean user\?/],
  ["listenning", /^Unknown filter listenning: did you mean listening\?$/],
  ["chrome establised", /did you mean established\?/],
  ["time_wiat", /did you mean TIME_WAIT\?/],
  ["foo:bar", /^Unknown filter foo$/, /"foo:bar" in quotes/],
  ["-svchost", /^Unknown filter -svchost$/, /!svchost/],
  ["port abc", /^Cannot read --port "abc": not a port/],
  ["port 99999", /the highest is 65535/],
  [":99999", /the highest is 65535/],
  ["300.1.1.1", /not an address/],
  ["203.0.113.0/33", /from 0 to 32/],
  ["445-443", /write 443-445/],
  ["remote chrome", /not an address/],
  ["state open", /not a state/],
  ["direction up", /inbound or outbound was wanted/],
  ["listening:yes", /listening takes no value/],
  ["port --process x", /Cannot use --port without a value/],
  ["port 443, process chrome", /process as a value in port: a comma/, /Leave out the comma/],
  ["port 443 or port 80", /all conditions of a filter must hold/, /port 80,443/],
  ["!port !443", /excluded twice/],
  ["port 443,,80", /a value is missing from the list/],
  ["chrome,,java", /a value is missing from the list/],
  ['""', /it is empty/],
  ["port>1024", /filters know no >/, /port 1024-65535/],
  ["tcp.port==443", /filters know no ==/],
  ["chrome|firefox", /filters know no \|/, /chrome,firefox/],
  ["chrome,port 443", /a comma stands between values/, /before port/],
];

for (const [text, message, hint] of REFUSED) {
  Deno.test(`filter text: ${JSON.stringify(text)} is refused`, () => {
    const error = assertThrows(() => chosen(text), UsageError);
    assert(!(error instanceof UnfinishedError), "it is wrong, not unfinished");
    assert(message.test(error.message), error.message);
    if (hint !== undefined) assert(hint.test(error.hint ?? ""), `${error.hint}`);
  });
}

for (
  const text of [
    "port",
    "!port",
    "port 44,",
    "port 44, ",
    "port !",
    "port:",
    "port =",
    '"C:\\Pro',
    "!",
  ]
    .concat(["path 'C:\\Pro", "not", "chrome,", "direction", "!chrome,", "user \u201cNT"])
) {
  Deno.test(`filter text: ${JSON.stringify(text)} is unfinished`, () => {
    assertThrows(() => chosen(text), UnfinishedError);
  });
}

/** What readers of the text may see on the way to a whole one. */
function typed(text: string): readonly (readonly [string, unknown])[] {
  return Array.from(text, (_, index) => {
    const written = text.slice(0, index + 1);
    try {
      readFilterText(written, { fields: CONNECTION_FIELDS, isTyping: true });
      return [written, null] as const;
    } catch (error) {
      return [written, error] as const;
    }
  });
}

for (
  const text of [
    "--port 443 --process chrome",
    "port 53-139,443 !listening",
    "state time_wait established",
    "remote 192.0.2.0/24",
    "remote 192.0.2.1-192.0.2.99",
    "address 2001:db8::1 -4",
    "local fe80::1%eth0",
    'path "C:\\Program Files\\Example" port https',
    "protocol tcpv6 country DE,US",
    "192.0.2.10:443 chrome",
    "[2001:db8::1]:8080",
    "scope linkLocal direction outbound",
    "not port 443 and host *.example.com",
    "pid 4000-4999 user anna",
    "inbound public time_wait loopback",
    "postgres 5432",
    "oracle notepad android",
  ]
) {
  Deno.test(`filter text: nobody cries while ${JSON.stringify(text)} is typed`, () => {
    for (const [written, error] of typed(text)) {
      if (error !== null) assert(error instanceof UnfinishedError, `${written}: ${error}`);
    }
    assertEquals(typed(text).at(-1)![1], null);
  });
}

Deno.test("filter text: a wrong value is told while it is typed, as nothing can make it right", () => {
  for (const text of ["port 99999", "state xyz", "remote chrome", "prot 4", "country zz9"]) {
    const [, error] = typed(text).at(-1)!;
    assert(error instanceof UsageError, text);
    assert(!(error instanceof UnfinishedError), text);
  }
});

Deno.test("filter text: the beginning of a name is a word once it is entered", () => {
  assertThrows(
    () => readFilterText("serv", { fields: CONNECTION_FIELDS, isTyping: true }),
    UnfinishedError,
  );
  assertEquals(
    readFilterText("serv ", { fields: CONNECTION_FIELDS, isTyping: true }).isActive,
    true,
  );
  assertEquals(chosen("serv"), "udp");
});

Deno.test("filter text: only the filters of the rows are known", () => {
  const change = readFilterText("change opened", { fields: CHANGE_FIELDS });
  assertEquals(change.matches({ change: "opened" }), true);
  assertEquals(change.matches({ change: "closed" }), false);
  assertEquals(
    readFilterText("opened", { fields: CHANGE_FIELDS }).matches({ change: "opened" }),
    true,
  );
  assertThrows(() => readFilterText("port:443", { fields: PROCESS_FIELDS }), UsageError);
});

Deno.test("filter text: tells which fields it compares", () => {
  const { fields } = readFilterText("host *.example.com user anna !established chrome", {
    fields: CONNECTION_FIELDS,
  });
  assertEquals(fields.toSorted(), ["localHost", "remoteHost", "state", "user"]);
});

const words = fc.constantFrom(
  ..."port 443 process chrome listening ! , : = \" ' -4 -- --port prot 192.0.2.0/24 [::1]:80 or not and"
    .split(" "),
  "\u201c",
  "$p",
  "%TEMP%",
  "~\\x",
  "C:\\Program Files",
  "!=",
  "direction",
  "__proto__",
  "constructor",
);

Deno.test("filter text: any text is read or refused, never anything else", () => {
  const text = fc.oneof(
    fc.string({ unit: "binary" }),
    fc.array(fc.oneof(words, fc.string({ maxLength: 3 })), { maxLength: 6 })
      .chain((list) => fc.constantFrom(list.join(" "), list.join(""))),
  );
  fc.assert(
    fc.property(text, fc.boolean(), arbitraryRow(CONNECTION_FIELDS), (text, isTyping, row) => {
      try {
        const filter = readFilterText(text, { fields: CONNECTION_FIELDS, isTyping });
        assertEquals(typeof filter.matches(row), "boolean");
        if (!filter.isActive) assert(filter.matches(row));
      } catch (error) {
        assert(error instanceof UsageError, `${error}`);
        assert(error.message.length > 0 && !error.message.includes("undefined"), error.message);
      }
    }),
    { numRuns: 2000 },
  );
});

const list = (...values: string[]) =>
  fc.array(fc.tuple(fc.constantFrom("", "", "!"), fc.constantFrom(...values)), { maxLength: 3 })
    .map((entries) => entries.map((entry) => entry.join("")));

const someOptions: fc.Arbitrary<SelectionOptions> = fc.record({
  listening: fc.boolean(),
  established: fc.boolean(),
  inbound: fc.boolean(),
  ipv4: fc.boolean(),
  public: fc.boolean(),
  state: list("TIME_WAIT", "listen"),
  protocol: list("tcp", "udp6"),
  port: list("443", "53-139", "https", "8080"),
  localPort: list("443", "1900"),
  remote: list("203.0.113.0/24", "2001:db8::9", "::/0"),
  pid: list("4711", "1000-2000"),
  process: list("chrome", "java*", "svchost.exe", "npm exec"),
  path: list("C:\\Program Files", "/usr"),
  user: list("anna", "NT AUTHORITY\\*"),
  host: list("*.example.com"),
}, { requiredKeys: [] });

Deno.test("filter text: means what the options of the command line mean", () => {
  fc.assert(
    fc.property(someOptions, (options) => {
      const written = writeFilters(options);
      const bare = written.replaceAll("--", "");
      const expected = Object.keys(ROWS).filter((name) =>
        buildSelection(options).matches(ROWS[name]!)
      );
      assertEquals(chosen(written), expected.join(" "), written);
      assertEquals(chosen(bare), expected.join(" "), bare);
    }),
    { numRuns: 1000 },
  );
});

Deno.test("filter text: the examples of docs/filters.md can be read, and those of mistakes cannot", async () => {
  const page = await Deno.readTextFile(new URL("../../../docs/filters.md", import.meta.url));
  const examples = [...page.matchAll(/```filter\n(.*?)```/gs)].flatMap(([, lines]) =>
    lines!.trimEnd().split("\n")
  );
  const table = [...page.matchAll(/^\| (`.*?`) +\|/gm)].flatMap(([, cell]) =>
    cell!.split("`, `").map((word) => word.replaceAll("`", ""))
  );
  assert(examples.length > 15 && table.length > 15, `${examples.length}, ${table.length}`);
  for (const text of [...examples, ...table]) {
    assertEquals(readFilterText(text, { fields: CONNECTION_FIELDS }).isActive, true, text);
  }
  assertThrows(() => readFilterText("prot 443", { fields: CONNECTION_FIELDS }), UsageError);
});
