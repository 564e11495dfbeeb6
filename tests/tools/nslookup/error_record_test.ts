import { assert, assertEquals } from "@std/assert";
import {
  looksLikeNslookup,
  nameRecords,
  parseNslookup,
} from "../../../lib/tools/nslookup/parse_nslookup.ts";
import {
  PLACES,
  wrapLine,
  type Wrapping,
  writeErrorRecord,
} from "../../support/error_record_writer.ts";
import { LANGUAGES } from "../../support/nslookup_languages.ts";

const WRAPPINGS = ["PowerShell", "PowerShell, trimmed", "console", "console, trimmed"] as const;
const WIDTHS = [40, 50, 60, 80, 100, 120];

const NAMES = [
  "nope.example",
  "abcdefghijklmnopqrst.service.example",
  "a-really-long-name.with-many.labels.of-a-service.in-some.region.cloud.example",
  "nope",
  "198.51.100.18",
  "2001:db8:142:26c9:10ee:d516:f3bc:aa4c",
] as const;

function rowsOf(text: string) {
  const { exchanges, rejected } = parseNslookup(text);
  assertEquals(rejected, [], text);
  assert(looksLikeNslookup(text), text);
  return exchanges.flatMap(nameRecords);
}

/** Whether the spaces at the ends of lines are lost, and a line was broken just where one was. */
function isAmbiguous(lines: readonly string[], name: string, wrapping: Wrapping): boolean {
  if (!wrapping.endsWith("trimmed")) return false;
  return !lines.join("").includes(name) && !lines.join(" ").includes(name);
}

for (const [language, words] of Object.entries(LANGUAGES)) {
  Deno.test(`a failure in PowerShell's error record, at any width: ${language}`, () => {
    for (const server of ["router.lan", "UnKnown"]) {
      for (const name of NAMES) {
        const message = `*** ${words.notFound(server, name)}Non-existent domain`;
        for (const width of WIDTHS) {
          for (const wrapping of WRAPPINGS) {
            for (const place of PLACES) {
              const command = `nslookup ${name} > nslookup.txt 2>&1`;
              const record = writeErrorRecord(message, { place, command, width, wrapping });
              if (isAmbiguous(record, name, wrapping)) continue;
              const block = [`${words.server}${server}`, "Address:  192.0.2.53", ""];
              const answer = [
                ...block,
                `${words.name}host.example`,
                "Addresses:  192.0.2.1",
                "          192.0.2.2",
                "",
              ];
              const failure = [name, null, "NXDOMAIN", server === "UnKnown" ? null : server];
              const texts: [string[], unknown[][]][] = [
                [[...record, ...block], [failure]],
                [[...block, ...record], [failure]],
              ];
              for (const [lines, expected] of texts) {
                const rows = rowsOf(lines.join("\r\n"));
                const seen = rows.map((row) => [row.query, row.data, row.status, row.server]);
                assertEquals(seen, expected, lines.join("\n"));
              }
              const between = rowsOf([...answer, ...record, ...block, ...answer].join("\n"));
              assertEquals(
                between.map((row) => [row.query, row.data, row.status]),
                [
                  ["host.example", "192.0.2.1", "NOERROR"],
                  ["host.example", "192.0.2.2", "NOERROR"],
                  [name, null, "NXDOMAIN"],
                  ["host.example", "192.0.2.1", "NOERROR"],
                  ["host.example", "192.0.2.2", "NOERROR"],
                ],
                record.join("\n"),
              );
            }
          }
        }
      }
    }
  });

  Deno.test(`the line about authority in PowerShell's error record, at any width: ${language}`, () => {
    for (const width of WIDTHS) {
      for (const wrapping of WRAPPINGS) {
        for (const place of PLACES) {
          const record = writeErrorRecord(words.heading, {
            place,
            command: "nslookup www.example.com > names.txt 2>&1",
            ...{ width, wrapping },
          });
          const lines = [
            `${words.server}UnKnown`,
            "Address:  192.0.2.53",
            "",
            `${words.name}www.example.com`,
            "Addresses:  2001:db8::5",
            "          192.0.2.5",
            "",
          ];
          // In front, behind the server, within the list, at the end.
          for (const at of [0, 3, 5, 7]) {
            const rows = rowsOf(lines.toSpliced(at, 0, ...record).join("\r\n"));
            assertEquals(
              rows.map(({ query, data, authoritative }) => [query, data, authoritative]),
              [["www.example.com", "2001:db8::5", false], ["www.example.com", "192.0.2.5", false]],
              `${at}\n${record.join("\n")}`,
            );
          }
        }
      }
    }
  });

  Deno.test(`a message broken at the width, without a record: ${language}`, () => {
    for (const name of NAMES) {
      for (const width of WIDTHS) {
        for (const wrapping of WRAPPINGS) {
          const message = `*** ${words.notFound("router.lan", name)}Server failed`;
          const broken = wrapLine(message, { width, wrapping });
          if (isAmbiguous(broken, name, wrapping)) continue;
          const block = [`${words.server}router.lan`, "Address:  192.0.2.53", ""];
          const prompt = `PS C:\\Users\\anna> nslookup ${name}`;
          const rows = rowsOf([prompt, ...block, ...broken, "PS C:\\Users\\anna> "].join("\n"));
          assertEquals(rows.map(({ query, status }) => [query, status]), [[name, "SERVFAIL"]]);
        }
      }
    }
  });
}

Deno.test("a time-out in PowerShell's error record", () => {
  for (const width of WIDTHS) {
    for (const wrapping of WRAPPINGS) {
      const record = writeErrorRecord("*** Request to UnKnown timed-out", {
        place: "At line:1 char:1",
        command: "nslookup slow.example 2>&1 | Tee-Object names.txt",
        ...{ width, wrapping },
      });
      const tries = "DNS request timed out.\n    timeout was 2 seconds.\n";
      const block = "Server:  UnKnown\nAddress:  2001:db8::1\n\n";
      for (
        const text of [
          `${record.join("\n")}\n${tries}${block}${tries}`,
          `${tries}${block}${tries}${record.join("\n")}`,
        ]
      ) {
        assertEquals(
          rowsOf(text).map(({ query, status, note }) => [query, status, note]),
          [[null, "TIMEOUT", "Request to UnKnown timed-out"]],
        );
      }
    }
  }
});

Deno.test("only the first line of standard error has a record", () => {
  const record = writeErrorRecord("*** Can't find server name for address 192.0.2.53: Timed out", {
    place: "Au caractère Ligne:1 : 1",
    command: "nslookup nope.example 2>&1 > x.txt",
    width: 60,
    wrapping: "PowerShell",
  });
  const text = [
    ...record,
    "Serveur :   UnKnown",
    "Address:  192.0.2.53",
    "",
    "*** UnKnown ne parvient pas à trouver nope.example : Non-existent domain",
  ].join("\n");
  assertEquals(rowsOf(text).map(({ query, status }) => [query, status]), [[
    "nope.example",
    "NXDOMAIN",
  ]]);
});

Deno.test("a record behind another program, such as a batch file", () => {
  const record = writeErrorRecord("*** dns.example can't find nope.example: Query refused", {
    place: "At line:1 char:1",
    command: ".\\names.cmd 2>&1",
    width: 80,
    wrapping: "PowerShell",
  });
  record[0] = record[0]!.replace("nslookup", "names.cmd");
  const text = [...record, "Server:  dns.example", "Address:  192.0.2.53", ""].join("\n");
  assertEquals(rowsOf(text).map(({ query, status }) => [query, status]), [[
    "nope.example",
    "REFUSED",
  ]]);
});

Deno.test("another program's error record is not nslookup's", () => {
  const text = `Get-Item : Cannot find path 'C:\\Temp\\x' because it does not exist.
At line:1 char:1
+ Get-Item C:\\Temp\\x
+ ~~~~~~~~~~~~~~~~~~
    + CategoryInfo          : ObjectNotFound: (C:\\Temp\\x:String) [Get-Item], ItemNotFoundException
    + FullyQualifiedErrorId : PathNotFound,Microsoft.PowerShell.Commands.GetItemCommand
`;
  const { exchanges, rejected } = parseNslookup(text);
  assertEquals(exchanges, []);
  assertEquals(rejected.map(({ line }) => line), [1, 2, 3, 4, 5, 6]);
  assert(!looksLikeNslookup(text));
});

Deno.test("PowerShell 7: messages in colour, and its own form of a record", () => {
  const block = "Server:  dns.example\nAddress:  192.0.2.53\n\n";
  const red = (text: string) => `\x1b[31;1m${text}\x1b[0m`;
  const failure = "*** dns.example can't find nope.example: Non-existent domain";
  const expected = [["nope.example", "NXDOMAIN"]];
  const seen = (text: string) => rowsOf(text).map(({ query, status }) => [query, status]);
  assertEquals(seen(`${block}${red(failure)}\n`), expected);
  assertEquals(seen(`${red(failure)}\n${block}`), expected);
  const concise = `nslookup:
Line |
   1 |  nslookup nope.example 2>&1
     |  ~~~~~~~~~~~~~~~~~~~~~~~~~~
     | *** dns.example can't find
     | nope.example: Non-existent domain
`;
  assertEquals(seen(concise + block), expected);
  assertEquals(seen(block + concise), expected);
});
