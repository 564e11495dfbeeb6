import { assert, assertEquals, assertRejects } from "@std/assert";
import { CaptureError, ParseError, UsageError } from "../../../lib/errors.ts";
import { HostError } from "../../../lib/host/host.ts";
import { openSaved, type SavedFile } from "../../../lib/capture/saved/saved_files.ts";
import { kindOf } from "../../../lib/capture/saved/saved_kind.ts";
import { fakeHost } from "../../support/fake_host.ts";
import { fileHost, type Files } from "../../support/run_main.ts";

const NETSTAT = "\r\nActive Connections\r\n\r\n" +
  "  Proto  Local Address          Foreign Address        State           PID\r\n" +
  "  TCP    192.0.2.7:50123        198.51.100.4:443       ESTABLISHED     4711\r\n";
const TASKLIST = '"chat.exe","4711","Console","1","11,204 K"\r\n';
const TABLE =
  "\r\nImage Name                     PID Session Name        Session#    Mem Usage\r\n" +
  "========================= ======== ================ =========== ============\r\n" +
  "chat.exe                      4711 Console                    1     11,204 K\r\n";

const open = (paths: readonly string[], files: Files, encoding: string | null = null) =>
  openSaved(paths, fakeHost({ oemCodePage: () => 850, ...fileHost(files) }), { encoding });

async function textOf({ chunks }: SavedFile): Promise<string> {
  const decoder = new TextDecoder();
  let text = "";
  for await (const chunk of chunks()) text += decoder.decode(chunk, { stream: true });
  return text;
}

const contents = (files: readonly SavedFile[]) =>
  Promise.all(files.map(async (file) => [file.label, file.kind, await textOf(file)]));

Deno.test("text is told by its beginning", () => {
  const cases: [string, ReturnType<typeof kindOf>][] = [
    [NETSTAT, "netstat"],
    ["  UDP    0.0.0.0:68    *:*\n", "netstat"],
    [TASKLIST, "tasklist"],
    [TABLE, "tasklist"],
    ["INFO: No tasks are running which match the specified criteria.\r\n", "tasklist"],
    ["[]", "json"],
    ['{"pid":4}', "json"],
    ["pid,process\r\n", "csv"],
    ["", "empty"],
    [" \r\n\t", "empty"],
    ["\u0000\u0001\u0002\ufffd\u0003ELF", "binary"],
    ["Dear reader,\n\nthis is a letter.\n", "unknown"],
    ["Filesystem  Size  Used  Avail\n", "unknown"],
    ["Name  Age  Town\nAnn   31   Rome\nBob   32   Bonn\n", "unknown"],
  ];
  for (const [text, expected] of cases) assertEquals(kindOf(text), expected, text);
});

Deno.test("a text that holds the output of nslookup and of tasklist is nslookup's", () => {
  const answer = "Server:  dns.example\r\nAddress:  192.0.2.53\r\n\r\n" +
    "Name:    www.example\r\nAddress:  198.51.100.7\r\n\r\n";
  const processes = '"svchost.exe","900","Services","0","9.000 K"\r\n' +
    '"chat.exe","4711","Console","1","11.204 K"\r\n';
  assertEquals(kindOf(processes), "tasklist");
  assertEquals([kindOf(answer + processes), kindOf(processes + answer)], ["nslookup", "nslookup"]);
});

Deno.test("a long file with the output of both tools keeps all rows, once each", async () => {
  const ports = Array.from({ length: 20_000 }, (_, index) => 1024 + index);
  const rows = ports.map((port) =>
    `  TCP    192.0.2.7:${port}   198.51.100.4:443   ESTABLISHED   4711\r\n`
  );
  const files = await open(["all.txt"], { "all.txt": TASKLIST + rows.join("") });
  assertEquals(files.map(({ kind }) => kind), ["netstat", "tasklist"]);
  const read = (await textOf(files[0]!)).match(/(?<=192\.0\.2\.7:)\d+/g)?.map(Number);
  assertEquals(read, ports);
});

Deno.test("a listing without rows is netstat's, in any language", () => {
  for (
    const [title, header] of [
      ["Active Connections", "  Proto  Local Address          Foreign Address        State"],
      ["Aktive Verbindungen", "  Proto  Lokale Adresse         Remoteadresse          Status"],
      ["活动连接", "  协议  本地地址          外部地址        状态           PID"],
      ["アクティブな接続", "  プロトコル  ローカル アドレス      外部アドレス        状態"],
    ]
  ) {
    assertEquals(kindOf(`\r\n${title}\r\n\r\n${header}\r\n`), "netstat", title);
    assertEquals(kindOf(`\r\n${title}\r\n\r\n${header}\r\nand some more\r\n`), "unknown", title);
  }
});

Deno.test("files keep their order, and folders are looked through by name", async () => {
  const files = { "d/b.txt": NETSTAT, "d/a.csv": TASKLIST, "d/readme.md": "Hello", "x": NETSTAT };
  assertEquals(await contents(await open(["x", "d"], files)), [
    ["x", "netstat", NETSTAT],
    ["d/a.csv", "tasklist", TASKLIST],
    ["d/b.txt", "netstat", NETSTAT],
  ]);
});

Deno.test("standard input is read once, its head included", async () => {
  const listing = NETSTAT + "  UDP    0.0.0.0:68    *:*    4711\r\n".repeat(50_000);
  const [file] = await open(["-"], { "-": listing });
  assertEquals([file!.label, file!.kind], ["standard input", "netstat"]);
  assert(await textOf(file!) === listing);
});

for (
  const [name, listing] of Object.entries({
    "netstat first": NETSTAT + TABLE,
    "tasklist first": TABLE + NETSTAT,
    "csv": NETSTAT + TASKLIST,
  })
) {
  for (const path of ["all.txt", "-"]) {
    Deno.test(`a file with the output of both tools is two: ${name}, ${path}`, async () => {
      const files = await open([path], { [path]: listing });
      assertEquals(files.map(({ kind }) => kind), ["netstat", "tasklist"]);
      const [sockets, processes] = await Promise.all(files.map(textOf));
      // Each part has its lines where they were.
      const lines = listing.split("\r\n");
      const at = (needle: string) => lines.findIndex((line) => line.includes(needle));
      const lineAt = (text: string, line: number) => text.split("\n")[line]!.trim();
      assertEquals(lineAt(sockets!, at("TCP")), lines[at("TCP")]!.trim());
      assertEquals(lineAt(processes!, at("chat.exe")), lines[at("chat.exe")]!.trim());
      assert(!sockets!.includes("chat.exe"));
      assert(!processes!.includes("TCP"));
    });
  }
}

Deno.test("the encoding is found out, or as it was named", async () => {
  const german = "  TCP    192.0.2.7:135    0.0.0.0:0    ABHÖREN    4\r\n";
  const oem = Uint8Array.from(german, (char) => char === "Ö" ? 0x99 : char.charCodeAt(0));
  const latin = Uint8Array.from(german, (char) => char.charCodeAt(0));
  const utf16 = new Uint8Array(2 + german.length * 2);
  utf16.set([0xff, 0xfe]);
  for (let at = 0; at < german.length; at++) utf16[2 + at * 2] = german.charCodeAt(at);
  const expected = [["x", "netstat", german]];
  assertEquals(await contents(await open(["x"], { x: oem })), expected);
  assertEquals(await contents(await open(["x"], { x: utf16 })), expected);
  assertEquals(await contents(await open(["x"], { x: latin }, "latin1")), expected);
});

Deno.test("what cannot be understood says why", async () => {
  const cases: [string[], Files, string][] = [
    [["x"], { x: "" }, "Cannot understand x: it is empty"],
    [["-"], { "-": "\r\n" }, "Cannot understand standard input: it is empty"],
    [["x"], { x: new Uint8Array(500).fill(7) }, "Cannot understand x: it is a binary file"],
    [
      ["x"],
      { x: "Hello" },
      "Cannot understand x: it holds no netstat or tasklist output and no rows that netwho wrote",
    ],
    [
      ["d"],
      { "d/x": "Hello" },
      "Cannot find saved output in the folder d: its only file holds no netstat or tasklist output",
    ],
    [
      ["d"],
      { "d/x": "Hello", "d/y": "" },
      "Cannot find saved output in the folder d: none of its 2 files holds netstat or tasklist output",
    ],
  ];
  for (const [paths, files, message] of cases) {
    const error = await assertRejects(() => open(paths, files), ParseError);
    assertEquals(error.message, message);
  }
});

Deno.test("what cannot be read says why", async () => {
  const missing = await assertRejects(() => open(["no"], {}), CaptureError);
  assertEquals(missing.message, "Cannot read no: there is no such file or folder");
  const refuse = () => {
    throw new HostError("permissionDenied", "Cannot list d: Permission denied (os error 13)");
  };
  for (const kind of ["directory", "file"] as const) {
    const host = fakeHost({ pathKind: () => kind, listDirectory: refuse, open: refuse });
    const refused = await assertRejects(
      () => openSaved(["d"], host, { encoding: null }),
      CaptureError,
    );
    assertEquals(refused.message, "Cannot read d: permission denied");
  }
  const cause = new Error("Too many levels of symbolic links (os error 40)");
  const loop = () => {
    throw new HostError("other", `Cannot read d: ${cause.message}`, { cause });
  };
  const host = fakeHost({ pathKind: () => "file", open: loop });
  const { message } = await assertRejects(
    () => openSaved(["d"], host, { encoding: null }),
    CaptureError,
  );
  assertEquals(message, `Cannot read d: ${cause.message}`);
});

Deno.test("standard input cannot be named twice", async () => {
  const error = await assertRejects(() => open(["-", "-"], { "-": NETSTAT }), UsageError);
  assertEquals(error.message, "Cannot read --from - twice: standard input can be read only once");
});
