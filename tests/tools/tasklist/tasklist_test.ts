import { assert, assertEquals } from "@std/assert";
import iconv from "iconv-lite";
import type { Process } from "../../../lib/model/process.ts";
import {
  looksLikeTasklist,
  parseTasklist,
  TASKLIST_ARGUMENTS,
} from "../../../lib/tools/tasklist/parse_tasklist.ts";
import { breakLines } from "../../support/tasklist_writer.ts";
import { BLANK_PROCESS } from "../../support/blank_process.ts";

const FIXTURES = new URL("../../fixtures/tasklist/", import.meta.url);

/** What a row is expected to hold; every other field is null. */
type Expected = Partial<Process> & { readonly process: string; readonly pid: number };

const KIB = 1024;
const SERVICES = { sessionName: "Services", sessionId: 0 };
const CONSOLE = { sessionName: "Console", sessionId: 1 };

/** The name says the code page: the files hold the bytes that tasklist would write. */
const EXPECTED: Readonly<Record<string, readonly Expected[]>> = {
  "de-v-table.cp850.txt": [
    {
      process: "System Idle Process",
      pid: 0,
      ...SERVICES,
      memoryBytes: 8 * KIB,
      status: "Unknown",
      user: "NT-AUTORITÄT\\SYSTEM",
      cpuSeconds: 102 * 3600 + 14 * 60 + 9,
    },
    {
      process: "Kassenbuch Büro.exe",
      pid: 6120,
      ...CONSOLE,
      memoryBytes: 412_332 * KIB,
      status: "Wird ausgeführt",
      user: "KONTOR\\jörg",
      cpuSeconds: 12 * 60 + 10,
      windowTitle: "Überblick 12:30 - Kasse",
    },
    {
      process: "Angebotsverwaltung-Dienst",
      pid: 6124,
      sessionId: 2,
      memoryBytes: 2332 * KIB,
      status: "Keine Rückmeldu",
      user: "KONTOR\\jörg",
      cpuSeconds: 1,
    },
  ],
  "en-xp-svc.cp437.txt": [
    { process: "System Idle Process", pid: 0 },
    { process: "spoolsv.exe", pid: 1404, services: ["Spooler"] },
    {
      process: "svchost.exe",
      pid: 980,
      services: [
        "AudioSrv",
        "Browser",
        "CryptSvc",
        "Dhcp",
        "dmserver",
        "ERSvc",
        "EventSystem",
        "helpsvc",
      ],
    },
    { process: "ledger host.exe", pid: 1500, services: ["Ledger Host Service"] },
  ],
  "es-v-table-80-columns.cp850.txt": [
    {
      process: "libro mayor.exe",
      pid: 4410,
      ...CONSOLE,
      memoryBytes: 112_980 * KIB,
      status: "Running",
      user: "TALLER\\begoña",
      cpuSeconds: 3723,
      windowTitle: "Libro mayor - año 2024, borrador número 7",
    },
    {
      process: "svchost.exe",
      pid: 4416,
      ...SERVICES,
      memoryBytes: 1264 * KIB,
      status: "Unknown",
      user: "NT AUTHORITY\\SYSTEM",
      cpuSeconds: 0,
    },
  ],
  "fr-v.cp850.list.txt": [
    {
      process: "System",
      pid: 4,
      ...SERVICES,
      memoryBytes: 732 * KIB,
      status: "Unknown",
      cpuSeconds: 303,
    },
    {
      process: "registre comptable.exe",
      pid: 7100,
      ...CONSOLE,
      memoryBytes: 117_536 * KIB,
      status: "Running",
      user: "ATELIER\\hélène",
      cpuSeconds: 12 * 3600 + 59,
      windowTitle: "Registre: année 2024",
    },
  ],
  "ja-v-table.cp932.txt": [
    {
      process: "System Idle Process",
      pid: 0,
      ...SERVICES,
      memoryBytes: 24 * KIB,
      status: "Unknown",
      user: "NT AUTHORITY\\SYSTEM",
      cpuSeconds: 39 * 3600 + 43 * 60 + 18,
    },
    {
      process: "帳簿ツール.exe",
      pid: 5120,
      ...CONSOLE,
      memoryBytes: 9308 * KIB,
      status: "Running",
      user: "KAISHA\\山田 太郎",
      cpuSeconds: 7,
      windowTitle: '帳簿 - 第3四半期, "下書き"',
    },
    {
      process: "sample.exe",
      pid: 5124,
      sessionName: "RDP-Tcp#3",
      sessionId: 2,
      memoryBytes: 1_009_308 * KIB,
      status: "Not Responding",
      user: "KAISHA\\佐藤",
      cpuSeconds: 360_007,
    },
  ],
  "ko-several.cp949.txt": [
    { process: "장부.exe", pid: 15_476, ...CONSOLE, memoryBytes: 82_168 * KIB },
    { process: "장부 도우미.exe", pid: 15_480, sessionId: 3, memoryBytes: 9168 * KIB },
    { process: "장부.exe", pid: 15_476, ...CONSOLE, memoryBytes: 82_172 * KIB },
  ],
  "pt-BR-no-tasks.cp850.txt": [],
  "ru-m.cp866.csv": [
    { process: "System", pid: 4 },
    { process: "Учёт.exe", pid: 3004, modules: ["ntdll.dll", "KERNEL32.DLL", "ledger.drv"] },
    { process: "dwm.exe", pid: 3008 },
  ],
  "zh-CN-svc.cp936.csv": [
    { process: "System Idle Process", pid: 0 },
    { process: "smss.exe", pid: 412 },
    {
      process: "svchost.exe",
      pid: 1020,
      services: ["BrokerInfrastructure", "DcomLaunch", "PlugPlay"],
    },
    { process: "账本 服务.exe", pid: 2044, services: ["账本服务"] },
  ],
};

function assertRows(text: string, expected: readonly Expected[], rejected: readonly number[] = []) {
  const parsed = parseTasklist(text);
  assertEquals(parsed.rows, expected.map((row) => ({ ...BLANK_PROCESS, ...row })));
  assertEquals(parsed.rejected.map(({ line }) => line), [...rejected]);
}

Deno.test("tasklist: every fixture has its expectations", () => {
  const files = [...Deno.readDirSync(FIXTURES)].map(({ name }) => name).sort();
  assertEquals(files, Object.keys(EXPECTED).sort());
});

for (const [file, expected] of Object.entries(EXPECTED)) {
  Deno.test(`tasklist fixture ${file}`, () => {
    const bytes = Deno.readFileSync(new URL(file, FIXTURES));
    const text = iconv.decode(bytes, file.match(/cp\d+/)![0]);
    assertRows(text, expected);
    assert(looksLikeTasklist(text));
  });
}

Deno.test("tasklist: memory in every spelling is kept to the digit", () => {
  const spellings: readonly (readonly [text: string, bytes: number | null])[] = [
    ["8 K", 8 * KIB],
    ["262452 K", 262_452 * KIB],
    ["10,924 K", 10_924 * KIB],
    ["5.024 K", 5024 * KIB],
    ["112.980 KB", 112_980 * KIB],
    ["117\u00a0536 Ko", 117_536 * KIB],
    ["117\u202f536 Ko", 117_536 * KIB],
    ["99 692 КБ", 99_692 * KIB],
    ["1’264 K", 1264 * KIB],
    ["1'264'000 K", 1_264_000 * KIB],
    ["12,34,567 K", 1_234_567 * KIB],
    ["5,201,756 K", 5_201_756 * KIB],
    // U+00A0 of code page 866, and of 850, read in another one.
    ["52я692 K", 52_692 * KIB],
    ["52ÿ692 Ko", 52_692 * KIB],
    ["52\ufffd692 Ko", 52_692 * KIB],
    ["1.5 MB", 1.5 * KIB ** 2],
    ["2 GB", 2 * KIB ** 3],
    ["N/A", null],
    ["暂缺", null],
  ];
  for (const [text, memoryBytes] of spellings) {
    const row = { process: "ledger.exe", pid: 12, ...CONSOLE, memoryBytes };
    assertRows(`"ledger.exe","12","Console","1","${text}"\r\n`, [row]);
    const padded = text.padStart(12);
    assertRows(`ledger.exe                      12 Console                    1 ${padded}`, [row]);
  }
});

Deno.test("tasklist: a window title is all that is left of its row", () => {
  const titles = [
    'He said "hi", "," ok',
    'a","b","c',
    '"',
    ",",
    'ends with "',
    "N/A?",
    "two\nlines",
  ];
  for (const windowTitle of titles) {
    const fields = ["ledger.exe", "12", "Console", "1", "8 K", "Running", "PC\\ann", "0:00:01"];
    assertRows(`"${fields.join('","')}","${windowTitle}"\n"b.exe","13","","0","9 K"\n`, [
      {
        process: "ledger.exe",
        pid: 12,
        ...CONSOLE,
        memoryBytes: 8 * KIB,
        status: "Running",
        user: "PC\\ann",
        cpuSeconds: 1,
        windowTitle,
      },
      { process: "b.exe", pid: 13, sessionId: 0, memoryBytes: 9 * KIB },
    ]);
  }
});

Deno.test("tasklist: CSV that a console of 80 columns broke", () => {
  const csv = [
    '"ledger.exe","12","Console","1","8 K","Running","PC\\ann","0:00:01","A title that is long"',
    '"b.exe","13","Services","0","9 K","Unknown","NT AUTHORITY\\NETWORK SERVICE","0:00:00","N/A"',
  ].join("\r\n");
  const text = breakLines(csv, 80);
  assertEquals(text.split("\r\n").length, 4);
  const ledger = {
    process: "ledger.exe",
    pid: 12,
    ...CONSOLE,
    memoryBytes: 8 * KIB,
    status: "Running",
    user: "PC\\ann",
    cpuSeconds: 1,
    windowTitle: "A title that is long",
  };
  const other = {
    process: "b.exe",
    pid: 13,
    ...SERVICES,
    memoryBytes: 9 * KIB,
    status: "Unknown",
    user: "NT AUTHORITY\\NETWORK SERVICE",
    cpuSeconds: 0,
  };
  assertRows(text, [ledger, other]);
});

Deno.test("tasklist: a word for 'not available' in an unknown language is learned", () => {
  // Two processes never host the same service, and the idle process hosts none.
  assertRows('"a.exe","5","Neniu"\n"b.exe","6","Neniu"\n"c.exe","7","Dhcp"\n', [
    { process: "a.exe", pid: 5 },
    { process: "b.exe", pid: 6 },
    { process: "c.exe", pid: 7, services: ["Dhcp"] },
  ]);
  const verbose = (name: string, pid: number) =>
    `"${name}","${pid}","Services","0","8 K","Unknown","Neniu","0:00:00","Neniu"\n`;
  const row = { ...SERVICES, memoryBytes: 8 * KIB, status: "Unknown", cpuSeconds: 0 };
  assertRows(verbose("System Idle Process", 0) + verbose("b.exe", 6), [
    { process: "System Idle Process", pid: 0, ...row },
    { process: "b.exe", pid: 6, ...row },
  ]);
});

Deno.test("tasklist: rows whose columns are lost are read by shape", () => {
  assertRows(
    [
      "chat app.exe 1234 Console 1 12,345 K",
      "   ledger.exe      1688        Console       0         2,800 K  ",
      "desk.exe 44 1 117 536 Ko",
      "desk.exe\t45\tConsole\t1\t536 Ko",
    ].join("\n"),
    [
      { process: "chat app.exe", pid: 1234, ...CONSOLE, memoryBytes: 12_345 * KIB },
      {
        process: "ledger.exe",
        pid: 1688,
        sessionName: "Console",
        sessionId: 0,
        memoryBytes: 2800 * KIB,
      },
      { process: "desk.exe", pid: 44, sessionId: 1, memoryBytes: 117_536 * KIB },
      { process: "desk.exe", pid: 45, ...CONSOLE, memoryBytes: 536 * KIB },
    ],
  );
});

Deno.test("tasklist: services over several lines, their indentation lost or not", () => {
  assertRows(
    [
      "Image Name                     PID Services",
      "========================= ======== ============================================",
      "svchost.exe                   1088 AudioEndpointBuilder, CscService, hidserv,",
      "Netman, PcaSvc,",
      "                                   SysMain",
      "lsass.exe                      672 KeyIso,",
      "...",
      "                                   stray",
    ].join("\n"),
    [
      {
        process: "svchost.exe",
        pid: 1088,
        services: ["AudioEndpointBuilder", "CscService", "hidserv", "Netman", "PcaSvc", "SysMain"],
      },
      { process: "lsass.exe", pid: 672, services: ["KeyIso"] },
    ],
    [7, 8],
  );
});

Deno.test("tasklist: services of which a console cut the ends stay apart", () => {
  assertRows(
    "Image Name                     PID Services\n" +
      "========================= ======== =====================\n" +
      "svchost.exe                   1088 AudioEndpointBuilder,\n" +
      "                                   Netman, PcaSvc, UxSms\n" +
      "                                   WdiSystemHost, wudfsv\n",
    [{
      process: "svchost.exe",
      pid: 1088,
      services: ["AudioEndpointBuilder", "Netman", "PcaSvc", "UxSms", "WdiSystemHost", "wudfsv"],
    }],
  );
});

Deno.test("tasklist: the end of text that copy leaves is no line", () => {
  assertRows('"a.exe","5","Dhcp"\r\n\u001a', [{ process: "a.exe", pid: 5, services: ["Dhcp"] }]);
});

Deno.test("tasklist: an error is never taken for the message that no task matches", () => {
  assertRows("INFO: No tasks are running which match the specified criteria.\r\n", []);
  assertRows("ERROR: The search filter cannot be recognized.\r\n", [], [1]);
  assertRows("FEHLER: Der Suchfilter wurde nicht erkannt.\r\n", [], [1]);
  assertRows("ОШИБКА: сервер RPC сейчас не доступен.\r\n", [], [1]);
  assertRows("ΣΦΑΛΜΑ: Ο διακομιστής RPC δεν είναι διαθέσιμος.\r\n", [], [1]);
  assertRows("ПОМИЛКА: Сервер RPC зараз недоступний для з'єднання.\r\n", [], [1]);
  assertRows("ГРЕШКА: Достъпът до системата беше отказан.\r\n", [], [1]);
  assertRows("POGREŠKA: RPC poslužitelj nije dostupan.\r\n", [], [1]);
  assertRows("KĻŪDA: RPC serveris nav pieejams.\r\n", [], [1]);
  assertRows("שגיאה: הגישה אל המחשב הזה נדחתה.\r\n", [], [1]);
  assertRows("خطأ: ملقم RPC غير متوفر حالياً.\r\n", [], [1]);
  assertRows(
    'INFO: No tasks match the criteria.\n"a.exe","5","Dhcp"\nERROR: Access is denied.\n',
    [{ process: "a.exe", pid: 5, services: ["Dhcp"] }],
    [3],
  );
});

Deno.test("tasklist: a line that no tool prints is rejected, however long", () => {
  for (const line of [" ".repeat(9e6) + "x", "1,".repeat(9e6), "\0".repeat(1e6)]) {
    assertRows(`${line}\n"a.exe","5","Dhcp"\n`, [
      { process: "a.exe", pid: 5, services: ["Dhcp"] },
    ], [1]);
  }
});

Deno.test("tasklist: what is cut or foreign is rejected with its line", () => {
  const { rows, rejected } = parseTasklist('C:\\>tasklist\n\n"a.exe","5","Con\n  two words\n');
  assertEquals(rows, []);
  assertEquals(rejected.map(({ line, text }) => [line, text]), [
    [1, "C:\\>tasklist"],
    [3, '"a.exe","5","Con'],
    [4, "  two words"],
  ]);
});

Deno.test("tasklist: a header without rows is understood, and is tasklist's", () => {
  const header = "Image Name                     PID Session Name        Session#    Mem Usage\n";
  const ruler = "========================= ======== ================ =========== ============\n";
  for (const text of [header, header + ruler, ruler]) {
    assertRows(text, []);
    assert(looksLikeTasklist(text));
  }
});

Deno.test("tasklist: only its own ruler makes a table", () => {
  const row = "agent                           12 Dnscache\n";
  const ruler = (...widths: number[]) => `${widths.map((width) => "=".repeat(width)).join(" ")}\n`;
  const agent = { process: "agent", pid: 12, services: ["Dnscache"] };
  assertRows(`Image  PID Services\n${ruler(25, 8, 44)}${row}`, [agent]);
  assertRows(row, [], [1]);
  // schtasks, driverquery, openfiles, getmac, whoami /priv, whoami /groups.
  for (
    const widths of [
      [40, 22, 15],
      [12, 22, 13, 22],
      [8, 20, 10, 37],
      [19, 58],
      [29, 36, 8],
      [38, 16, 12, 50],
    ]
  ) {
    const text = `Heading Other Third\n${ruler(...widths)}`;
    assertEquals(parseTasklist(text + row).rows, [], String(widths));
    assert(!looksLikeTasklist(text + row), String(widths));
  }
});

Deno.test("tasklist: rows below other text count by what they are, not by a ruler far above", () => {
  const table = "Image Name                     PID Services\n" +
    "========================= ======== ============================================\n" +
    "svchost.exe                   1004 RpcSs\n";
  const service = { process: "svchost.exe", pid: 1004, services: ["RpcSs"] };
  assertRows(`${table}\n USERNAME   ID\n bob           5  Active\nanna             5 Active\n`, [
    service,
  ], [5, 6, 7]);
  // What an author left out ends nothing.
  assertRows(`${table}...\nagent                         1008 Dhcp\n`, [
    service,
    { process: "agent", pid: 1008, services: ["Dhcp"] },
  ], [4]);
  assertRows(table.replaceAll(/^/gm, "> "), [service]);
});

Deno.test("tasklist: other text is not taken for it", () => {
  const others = [
    "",
    "\n\n",
    "Active Connections\n\n" +
    "  Proto  Local Address          Foreign Address        State           PID\n" +
    "  TCP    192.0.2.5:49712        198.51.100.7:443       ESTABLISHED     4711\n" +
    "  UDP    0.0.0.0:500            *:*                                    3344\n",
    "process,pid,sessionName,sessionId,memoryBytes\r\nledger.exe,12,Services,0,1024\r\n",
    '"a,b.exe",13,Services,0,1024\r\n',
    "observedAt,protocol,localAddress\r\n,TCP,192.0.2.5\r\n",
    '[\n  {\n    "process": "ledger.exe",\n    "pid": 12\n  }\n]\n',
    '{"process":"ledger.exe","pid":12}\n',
    "Server:  dns.example\nAddress:  192.0.2.53\n\nName:    host.example\nAddress:  198.51.100.1\n",
    "Dear reader,\nthis is a letter: it has several lines.\nNone of them is a process.\nBye.\n",
    "MZ\0\u0003\0\0\0\u0004\0\0\0\ufffd\ufffd\0\0 12 \0\0 4 K",
    'SUCCESS: The process "ledger.exe" with PID 12 has been terminated.\n',
  ];
  for (const text of others) assertEquals(looksLikeTasklist(text), false, text);
});

Deno.test("tasklist: what is asked of it is CSV without a header", () => {
  for (const args of Object.values(TASKLIST_ARGUMENTS)) {
    assertEquals(args.slice(-3), ["/fo", "csv", "/nh"]);
  }
});
