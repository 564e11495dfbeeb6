/**
 * What is in a saved file besides the output that is wanted: error messages, archives, several tools'
 * output, colours, unknown code pages.
 *
 * @module
 */
import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import iconv from "iconv-lite";
import { failureIn } from "../../../lib/capture/saved/failure_messages.ts";
import { type Files, runMain } from "../../support/run_main.ts";

const NETSTAT = "\r\nActive Connections\r\n\r\n" +
  "  Proto  Local Address          Foreign Address        State           PID\r\n" +
  "  TCP    192.0.2.10:50124       198.51.100.4:443       ESTABLISHED     4711\r\n";
const TASKLIST =
  "\r\nImage Name                     PID Session Name        Session#    Mem Usage\r\n" +
  "========================= ======== ================ =========== ============\r\n" +
  "chat.exe                      4711 Console                    1     11,204 K\r\n";

async function run(command: string, text: string | Uint8Array, options: readonly string[] = []) {
  const args = [...command.split(" "), "--from", "f.txt", "--format", "json", ...options];
  const { code, stdout, stderr } = await runMain(args, { files: { "f.txt": text } });
  return { code, stderr, rows: stdout === "" ? [] : JSON.parse(stdout) };
}

Deno.test("what a tool printed when it failed is told as such", async () => {
  const rights = "the message that the command needs administrator's rights";
  const missing = (command: string) => `the message that the command ${command} was not found`;
  const cases: [text: string, state: string][] = [
    ["The requested operation requires elevation.\r\n", rights],
    ["Der angeforderte Vorgang erfordert erhöhte Rechte.\r\n", rights],
    ["L’opération demandée nécessite une élévation.\r\n", rights],
    ["La operación solicitada requiere elevación.\r\n", rights],
    ["L'operazione richiesta richiede privilegi elevati.\r\n", rights],
    ["A operação solicitada requer elevação.\r\n", rights],
    ["Запрошенная операция требует повышения.\r\n", rights],
    ["要求された操作には管理者特権が必要です。\r\n", rights],
    ["요청한 작업을 수행하려면 권한 상승이 필요합니다.\r\n", rights],
    ["请求的操作需要提升。\r\n", rights],
    ["ERROR: Access is denied.\r\n", "the message that access is denied"],
    ["FEHLER: Zugriff verweigert\r\n", "the message that access is denied"],
    ["ERREUR : Accès refusé.\r\n", "the message that access is denied"],
    ["エラー: アクセスが拒否されました。\r\n", "the message that access is denied"],
    ["bash: /usr/bin/netstat: Permission denied\n", "the message that access is denied"],
    ["ERROR: The RPC server is unavailable.\r\n", "the RPC server of the other computer"],
    ["FEHLER: Der RPC-Server ist nicht verfügbar.\r\n", "the RPC server of the other computer"],
    ["エラー: RPC サーバーを利用できません。\r\n", "the RPC server of the other computer"],
    [
      "'netstat' is not recognized as an internal or external command,\r\n" +
      "operable program or batch file.\r\n",
      missing("netstat"),
    ],
    [
      'Der Befehl "netstat" ist entweder falsch geschrieben oder\r\nkonnte nicht gefunden werden.\r\n',
      missing("netstat"),
    ],
    ["'tasklist' n’est pas reconnu en tant que commande interne\r\n", missing("tasklist")],
    ["bash: netstat: command not found\n", missing("netstat")],
    ["sh: 1: netstat: not found\n", missing("netstat")],
    ["zsh: command not found: nslookup\n", missing("nslookup")],
    [
      "netstat : The term 'netstat' is not recognized as the name of a cmdlet, function, script file\r\n",
      missing("netstat"),
    ],
    [
      "ERROR: Invalid argument/option - '/x'.\r\nType \"TASKLIST /?\" for usage.\r\n",
      "an error message: Invalid argument/option - '/x'",
    ],
  ];
  for (const [text, state] of cases) {
    for (const command of ["connections", "netstat", "tasklist"]) {
      const { code, rows, stderr } = await run(command, text);
      assertEquals([code, rows], [4, []], text);
      assertStringIncludes(stderr, "netwho: Cannot use f.txt: it holds only ");
      assertStringIncludes(stderr, state, text);
    }
  }
  assertEquals(
    failureIn("*** Can't list domain example.com: Query refused\r\n")?.state,
    "the message that nslookup may not list the domain example.com: Query refused",
  );
  for (
    const text of ["", "Access is denied. ".repeat(300), "a\n".repeat(20), "Dear reader,\nbye.\n"]
  ) {
    assertEquals(failureIn(text), null, text);
  }
});

Deno.test("files that hold no text say what they are", async () => {
  const noise = Array.from({ length: 300 }, (_, at) => (at * 37 + 11) % 256);
  const cases: [bytes: number[], state: string][] = [
    [[0x1f, 0x8b, 8, 0], "it is compressed with gzip"],
    [[0x50, 0x4b, 3, 4], "it is a ZIP archive"],
    [[0xfd, 0x37, 0x7a, 0x58, 0x5a, 0], "it is compressed with xz"],
    [[0x4d, 0x5a, 0x90, 0], "it is a program"],
    [[0x45, 0x6c, 0x66, 0x46, 0x69, 0x6c, 0x65, 0], "it is an event log of Windows"],
    [[0xd4, 0xc3, 0xb2, 0xa1], "it is a capture of packets"],
    [[0x0a, 0x0d, 0x0d, 0x0a], "it is a capture of packets"],
    [[7, 7, 7, 7], "it is a binary file"],
  ];
  for (const [start, state] of cases) {
    for (const command of ["connections", "tasklist", "nslookup"]) {
      const { code, rows, stderr } = await run(command, new Uint8Array([...start, ...noise]));
      assertEquals([code, rows], [4, []], state);
      assertStringIncludes(stderr, state);
    }
  }
  const { stderr } = await run("connections", new Uint8Array([0x1f, 0x8b, 8, 0, ...noise]));
  assertEquals(
    stderr,
    "netwho: Cannot use f.txt: it is compressed with gzip\n" +
      "Decompress it first: gunzip -c f.txt | netwho --from -\n",
  );
});

Deno.test("prose and labels are no message that no task matches, and no process", async () => {
  for (
    const text of [
      "Note: see you tomorrow at noon.\n",
      "sudo: a password is required\n",
      "Hinweis: das ist ein Satz.\n",
      "Name: setup.exe\nSize: 48128\nType: application\n",
      "Process: sshd\nPID:     1215\nUser:    root\n",
      "Host: pc-anna\nPort: 22\n",
      "Name:\tsshd\nUmask:\t0022\nState:\tS (sleeping)\nTgid:\t1215\n",
      '"protocol","localPort","PSComputerName"\n"TCP","5002","x"\n"UDP","53","x"\n',
      "-rw-r--r-- 1 1000 1000 4.0K Nov 25 09:15 notes.txt\n",
      "    1 root 20 0 168M 11M 8420K S 0.0 0.3 0:09.12 /sbin/init\n",
      "word  1  2  3 K\n",
      '"Name","ProcessId","User"\n"chrome.exe","4711","anna"\n"java.exe","7716","anna"\n',
      '"Name","Id","Path"\n"chrome.exe","4711","C:\\Program Files\\chrome.exe"\n',
      '"chrome.exe","4711","11/25/2025 9:14 AM"\n"java.exe","7716","12"\n',
    ]
  ) {
    const { code, rows } = await run("tasklist", text);
    assertEquals([code, rows], [4, []], text);
  }
});

Deno.test("every command finds its tool's part in a transcript", async () => {
  const text = "**********************\nUsername: PC\\anna\nProcess ID: 7720\n" +
    "PSCompatibleVersions: 1.0, 2.0\n**********************\nPS C:\\> netstat -ano\n" + NETSTAT +
    "PS C:\\> tasklist\n" + TASKLIST + "PS C:\\> nslookup www.example.com\n" +
    "Server:  dns.example\nAddress:  192.0.2.53\n\nName:    www.example.com\nAddress:  203.0.113.5\n\n" +
    "PS C:\\> Stop-Transcript\n";
  const netstat = await run("netstat", text);
  assertEquals(netstat.rows.map(({ pid }: { pid: number }) => pid), [4711]);
  const tasklist = await run("tasklist", text);
  assertEquals(tasklist.rows.map(({ process }: { process: string }) => process), ["chat.exe"]);
  const nslookup = await run("nslookup", text);
  assertEquals(nslookup.rows.map(({ data }: { data: string }) => data), ["203.0.113.5"]);
  const connections = await run("connections", text);
  assertEquals(connections.rows.map(({ process }: { process: string }) => process), ["chat.exe"]);
  // What is refused is really not in it.
  const alone = await run("nslookup", NETSTAT + TASKLIST);
  assertEquals(alone.code, 4);
  assertStringIncludes(alone.stderr, "Cannot use f.txt here: it holds netstat's output");
});

Deno.test("tasklist's table behind megabytes of sockets is found by netwho tasklist", async () => {
  const row = "  TCP    192.0.2.10:50124       198.51.100.4:443       ESTABLISHED     4711\r\n";
  const { code, rows } = await run("tasklist", row.repeat(20_000) + TASKLIST);
  assertEquals([code, rows.length, rows[0].process], [0, 1, "chat.exe"]);
});

Deno.test("colours in pasted text are taken out, wherever a chunk is cut", async () => {
  const row = (port: number) =>
    `  TCP    0.0.0.0:\x1b[7m${port}\x1b[0m           0.0.0.0:0              LISTENING       7716\n`;
  const ports = Array.from({ length: 300 }, (_, at) => 8000 + at);
  const { code, rows, stderr } = await run("netstat", ports.map(row).join(""));
  assertEquals([code, stderr], [0, ""]);
  assertEquals(rows.map(({ localPort }: { localPort: number }) => localPort), ports);

  const grep = "\x1b[01;31m\x1b[Kchat.exe\x1b[m\x1b[K                      4711 Console" +
    "                    1     11,204 K\n";
  assertEquals((await run("tasklist", grep)).rows[0].process, "chat.exe");

  const jq =
    '\x1b[1;39m[\n  \x1b[1;39m{\n    \x1b[0m\x1b[34;1m"protocol"\x1b[0m\x1b[1;39m:\x1b[0m ' +
    '\x1b[0;32m"TCP"\x1b[0m\x1b[1;39m,\n    \x1b[34;1m"localPort"\x1b[0m: \x1b[0;39m443\x1b[0m\n  }\n]\x1b[0m\n';
  assertEquals((await run("netstat", jq)).rows[0].localPort, 443);
  assertEquals((await run("connections", `${jq}`)).rows[0].localPort, 443);

  const csv = '"process","pid","windowTitle"\n"a.exe","12","\x1b[31mred"\n';
  assertEquals((await run("tasklist", csv)).rows[0].windowTitle, "\x1b[31mred");
});

Deno.test("a code page that is a guess among equals says so", async () => {
  const list = (name: string, page: number) =>
    iconv.encode(`"${name}","12","Console","1","8 K"\r\n`, `cp${page}`);
  const guessed = "was read in code page";
  // Either page gives letters: Ž or Ä.
  const twofold = await run("tasklist", list("ÄNDERN.exe", 850));
  assertEquals(twofold.rows[0].process, "ÄNDERN.exe");
  assertStringIncludes(twofold.stderr, `netwho: f.txt ${guessed} 850, a guess: 1252`);
  assertStringIncludes(twofold.stderr, "try --encoding 1252; --encoding 850 settles it\n");
  const russian = await run("tasklist", list("Учёт.exe", 1251));
  assertStringIncludes(russian.stderr, "1251 fit");
  // Pages of China and Korea share characters.
  const asian = await run(
    "tasklist",
    iconv.encode('"账本.exe","12","Console","1","8 K"\n', "cp936"),
  );
  assertEquals(asian.rows[0].process === "账本.exe" || asian.stderr.includes(guessed), true);
  // Only one page gives what a language has.
  for (
    const [name, page] of [
      ["Büro.exe", 850],
      ["Büro.exe", 1252],
      ["żółty.exe", 852],
      ["Учёт.exe", 866],
      ["Диспетчер задач.exe", 866],
      ["Диспетчер задач.exe", 1251],
      ["Gérer les données.exe", 850],
      ["Résumé.exe", 1252],
      ["Straße.exe", 1252],
    ] as const
  ) {
    const { rows, stderr } = await run("tasklist", list(name, page));
    assertEquals([rows[0].process, stderr], [name, ""], `${name} in ${page}`);
  }
  // The same row in every page, named pages, UTF-8: nothing to say.
  const header = iconv.encode("Nom de l’image Ä\r\n" + TASKLIST, "cp1252");
  const plain = await run("tasklist", header);
  assert(!plain.stderr.includes(guessed), plain.stderr);
  const named = await run("tasklist", list("ÄNDERN.exe", 850), ["--encoding", "850"]);
  assertEquals([named.rows[0].process, named.stderr], ["ÄNDERN.exe", ""]);
  assertEquals((await run("tasklist", '"ÄNDERN.exe","12","Console","1","8 K"\n')).stderr, "");
});

Deno.test("--encoding utf-8 destroys no name of a file that is not UTF-8, and says so", async () => {
  const row = (name: string) => `"${name}","12","Console","1","8 K"\r\n`;
  const page866 = iconv.encode(row("Диспетчер задач.exe"), "cp866");
  const said =
    "netwho: f.txt holds lines that are not UTF-8: they were read in code page 866 where " +
    "that gives words; leave --encoding out to have the encoding found\n";
  for (const encoding of ["utf-8", "65001"]) {
    const named = await run("tasklist", page866, ["--encoding", encoding]);
    assertEquals([named.rows[0].process, named.stderr], ["Диспетчер задач.exe", said]);
  }
  // Found without the option, there is nothing to say.
  const found = await run("tasklist", page866);
  assertEquals([found.rows[0].process, found.stderr], ["Диспетчер задач.exe", ""]);
  const right = await run("tasklist", row("Größe.exe"), ["--encoding", "utf-8"]);
  assertEquals([right.rows[0].process, right.stderr], ["Größe.exe", ""]);
});

Deno.test("rows in UTF-8 and in a code page in one file are read as what they are", async () => {
  const row = (name: string, pid: number) => `"${name}","${pid}","Console","1","8 K"\r\n`;
  const names = ["Größe für Gerät €.exe", "Диспетчер задач.exe"] as const;
  const parts = [
    new TextEncoder().encode(row(names[0], 8)),
    iconv.encode(row(names[1], 12), "cp866"),
  ];
  for (const order of [[0, 1], [1, 0], [0, 0, 0, 0, 1], [1, 1, 1, 1, 0]]) {
    const file = new Uint8Array(order.flatMap((at) => [...parts[at]!]));
    const { rows } = await run("tasklist", file);
    const read = new Set(rows.map(({ process }: { process: string }) => process));
    assertEquals(read, new Set(names), `${order}`);
  }
});

Deno.test("a file that is given twice is read once", async () => {
  const files: Files = { "d/a.txt": NETSTAT, "d/b.csv": '"chat.exe","4711","Console","1","8 K"\n' };
  const rowsOf = async (...from: string[]) => {
    const args = [
      "--format",
      "json",
      "--fields",
      "pid",
      ...from.flatMap((path) => ["--from", path]),
    ];
    const realPath = (path: string) => path.replace("link", "d/a.txt");
    const { stdout, stderr } = await runMain(args, {
      files: { ...files, link: NETSTAT },
      host: { realPath },
    });
    return [JSON.parse(stdout).length, stderr];
  };
  const said = (path: string) => `netwho: ${path} was given twice: it is read once\n`;
  assertEquals(await rowsOf("d/a.txt"), [1, ""]);
  assertEquals(await rowsOf("d/a.txt", "d/a.txt"), [1, said("d/a.txt")]);
  assertEquals(await rowsOf("d/a.txt", "d"), [1, said("d/a.txt")]);
  assertEquals(await rowsOf("d", "d/a.txt"), [1, said("d/a.txt")]);
  assertEquals(await rowsOf("d", "link"), [1, said("link")]);
  assertEquals(await rowsOf("d", "d"), [1, said("d/a.txt") + said("d/b.csv")]);
});

Deno.test("what a folder holds besides is left out, and said with --verbose", async () => {
  const schtasks = "\r\nFolder: \\\r\n" +
    "TaskName                                 Next Run Time          Status         \r\n" +
    "======================================== ====================== ===============\r\n" +
    "Backup                                   11/26/2025 1:00:00 AM  Ready          \r\n";
  const files: Files = {
    "d/netstat.txt": NETSTAT,
    "d/schtasks.txt": schtasks,
    "d/df.txt":
      "Filesystem  1K-blocks   Used Available Use% Mounted on\n/dev/sda1  1038336 237600 800736 23% /\n",
    "d/pipe": "never read",
  };
  const { code, stdout, stderr } = await runMain(["--from", "d", "--format", "json", "--verbose"], {
    files,
    host: { pathKind: (path) => path === "d" ? "directory" : path === "d/pipe" ? "other" : "file" },
  });
  assertEquals(code, 0);
  const [row, ...others] = JSON.parse(stdout);
  assertEquals([row.pid, row.note, others], [4711, null, []]);
  assertEquals(
    stderr,
    "netwho: Left out d/df.txt: it holds the output of df, which netwho does not read\n" +
      "netwho: Left out d/pipe: it is no plain file\n" +
      "netwho: Left out d/schtasks.txt: it holds the output of schtasks, which netwho does not read\n",
  );
});
