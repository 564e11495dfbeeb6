/**
 * Measures netwho's speed against other programs on the same machine: `deno task bench` prints
 * Markdown, `deno task bench --write` puts it into `docs/performance.md`.
 *
 * The executable in `dist/` is measured, so compile first. `--empty PATH` names an executable made of
 * an empty program in the same way; without it the empty program runs in Deno itself, and so does
 * netwho for that comparison. `--jc COMMAND` names jc where it is not on the PATH.
 *
 * @module
 */
import { parseArgs } from "@std/cli/parse-args";
import { auditTimes } from "./bench/audit.ts";
import { closingTimes } from "./bench/closing.ts";
import { historyOfAYear } from "./bench/history.ts";
import { openSockets } from "./bench/live_sockets.ts";
import { writeListing } from "./bench/listing.ts";
import { measure, measureInTurns, type Measurement, type Program } from "./bench/measure.ts";
import { startNameServer } from "./bench/name_server.ts";
import { screenTimes } from "./bench/screen.ts";
import { sigmaRules } from "./bench/sigma_rules.ts";
import { watchScreenTimes } from "./bench/watch_screen.ts";
import { watching } from "./bench/watching.ts";

const ROOT = `${import.meta.dirname}/..`;
const NETWHO = `${ROOT}/dist/netwho`;
const SIZES = [1_000, 10_000, 100_000, 1_000_000];
const SOCKETS = 18_000;
const NAMED_ADDRESSES = 1_000;

interface Options {
  readonly jc: string;
  readonly empty: string | null;
  readonly folder: string;
}

async function bench(options: Options): Promise<string> {
  const parts = [
    HEAD(),
    await startUp(options),
    await againstJc(options),
    await sizes(options),
    await liveSockets(),
    await reverseNames(options),
    await historyOfAYear(options.folder),
    await sigmaRules(options.folder),
    auditTimes(),
    await closingTimes(NETWHO),
    screenTimes(),
    await watchScreenTimes(NETWHO),
    await watching({ netwho: NETWHO, folder: options.folder }),
  ];
  return parts.join("\n");
}

const HEAD = () =>
  `# Performance

What \`deno task bench\` printed on ${
    new Date().toISOString().slice(0, 10)
  }, on a machine with ${navigator.hardwareConcurrency} cores, with an executable
made by Deno's compiler for ${Deno.build.target}. Times are wall-clock medians with start-up, in brackets the
least; programs that are compared ran in turns. Output went to a null device.
`;

async function startUp({ empty }: Options): Promise<string> {
  const listing = ["connections", "--format", "json"];
  const programs: Program[] = empty === null
    ? [run("scripts/bench/empty.ts"), run("cli.ts", "--version"), run("cli.ts", ...listing)]
    : [
      { command: [empty] },
      { command: [NETWHO, "--version"] },
      { command: [NETWHO, ...listing] },
    ];
  const [nothing, version, idle] = await measureInTurns(programs, 31);
  return `## Start-up

| program | time |
|---|---|
| an empty program | ${time(nothing!)} |
| \`netwho --version\` | ${time(version!)} |
| \`netwho --format json\`, the sockets of this machine | ${time(idle!)} |

Ratio of \`--version\`: ${ratio(version!, nothing!)} (wanted: at most 1.15); of the listing: ${
    ratio(idle!, nothing!)
  } (wanted: at most 2.2).
`;
}

async function againstJc({ jc, folder }: Options): Promise<string> {
  const file = `${folder}/netstat.txt`;
  writeListing(file, 100_000);
  // jc takes the first line for the title.
  const forJc = `${folder}/netstat-jc.txt`;
  Deno.writeTextFileSync(forJc, Deno.readTextFileSync(file).trimStart());
  const programs: Program[] = [
    { command: [NETWHO, "netstat", "--from", file, "--format", "json"] },
    { command: [NETWHO, "connections", "--from", file, "--format", "json"] },
    run("scripts/bench/bare_loop.ts", file, "/dev/null"),
  ];
  const hasJc = await readsWindows(jc, forJc);
  if (hasJc) programs.push({ command: [jc, "--netstat"], input: forJc });
  const [netstat, connections, bare, other] = await measureInTurns(programs);
  const against = (mine: Measurement) => other === undefined ? "" : ratio(mine, other);
  return `## 100,000 rows of netstat's listing, from a file to JSON

${(Deno.statSync(file).size / 1e6).toFixed(1)} MB in, every field out.

| program | time | of jc's |
|---|---|---|
| \`netwho netstat --from FILE --format json\` | ${time(netstat!)} | ${against(netstat!)} |
| \`netwho connections --from FILE --format json\` | ${time(connections!)} | ${
    against(connections!)
  } |
| a bare loop that splits lines and builds strings | ${time(bare!)} | ${against(bare!)} |
| ${hasJc ? `jc ${await version(jc)}` : "jc"} | ${
    other === undefined ? "not installed, or too old to read Windows' netstat" : time(other)
  } | |

Wanted: \`netstat\` at most 0.20 of jc's time, \`connections\` 0.32.
`;
}

async function sizes({ folder }: Options): Promise<string> {
  const rows: string[] = [];
  for (const size of SIZES) {
    const file = `${folder}/netstat-${size}.txt`;
    writeListing(file, size);
    const command = [NETWHO, "netstat", "--from", file, "--format", "ndjson"];
    const measured = await measure({ command }, size > 100_000 ? 3 : 7);
    const each = measured.milliseconds * 1000 / size;
    rows.push(
      `| ${size.toLocaleString("en")} | ${time(measured)} | ${each.toFixed(2)} µs | ${
        measured.megabytes?.toFixed(0) ?? "?"
      } MB |`,
    );
  }
  return `## Time and memory by size, to NDJSON

| rows | time | a row | most memory |
|---|---|---|---|
${rows.join("\n")}

Wanted: linear time, and a million rows in less than 200 MB.
`;
}

async function liveSockets(): Promise<string> {
  const close = await openSockets(SOCKETS);
  try {
    const [netwho, ss] = await measureInTurns([
      { command: [NETWHO, "connections", "--format", "json"] },
      { command: ["ss", "-tunap"] },
    ]);
    return `## ${SOCKETS.toLocaleString("en")} live sockets on Linux

| program | time |
|---|---|
| \`netwho connections --format json\` | ${time(netwho!)} |
| \`ss -tunap\` | ${time(ss!)} |

Ratio: ${ratio(netwho!, ss!)} (wanted: at most 1.5).
`;
  } finally {
    close();
  }
}

async function reverseNames({ folder }: Options): Promise<string> {
  const heading = `## ${
    NAMED_ADDRESSES.toLocaleString("en")
  } addresses named by a local name server`;
  const addresses = Array.from(
    { length: NAMED_ADDRESSES },
    (_, at) => `10.0.${at >> 8}.${at & 255}`,
  );
  const isThere = ["dig", "nslookup", "dnsmasq"].every(isInstalled);
  const server = isThere ? await startNameServer(addresses, folder) : null;
  if (server === null) return `${heading}\n\ndig, nslookup and dnsmasq are not all installed.\n`;
  try {
    const [listing, questions] = [`${folder}/named.txt`, `${folder}/questions.txt`];
    const lines = addresses.map((address, at) =>
      `  TCP    192.0.2.7:${10_000 + at}    ${address}:443    ESTABLISHED    4711\r\n`
    );
    Deno.writeTextFileSync(listing, lines.join(""));
    Deno.writeTextFileSync(questions, addresses.map((address) => `-x ${address}\n`).join(""));
    const asked = ["--resolve", "--no-cache", "--server", `127.0.0.1:${server.port}`];
    const [netwho, dig] = await measureInTurns([
      { command: [NETWHO, "connections", "--from", listing, ...asked, "--format", "json"] },
      { command: ["dig", "@127.0.0.1", "-p", String(server.port), "-f", questions] },
    ], 7);
    return `${heading}

| program | time |
|---|---|
| \`netwho connections --from FILE --resolve --no-cache --server SERVER\` | ${time(netwho!)} |
| \`dig @SERVER -f FILE\` | ${time(dig!)} |

Ratio: ${ratio(netwho!, dig!)} (wanted: at most 2).
`;
  } finally {
    await server.close();
  }
}

function isInstalled(program: string): boolean {
  try {
    new Deno.Command(program, { args: ["-v"], stdout: "null", stderr: "null" }).outputSync();
    return true;
  } catch {
    return false;
  }
}

function run(script: string, ...args: string[]): Program {
  return {
    command: [Deno.execPath(), "run", "--quiet", "--allow-all", `${ROOT}/${script}`, ...args],
  };
}

async function readsWindows(jc: string, listing: string): Promise<boolean> {
  try {
    const head = Deno.readTextFileSync(listing).split("\n").slice(0, 20).join("\n");
    const child = new Deno.Command(jc, {
      args: ["--netstat"],
      stdin: "piped",
      stdout: "piped",
      stderr: "null",
    }).spawn();
    const writer = child.stdin.getWriter();
    await writer.write(new TextEncoder().encode(head));
    await writer.close();
    const { stdout } = await child.output();
    return JSON.parse(new TextDecoder().decode(stdout)).length > 5;
  } catch {
    return false;
  }
}

async function version(jc: string): Promise<string> {
  const { stdout } = await new Deno.Command(jc, { args: ["--version"] }).output();
  return /\d+\.\d+\.\d+/.exec(new TextDecoder().decode(stdout))?.[0] ?? "";
}

function time({ milliseconds, least }: Measurement): string {
  return `${milliseconds.toFixed(0)} ms (${least.toFixed(0)})`;
}

function ratio(mine: Measurement, other: Measurement): string {
  const by = (mine: number, other: number) => (mine / other).toFixed(2);
  return `${by(mine.milliseconds, other.milliseconds)} (${by(mine.least, other.least)})`;
}

if (import.meta.main) {
  const { jc, empty, write } = parseArgs(Deno.args, {
    string: ["jc", "empty"],
    boolean: ["write"],
    default: { jc: "jc" },
  });
  const folder = await Deno.makeTempDir({ prefix: "netwho-bench-" });
  try {
    const report = await bench({ jc: jc as string, empty: (empty as string) || null, folder });
    console.log(report);
    if (write) Deno.writeTextFileSync(`${ROOT}/docs/performance.md`, report);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}
