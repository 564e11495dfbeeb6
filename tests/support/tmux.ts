/**
 * A real terminal for tests (Linux): tmux runs a program on it and answers it, and an emulator draws
 * the bytes that the program writes, which tmux hands on as they are.
 *
 * @module
 */
import { delay } from "@std/async/delay";
import { type Clusters, openEmulator, type ScreenText } from "./emulator.ts";
import { ROOT } from "./program.ts";

export type { CellStyle, Place, ScreenText } from "./emulator.ts";

/** Whether tmux is there: tests that need it are left out (`ignore`) where it is not. */
export const hasTmux: boolean = Deno.build.os === "linux" && runsTmux();

/** What runs on a terminal, and how large it is. */
export interface TerminalOptions {
  /** The program and its arguments. */
  readonly command: readonly string[];
  /** @default 80 */
  readonly columns?: number;
  /** @default 24 */
  readonly rows?: number;
  /** Beside the environment of the tests, without what would switch colours off or on. */
  readonly env?: Readonly<Record<string, string>>;
  /** @default the checkout */
  readonly cwd?: string;
  /** @default graphemes */
  readonly clusters?: Clusters;
}

/** How a program ended: its exit code, or 128 and the number of the signal that it died of. */
export type ExitCode = number;

/** A terminal on which a program runs. At the end of its `await using` block both are ended. */
export interface TestTerminal extends AsyncDisposable {
  /**
   * Sends characters, or their bytes, as if they were typed, in one piece: `"q"`, `"\x1b[A"` for an
   * arrow.
   */
  type(keys: string | Uint8Array): Promise<void>;
  /** Pastes text as the terminal does: in brackets, where the program asked for them. */
  paste(text: string): Promise<void>;
  resize(columns: number, rows: number): Promise<void>;
  /** What is shown. */
  screen(): Promise<ScreenText>;
  /** What tmux itself shows: a second opinion, without styles. */
  tmuxLines(): Promise<string[]>;
  /** Waits until a screen is as wanted; fails, and shows the screen, where it is not in time. */
  until(
    isWanted: (screen: ScreenText) => boolean,
    options?: { readonly milliseconds?: number },
  ): Promise<ScreenText>;
  /** Waits until a text was written; fails where it is not in time. */
  untilWritten(text: string): Promise<void>;
  /** All that was written, as bytes in Latin-1 from the given place on. */
  written(from?: number): Promise<string>;
  /** Sends a signal to the program in the foreground. */
  signal(name: Deno.Signal): Promise<void>;
  /** The process ID of the program that was started. */
  pid(): Promise<number>;
  /** The terminal's modes, as `stty -a` prints them. */
  modes(): Promise<string>;
  /** Waits for the end of the program. Afterwards only `screen` and `written` still answer. */
  exitCode(): Promise<ExitCode>;
}

const POLL_MILLISECONDS = 10;
const HELD_BACK_MILLISECONDS = 5000;
/** Longer than a machine that stands still for a while needs: a test that waits fails after it. */
const PATIENCE_MILLISECONDS = 120_000;

/** Opens a terminal of its own, apart from any tmux of the user. */
export async function openTerminal(
  { command, columns = 80, rows = 24, env = {}, cwd, clusters }: TerminalOptions,
): Promise<TestTerminal> {
  const folder = await Deno.makeTempDir({ prefix: "netwho-tmux-" });
  const log = `${folder}/log`;
  await Deno.writeTextFile(log, "");
  const tmux = (args: readonly string[]) => runTmux(folder, args);
  const tell = async (format: string) => (await tmux(["display-message", "-p", format])).trim();
  const emulator = openEmulator(columns, rows, clusters);
  const file = await Deno.open(log);
  const leader = async () => Number(await tell("#{pane_pid}"));
  let ended: ExitCode | undefined;
  let isLogged = false;

  const terminal: TestTerminal = {
    async type(keys) {
      const bytes = Array.from(
        typeof keys === "string" ? new TextEncoder().encode(keys) : keys,
        (byte) => byte.toString(16),
      );
      for (let at = 0; at < bytes.length; at += 1000) {
        await tmux(["send-keys", "-H", ...bytes.slice(at, at + 1000)]);
      }
    },
    async paste(text) {
      await tmux(["set-buffer", "--", text, ";", "paste-buffer", "-p", "-r"]);
    },
    async resize(columns, rows) {
      await draw();
      await tmux(["resize-window", "-x", `${columns}`, "-y", `${rows}`]);
      emulator.resize(columns, rows);
    },
    async screen() {
      await drawWhole();
      return emulator.screen();
    },
    tmuxLines: async () =>
      (await tmux(["capture-pane", "-p"])).split("\n").map((line) => line.trimEnd()),
    async until(isWanted, { milliseconds = PATIENCE_MILLISECONDS } = {}) {
      let screen = await terminal.screen();
      for (const late = Date.now() + milliseconds; !isWanted(screen);) {
        if (Date.now() > late) {
          throw new Error(`Not shown in time: ${isWanted}\n${screen.lines.join("\n")}`);
        }
        await delay(POLL_MILLISECONDS);
        if (await drawWhole()) screen = emulator.screen();
      }
      return screen;
    },
    async untilWritten(text) {
      for (const late = Date.now() + PATIENCE_MILLISECONDS; Date.now() < late;) {
        if ((await terminal.written()).includes(text)) return;
        await delay(POLL_MILLISECONDS);
      }
      throw new Error(`Not written in time: ${text}`);
    },
    async written(from = 0) {
      await draw();
      return new TextDecoder("latin1").decode((await Deno.readFile(log)).subarray(from));
    },
    async signal(name) {
      Deno.kill(await foreground(await leader(), await terminal.pid()), name);
    },
    pid: async () => Number(await fileContent(`${folder}/pid`)),
    async modes() {
      const args = ["-a", "-F", await tell("#{pane_tty}")];
      const { stdout } = await new Deno.Command("stty", { args }).output();
      return new TextDecoder().decode(stdout);
    },
    async exitCode() {
      ended ??= Number(
        await fileContent(`${folder}/code`).catch(async (thrown) => {
          throw new Error(`${thrown}\n${(await terminal.screen()).lines.join("\n")}`);
        }),
      );
      if (!isLogged) await endLog();
      return ended;
    },
    [Symbol.asyncDispose]: close,
  };

  /** Hands the emulator what was written since the last time; whether there was something. */
  async function draw(): Promise<boolean> {
    const chunk = new Uint8Array(65_536);
    let isNew = false;
    for (let count; (count = await file.read(chunk)) !== null; isNew = true) {
      await emulator.write(chunk.slice(0, count));
    }
    return isNew;
  }

  /**
   * The same, up to the end of an update that the program holds back: a terminal shows no half of one.
   * As terminals do, it goes on where the end does not come.
   */
  async function drawWhole(): Promise<boolean> {
    let isNew = await draw();
    for (const late = Date.now() + HELD_BACK_MILLISECONDS; emulator.screen().isHeldBack;) {
      if (Date.now() > late) break;
      await delay(POLL_MILLISECONDS);
      isNew = await draw() || isNew;
    }
    return isNew;
  }

  /** Ends tmux, which closes the log only then, and waits until that holds all that it was given. */
  async function endLog(): Promise<void> {
    await tell("");
    await tmux(["kill-server"]);
    await fileContent(`${folder}/logged`);
    isLogged = true;
  }

  async function close(): Promise<void> {
    const session = await leader().catch(() => null); // tmux may have ended
    if (session !== null) {
      await tmux(["kill-server"]);
      await endSession(session);
    }
    file.close();
    emulator[Symbol.dispose]();
    await Deno.remove(folder, { recursive: true });
  }

  try {
    await start();
    return terminal;
  } catch (thrown) {
    await close();
    throw thrown;
  }

  async function start(): Promise<void> {
    const go = `${folder}/go`;
    await new Deno.Command("mkfifo", { args: [go] }).output();
    const variables = Object.entries({ TERM: "xterm-256color", ...env })
      .map(([name, value]) => `${name}=${value}`);
    const logging = `cat >'${log}'; echo >'${folder}/logged'`;
    // Where the tests are killed, nobody else ends the server.
    const watching = `while kill -0 ${Deno.pid}; do sleep 1; done; ` +
      `tmux -S '${folder}/socket' kill-server`;
    // deno-fmt-ignore
    await tmux([
      "new-session", "-d", "-x", `${columns}`, "-y", `${rows}`, "-c", cwd ?? ROOT.pathname, "--",
      "sh", "-c", STARTER, folder, ...variables, ...command,
      ";", "set-option", "-g", "remain-on-exit", "on",
      ";", "set-option", "-g", "status", "off",
      ";", "set-option", "-g", "escape-time", "0",
      ";", "pipe-pane", "-O", logging,
      ";", "run-shell", "-b", watching,
    ]);
    await Deno.writeTextFile(go, "go\n");
  }
}

/**
 * Starts the program once the log is attached, and keeps its exit code. What is typed as a signal is
 * also for this shell, which must outlive it.
 */
const STARTER = `
  read -r _ <"$0/go"
  trap : INT QUIT TERM HUP
  sh -c 'echo $$ >"$0/pid"; exec env "$@"' "$0" "$@"
  echo $? >"$0/code"`;

/** The content of a file, once it has a line. */
async function fileContent(path: string): Promise<string> {
  for (const late = Date.now() + PATIENCE_MILLISECONDS;; await delay(POLL_MILLISECONDS)) {
    const text = await Deno.readTextFile(path).catch(() => ""); // it does not exist yet
    if (text.endsWith("\n")) return text.trim();
    if (Date.now() > late) throw new Error(`Not in time: ${path.replace(/.*\//, "")}`);
  }
}

/** The program, or the one that it runs in the foreground of its terminal, as a shell does. */
async function foreground(leader: number, program: number): Promise<number> {
  const group = Number((await statusFields(leader))[5]);
  return group === leader ? program : group;
}

/** State, parent, group, session, terminal and foreground group of a process. */
async function statusFields(pid: number): Promise<string[]> {
  const stat = await Deno.readTextFile(`/proc/${pid}/stat`);
  return stat.slice(stat.lastIndexOf(")") + 2).split(" "); // after the name in parentheses
}

/** Waits for the end of what ran on a terminal, which is told that it closed; then ends it. */
async function endSession(session: number): Promise<void> {
  for (const late = Date.now() + 3000;; await delay(POLL_MILLISECONDS)) {
    const left = await inSession(session);
    if (left.length === 0) return;
    if (Date.now() > late) left.forEach(endByForce);
  }
}

function endByForce(pid: number): void {
  try {
    Deno.kill(pid, "SIGKILL");
  } catch {
    // It has ended meanwhile.
  }
}

async function inSession(session: number): Promise<number[]> {
  const pids: number[] = [];
  for (const { name } of Deno.readDirSync("/proc")) {
    if (!/^[0-9]+$/.test(name)) continue;
    const [state, , , of] = await statusFields(Number(name)).catch(() => []); // it has ended
    if (of === `${session}` && state !== "Z") pids.push(Number(name));
  }
  return pids;
}

async function runTmux(folder: string, args: readonly string[]): Promise<string> {
  const { TMUX: _t, NO_COLOR: _n, FORCE_COLOR: _f, ...env } = Deno.env.toObject();
  const { code, stdout, stderr } = await new Deno.Command("tmux", {
    args: ["-u", "-f", "/dev/null", "-S", `${folder}/socket`, ...args],
    clearEnv: true,
    env,
    stdin: "null",
  }).output();
  const decoder = new TextDecoder();
  if (code !== 0) throw new Error(`tmux ${args[0]} failed: ${decoder.decode(stderr)}`);
  return decoder.decode(stdout);
}

function runsTmux(): boolean {
  try {
    return new Deno.Command("tmux", { args: ["-V"] }).outputSync().success;
  } catch {
    return false;
  }
}
