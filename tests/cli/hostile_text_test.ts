/**
 * Text from outside must not steer a terminal: no escape sequence, no C1 control, no change of the
 * reading direction, whatever the command, the format and the place where it stands.
 */
import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { HostError } from "../../lib/host/host.ts";
import { CONNECTION_FIELDS } from "../../lib/model/connection.ts";
import { NAME_FIELDS } from "../../lib/model/name.ts";
import { PROCESS_FIELDS } from "../../lib/model/process.ts";
import { inTemporaryFolder } from "../support/folders.ts";
import { PROGRAM } from "../support/program.ts";
import { runMain } from "../support/run_main.ts";
import { hasTmux, openTerminal } from "../support/tmux.ts";

/** Every control, a title, a link, colours, and all that turns or hides text. */
const HOSTILE = [
  "\x1b]0;owned\x07\x1b[2J\x1b[31m\x1b]8;;https://example.com\x1b\\",
  "\x9b31m\x9d0;owned\x9c\x90q\x85",
  "a\rb\nc\td\be\x00\x7f\x0c\x0b",
  "\u202egpj\u202c\u2066x\u2069\u200e\u200f\u061c\u2028\u2029\u200b\ufeff\u00ad",
  ...Array.from({ length: 32 }, (_, code) => String.fromCharCode(code, 0x80 + code)),
].join("");

/** What may not reach a terminal, but for the line ends. */
const STEERS =
  // deno-lint-ignore no-control-regex -- that is what is looked for
  /[\x00-\x08\x0b-\x1f\x7f-\x9f\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2066-\u2069\ufeff]/;

function check(text: string, about: string): void {
  const bare = text.replaceAll("\r\n", "\n");
  const found = STEERS.exec(bare);
  assertEquals(
    found && JSON.stringify(bare.slice(found.index - 40, found.index + 40)),
    null,
    about,
  );
}

/** A row with hostile text in every field that takes text. */
function row(
  fields: readonly { readonly name: string; readonly kind: string }[],
  set: Readonly<Record<string, unknown>>,
): Record<string, unknown> {
  const texts = fields.flatMap(({ name, kind }): [string, unknown][] =>
    kind === "text" ? [[name, HOSTILE]] : kind === "list" ? [[name, [HOSTILE, "b"]]] : []
  );
  return { ...Object.fromEntries(texts), ...set };
}

const CONNECTION = row(CONNECTION_FIELDS, {
  protocol: "TCP",
  localAddress: "192.0.2.7",
  localPort: 50_000,
  remoteAddress: "203.0.113.9",
  remotePort: 443,
  state: "ESTABLISHED",
  pid: 4711,
  isListening: false,
});
const FILES = {
  "connections.json": asciiJson([
    CONNECTION,
    { ...CONNECTION, localPort: 50_001, remotePort: 4444, process: `x${HOSTILE}.exe` },
  ]),
  "processes.json": asciiJson([row(PROCESS_FIELDS, { pid: 4711 })]),
  "names.json": asciiJson([row(NAME_FIELDS, {
    name: "host.example",
    type: "TXT",
    status: "NOERROR",
    data: HOSTILE,
  })]),
  "tasks.csv": `"Image Name","PID","Session Name","Session#","Mem Usage"\r\n"${
    HOSTILE.replaceAll(/[\r\n\0]/g, "")
  }.exe","4711","Services","0","9 K"\r\n`,
  "net.txt":
    `  TCP    192.0.2.7:50123    198.51.100.4:443    ESTABLISHED    4711\r\n${HOSTILE}\r\n`,
  "odd.csv": `protocol,localAddress,localPort,process\r\nTCP,192.0.2.7,x${
    HOSTILE.replaceAll(/[\r\n"]/g, "")
  },y\r\n`,
  [`${HOSTILE}.txt`]: "nothing that is understood",
};

/** Escaped, so that nothing is taken away before the text is understood. */
function asciiJson(value: unknown): string {
  return JSON.stringify(value).replace(
    /[\u007f-\uffff]/g,
    (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}

const onTerminal = {
  isTerminal: () => true,
  terminalColumns: () => 120,
  env: (name: string) => name === "NO_COLOR" ? "1" : undefined,
};

const RUNS: readonly (readonly string[])[] = [
  ["connections", "--from", "connections.json"],
  ["connections", "--from", "connections.json", "--sort", "process"],
  ["connections", "--from", "net.txt", "--from", "tasks.csv", "--verbose"],
  ["connections", "--from", "net.txt", "--from", "processes.json", "--verbose"],
  ["connections", "--from", "odd.csv", "--verbose"],
  ["netstat", "--from", "connections.json"],
  ["tasklist", "--from", "processes.json"],
  ["tasklist", "--from", "tasks.csv"],
  ["nslookup", "--from", "names.json"],
  ["inspect", "4711", "--from", "connections.json", "--from", "processes.json"],
  ["audit", "--from", "connections.json", "--from", "processes.json"],
  ["diff", "connections.json", "net.txt"],
];

for (const format of ["table", "csv", "json", "ndjson", null]) {
  for (const args of RUNS) {
    const shape = format === null ? [] : ["--format", format];
    const line = [...args, ...shape];
    Deno.test(`nothing of the rows steers the terminal: ${line.join(" ")}`, async () => {
      const { code, stdout, stderr } = await runMain(line, { files: FILES, host: onTerminal });
      check(stdout, "standard output");
      check(stderr, "standard error");
      assert(code <= 1, stderr);
      assert(stdout !== "", stderr);
    });
  }
}

for (const more of [["--excel"], ["--bom"], ["--delimiter", ";"], ["--no-header"]]) {
  Deno.test(`nothing of CSV steers the terminal with ${more.join(" ")}`, async () => {
    const line = ["connections", "--from", "connections.json", "--format", "csv", ...more];
    const { stdout } = await runMain(line, { files: FILES, host: onTerminal });
    check(stdout.replace(/^\ufeff/, ""), "standard output");
    assertStringIncludes(stdout, String.raw`\x1b]0;owned\x07`);
  });
}

Deno.test("CSV in a pipe and in a file has every character as it was", async () => {
  const line = ["connections", "--from", "connections.json", "--format", "csv"];
  const { stdout } = await runMain(line, { files: FILES });
  assertStringIncludes(stdout, HOSTILE);
  const { written } = await runMain([...line, "--out", "rows.csv"], {
    files: FILES,
    host: onTerminal,
  });
  assertStringIncludes(written["rows.csv"]!, HOSTILE);
});

Deno.test("a file's name that leads to the terminal is the terminal", async () => {
  const devices = ["/dev/tty", "/dev/pts/7", "/dev/stdout", "/dev/console", "/dev/ttyS0"];
  for (const device of devices) {
    const { written } = await runMain(
      ["connections", "--from", "connections.json", "--format", "csv", "--out", device],
      {
        files: FILES,
        host: {
          ...onTerminal,
          isTerminal: () => false,
          realPath: (path) => path === "/dev/stdout" ? "/dev/pts/3" : path,
        },
      },
    );
    check(written[device]!, device);
  }
});

/** What a user can be made to type or paste, and the names of files. */
const ECHOED: readonly (readonly string[])[] = [
  [HOSTILE],
  ["--from", HOSTILE],
  ["--from", `${HOSTILE}.txt`],
  ["--format", HOSTILE],
  ["--fields", HOSTILE],
  ["--sort", HOSTILE],
  ["--where", HOSTILE],
  ["--port", HOSTILE],
  ["--state", HOSTILE],
  ["--remote", HOSTILE],
  ["--process", HOSTILE, "--from", "connections.json"],
  ["--out", `/nowhere/${HOSTILE}/x.csv`, "--from", "connections.json"],
  ["--encoding", HOSTILE, "--from", "net.txt"],
  [`--${HOSTILE}`],
  ["help", HOSTILE],
  ["inspect", HOSTILE, "--from", "connections.json"],
  ["kill", HOSTILE, "--dry-run"],
  ["nslookup", HOSTILE],
  ["whois", HOSTILE],
  ["diff", HOSTILE, HOSTILE],
  ["schedule", HOSTILE],
  ["schedule", "add", HOSTILE, "--", "log"],
  ["schedule", "exec", HOSTILE, "--", HOSTILE],
  ["history", "--db", HOSTILE],
  ["history", "--since", HOSTILE],
  ["audit", "--config", HOSTILE],
  ["audit", "--sigma", HOSTILE],
  ["audit", "--blocklist", HOSTILE],
  ["audit", "--baseline", HOSTILE],
  ["audit", "--rules", HOSTILE],
  ["--replay", HOSTILE],
  ["--geo", HOSTILE],
  ["--timeout", HOSTILE],
];

Deno.test("nothing that is echoed steers the terminal", async () => {
  for (const args of ECHOED) {
    for (const more of [[], ["--verbose"]]) {
      const { stdout, stderr } = await runMain([...more, ...args], {
        files: FILES,
        host: {
          ...onTerminal,
          createFile: (path) => {
            throw new HostError("notFound", `Cannot write ${path}: there is no such folder`);
          },
        },
      });
      check(stdout, JSON.stringify(args));
      check(stderr, JSON.stringify(args));
      assert(stdout + stderr !== "", JSON.stringify(args));
    }
  }
});

Deno.test({
  name: "on a real terminal no format writes a control of another's",
  ignore: !hasTmux,
  fn: () =>
    inTemporaryFolder(async (folder) => {
      Deno.writeTextFileSync(`${folder}/rows.json`, FILES["connections.json"]);
      for (const format of ["csv", "table", "ndjson"]) {
        await using terminal = await openTerminal({
          command: [
            ...[Deno.execPath(), ...PROGRAM, "connections", "--from", `${folder}/rows.json`],
            ...["--format", format],
          ],
          env: { NO_COLOR: "1" },
          columns: 200,
        });
        assertEquals(await terminal.exitCode(), 0);
        const bytes = Uint8Array.from(await terminal.written(), (byte) => byte.charCodeAt(0));
        const text = new TextDecoder().decode(bytes);
        assertStringIncludes(text, "owned");
        check(text.replaceAll(/\r+\n/g, "\n"), format);
      }
    }),
});
