import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import type { Host } from "../../../lib/host/host.ts";
import { type Files, runMain } from "../../support/run_main.ts";
import { writeMmdb } from "../../support/mmdb_writer.ts";

type Row = Readonly<Record<string, unknown>>;

const FILES: Files = {
  "n.txt": "  TCP    192.168.1.20:50123    8.8.8.8:443    ESTABLISHED    4711\r\n" +
    "  TCP    192.168.1.20:50124    192.168.1.1:80    ESTABLISHED    4711\r\n",
  "asn.mmdb": writeMmdb({
    records: [["8.8.8.0/24", {
      autonomous_system_number: 64496,
      autonomous_system_organization: "Widgets\u001b[31m",
    }]],
    metadata: {
      database_type: "GeoLite2-ASN",
      build_epoch: BigInt(Date.UTC(2025, 11, 20) / 1000),
      description: { en: "GeoLite2ASN database" },
    },
  }),
  "country.csv": "8.8.8.0,8.8.8.255,US\n",
  "broken.csv": "8.8.8.0,8.8.8.255,US\nnonsense\n",
  "letter.txt": "Dear reader,\nno list.\n",
};

/** Everything that was asked of anybody, and every cache file that was touched. */
function watched(): { host: Partial<Host>; calls: string[] } {
  const calls: string[] = [];
  const refuse = (what: string) => {
    calls.push(what);
    return Promise.reject(new Error(what));
  };
  const host: Partial<Host> = {
    run: (tool) => refuse(tool),
    resolveDns: (name) => refuse(name),
    fetch: (url) => refuse(url),
    cacheFolder: () => "/cache",
    readCache: (path) => {
      calls.push(path);
      return null;
    },
    appendCache: (path) => {
      calls.push(path);
    },
    rewriteCache: (path) => {
      calls.push(path);
    },
  };
  return { host, calls };
}

for (const owner of [["--owner"], []]) {
  const what = owner.length > 0 ? "with --owner" : "alone, which implies --owner";
  Deno.test(`connections: owners come from the files, and nobody is asked: --mmdb ${what}`, async () => {
    const { host, calls } = watched();
    const args = ["--from", "n.txt", ...owner, "--mmdb", "asn.mmdb", "--mmdb", "country.csv"];
    const { code, stdout, stderr } = await runMain([...args, "--format", "json"], {
      files: FILES,
      host,
    });
    assertEquals([code, stderr], [0, ""]);
    const rows = JSON.parse(stdout);
    const owners = rows.map((
      row: Record<string, unknown>,
    ) => [row.remoteAsn, row.remoteOwner, row.remoteCountry, row.remoteNetwork]);
    assertEquals(owners, [[64496, "Widgets\u001b[31m", "US", "8.8.8.0/24"], [
      null,
      null,
      null,
      null,
    ]]);
    assertEquals(calls, []);
  });
}

Deno.test("connections: a terminal gets a name from a database without its control characters", async () => {
  const host = { isTerminal: () => true, terminalColumns: () => 200 };
  const args = ["--from", "n.txt", "--mmdb", "asn.mmdb", "--color", "never"];
  const { stdout } = await runMain(args, { files: FILES, host });
  assertStringIncludes(stdout, String.raw`Widgets\x1b[31m`);
  assert(!stdout.includes("\x1b"));
});

Deno.test("inspect: owners come from the files", async () => {
  const args = ["inspect", "8.8.8.8", "--from", "n.txt", "--mmdb", "asn.mmdb", "--format", "json"];
  const { host, calls } = watched();
  const { code, stdout } = await runMain(args, { files: FILES, host });
  assertEquals([code, calls], [0, []]);
  const peers = JSON.parse(stdout).filter((row: Row) => row.remoteAddress === "8.8.8.8");
  assert(peers.length > 0);
  for (const { remoteAsn } of peers) assertEquals(remoteAsn, 64496);
});

Deno.test("whois: what the files say, and nothing else", async () => {
  const { host, calls } = watched();
  const args = ["whois", "8.8.8.8", "--mmdb", "asn.mmdb", "--format", "json"];
  const { code, stdout, stderr } = await runMain(args, { files: FILES, host });
  assertEquals([code, stderr, calls], [0, "", []]);
  const [row] = JSON.parse(stdout);
  assertEquals([row.asn, row.network, row.organization], [64496, "8.8.8.0/24", null]);
  assertEquals([row.source, row.retrievedAt, row.note], [
    "GeoLite2-ASN 2025-12-20",
    "2025-12-20T00:00:00.000Z",
    null,
  ]);
});

Deno.test("whois: what is true of a whole file stands on no row", async () => {
  const args = ["whois", "8.8.8.8", "--mmdb", "country.csv", "--mmdb", "asn.mmdb"];
  const host = { now: () => Date.UTC(2026, 11, 20) };
  const plain = await runMain([...args, "--format", "ndjson"], { files: FILES, host });
  const { registryCountry, note } = JSON.parse(plain.stdout);
  assertEquals([registryCountry, note, plain.stderr], ["US", null, ""]);
  const { stderr } = await runMain([...args, "--verbose", "--format", "csv"], {
    files: FILES,
    host,
  });
  assertEquals(stderr.match(/.* days old/g), ["netwho: GeoLite2-ASN 2025-12-20 is 365 days old"]);
});

const DAMAGED_TOLD = "netwho: Cannot read all of broken.csv: line 2 is damaged and was left out\n";

Deno.test("damaged lines of a list are told once on standard error, and no failure", async () => {
  const ofWhois = ["whois", "8.8.8.8", "--mmdb", "broken.csv", "--format", "ndjson"];
  const one = await runMain(ofWhois, { files: FILES });
  assertEquals([one.code, one.stderr], [0, DAMAGED_TOLD]);
  assertEquals(JSON.parse(one.stdout).registryCountry, "US");
  const ofListing = ["--from", "n.txt", "--mmdb", "broken.csv", "--public", "--format", "ndjson"];
  const listing = await runMain(ofListing, { files: FILES });
  assertEquals([listing.code, listing.stderr], [0, DAMAGED_TOLD]);
  assertEquals(JSON.parse(listing.stdout).remoteCountry, "US");
});

const UNUSABLE = [
  ["gone.mmdb", 3, "netwho: Cannot use gone.mmdb: there is no such file\n"],
  [
    "letter.txt",
    4,
    "netwho: Cannot use letter.txt: it is neither a MaxMind database nor a CSV list of networks\n" +
    "Wanted: a MaxMind database (.mmdb), or a CSV list of networks with AS numbers or countries\n",
  ],
] as const;

for (const [path, expected, message] of UNUSABLE) {
  for (
    const command of [["--from", "n.txt"], ["inspect", "8.8.8.8", "--from", "n.txt"], [
      "whois",
      "10.0.0.1",
    ]]
  ) {
    Deno.test(`a file of no use ends the run before anything is written: ${path}, ${command[0]}`, async () => {
      const { code, stdout, stderr } = await runMain([...command, "--mmdb", path], {
        files: FILES,
      });
      assertEquals([code, stdout, stderr], [expected, "", message]);
    });
  }
}

const CONFLICTS = [
  [["--rdap"], "--rdap"],
  [["--server", "192.0.2.53"], "--server"],
  [["--no-cache"], "--no-cache"],
  [["--cache-dir", "x"], "--cache-dir"],
  [["whois", "8.8.8.8", "--no-rdap"], "--no-rdap"],
  [["whois", "8.8.8.8", "--no-dns"], "--no-dns"],
  [["whois", "8.8.8.8", "--rdap-server", "https://rdap.example/"], "--rdap-server"],
  [["whois", "8.8.8.8", "--server", "192.0.2.53"], "--server"],
  [["whois", "8.8.8.8", "--no-cache"], "--no-cache"],
] as const;

for (const [args, option] of CONFLICTS) {
  Deno.test(`what is about questions is an error with --mmdb: ${args.join(" ")}`, async () => {
    const { code, stderr } = await runMain([...args, "--mmdb", "asn.mmdb"], { files: FILES });
    assertEquals(code, 2);
    const message =
      `Cannot use ${option} with --mmdb: owners come from the file, and nobody is asked`;
    assertStringIncludes(stderr, message);
  });
}

Deno.test("with --resolve the name server is asked for names, and may be chosen", async () => {
  const { host, calls } = watched();
  const args = ["--from", "n.txt", "--resolve", "--no-cache", "--mmdb", "asn.mmdb", "--public"];
  const { code } = await runMain(args, { files: FILES, host });
  assert(
    calls.length > 0 && calls.every((call) => !call.includes("cymru") && !call.includes("rdap")),
  );
  assertEquals(code, 3);
});

Deno.test("the names of other programs for the option lead to it", async () => {
  for (const name of ["geoip", "maxmind", "asn-db"]) {
    const { code, stderr } = await runMain(["whois", "8.8.8.8", `--${name}`, "x.mmdb"]);
    assertEquals(code, 2);
    assertStringIncludes(stderr, "Write netwho whois 8.8.8.8 --mmdb x.mmdb\n");
  }
});

Deno.test("doctor: what each file is, how old, and what is wrong with it", async () => {
  const paths = ["asn.mmdb", "country.csv", "broken.csv", "letter.txt", "gone.mmdb"];
  const args = ["doctor", ...paths.flatMap((path) => ["--mmdb", path]), "--format", "json"];
  const { code, stdout } = await runMain(args, { files: FILES });
  assertEquals(code, 3);
  const checks = JSON.parse(stdout).slice(-5)
    .map(({ check, status, value }: Record<string, string>) => [check, status, value]);
  assertEquals(checks, [
    [
      "asn.mmdb",
      "ok",
      "GeoLite2-ASN; built 2025-12-20, 13 days ago; AS numbers and AS names; IPv4 and IPv6; " +
      "120 nodes; GeoLite2ASN database",
    ],
    [
      "country.csv",
      "ok",
      "a CSV list; countries; 1 IPv4 network, 0 IPv6 networks; it does not say when it was made",
    ],
    [
      "broken.csv",
      "warning",
      "a CSV list; countries; 1 IPv4 network, 0 IPv6 networks; it does not say when it was made; " +
      "line 2 is damaged and was left out",
    ],
    [
      "letter.txt",
      "problem",
      "Cannot use letter.txt: it is neither a MaxMind database nor a CSV list of networks",
    ],
    ["gone.mmdb", "problem", "Cannot use gone.mmdb: there is no such file"],
  ]);
});

Deno.test("doctor: a database that is older than 90 days is a warning", async () => {
  const aged = (days: number) =>
    writeMmdb({
      records: [["8.8.8.0/24", { country_code: "US" }]],
      metadata: { build_epoch: BigInt(Date.UTC(2026, 0, 2, 3) / 1000 - days * 86_400) },
    });
  const files = { "90": aged(90), "91": aged(91) };
  const args = ["doctor", "--mmdb", "90", "--mmdb", "91", "--format", "json"];
  const { stdout } = await runMain(args, { files });
  const checks = JSON.parse(stdout).slice(-2);
  assertEquals(checks.map(({ status }: { status: string }) => status), ["ok", "warning"]);
  assertStringIncludes(checks[1].value, "built 2025-10-03, 91 days ago");
});
