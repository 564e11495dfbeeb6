/**
 * The PowerShells on the PATH: `pwsh` on any system, Windows PowerShell 5.1 on Windows.
 *
 * @module
 */

/** The shells that answer. */
export const SHELLS: readonly string[] = ["pwsh", "powershell"].filter(isInstalled);

/** Whether a shell answers. Wine's `powershell.exe` does nothing and ends with 0. */
function isInstalled(shell: string): boolean {
  try {
    const { success, stdout } = new Deno.Command(shell, {
      args: ["-NoProfile", "-NonInteractive", "-Command", "6 * 7"],
      stdin: "null",
      stdout: "piped",
      stderr: "null",
    }).outputSync();
    return success && new TextDecoder().decode(stdout).trim() === "42";
  } catch {
    return false;
  }
}
