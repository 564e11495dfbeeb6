/**
 * The call of PowerShell that asks Windows who signed files.
 *
 * The program is fixed text on the command line, where whoever watches the computer can read it. Paths
 * are data: they come over standard input, a line each, and are never part of the program. In and out
 * goes ASCII alone, so that no code page matters. All of it is allowed in Constrained Language Mode.
 *
 * @module
 */

/**
 * Windows PowerShell finds the modules of PowerShell 7 first where that has started netwho, and cannot
 * load them; and a user's own modules must not answer for Windows.
 */
const OWN_MODULES = "$env:PSModulePath=$PSHOME+'\\Modules'";

/** Prints a line for each file: its number, the status, whether it is a part of Windows, the signer. */
const SCRIPT = [
  OWN_MODULES,
  "$ProgressPreference='SilentlyContinue'",
  "$n=0",
  "foreach($line in $input){" +
  "try{" +
  "$s=Microsoft.PowerShell.Security\\Get-AuthenticodeSignature " +
  "-LiteralPath ([regex]::Unescape($line)) -ErrorAction Stop;" +
  "$who=[string]$s.SignerCertificate.Subject;" +
  "'{0} {1} {2} {3}' -f $n,$s.Status,[int][bool]$s.IsOSBinary,([int[]][char[]]$who -join ' ')" +
  "}catch{" +
  "'{0} ! 0 {1}' -f $n,([int[]][char[]][string]$_ -join ' ')" +
  "};$n++}",
].join(";");

/** The arguments of PowerShell. */
export const SIGNATURE_ARGUMENTS: readonly string[] = [
  "-NoLogo",
  "-NoProfile",
  "-NonInteractive",
  "-Command",
  SCRIPT,
];

/** Writes paths as the input of the call. */
export function signatureInput(paths: readonly string[]): Uint8Array {
  const lines = paths.map((path) =>
    `${path.replaceAll("\\", "\\\\").replace(/[^ -~]/g, escapeUnit)}\r\n`
  );
  return new TextEncoder().encode(lines.join(""));
}

/** A UTF-16 unit as .NET's `Regex.Unescape` reads it. */
function escapeUnit(unit: string): string {
  return `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`;
}
