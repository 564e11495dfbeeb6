import { assert, assertEquals } from "@std/assert";
import iconv from "iconv-lite";
import type { Process } from "../../../lib/model/process.ts";
import { looksLikeTasklist, parseTasklist } from "../../../lib/tools/tasklist/parse_tasklist.ts";
import { withCaptures } from "../../support/captures.ts";
import { BLANK_PROCESS } from "../../support/blank_process.ts";

// What tasklist printed on Windows machines in several languages. The expectations are written from
// the captures' text; `memory` is in kilobytes, as printed.

interface Expectation {
  readonly file: string;
  readonly rows: readonly Process[];
  /** The numbers of the lines that hold no row: authors' "...". */
  readonly rejected: readonly number[];
}

interface Plain {
  readonly pid: number;
  readonly session: readonly [name: string | null, id: number];
  readonly memory: number;
}

interface Verbose extends Plain {
  readonly status: string;
  readonly user: string | null;
  /** Hours, minutes, seconds. */
  readonly cpu: readonly [number, number, number];
  readonly title: string | null;
}

function plain(
  process: string,
  { pid, session: [sessionName, sessionId], memory }: Plain,
): Process {
  return { ...BLANK_PROCESS, process, pid, sessionName, sessionId, memoryBytes: memory * 1024 };
}

function verbose(process: string, fields: Verbose): Process {
  const { status, user, cpu: [hours, minutes, seconds], title } = fields;
  const cpuSeconds = (hours * 60 + minutes) * 60 + seconds;
  return { ...plain(process, fields), status, user, cpuSeconds, windowTitle: title };
}

function services(process: string, pid: number, names = ""): Process {
  return { ...BLANK_PROCESS, process, pid, services: names === "" ? null : names.split(" ") };
}

function modules(process: string, pid: number, names = ""): Process {
  return { ...BLANK_PROCESS, process, pid, modules: names === "" ? null : names.split(" ") };
}

const SYSTEM = "NT AUTHORITY\\SYSTEM";
const СИСТЕМА = "NT AUTHORITY\\СИСТЕМА";
const ZERO = [0, 0, 0] as const;

const EXPECTATIONS: readonly Expectation[] = [
  {
    file: "de-plain-unitlines-02.txt",
    rejected: [],
    rows: [
      plain("System Idle Process", { pid: 0, session: ["Services", 0], memory: 24 }),
    ],
  },
  {
    file: "en-plain-01.txt",
    rejected: [],
    rows: [
      plain("System Idle Process", { pid: 0, session: ["Services", 0], memory: 8 }),
      plain("System", { pid: 4, session: ["Services", 0], memory: 144 }),
      plain("Registry", { pid: 108, session: ["Services", 0], memory: 72_212 }),
      plain("smss.exe", { pid: 376, session: ["Services", 0], memory: 1_224 }),
      plain("csrss.exe", { pid: 476, session: ["Services", 0], memory: 5_528 }),
    ],
  },
  {
    file: "es-plain-01.txt",
    rejected: [],
    rows: [
      plain("node.exe", { pid: 11228, session: ["Console", 1], memory: 26_628 }),
      plain("node.exe", { pid: 19720, session: ["Console", 1], memory: 112_980 }),
      plain("node.exe", { pid: 5752, session: ["Console", 1], memory: 112_660 }),
      plain("node.exe", { pid: 6764, session: ["Console", 1], memory: 111_580 }),
      plain("node.exe", { pid: 8700, session: ["Console", 1], memory: 112_352 }),
      plain("node.exe", { pid: 15852, session: ["Console", 1], memory: 112_188 }),
      plain("node.exe", { pid: 21728, session: ["Console", 1], memory: 112_980 }),
      plain("node.exe", { pid: 15832, session: ["Console", 1], memory: 111_048 }),
      plain("node.exe", { pid: 18644, session: ["Console", 1], memory: 111_628 }),
      plain("node.exe", { pid: 21120, session: ["Console", 1], memory: 110_640 }),
    ],
  },
  {
    file: "es-plain-02.txt",
    rejected: [],
    rows: [
      plain("nginx.exe", { pid: 19236, session: ["Console", 1], memory: 7_888 }),
      plain("nginx.exe", { pid: 20760, session: ["Console", 1], memory: 8_276 }),
      plain("nginx.exe", { pid: 15564, session: ["Console", 1], memory: 7_916 }),
      plain("nginx.exe", { pid: 20872, session: ["Console", 1], memory: 8_088 }),
      plain("nginx.exe", { pid: 10208, session: ["Console", 1], memory: 7_916 }),
      plain("nginx.exe", { pid: 7864, session: ["Console", 1], memory: 8_088 }),
    ],
  },
  {
    file: "fr-find-noheader-02.txt",
    rejected: [],
    rows: [
      plain("msedge.exe", { pid: 12984, session: ["Console", 5], memory: 117_536 }),
      plain("msedge.exe", { pid: 10576, session: ["Console", 5], memory: 2_140 }),
      plain("msedge.exe", { pid: 11988, session: ["Console", 5], memory: 1_344 }),
      plain("msedge.exe", { pid: 12832, session: ["Console", 5], memory: 108_476 }),
    ],
  },
  {
    file: "ja-fi-status-05.txt",
    rejected: [],
    rows: [
      plain("jusched.exe", { pid: 7096, session: ["Console", 1], memory: 5_488 }),
      plain("conhost.exe", { pid: 2932, session: ["Console", 1], memory: 13_440 }),
      plain("conhost.exe", { pid: 5900, session: ["Console", 1], memory: 13_816 }),
    ],
  },
  {
    file: "ja-plain-01.txt",
    rejected: [15],
    rows: [
      plain("System Idle Process", { pid: 0, session: ["Services", 0], memory: 24 }),
      plain("System", { pid: 4, session: ["Services", 0], memory: 10_924 }),
      plain("smss.exe", { pid: 416, session: ["Services", 0], memory: 1_452 }),
      plain("csrss.exe", { pid: 656, session: ["Services", 0], memory: 7_464 }),
      plain("wininit.exe", { pid: 744, session: ["Services", 0], memory: 6_292 }),
      plain("csrss.exe", { pid: 760, session: ["Console", 1], memory: 39_000 }),
      plain("winlogon.exe", { pid: 796, session: ["Console", 1], memory: 39_588 }),
      plain("services.exe", { pid: 856, session: ["Services", 0], memory: 47_656 }),
      plain("lsass.exe", { pid: 872, session: ["Services", 0], memory: 41_420 }),
      plain("lsm.exe", { pid: 880, session: ["Services", 0], memory: 5_300 }),
      plain("svchost.exe", { pid: 988, session: ["Services", 0], memory: 44_984 }),
      plain("svchost.exe", { pid: 192, session: ["Services", 0], memory: 51_544 }),
    ],
  },
  {
    file: "ko-find-noheader-03.txt",
    rejected: [],
    rows: [
      plain("MicrosoftEdge.exe", { pid: 15476, session: ["Console", 1], memory: 81_740 }),
      plain("MicrosoftEdgeSH.exe", { pid: 35836, session: ["Console", 1], memory: 15_896 }),
      plain("MicrosoftEdgeCP.exe", { pid: 37408, session: ["Console", 1], memory: 94_404 }),
    ],
  },
  {
    file: "ko-plain-01.txt",
    rejected: [],
    rows: [
      plain("MicrosoftEdge.exe", { pid: 15476, session: ["Console", 1], memory: 82_168 }),
    ],
  },
  {
    file: "zh-CN-plain-01.txt",
    rejected: [],
    rows: [
      plain("ollama.exe", { pid: 42004, session: ["Console", 1], memory: 19_528 }),
      plain("ollama app.exe", { pid: 39268, session: ["Console", 1], memory: 18_204 }),
      plain("ollama.exe", { pid: 45728, session: ["Console", 1], memory: 147_600 }),
      plain("ollama_llama_server.exe", { pid: 43844, session: ["Console", 1], memory: 5_201_756 }),
    ],
  },
  {
    file: "zh-CN-plain-02.txt",
    rejected: [],
    rows: [
      plain("System Idle Process", { pid: 0, session: ["Services", 0], memory: 8 }),
      plain("System", { pid: 4, session: ["Services", 0], memory: 160 }),
    ],
  },
  {
    file: "zh-TW-plain-01.txt",
    rejected: [],
    rows: [
      plain("nginx.exe", { pid: 4044, session: ["Console", 1], memory: 6_044 }),
      plain("nginx.exe", { pid: 8132, session: ["Console", 1], memory: 6_400 }),
    ],
  },
  {
    file: "en-svc-02.txt",
    rejected: [22],
    rows: [
      services("System Idle Process", 0),
      services("System", 4),
      services("smss.exe", 504),
      services("csrss.exe", 648),
      services("services.exe", 772),
      services("lsass.exe", 796, "KeyIso Netlogon SamSs"),
      services("svchost.exe", 956, "DcomLaunch PlugPlay Power"),
      services("svchost.exe", 540, "RpcEptMapper RpcSs"),
      {
        ...BLANK_PROCESS,
        process: "atiesrxx.exe",
        pid: 828,
        services: ["AMD External Events Utility"],
      },
      services("svchost.exe", 852, "AudioSrv Dhcp eventlog lmhosts wscsvc"),
      services(
        "svchost.exe",
        1088,
        "AudioEndpointBuilder CscService hidserv Netman PcaSvc SysMain TrkWks UmRdpService UxSms" +
          " wudfsvc",
      ),
      services(
        "svchost.exe",
        1112,
        "Appinfo BITS Browser CertPropSvc gpsvc iphlpsvc LanmanServer ProfSvc Schedule SENS" +
          " SessionEnv ShellHWDetection Themes Winmgmt wuauserv",
      ),
      services(
        "svchost.exe",
        1260,
        "EventSystem netprofm nsi W32Time WdiServiceHost WinHttpAutoProxySvc",
      ),
    ],
  },
  {
    file: "en-svc-03.txt",
    rejected: [],
    rows: [
      services("System Idle Process", 0),
      services("System", 4),
      services("smss.exe", 316),
      services("csrss.exe", 424),
      services("lsass.exe", 672, "KeyIso SamSs VaultSvc"),
      services(
        "svchost.exe",
        776,
        "BrokerInfrastructure DcomLaunch LSM PlugPlay Power SystemEventsBroker",
      ),
      services("svchost.exe", 836, "RpcEptMapper RpcSs"),
      services("LogonUI.exe", 952),
      services("svchost.exe", 972, "TermService"),
    ],
  },
  {
    file: "ja-m-04.txt",
    rejected: [3, 13],
    rows: [
      modules("SearchIndexer.exe", 5828),
      modules("MSOSYNC.EXE", 5972, "ntdll.dll wow64.dll wow64win.dll wow64cpu.dll"),
      modules("OneDrive.exe", 4980, "ntdll.dll wow64.dll wow64win.dll wow64cpu.dll"),
      modules("LeapControlPanel.exe", 6172, "ntdll.dll wow64.dll wow64win.dll wow64cpu.dll"),
      modules("Launchy.exe", 6428, "ntdll.dll wow64.dll wow64win.dll wow64cpu.dll"),
    ],
  },
  {
    file: "en-v-04.txt",
    rejected: [],
    rows: [
      service("System Idle Process", { pid: 0, memory: 4, cpu: [69, 20, 56] }),
      service("System", { pid: 4, memory: 144, user: null, cpu: [0, 1, 43] }),
      service("smss.exe", { pid: 260, memory: 1264 }),
      service("csrss.exe", { pid: 376, memory: 4300, cpu: [0, 0, 5] }),
    ],
  },
  {
    file: "en-v-wrapped-06.txt",
    rejected: [],
    rows: [
      verbose("adda.exe", {
        pid: 3620,
        session: ["Console", 1],
        memory: 262_452,
        status: "Unknown",
        user: "DESKTOP-01\\user",
        cpu: [0, 19, 48],
        title: null,
      }),
    ],
  },
  { file: "es-mojibake-header-04.txt", rejected: [], rows: [] },
  {
    file: "ja-v-06.txt",
    rejected: [11],
    rows: [
      service("System Idle Process", { pid: 0, memory: 24, cpu: [6254, 33, 30] }),
      service("System", { pid: 4, memory: 4160, user: null, cpu: [1, 3, 7] }),
      service("smss.exe", { pid: 428, memory: 960 }),
      service("csrss.exe", { pid: 496, memory: 8380, cpu: [0, 2, 6] }),
      service("wininit.exe", { pid: 540, memory: 5296 }),
      service("csrss.exe", {
        pid: 552,
        session: ["RDP-Tcp#0", 1],
        memory: 17_736,
        status: "Not Responding",
        cpu: [0, 0, 13],
      }),
      service("services.exe", { pid: 588, memory: 9932, cpu: [0, 30, 2] }),
      service("notepad.exe", {
        pid: 3284,
        session: ["RDP-Tcp#0", 1],
        memory: 9308,
        status: "Running",
        user: "HOST\\Administrator",
        title: "test01.txt - メモ帳",
      }),
      service("notepad.exe", {
        pid: 4244,
        session: ["RDP-Tcp#0", 1],
        memory: 9324,
        status: "Running",
        user: "HOST\\Administrator",
        title: "test02.txt - メモ帳",
      }),
      service("WmiPrvSE.exe", { pid: 4272, memory: 8448, user: "NT AUTHORITY\\NETWORK SERVICE" }),
      service("tasklist.exe", {
        pid: 4676,
        session: ["RDP-Tcp#0", 1],
        memory: 6456,
        user: "HOST\\Administrator",
      }),
    ],
  },
  {
    file: "ja-v-list-03.txt",
    rejected: [21],
    rows: [
      service("System Idle Process", { pid: 0, memory: 24, cpu: [39, 43, 18] }),
      service("System", { pid: 4, memory: 10_928, user: null, cpu: [0, 9, 42] }),
    ],
  },
  { file: "multi-info-nomatch-01.txt", rejected: [], rows: [] },
  {
    file: "ru-v-02.txt",
    rejected: [],
    rows: [
      window("csrss.exe", { pid: 984, memory: 4840, user: СИСТЕМА, cpu: [0, 8, 53] }),
      window("dwm.exe", {
        pid: 1296,
        memory: 49_064,
        user: "Window Manager\\DWM-1",
        cpu: [2, 26, 22],
        title: "DWM Notification Window",
      }),
      window("atieclxx.exe", {
        pid: 2684,
        memory: 8192,
        user: СИСТЕМА,
        cpu: [0, 3, 45],
        title: "AMD EEU Client",
      }),
      window("Start8_64.exe", {
        pid: 4480,
        memory: 3648,
        user: СИСТЕМА,
        cpu: [0, 0, 1],
        title: "Start8",
      }),
      window("sihost.exe", { pid: 7764, memory: 22_952, cpu: [0, 1, 17] }),
      window("taskhostw.exe", {
        pid: 7184,
        memory: 13_400,
        cpu: [0, 0, 21],
        title: "Task Host Window",
      }),
      window("ctfmon.exe", { pid: 7684, memory: 13_904, cpu: [0, 5, 42] }),
      window("igfxEM.exe", {
        pid: 7264,
        memory: 8912,
        cpu: [0, 0, 21],
        title: "The Event Manager - Status",
      }),
      window("StartMenuExperienceHost.e", {
        pid: 10_200,
        memory: 56_904,
        cpu: [0, 3, 14],
        title: "Начальный экран",
      }),
      window("unsecapp.exe", {
        pid: 9372,
        memory: 6840,
        cpu: [0, 0, 13],
        title: "OleMainThreadWndName",
      }),
      window("TextInputHost.exe", {
        pid: 9264,
        memory: 19_528,
        cpu: [0, 1, 35],
        title: "Microsoft Text Input Application",
      }),
      window("AMDRSServ.exe", {
        pid: 10_388,
        memory: 20_476,
        cpu: [0, 0, 19],
        title: "GDI+ Window (AMDRSServ.exe)",
      }),
      window("Telegram.exe", {
        pid: 4488,
        memory: 361_012,
        cpu: [3, 7, 0],
        title: "Telegram (9415)",
      }),
    ],
  },
  {
    file: "zh-CN-v-csv-05.txt",
    rejected: [],
    rows: [
      verbose("MATLAB.exe", {
        pid: 1272,
        session: ["Console", 3],
        memory: 172_564,
        status: "Running",
        user: "DESKTOP-01\\user",
        cpu: [0, 0, 40],
        title: "MATLAB R2016a",
      }),
    ],
  },
];

/** A verbose row of a service, unless told otherwise. */
function service(process: string, fields: Partial<Verbose> & { pid: number; memory: number }) {
  const usual = { status: "Unknown", user: SYSTEM, cpu: ZERO, title: null };
  return verbose(process, { session: ["Services", 0], ...usual, ...fields });
}

/** A verbose row of the user's own process, unless told otherwise. */
function window(process: string, fields: Partial<Verbose> & { pid: number; memory: number }) {
  const usual = { status: "Running", user: "HOME\\user", cpu: ZERO, title: null };
  return verbose(process, { session: ["Console", 1], ...usual, ...fields });
}

/** The console code pages of the captures' languages. */
const CODE_PAGES: Readonly<Record<string, string>> = {
  de: "cp850",
  en: "cp437",
  es: "cp850",
  fr: "cp850",
  ja: "cp932",
  ko: "cp949",
  ru: "cp866",
  "zh-CN": "cp936",
  "zh-TW": "cp950",
};

function assertParsed(text: string, { rows, rejected }: Omit<Expectation, "file">): void {
  const parsed = parseTasklist(text);
  assertEquals(parsed.rows, [...rows]);
  assertEquals(parsed.rejected.map(({ line }) => line), [...rejected]);
}

const RUSSIAN_CSV = "ru-v-csv-nh-03.txt";

withCaptures("tasklist", ({ folder }) => {
  const read = (file: string) => Deno.readTextFileSync(new URL(file, folder));

  for (const { file, ...expectation } of EXPECTATIONS) {
    Deno.test(`tasklist capture ${file}`, () => {
      const text = read(file);
      assertParsed(text, expectation);
      assert(looksLikeTasklist(text));
      // Line ends as they arrive from a pipe, from a pipe in text mode, and from a file with a mark.
      assertParsed(text.replaceAll("\n", "\r\n"), expectation);
      assertParsed(text.replaceAll("\n", "\r\r\n"), expectation);
      assertParsed(`\uFEFF${text}`, expectation);
      assertParsed(text.replaceAll(/^(?=.)/gm, "# "), expectation);
    });

    const page = CODE_PAGES[file.match(/^(zh-..|..)-/)?.[1] ?? ""];
    if (page === undefined) continue;
    Deno.test(`tasklist capture ${file} in ${page}`, () => {
      assertParsed(iconv.decode(iconv.encode(read(file), page), page), expectation);
    });
  }

  // Sums taken with awk over the fields, apart from this code.
  Deno.test(`tasklist capture ${RUSSIAN_CSV}`, () => {
    const text = read(RUSSIAN_CSV);
    const decoded = iconv.decode(iconv.encode(text, "cp866"), "cp866");
    for (const { rows, rejected } of [parseTasklist(text), parseTasklist(decoded)]) {
      const sum = (field: "pid" | "memoryBytes" | "cpuSeconds") =>
        rows.reduce((total, row) => total + (row[field] ?? 0), 0);
      assertEquals(rejected, []);
      assertEquals(rows.length, 125);
      assertEquals(sum("pid"), 577_288);
      assertEquals(sum("memoryBytes"), 4_551_664 * 1024);
      assertEquals(sum("cpuSeconds"), 9609);
      assertEquals(rows.filter(({ sessionName }) => sessionName === null).length, 25);
      assertEquals(rows.filter(({ user }) => user === null).map(({ pid }) => pid), [4]);
      assertEquals(rows.filter(({ windowTitle }) => windowTitle !== null).length, 14);
      assertEquals(rows.filter(({ status }) => status === "Running").length, 22);
      const noMemory = rows.filter(({ memoryBytes }) => memoryBytes === null);
      assertEquals(noMemory.map(({ process }) => process), ["Memory Compression"]);

      const byPid = (wanted: number) => rows.find(({ pid }) => pid === wanted);
      assertEquals(
        byPid(836),
        service("csrss.exe", { pid: 836, session: [null, 1], memory: 6616, user: СИСТЕМА }),
      );
      assertEquals(
        byPid(188),
        service("Secure System", { pid: 188, memory: 99_692, user: СИСТЕМА }),
      );
      assertEquals(
        byPid(9004),
        window("cmd.exe", {
          pid: 9004,
          session: ["Console", 2],
          memory: 5796,
          user: "DESKTOP-01\\user",
          title: "Администратор: C:\\Windows\\system32\\cmd.exe - tasklist  /v /nh /fo csv",
        }),
      );
      assertEquals(rows.at(-1)?.pid, 5376);
    }
  });
});
