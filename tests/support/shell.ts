/**
 * Runs the program from a shell, with whatever a shell can put around it (Linux).
 *
 * @module
 */
import { temporaryFolder } from "./folders.ts";
import { type Ended, PROGRAM } from "./program.ts";

/** Whether the tests are run by root of Linux. */
export const isRoot = Deno.build.os === "linux" && Deno.uid() === 0;

/** As a user who may write only where the mode says so; root without its privileges. */
export const PLAIN_USER = isRoot
  ? "setpriv --bounding-set=-dac_override,-dac_read_search,-chown,-fowner,-fsetid "
  : "";

/** A folder in which `netwho` is a command and `row.txt` and `rows.txt` are listings. */
export interface Shell extends Disposable {
  readonly folder: string;
  /** Runs a script of bash. It is ended, and ends with 124, where it takes too long. */
  run(script: string): Promise<Ended>;
  /** The names in the folder, without what was there from the start. */
  names(): string[];
}

const ROW = "  TCP    192.0.2.7:50123        198.51.100.4:443       ESTABLISHED     4711\r\n";
/** Five megabytes. */
const MANY_ROWS = 60_000;
const TIME_LIMIT_SECONDS = 240;

/** What a script leaves running, such as a reader that nobody writes to, would hold its output open. */
const END_ALL = "trap 'kill $(jobs -p) 2>/dev/null' EXIT; ";

/** `listening PID` waits until a netwho in the background hears signals: SIGQUIT is the last of them. */
const LISTENING = `listening() { for try in $(seq 2400); do
  (( 0x0$(sed -n 's/^SigCgt:\\t//p' /proc/$1/status 2>/dev/null) & 4 )) && break; sleep 0.05
done; }; `;

/** Makes a folder to run scripts in. */
export function openShell(): Shell {
  const { path: folder, ...rest } = temporaryFolder();
  const tools = Deno.makeTempDirSync();
  const program = [Deno.execPath(), ...PROGRAM].map((word) => `'${word}'`).join(" ");
  Deno.writeTextFileSync(`${tools}/netwho`, `#!/bin/sh\nexec ${program} "$@"\n`, { mode: 0o755 });
  Deno.writeTextFileSync(`${folder}/row.txt`, ROW);
  const given = ["row.txt", "rows.txt"];
  return {
    folder,
    async run(script) {
      if (script.includes("rows.txt")) {
        Deno.writeTextFileSync(`${folder}/rows.txt`, ROW.repeat(MANY_ROWS));
      }
      const child = new Deno.Command("timeout", {
        args: ["-k", "1", `${TIME_LIMIT_SECONDS}`, "bash", "-c", END_ALL + LISTENING + script],
        cwd: folder,
        env: { NO_COLOR: "1", PATH: `${tools}:${Deno.env.get("PATH")}` },
        stdin: "null",
      });
      const { code, stdout, stderr } = await child.output();
      const decoder = new TextDecoder();
      return { code, stdout: decoder.decode(stdout), stderr: decoder.decode(stderr) };
    },
    names: () =>
      Array.from(Deno.readDirSync(folder), ({ name }) => name)
        .filter((name) => !given.includes(name)).sort(),
    [Symbol.dispose]() {
      Deno.removeSync(tools, { recursive: true });
      rest[Symbol.dispose]();
    },
  };
}
