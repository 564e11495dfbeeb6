/**
 * Installs with install.ps1 from a web server on loopback, in PowerShell for Linux.
 * `scripts/smoke/winpwsh_install.ts` does so in PowerShell for Windows.
 *
 * @module
 */
import { assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { zipSync } from "fflate";
import { localPath, temporaryFolder } from "./support/folders.ts";
import { SHELLS } from "./support/powershell.ts";
import { type Ended, ROOT } from "./support/program.ts";
import {
  fakeProgram,
  LATEST,
  MODULE_ASSET,
  packProgram,
  PROGRAM_ASSET as ASSET,
  withChecksums,
} from "./support/fake_release.ts";
import {
  cutAnswer,
  endlessAnswer,
  type ReleaseFiles,
  startReleaseServer,
} from "./support/release_server.ts";
import { PLAIN_USER } from "./support/shell.ts";

const SCRIPT = localPath(new URL("install.ps1", ROOT));
const MODULE = localPath(new URL("scripts/NetWho", ROOT));
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

/** The module as a release has it; made once. */
let packedModule: Promise<Uint8Array<ArrayBuffer>> | null = null;

async function packModule(): Promise<Uint8Array<ArrayBuffer>> {
  using folder = temporaryFolder();
  const path = `${folder.path}/module.zip`;
  const code = `Compress-Archive -Path '${MODULE}' -DestinationPath '${path}'`;
  await new Deno.Command("pwsh", { args: ["-NoProfile", "-Command", code] }).output();
  return Deno.readFileSync(path);
}

async function release(version = "0.1.0", folder = LATEST): Promise<ReleaseFiles> {
  const files = {
    [ASSET]: await packProgram(fakeProgram(version)),
    [MODULE_ASSET]: await (packedModule ??= packModule()),
  };
  return await withChecksums(files, folder);
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
  Deno.writeTextFileSync(`${bench.folder}/netwho`, fakeProgram("0.0.1"), { mode: 0o755 });
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
      { ...files, [LATEST + ASSET]: await packProgram(fakeProgram("6.6.6")) },
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

test("what another installation put into the folder stays where this one fails", async (bench) => {
  const program = '#!/bin/sh\n: >"$(dirname "$0")/of-another"; exit 1\n';
  await using server = startReleaseServer(
    await withChecksums({ [ASSET]: await packProgram(program) }, LATEST),
  );
  const { code, stderr } = await bench.run(server.url, "& $file; exit 0");
  assertEquals(code, 1);
  assertStringIncludes(stderr, "netwho does not run here");
  assertEquals(bench.left(), [".local/bin/of-another"]);
});

test("two at once: one waits while the other puts its files in their place", async (bench) => {
  await using server = startReleaseServer(await release());
  Deno.mkdirSync(bench.bin, { recursive: true });
  Deno.writeTextFileSync(`${bench.bin}/netwho`, fakeProgram("0.0.1"), { mode: 0o755 });
  // The second one comes when the first has renamed what was there, and has its own file ready.
  const { code, stdout, stderr } = await bench.run(
    server.url,
    `$global:second = $null
    function Move-Item {
      param($LiteralPath, $Destination)
      Microsoft.PowerShell.Management\\Move-Item -LiteralPath $LiteralPath -Destination $Destination
      if ($global:second) { return }
      $global:second = Start-Process pwsh -ArgumentList '-NoProfile', '-File', $file -PassThru -RedirectStandardOutput '${bench.folder}/second'
      for ($n = 0; $n -lt 300 -and -not (Get-ChildItem '${bench.bin}' -Hidden -Filter .netwho-* | Where-Object Name -notlike '*-old-*' |
        Where-Object FullName -ne $staged); $n++) { Start-Sleep -Milliseconds 100 }
      Start-Sleep -Seconds 1
    }
    $script | Invoke-Expression
    $global:second.WaitForExit(60000)
    "second: $($global:second.ExitCode)"`,
  );
  assertEquals([code, stderr], [0, ""]);
  assertStringIncludes(stdout, "second: 0\n");
  assertStringIncludes(
    Deno.readTextFileSync(`${bench.folder}/second`),
    "Installed netwho 0.1.0 as ",
  );
  assertEquals(bench.left(), INSTALLED);
});

test("a wrong checksum of the module: the program is not installed either", async (bench) => {
  await using server = startReleaseServer({
    ...await release(),
    [LATEST + MODULE_ASSET]: await packProgram(""),
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
    $deadline = (Get-Date).AddSeconds(120)
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
  assertEquals(Deno.readTextFileSync(`${folder}/netwho`), fakeProgram("0.3.0"));
  assertEquals(await new Response(old.readable).text(), fakeProgram("0.2.0"));
  assertEquals(bench.left(), ["my [tools]/netwho"]);
  assertMatch((await install("-Version 0.4.0")).stderr, /Asked for netwho 0\.4\.0, and got/);
  assertMatch((await install("-Version ../x")).stderr, /Unknown version/);
  assertMatch((await install("-Architecture mips")).stderr, /Cannot install for mips/);
  const unknown = await bench.run(server.url, "& $file -Directroy x; exit 0");
  assertMatch(unknown.stderr, /matches parameter name 'Directroy'/);
  assertEquals([unknown.code, (await install("x")).code], [1, 1]);
  assertEquals(Deno.readTextFileSync(`${folder}/netwho`), fakeProgram("0.3.0"));
  assertEquals(bench.left(), ["my [tools]/netwho"]);
});

test("a program that does not run here is not put in place", async (bench) => {
  const files = { [ASSET]: await packProgram("#!/bin/sh\nexit 3\n") };
  const all = await withChecksums(files);
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

test("two checksums for a file, and a list with other line ends", async (bench) => {
  const files = await release();
  const list = files[`${LATEST}SHA256SUMS`] as string;
  const twice = `${list}${"1".repeat(64)}  ${ASSET}\n`;
  await using server = startReleaseServer({ ...files, [`${LATEST}SHA256SUMS`]: twice });
  assertMatch((await bench.run(server.url, "& $file")).stderr, /names it several times/);
  assertEquals([bench.left(), server.asked], [[], [`${LATEST}SHA256SUMS`]]);
  const lines = list.replaceAll("\n", "\r\n");
  await using mirror = startReleaseServer({ ...files, [`${LATEST}SHA256SUMS`]: lines });
  assertEquals((await bench.run(mirror.url, "& $file")).code, 0);
});

test("stopped between the old program and the other one, it puts the old one back", async (bench) => {
  await using server = startReleaseServer(await release("0.2.0"));
  Deno.mkdirSync(bench.bin, { recursive: true });
  Deno.writeTextFileSync(`${bench.bin}/netwho`, fakeProgram("0.1.0"), { mode: 0o755 });
  const { stdout } = await bench.run(
    server.url,
    `$slow = 'function Move-Item([string] $LiteralPath, [string] $Destination) {
      Microsoft.PowerShell.Management\\Move-Item -LiteralPath $LiteralPath -Destination $Destination
      if ($Destination -like "*-old-*") { Start-Sleep -Seconds 300 }
    }; '
    $shell = [powershell]::Create().AddScript($slow + $script)
    $null = $shell.BeginInvoke()
    $deadline = (Get-Date).AddSeconds(120)
    while (-not (Get-ChildItem -Force -Filter '.netwho-old-*' '${bench.bin}') -and (Get-Date) -lt $deadline) {
      Start-Sleep -Milliseconds 50
    }
    $shell.Stop()
    "$($shell.InvocationStateInfo.State) $((Get-Date) -lt $deadline)"`,
  );
  assertEquals(stdout, "Stopped True\n");
  assertEquals(bench.left(), INSTALLED);
  assertEquals(await Deno.readTextFile(`${bench.bin}/netwho`), fakeProgram("0.1.0"));
});

test("nobody else can write to what it downloads, and a folder that cannot be removed is no failure", async (bench) => {
  await using server = startReleaseServer(await release());
  const { code, stdout } = await bench.run(
    server.url,
    `Add-Type -Namespace Test -Name Mask -MemberDefinition '[DllImport("libc")] public static extern int umask(int mask);'
    $null = [Test.Mask]::umask(0)
    function Remove-Item {
      if ("$args" -match '/tmp/netwho-') { throw 'a scanner reads it' }
      Microsoft.PowerShell.Management\\Remove-Item @args
    }
    & $file -Directory '${bench.bin}/' 3>&1
    (Get-Item '${bench.folder}/tmp/netwho-*').UnixMode`,
  );
  assertEquals(code, 0);
  assertMatch(stdout, /Cannot remove .*a scanner reads it/);
  assertMatch(stdout, /^Installed netwho 0\.1\.0 as .*\/bin\/netwho$/m);
  assertMatch(stdout, /^drwx------$/m);
});

test("as on Windows, in a folder with other programs: their files stay", async (bench) => {
  const asset = "netwho-windows-x64.zip";
  const encode = (text: string) => new TextEncoder().encode(text);
  const packed = zipSync({
    // The mode of Unix, without which Linux does not run it.
    "netwho.exe": [encode(fakeProgram("0.1.0")), { os: 3, attrs: 0o100755 << 16 }],
    "LICENSE": encode("netwho's\n"),
  });
  await using server = startReleaseServer(
    await withChecksums({ [asset]: new Uint8Array(packed) }, LATEST),
  );
  Deno.mkdirSync(bench.bin, { recursive: true });
  Deno.writeTextFileSync(`${bench.bin}/LICENSE`, "another one's\n");
  const options = `-Directory '${bench.bin}' -Architecture x64 -NoPath`;
  const { code, stdout, stderr } = await bench.run(
    server.url,
    `$env:OS = 'Windows_NT'
    & $file ${options}; Get-ChildItem -Name '${bench.bin}'; & $file ${options} -Uninstall`,
  );
  assertEquals([code, stderr], [0, ""]);
  assertMatch(stdout, /^netwho-LICENSE\.txt$/m);
  assertEquals(bench.left(), [".local/bin/LICENSE"]);
  assertEquals(Deno.readTextFileSync(`${bench.bin}/LICENSE`), "another one's\n");
});

test("-Uninstall -Module takes away a link in the module's place, and nothing that it leads to", async (bench) => {
  await using server = startReleaseServer(await release());
  const modules = `${bench.folder}/data/powershell/Modules`;
  const checkout = `${bench.folder}/checkout`;
  Deno.mkdirSync(modules, { recursive: true });
  Deno.mkdirSync(checkout);
  Deno.writeTextFileSync(`${checkout}/NetWho.psd1`, "@{ ModuleVersion = '9.9.9' }");
  Deno.symlinkSync(checkout, `${modules}/NetWho`);
  assertEquals((await bench.run(server.url, "& $file")).code, 0);
  assertEquals((await bench.run(server.url, "& $file -Uninstall -Module")).code, 0);
  assertEquals([filesIn(modules), filesIn(checkout)], [[], ["NetWho.psd1"]]);
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
