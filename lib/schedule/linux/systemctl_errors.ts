/**
 * What keeps systemd from running tasks, in words.
 *
 * @module
 */
import { CaptureError } from "../../errors.ts";
import type { Capture, Files } from "../../host/host.ts";

/** Whether systemd runs this computer, which is not so in most containers: sd_booted(3). */
export function runsSystemd(host: Pick<Files, "pathKind">): boolean {
  return host.pathKind("/run/systemd/system") === "directory";
}

/** @throws {CaptureError} where systemd does not run. */
export function requireSystemd(host: Pick<Files, "pathKind">): void {
  if (runsSystemd(host)) return;
  throw new CaptureError(
    "Cannot reach systemd, which starts tasks on Linux: this computer or container does not run it",
    { hint: "netwho schedule add --dry-run prints a line for cron that does the same" },
  );
}

/** The error for a call of systemctl that failed, with what to do where that is known. */
export function systemctlFailure(args: readonly string[], { code, stderr }: Capture): CaptureError {
  const said = new TextDecoder().decode(stderr).trim();
  const isUser = args[0] === "--user";
  if (isUser && /\bbus\b|XDG_RUNTIME_DIR|medium/i.test(said)) {
    return new CaptureError("Cannot reach your own systemd: this session has none", {
      hint: "Log in as this user, at the screen or with ssh: su and sudo start no systemd. " +
        "For root's own tasks use --run-as system",
    });
  }
  const call = `systemctl ${args.join(" ")}`;
  return new CaptureError(`Cannot use ${call}: it exited with code ${code}`, {
    hint: said === "" ? null : `It says: ${said.split("\n")[0]!.slice(0, 300)}`,
  });
}
