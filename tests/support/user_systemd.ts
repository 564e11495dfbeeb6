/**
 * A systemd of a user, as a process among others, for tests of what is scheduled with it. It runs in
 * namespaces and control groups of its own, so that it neither sees nor moves anything else.
 *
 * @module
 */

const MANAGER = "/usr/lib/systemd/systemd";

/** Starts the manager, waits for it, runs the script `$2` in the folder `$1`, and takes all away. */
const OUTER = `
name=netwho-test-$$
for folder in /sys/fs/cgroup /sys/fs/cgroup/*; do
  [ -e "$folder/cgroup.procs" ] || continue
  mkdir "$folder/$name" 2>/dev/null && sh -c 'echo $PPID >"$1"' - "$folder/$name/cgroup.procs" 2>/dev/null
done
unshare --mount --pid --fork --kill-child --mount-proc bash -c "$3" - "$1" "$2"
code=$?
for folder in /sys/fs/cgroup /sys/fs/cgroup/*; do
  [ -d "$folder/$name" ] || continue
  while read -r pid; do echo "$pid" >"$folder/cgroup.procs"; done <"$folder/$name/cgroup.procs"
  find "$folder/$name" -depth -type d -exec rmdir {} + 
done 2>/dev/null
exit $code
`;

const INNER = `
mount -t tmpfs tmpfs /run && mkdir -p /run/systemd/system /run/user/0 || exit 90
export DENO_DIR="\${DENO_DIR:-$HOME/.cache/deno}"
export XDG_RUNTIME_DIR=/run/user/0 HOME="$1/home" USER=anna NO_COLOR=1
mkdir -p "$HOME"
cd "$1"
${MANAGER} --user --log-target=null 2>/dev/null &
for try in $(seq 1200); do
  [ "$(systemctl --user is-system-running 2>/dev/null)" = running ] && break
  [ "$try" = 1200 ] && exit 91
  sleep 0.05
done
eval "$2"
`;

/** What a script came to. */
export interface ScriptOutcome {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs a script of bash in a folder, beside a systemd of its own, whose user has the folder `home`. */
export async function besideSystemd(folder: string, script: string): Promise<ScriptOutcome> {
  const { code, stdout, stderr } = await new Deno.Command("bash", {
    args: ["-c", OUTER, "-", folder, script, INNER],
    stdin: "null",
  }).output();
  const decoder = new TextDecoder();
  return { code, stdout: decoder.decode(stdout), stderr: decoder.decode(stderr) };
}

/** Why no systemd can be started here; null where one can. */
export async function whyNoSystemd(): Promise<string | null> {
  if (Deno.build.os !== "linux") return "not Linux";
  if (Deno.uid() !== 0) return "not root";
  const folder = await Deno.makeTempDir({ prefix: "netwho-systemd-" });
  try {
    await Deno.stat(MANAGER);
    const { code, stdout } = await besideSystemd(folder, "echo there");
    return code === 0 && stdout === "there\n" ? null : "systemd does not start";
  } catch {
    return "no systemd";
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}
