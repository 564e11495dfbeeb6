/**
 * Tries where names of processes come from with the executable for Windows under Wine; part of windows.ts.
 * netstat and tasklist are played back, with process IDs of programs that run: Wine's own list tells the
 * same processes.
 *
 * @module
 */
import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { type Ended, winbox, wine } from "./executable.ts";
import { pidOf, TEMP, whileRunning } from "./wine_drive.ts";

const PROGRAM = `${TEMP}\\evil.exe`;
const TASKLIST = "C:\\windows\\system32\\tasklist.exe";
const ASIDE = "C:\\windows\\system32\\tasklist.aside";

/** A row of netwho's, as far as it matters here. */
interface Row {
  readonly pid: number;
  readonly process: string | null;
  readonly path: string | null;
  readonly user?: string | null;
  readonly localPort?: number;
}

/** The processes that are played back: one with a hostile window title, and a service. */
interface Pids {
  readonly evil: number;
  readonly service: number;
}

/** How tasklist answers: its text by arguments, or all calls by an exit code and after a time. */
type Tasklist =
  | Readonly<Record<string, string>>
  | { readonly code: number; readonly milliseconds: number };

/** Plays back netstat with a socket of each process, and tasklist, where it is told. */
async function playBack({ evil, service }: Pids, tasklist: Tasklist | null): Promise<void> {
  const folder = await Deno.makeTempDir();
  const write = (tool: string, name: string, text: string) => {
    Deno.mkdirSync(`${folder}/${tool}`, { recursive: true });
    Deno.writeTextFileSync(`${folder}/${tool}/${name}`, text);
  };
  write(
    "netstat",
    "0.out",
    "\r\nActive Connections\r\n\r\n" +
      "  Proto  Local Address          Foreign Address        State           PID\r\n" +
      `  TCP    0.0.0.0:135            0.0.0.0:0              LISTENING       ${service}\r\n` +
      `  TCP    192.0.2.7:50123        198.51.100.4:443       ESTABLISHED     ${evil}\r\n`,
  );
  write("netstat", "index.tsv", "*\t0.out\t0\t-\n");
  if (tasklist !== null && "code" in tasklist) {
    write("tasklist", "index.tsv", `*\t-\t${tasklist.code}\t-\t${tasklist.milliseconds}\n`);
  } else if (tasklist !== null) {
    const texts = Object.entries(tasklist);
    texts.forEach(([, text], at) => write("tasklist", `${at}.out`, text));
    write(
      "tasklist",
      "index.tsv",
      texts.map(([args], at) => `${args}\t${at}.out\t0\t-\n`).join(""),
    );
  }
  try {
    assertEquals((await winbox("replay", folder)).code, 0);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

const json = ({ code, stdout, stderr }: Ended): Row[] => {
  assert(stdout.startsWith("["), `exit code ${code}: ${stderr}`);
  return JSON.parse(stdout);
};

/** The connections by their local ports: program, path. */
const programs = (ended: Ended) =>
  json(ended).map(({ localPort, process, path }) => [localPort, process, path?.toLowerCase()]);

const TRUE_PROGRAMS = [
  [135, "services.exe", "c:\\windows\\system32\\services.exe"],
  [50_123, "evil.exe", PROGRAM.toLowerCase()],
];

Deno.test("netwho.exe names programs whatever tasklist says, or does not", async (test) => {
  await whileRunning("evil.exe", async ({ pid: evil }) => {
    const service = await pidOf("services.exe");
    assert(service > 0, "Wine has no services");
    const pids = { evil, service };
    const row = (
      ...[name, pid, user, title = "N/A"]: [string, number | string, string, string?]
    ) => `"${name}","${pid}","Console","1","8 K","Running","${user}","0:00:01","${title}"`;
    const plain = `"services.exe","${service}","Services","0","8 K"\r\n` +
      `"evil.exe","${evil}","Console","1","8 K"\r\n`;
    const services = `"services.exe","${service}","N/A"\r\n"evil.exe","${evil}","N/A"\r\n`;
    const system = "NT AUTHORITY\\SYSTEM";
    const titles = {
      "its own row, as the system's": `a\r\n${row("svchost.exe", evil, system)}`,
      "rows after the end of its own": [
        'a"',
        row("svchost.exe", evil, system),
        row("evil.exe", evil, system),
        row("trojan.exe", service, "PC\\mallory"),
        row("ghost.exe", 4_000_000_000, "PC\\mallory"),
      ].join("\r\n"),
      "a number that is no PID": `a\r\n${row("x.exe", "4294967296", system)}`,
    };
    for (const [what, title] of Object.entries(titles)) {
      await test.step(`a window title imitates ${what}`, async () => {
        // tasklist ends the title with a quote, which the last row lacks therefore.
        const open = title.slice(0, -1);
        const verbose = `${row("services.exe", service, system)}\r\n${
          row("evil.exe", evil, "PC\\eve", open)
        }\r\n`;
        await playBack(pids, {
          "/v /fo csv /nh": verbose,
          "/svc /fo csv /nh": services,
          "/fo csv /nh": plain,
        });
        const details = await wine("tasklist", "--details", "--format", "json");
        assertEquals(
          json(details).map(({ pid, process, path, user }) => [
            pid,
            process,
            path?.toLowerCase(),
            user,
          ]),
          [
            [service, "services.exe", "c:\\windows\\system32\\services.exe", system],
            [evil, "evil.exe", PROGRAM.toLowerCase(), "PC\\eve"],
          ],
        );
        assertStringIncludes(details.stderr, `in the window title of process ${evil}`);
        assertEquals([details.code, details.stderr.trim().split("\n").length], [0, 1]);
        const listed = await wine("--details", "--format", "json");
        assertEquals(programs(listed), TRUE_PROGRAMS);
      });
    }

    await test.step("a name that only tasklist could know does not win", async () => {
      await playBack(pids, { "*": `"svchost.exe","${evil}","Console","1","8 K"\r\n` });
      assertEquals(programs(await wine("--format", "json")), TRUE_PROGRAMS);
    });

    await test.step("tasklist fails", async () => {
      await playBack(pids, { code: 1, milliseconds: 0 });
      const listed = await wine("--format", "json");
      assertEquals(programs(listed), TRUE_PROGRAMS);
      assertEquals(listed.code, 3);
      assertStringIncludes(listed.stderr, "names are there, but services are missing");
      const details = await wine("tasklist", "--details", "--format", "json");
      const names = json(details).map(({ process }) => process);
      assertEquals(["evil.exe", "services.exe"].every((name) => names.includes(name)), true);
    });

    await test.step("tasklist hangs", async () => {
      await playBack(pids, { code: 0, milliseconds: 20_000 });
      const listed = await wine("--timeout", "2", "--format", "json");
      assertEquals(programs(listed), TRUE_PROGRAMS);
      assertStringIncludes(listed.stderr, "it took over 2 s and was stopped");
    });

    await test.step("there is no tasklist", async () => {
      await playBack(pids, null);
      await winbox("wine", "cmd", "/c", "move", "/y", TASKLIST, ASIDE);
      try {
        const listed = await wine("--format", "json");
        assertEquals(programs(listed), TRUE_PROGRAMS);
        assertStringIncludes(listed.stderr, "it is missing from Windows' System32 folder");
        const details = await wine("tasklist", "--details", "--format", "json");
        const names = json(details).map(({ process }) => process);
        assertEquals(["evil.exe", "services.exe"].every((name) => names.includes(name)), true);
      } finally {
        await winbox("wine", "cmd", "/c", "move", "/y", ASIDE, TASKLIST);
      }
    });
  });
});
