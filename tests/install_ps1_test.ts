/**
 * Installs with install.ps1 from a web server on loopback, in PowerShell for Linux.
 * `scripts/smoke/winpwsh_install.ts` does so in PowerShell for Windows.
 *
 * @module
 */
import { assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { localPath, temporaryFolder } from "./support/folders.ts";
import { SHELLS } from "./support/powershell.ts";
import { type Ended, ROOT } from "./support/program.ts";
import {
  cutAnswer,
  endlessAnswer,
  type ReleaseFiles,
  sha256,
  startReleaseServer,
} from "./support/release_server.ts";
import { PLAIN_USER } from "./support/shell.ts";

const SCRIPT = localPath(new URL("install.ps1", ROOT));
const MODULE = localPath(new URL("scripts/NetWho", ROOT));
const ASSET = `netwho-linux-${Deno.build.arch === "x86_64" ? "x64" : "arm64"}.tar.gz`;
const MODULE_ASSET = "netwho-powershell-module.zip";
const LATEST = "latest/download/";
// A program for Windows is no script, so nothing small can stand for it there.
const ignore = Deno.build.os === "windows" || !SHELLS.includes("pwsh");

interface Bench extends Disposable {
  readonly folder: string;
  readonly bin: string;
  /** Runs PowerShell's code, in which `$script` is the script's text and `$file` its path. */
  run(url: string, code: string, user?: string): Promise<Ended>;
  left(): string[];
}

function openBench(): Bench {
  const { path: folder, ...held } = temporaryFolder();
  for (const name of ["home", "tmp", "data", "cache"]) Deno.mkdirSync(`${folder}/${name}`);
  return {
    folder,
    bin: `${folder}/home/.local/bin`,
    left: () => [...installedIn(`${folder}/home`), ...filesIn(`${folder}/tmp`)],
    async run(url, code, user = "") {
      const begin = `$file = '${SCRIPT}'; $script = Get-Content -Raw $file; `;
      const args = ["-NoProfile", "-NonInteractive", "-Command", begin + code];
      const words = [...user.split(" ").filter((word) => word !== ""), "pwsh", ...args];
      const { code: exit, stdout, stderr } = await new Deno.Command(words[0]!, {
        args: words.slice(1),
        env: {
          HOME: `${folder}/home`,
          TMPDIR: `${folder}/tmp`,
          XDG_DATA_HOME: `${folder}/data`,
          XDG_CACHE_HOME: `${folder}/cache`,
          NETWHO_BASE_URL: url,
          NO_COLOR: "1",
        },
        stdin: "null",
      }).output();
      const decoder = new TextDecoder();
      // PowerShell breaks what it tells of an error at the width of a terminal, where its blanks stand.
      const told = decoder.decode(stderr).replace(/\n +\| /g, " ");
      return { code: exit, stdout: decoder.decode(stdout), stderr: told };
    },
    [Symbol.dispose]: () => held[Symbol.dispose](),
  };
}

function filesIn(folder: string): string[] {
  return Array.from(Deno.readDirSync(folder)).flatMap(({ name, isDirectory }) =>
    isDirectory ? filesIn(`${folder}/${name}`).map((path) => `${name}/${path}`) : [name]
  ).filter((name) => !/^(?:dotnet-diagnostic|clr-debug-pipe|CoreFxPipe)/.test(name)).sort();
}

/** PowerShell itself writes into its user's home. */
function installedIn(home: string): string[] {
  return filesIn(home).filter((path) => !/^\.(?:cache|config)\//.test(path));
}

const program = (version: string) =>
  `#!/bin/sh\n[ "$1" = --version ] && echo "netwho ${version}"\n`;

async function archiveOf(script: string): Promise<Uint8Array<ArrayBuffer>> {
  using folder = temporaryFolder();
  Deno.writeTextFileSync(`${folder.path}/netwho`, script, { mode: 0o755 });
  const args = ["-C", folder.path, "-czf", "-", "netwho"];
  return new Uint8Array((await new Deno.Command("tar", { args }).output()).stdout);
}

/** The module as a release has it; made once. */
let packedModule: Promise<Uint8Array<ArrayBuffer>> | null = null;

async function packModule(): Promise<Uint8Array<ArrayBuffer>> {
  using folder = temporaryFolder();
  const path = `${folder.path}/module.zip`;
  const code = `Compress-Archive -Path '${MODULE}' -DestinationPath '${path}'`;
  await new Deno.Command("pwsh", { args: ["-NoProfile", "-Command", code] }).output();
  return Deno.readFileSync(path);
}

async function release(version = "0.1.0", at = LATEST): Promise<ReleaseFiles> {
  const files = {
    [ASSET]: await archiveOf(program(version)),
    [MODULE_ASSET]: await (packedModule ??= packModule()),
  };
  return { ...under(at, files), [`${at}SHA256SUMS`]: await sumsOf(files) };
}

function under(at: string, files: ReleaseFiles): ReleaseFiles {
  return Object.fromEntries(Object.entries(files).map(([name, file]) => [at + name, file]));
}

async function sumsOf(files: Readonly<Record<string, Uint8Array<ArrayBuffer>>>): Promise<string> {
  const lines = [`${"0".repeat(64)}  x-${ASSET}`];
  for (const [name, bytes] of Object.entries(files)) lines.push(`${await sha256(bytes)}  ${name}`);
  return `${lines.join("\n")}\n`;
}

const INSTALLED = [".local/bin/netwho"];

function test(name: string, fn: (bench: Bench) => Promise<void>): void {
  Deno.test({
    name: `install.ps1: ${name}`,
    ignore,
    async fn() {
      using bench = openBench();
      await fn(bench);
    },
  });
}

test("through iex the right checksum installs, and nothing else changes in the session", async (bench) => {
  await using server = startReleaseServer(await release());
  Deno.writeTextFileSync(`${bench.folder}/netwho`, program("0.0.1"), { mode: 0o755 });
  // Variables of these names, and rules that a session may have, are not in its way.
  const { code, stdout, stderr } = await bench.run(
    server.url,
    `$env:PATH = "${bench.folder}:$env:PATH"; Set-StrictMode -Version Latest; $PSNativeCommandUseErrorActionPreference = $true
    $Version = '6.6.6'; $Module = Get-Date; $before = (Get-Command -CommandType Function).Count
    $script | Invoke-Expression
    "kept: $ErrorActionPreference $ProgressPreference $($Module.GetType().Name) $Version"
    "left: $((Get-Command -CommandType Function).Count - $before) $(Test-Path variable:onWindows)"
    & '${bench.bin}/netwho' --version`,
  );
  assertEquals([code, stderr], [0, ""]);
  assertEquals(bench.left(), INSTALLED);
  assertStringIncludes(
    stdout,
    "kept: Continue Continue DateTime 6.6.6\nleft: 0 False\nnetwho 0.1.0\n",
  );
  assertStringIncludes(stdout, `Installed netwho 0.1.0 as ${bench.bin}/netwho\n`);
  assertStringIncludes(stdout, "is not on your PATH");
  assertStringIncludes(stdout, `comes first on your PATH: ${bench.folder}/netwho\n`);
  assertEquals(server.asked, [`${LATEST}SHA256SUMS`, LATEST + ASSET]);
});

test("what is wrong is said, leaves nothing, and ends a script with 1", async (bench) => {
  const files = await release();
  const archive = files[LATEST + ASSET] as Uint8Array<ArrayBuffer>;
  const sums = { [`${LATEST}SHA256SUMS`]: files[`${LATEST}SHA256SUMS`]! };
  const cases: [ReleaseFiles, RegExp][] = [
    [
      { ...files, [LATEST + ASSET]: await archiveOf(program("6.6.6")) },
      /The checksum of netwho-linux-\w+\.tar\.gz is wrong\. Nothing was installed/,
    ],
    [{}, /Cannot download \S+SHA256SUMS: .*404[^]*no such version/],
    [sums, /Cannot download \S+linux\S+: .*404/],
    [{ ...sums, [LATEST + ASSET]: () => cutAnswer(archive) }, /Cannot download \S+linux/],
    [{ ...files, [`${LATEST}SHA256SUMS`]: "<html>Log in</html>\n" }, /does not name it/],
  ];
  await using servers = new AsyncDisposableStack();
  const urls = cases.map(([given]) => servers.use(startReleaseServer(given)).url);
  const { stdout } = await bench.run(
    "",
    `foreach ($env:NETWHO_BASE_URL in '${urls.join("', '")}') {
      try { & $file; 'installed' } catch { "$_" -replace '\\s+', ' ' }
    }`,
  );
  const told = stdout.trim().split("\n").filter((line) => !line.startsWith("Downloading "));
  assertEquals(told.length, cases.length, stdout);
  for (const [at, [, wanted]] of cases.entries()) assertMatch(told[at]!, wanted);
  assertEquals(bench.left(), []);
  assertEquals((await bench.run(urls[0]!, "& $file; exit 0")).code, 1);
});

test("a wrong checksum of the module: the program is not installed either", async (bench) => {
  await using server = startReleaseServer({
    ...await release(),
    [LATEST + MODULE_ASSET]: await archiveOf(""),
  });
  const { code } = await bench.run(server.url, "& $file -Module");
  assertEquals(code, 1);
  assertEquals(bench.left(), []);
});

test("stopped midway, as Ctrl+C does it, it leaves nothing", async (bench) => {
  const left = Promise.withResolvers<boolean>();
  await using server = startReleaseServer({
    ...await release(),
    [LATEST + ASSET]: () => endlessAnswer(left.resolve),
  });
  const { stdout } = await bench.run(
    server.url,
    `$shell = [powershell]::Create().AddScript($script)
    $null = $shell.BeginInvoke()
    $deadline = (Get-Date).AddSeconds(30)
    while (-not (Test-Path "$env:TMPDIR/netwho-*/${ASSET}") -and (Get-Date) -lt $deadline) {
      Start-Sleep -Milliseconds 50
    }
    $shell.Stop()
    "$($shell.InvocationStateInfo.State) $((Get-Date) -lt $deadline)"`,
  );
  assertEquals(stdout, "Stopped True\n");
  assertEquals(await left.promise, true);
  assertEquals(bench.left(), []);
});

test("a version, a folder, a replaced program, with parameters in the text", async (bench) => {
  const folder = `${bench.folder}/home/my [tools]`;
  await using server = startReleaseServer({
    ...await release("0.2.0", "download/v0.2.0/"),
    ...await release("0.3.0"),
    ...await release("0.1.0", "download/v0.4.0/"),
  });
  const install = (options: string) =>
    bench.run(server.url, `& ([scriptblock]::Create($script)) -Directory '${folder}' ${options}`);
  assertEquals((await install("-Version v0.2.0")).code, 0);
  const old = await Deno.open(`${folder}/netwho`);
  assertEquals((await install("")).code, 0);
  assertEquals(Deno.readTextFileSync(`${folder}/netwho`), program("0.3.0"));
  assertEquals(await new Response(old.readable).text(), program("0.2.0"));
  assertEquals(bench.left(), ["my [tools]/netwho"]);
  assertMatch((await install("-Version 0.4.0")).stderr, /Asked for netwho 0\.4\.0, and got/);
  assertMatch((await install("-Version ../x")).stderr, /Unknown version/);
  assertMatch((await install("-Architecture mips")).stderr, /Cannot install for mips/);
  const unknown = await bench.run(server.url, "& $file -Directroy x; exit 0");
  assertMatch(unknown.stderr, /matches parameter name 'Directroy'/);
  assertEquals([unknown.code, (await install("x")).code], [1, 1]);
  assertEquals(Deno.readTextFileSync(`${folder}/netwho`), program("0.3.0"));
  assertEquals(bench.left(), ["my [tools]/netwho"]);
});

test("a program that does not run here is not put in place", async (bench) => {
  const files = { [ASSET]: await archiveOf("#!/bin/sh\nexit 3\n") };
  const all = { ...under(LATEST, files), [`${LATEST}SHA256SUMS`]: await sumsOf(files) };
  await using server = startReleaseServer(all);
  const { code, stderr } = await bench.run(server.url, "& $file");
  assertEquals(code, 1);
  assertMatch(stderr, /netwho does not run here\. Nothing was installed/);
  assertEquals(bench.left(), []);
});

test("a folder that may not be written to", async (bench) => {
  Deno.mkdirSync(bench.bin, { recursive: true });
  Deno.chmodSync(bench.bin, 0o555);
  await using server = startReleaseServer(await release());
  const { code, stderr } = await bench.run(server.url, "& $file", PLAIN_USER);
  Deno.chmodSync(bench.bin, 0o755);
  assertEquals(code, 1);
  assertMatch(stderr, /Cannot write to .+\.local\/bin/);
  assertEquals(bench.left(), []);
});

test("-Module installs the module for both versions to find, and -Uninstall takes both away", async (bench) => {
  await using server = startReleaseServer(await release());
  const modules = `${bench.folder}/data/powershell/Modules`;
  Deno.mkdirSync(`${modules}/NetWho/9.9.9`, { recursive: true });
  Deno.writeTextFileSync(`${modules}/NetWho/9.9.9/NetWho.psd1`, "@{ ModuleVersion = '9.9.9' }");
  const { code, stderr, stdout } = await bench.run(
    server.url,
    "& $file -Module; (Import-Module NetWho -PassThru).Version.ToString()",
  );
  assertEquals([code, stderr], [0, ""]);
  assertMatch(stdout, /^0\.1\.0$/m);
  assertEquals(
    filesIn(modules),
    filesIn(MODULE).map((path) => `NetWho/0.1.0/${path}`),
  );
  assertEquals(bench.left(), INSTALLED);
  assertEquals((await bench.run(server.url, "& $file -Uninstall -Module")).code, 0);
  assertEquals([bench.left(), filesIn(modules)], [[], []]);
  assertMatch((await bench.run(server.url, "& $file -Uninstall")).stderr, /There is no netwho in/);
});

test("a text that is cut on its way does nothing", async (bench) => {
  await using server = startReleaseServer(await release());
  const { stdout } = await bench.run(
    server.url,
    `$lines = $script.TrimEnd() -split '\\n'
    $refused = 0
    # What stands above the block does nothing by itself.
    $first = [array]::IndexOf($lines, 'try { & {')
    $last = $lines.Count - 1
    foreach ($count in @(1..$last | Where-Object { $_ % 9 -eq 0 -or $_ -eq $last })) {
      try { $lines[0..($count - 1)] -join "\`n" | Invoke-Expression } catch { $refused += $count -gt $first }
      if ($count -gt $first) { $wanted = 1 + $wanted }
    }
    "refused all: $($refused -eq $wanted -and $wanted -gt 10)"`,
  );
  assertMatch(stdout, /^refused all: True$/m);
  assertEquals(server.asked, []);
  assertEquals(bench.left(), []);
});

Deno.test("install.ps1: ASCII, and it never ends the session of its user", () => {
  const text = Deno.readTextFileSync(SCRIPT);
  assertMatch(text, /^[\n\x20-\x7e]*$/);
  const code = text.replace(/<#[^]*?#>|#.*$/gm, "");
  assertEquals(/\bexit\b\s*(?:\d|\$)/.test(code), false);
});
