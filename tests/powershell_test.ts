/**
 * What PowerShell makes of the output, in every PowerShell on the PATH: `pwsh` on any system, Windows
 * PowerShell 5.1 on Windows. Without one a single test is reported as ignored.
 *
 * Scripts hand their findings back through a file: they would not survive the console's code page.
 *
 * @module
 */
import { assertEquals, assertMatch } from "@std/assert";
import { type Connection, CONNECTION_FIELDS } from "../lib/model/connection.ts";
import { emptyRecord, type FieldValue } from "../lib/model/field.ts";
import { NAME_FIELDS, type NameRecord } from "../lib/model/name.ts";
import { type Process, PROCESS_FIELDS } from "../lib/model/process.ts";
import { temporaryFolder } from "./support/folders.ts";
import { SHELLS } from "./support/powershell.ts";
import { PROGRAM, ROOT } from "./support/program.ts";

const NAMES = PROCESS_FIELDS.map(({ name }) => name);

/** Rows with all that PowerShell could stumble over, but line breaks: ConvertFrom-Csv reads line by line. */
const ROWS: readonly Process[] = [
  {
    ...emptyRecord(PROCESS_FIELDS),
    process: "日本.exe",
    pid: Deno.pid,
    sessionName: "Console",
    sessionId: 1,
    memoryBytes: 2 ** 32 + 7,
    windowTitle: 'say "hi", then go',
    services: ["Dhcp", "EventLog"],
    startedAt: "2026-01-02T03:04:05.678Z",
  },
  {
    ...emptyRecord(PROCESS_FIELDS),
    process: "=1+1,@x.exe",
    pid: 4294967294,
    user: "O'Brien; $env:PATH `n",
    windowTitle: " padded ",
    services: ["one"],
  },
  { ...emptyRecord(PROCESS_FIELDS), process: null, pid: 0, windowTitle: "ß – 😀\\u0041" },
];

/** A connection with a name outside ASCII, and a socket with next to nothing. */
const CONNECTIONS: readonly Connection[] = [
  {
    ...emptyRecord(CONNECTION_FIELDS),
    observedAt: "2026-01-02T03:04:05.678Z",
    protocol: "TCP",
    localAddress: "fe80::1%12",
    localPort: 50123,
    remoteAddress: "2001:db8::7",
    remotePort: 443,
    remoteService: "https",
    state: "ESTABLISHED",
    pid: Deno.pid,
    process: "日本.exe",
    services: ["Dhcp", "EventLog"],
    note: '=HYPERLINK("x"), #1',
  },
  { ...emptyRecord(CONNECTION_FIELDS), protocol: "UDP", localAddress: "::", localPort: 53 },
];

/** Records as a hostile server may give them, and a query that failed. */
const NAMES_FOUND: readonly NameRecord[] = [
  {
    ...emptyRecord(NAME_FIELDS),
    query: "bücher.example",
    type: "TXT",
    name: "xn--bcher-kva.example",
    data: '=cmd|"/c calc"!A1, \u001b[31m\u202e日本',
    aliases: ["www.example", "cdn.example"],
    serverAddress: "2001:db8::53",
    authoritative: false,
    status: "NOERROR",
  },
  {
    ...emptyRecord(NAME_FIELDS),
    query: "_sip._tcp.example",
    type: "SRV",
    name: "_sip._tcp.example",
    data: "sip.example",
    preference: 10,
    weight: 5,
    port: 5060,
    authoritative: true,
    status: "NOERROR",
  },
  { ...emptyRecord(NAME_FIELDS), query: "nosuch.example", status: "NXDOMAIN", note: "O'Brien" },
];

/** The beginning of each script: how to run netwho, and how to hand rows back. */
const PRELUDE = String.raw`
$ErrorActionPreference = 'Stop'
$PSNativeCommandUseErrorActionPreference = $false
$program = @($env:NETWHO_PROGRAM -split '\n')
function Netwho { & $env:NETWHO_DENO @program @args }
function Use-Encoding($encoding) {
  # Without a console there is nothing to set.
  try { [Console]::OutputEncoding = $encoding } catch { }
}
function Use-CodePage($number) {
  # Windows PowerShell has all code pages without being told.
  try { [Text.Encoding]::RegisterProvider([Text.CodePagesEncodingProvider]::Instance) } catch { }
  Use-Encoding ([Text.Encoding]::GetEncoding($number))
}
function Format-Cell($value) {
  if ($null -eq $value) { return '' }
  if ($value -is [array]) { return [string]::Join('; ', [string[]]$value) }
  if ($value -is [bool]) { return "$value".ToLowerInvariant() }
  $invariant = [Globalization.CultureInfo]::InvariantCulture
  if ($value -is [datetime]) {
    return $value.ToUniversalTime().ToString('yyyy-MM-ddTHH:mm:ss.fffZ', $invariant)
  }
  return [Convert]::ToString($value, $invariant)
}
function Write-Rows($rows) {
  $lines = @(foreach ($row in $rows) {
    $cells = @(foreach ($name in ($env:NETWHO_NAMES -split ',')) { Format-Cell ($row.$name) })
    [string]::Join([string][char]1, [string[]]$cells)
  })
  Write-Result ([string]::Join([string][char]2, [string[]]$lines))
}
function Write-Result($text) { [IO.File]::WriteAllText($env:NETWHO_RESULT, [string]$text) }
$before = [Console]::OutputEncoding
try {
`;
const EPILOGUE = "\n} finally { Use-Encoding $before }\n";

/** Rows as {@linkcode PRELUDE}'s Write-Rows hands them back. */
function flat(rows: readonly Process[]): string[][] {
  return rows.map((row) =>
    NAMES.map((name) => {
      const value = row[name];
      return value === null ? "" : Array.isArray(value) ? value.join("; ") : String(value);
    })
  );
}

/** Runs a script in a folder that holds the rows as NDJSON, and returns what it hands back. */
async function runScript(shell: string, script: string, rows: readonly object[] = ROWS) {
  using folder = temporaryFolder();
  const path = (name: string) => `${folder.path}/${name}`;
  Deno.writeTextFileSync(path("script.ps1"), PRELUDE + script + EPILOGUE);
  Deno.writeTextFileSync(
    path("rows.ndjson"),
    rows.map((row) => `${JSON.stringify(row)}\n`).join(""),
  );
  const policy = Deno.build.os === "windows" ? ["-ExecutionPolicy", "Bypass"] : [];
  const { code, stderr } = await new Deno.Command(shell, {
    args: ["-NoProfile", "-NonInteractive", ...policy, "-File", path("script.ps1")],
    cwd: ROOT,
    stdin: "null",
    stdout: "piped",
    stderr: "piped",
    env: {
      NO_COLOR: "1",
      NETWHO_DENO: Deno.execPath(),
      NETWHO_PROGRAM: PROGRAM.join("\n"),
      NETWHO_NAMES: NAMES.join(","),
      NETWHO_SAVED: path("rows.ndjson"),
      NETWHO_RESULT: path("result.txt"),
    },
  }).output();
  assertEquals(code, 0, new TextDecoder().decode(stderr));
  return Deno.readTextFileSync(path("result.txt"));
}

async function rowsFrom(shell: string, script: string): Promise<string[][]> {
  const result = await runScript(shell, script);
  return result.split("\u0002").map((line) => line.split("\u0001"));
}

const UTF8 = "Use-Encoding ([Text.UTF8Encoding]::new($false))";
const TASKLIST = "Netwho tasklist --from $env:NETWHO_SAVED";

/** Ways through the pipe that must all give the same rows. */
const WAYS: Readonly<Record<string, string>> = {
  "json | ConvertFrom-Json":
    `$rows = ${TASKLIST} --format json | ConvertFrom-Json; Write-Rows $rows`,
  "json | ConvertFrom-Json in code page 437":
    `Use-CodePage 437; $rows = ${TASKLIST} --format json | ConvertFrom-Json; Write-Rows $rows`,
  "ndjson | ForEach-Object { $_ | ConvertFrom-Json }":
    `$rows = ${TASKLIST} --format ndjson | ForEach-Object { $_ | ConvertFrom-Json }; Write-Rows $rows`,
  "ndjson in code page 932":
    `Use-CodePage 932; $rows = ${TASKLIST} --format ndjson | ForEach-Object { $_ | ConvertFrom-Json }; Write-Rows $rows`,
  "csv | ConvertFrom-Csv":
    `${UTF8}; $rows = ${TASKLIST} --format csv | ConvertFrom-Csv; Write-Rows $rows`,
  "csv --delimiter ';' | ConvertFrom-Csv -Delimiter ';'":
    `${UTF8}; $rows = ${TASKLIST} --format csv --delimiter ';' | ConvertFrom-Csv -Delimiter ';'; Write-Rows $rows`,
  "--out with a byte order mark, then Import-Csv":
    `$csv = "$($env:NETWHO_RESULT).csv"; ${TASKLIST} --bom --out $csv; Write-Rows (Import-Csv -Path $csv)`,
};

const EVERY_FORMAT = [
  "--format json | ConvertFrom-Json",
  "--format ndjson | ForEach-Object { $_ | ConvertFrom-Json }",
  "--format csv | ConvertFrom-Csv",
];

if (SHELLS.length === 0) Deno.test.ignore("there is no PowerShell on the PATH", () => {});

for (const shell of SHELLS) {
  const test = (name: string, fn: () => Promise<void>) => Deno.test(`${shell}: ${name}`, fn);

  for (const [name, script] of Object.entries(WAYS)) {
    test(name, async () => assertEquals(await rowsFrom(shell, script), flat(ROWS)));
  }

  const sameInEveryFormat = async (
    command: string,
    rows: readonly Readonly<Record<string, FieldValue>>[],
  ) => {
    const names = Object.keys(rows[0]!);
    const listed = `$env:NETWHO_NAMES = '${names.join(",")}'; ${UTF8}
      $rows = Netwho ${command} --from $env:NETWHO_SAVED`;
    const expected = rows.map((row) =>
      names.map((name) => {
        const value = row[name] ?? null;
        return value === null ? "" : Array.isArray(value) ? value.join("; ") : String(value);
      }).join("\u0001")
    ).join("\u0002");
    for (const way of EVERY_FORMAT) {
      assertEquals(
        await runScript(shell, `${listed} ${way}; Write-Rows $rows`, rows),
        expected,
        way,
      );
    }
  };

  test("connections are the same rows in every format", async () => {
    await sameInEveryFormat("connections", CONNECTIONS);
  });

  test("names are the same rows in every format", async () => {
    await sameInEveryFormat("nslookup", NAMES_FOUND);
  });

  test("groups are the same in every format, their number a number but in CSV", async () => {
    const rows: readonly Process[] = [
      ...ROWS,
      { ...ROWS[0]!, pid: 7 },
      { ...ROWS[0]!, pid: 8 },
      { ...ROWS[2]!, pid: 9 },
    ];
    const types = { json: "Int64", ndjson: "Int64", csv: "String" };
    for (const way of EVERY_FORMAT) {
      const [format = ""] = /json|ndjson|csv/.exec(way.slice("--format ".length)) ?? [];
      // PowerShell hands a list without quotes on to a program as one argument.
      const result = await runScript(
        shell,
        `$env:NETWHO_NAMES = 'process,services,count'; ${UTF8}
        $rows = & $env:NETWHO_DENO @program tasklist --from $env:NETWHO_SAVED --count-by process,services ${way}
        Write-Rows $rows
        $type = @($rows | ForEach-Object { $_ })[0].count.GetType().Name -replace 'Int32', 'Int64'
        Write-Result ([IO.File]::ReadAllText($env:NETWHO_RESULT) + [char]2 + $type)`,
        rows,
      );
      assertEquals(
        result.split("\u0002").map((line) => line.split("\u0001")),
        [
          ["日本.exe", "Dhcp; EventLog", "3"],
          ["", "", "2"],
          ["=1+1,@x.exe", "one", "1"],
          [types[format as keyof typeof types]],
        ],
        way,
      );
    }
  });

  test("groups can be sorted and measured, and arrays name the fields", async () => {
    const script = `
      $by = 'process', 'pid'
      $rows = ${TASKLIST} --count-by ($by -join ',') --format json | ConvertFrom-Json
      $sum = ($rows | ForEach-Object { $_ } | Measure-Object count -Sum).Sum
      $said = Netwho tasklist --count-by $by 2>&1 | ForEach-Object { "$_" }
      Write-Result "$sum $(@($said) -match '^Write ')"`;
    const hint = "Write netwho tasklist --count-by process,pid (for an array in PowerShell: " +
      "--count-by ($p -join ','))";
    assertEquals(
      await runScript(
        shell,
        script.replace("$said = Netwho", "$ErrorActionPreference = 'Continue'; $said = Netwho"),
      ),
      `3 ${hint}`,
    );
  });

  test("changes are objects, and the exit code says that there are any", async () => {
    const logs = "tests/golden/input/netstat_log1.txt tests/golden/input/netstat_log2.txt";
    const script = `
      $all = Netwho diff ${logs} --fail-on-change --format json | ConvertFrom-Json
      $code = $LASTEXITCODE
      $new = $all | ForEach-Object { $_ } | Where-Object change -eq opened
      Write-Result "$code $(($new | ForEach-Object { "$($_.pid):$($_.remoteAddress)" }) -join ' ')"`;
    const opened = "6666:0.0.0.0 6666:203.0.113.66 3120:2001:db8:142:26c9:10ee:d516:f3bc:aa4c";
    assertEquals(await runScript(shell, script), `1 ${opened}`);
  });

  test("an owner that nobody is asked about is a row with a note", async () => {
    const script = `
      $row = Netwho whois 192.168.1.20 --no-cache --format json | ConvertFrom-Json
      Write-Result "$LASTEXITCODE $($row.address) $($row.note)"`;
    const note = "a private address: no registry was asked";
    assertEquals(await runScript(shell, script), `0 192.168.1.20 ${note}`);
  });

  test("inspect tells the hash that Get-FileHash finds", async () => {
    const script = `
      $rows = Netwho inspect $PID --format json | ConvertFrom-Json
      $row = @($rows)[0]
      $hash = (Get-FileHash -Algorithm SHA256 -LiteralPath $row.path).Hash.ToLowerInvariant()
      Write-Result "$($row.relation) $($row.pid -eq $PID) $($row.sha256 -eq $hash)"`;
    assertEquals(await runScript(shell, script), "process True True");
  });

  test("rows bind to Get-Process by pid", async () => {
    const script = `
      $rows = ${TASKLIST} --pid ${Deno.pid} --format json | ConvertFrom-Json
      Write-Result (($rows | Get-Process).Id)`;
    assertEquals(await runScript(shell, script), String(Deno.pid));
  });

  test("rows bind to Get-Item by path", async () => {
    const path = Deno.execPath();
    const script = `
      $rows = ${TASKLIST} --format ndjson | ForEach-Object { $_ | ConvertFrom-Json }
      Write-Result (($rows | Get-Item).FullName)`;
    const rows = [{ ...ROWS[0]!, path }];
    assertEquals(await runScript(shell, script, rows), path);
  });

  test("what PowerShell writes reads back", async () => {
    const script = `
      ${UTF8}
      $rows = ${TASKLIST} --format json | ConvertFrom-Json
      $csv = "$($env:NETWHO_RESULT).csv"
      $rows | Select-Object process, pid, memoryBytes | Export-Csv -Path $csv -Encoding UTF8
      $again = Netwho tasklist --from $csv --format json | ConvertFrom-Json
      Write-Rows $again`;
    const kept = ROWS.map(({ process, pid, memoryBytes }) => ({
      ...emptyRecord(PROCESS_FIELDS),
      process,
      pid,
      memoryBytes,
    }));
    assertEquals(await rowsFrom(shell, script), flat(kept));
  });

  test("times that PowerShell writes its own way are counted, and -DateKind String keeps them", async () => {
    const again = (way: string) =>
      runScript(
        shell,
        `${UTF8}
        $ErrorActionPreference = 'Continue'
        # Where PowerShell knows no cultures, as under Wine, its own way is the invariant one.
        try { [Threading.Thread]::CurrentThread.CurrentCulture = 'de-DE' } catch { }
        $rows = ${TASKLIST} --pid ${Deno.pid} --format json | ConvertFrom-Json ${way}
        $csv = "$($env:NETWHO_RESULT).csv"
        $rows | Select-Object pid, startedAt, @{ n = 'services'; e = { $_.services -join '; ' } } |
          Export-Csv -Path $csv -NoTypeInformation -Encoding UTF8
        $said = Netwho tasklist --from $csv --format ndjson --fields 'startedAt,services' 2>&1
        Write-Result ("$LASTEXITCODE\n" + (($said | ForEach-Object { "$_" }) -join "\n"))`,
      );
    const whole = '0\n{"startedAt":"2026-01-02T03:04:05.678Z","services":["Dhcp","EventLog"]}';
    if (shell === "pwsh") assertEquals(await again("-DateKind String"), whole);
    const [code, ...said] = (await again("")).split("\n");
    // Two streams: either line can arrive first.
    const row = said.find((line) => line.startsWith("{"));
    const message = said.find((line) => line !== row) ?? "";
    // Windows PowerShell 5.1 leaves times as text.
    if (shell === "powershell") assertEquals([code, row].join("\n"), whole);
    else {
      assertEquals([code, row], ["0", '{"startedAt":null,"services":["Dhcp","EventLog"]}']);
      assertMatch(message, /^netwho: 1 value of .* could not be read \(startedAt 1\); --verbose/);
    }
  });

  test("columns that PowerShell adds change nothing", async () => {
    const script = `
      ${UTF8}
      $rows = ${TASKLIST} --format json | ConvertFrom-Json
      $csv = "$($env:NETWHO_RESULT).csv"
      $rows | Select-Object @{ n = 'PSComputerName'; e = { 'x' } }, process, pid, @{ n = 'RunspaceId'; e = { 1 } } |
        Export-Csv -Path $csv -NoTypeInformation -Encoding UTF8
      $again = Netwho tasklist --from $csv --format json | ConvertFrom-Json
      Write-Rows $again`;
    const kept = ROWS.map(({ process, pid }) => ({
      ...emptyRecord(PROCESS_FIELDS),
      process,
      pid,
    }));
    assertEquals(await rowsFrom(shell, script), flat(kept));
  });

  test("an error leaves standard output empty and sets the exit code", async () => {
    const script = `
      $lines = @(Netwho tasklist --from "$($env:NETWHO_SAVED).missing")
      Write-Result "$LASTEXITCODE $($lines.Count)"`;
    assertEquals(await runScript(shell, script), "3 0");
  });
}
