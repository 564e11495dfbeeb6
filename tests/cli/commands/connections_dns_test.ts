import { assert, assertEquals, assertMatch } from "@std/assert";
import { parse } from "@std/csv/parse";
import { denoHost } from "../../../lib/host/deno/deno_host.ts";
import { type Host, HostError } from "../../../lib/host/host.ts";
import { linuxTool } from "../../../lib/host/deno/deno_programs.ts";
import { type Answer, startDnsServer } from "../../support/dns_server.ts";
import { runMain } from "../../support/run_main.ts";

const real = denoHost();
const hasNslookup = Deno.build.os === "linux" &&
  linuxTool("nslookup", (path) => real.pathKind(path) === "file") !== null;

/** The ways to a name server: the machine's nslookup, and Deno where there is none. */
const WAYS: readonly (readonly [name: string, host: Partial<Host>, ignore: boolean])[] = [
  ["nslookup", { run: real.run, resolveDns: real.resolveDns, now: real.now }, !hasNslookup],
  ["Deno", {
    run: () => Promise.reject(new HostError("notFound", "Cannot run nslookup: not here")),
    resolveDns: real.resolveDns,
    now: real.now,
  }, false],
];

/** Runs `connections` on a listing of connections to these addresses, and looks them up. */
async function lookUp(
  remotes: readonly string[],
  { host, port, args = [] }: { host: Partial<Host>; port: number; args?: readonly string[] },
) {
  const files = {
    net: remotes.map((remote) =>
      `  TCP    192.168.1.7:50123      ${remote}:443      ESTABLISHED     4711\r\n`
    ).join(""),
  };
  return await runMain(
    ["--from", "net", "--server", `127.0.0.1:${port}`, "--no-cache", "--timeout", "120", ...args],
    { files, host },
  );
}

for (const [way, host, ignore] of WAYS) {
  Deno.test({
    name: `names and owners come from a name server, by ${way}`,
    ignore,
    async fn() {
      await using server = await startDnsServer({
        "8.8.8.8.in-addr.arpa PTR": ["dns.google"],
        "1.1.168.192.in-addr.arpa PTR": ["router.home.arpa"],
        "8.8.8.8.origin.asn.cymru.com TXT": ["15169 | 8.8.8.0/24 | US | arin | 2023-12-28"],
        "as15169.asn.cymru.com TXT": ["15169 | US | arin | 2000-03-30 | GOOGLE, US"],
        "9.9.9.9.in-addr.arpa PTR": "NXDOMAIN",
        "9.9.9.9.origin.asn.cymru.com TXT": "NXDOMAIN",
      });
      const fields = "remoteHost,remoteAsn,remoteOwner,remoteCountry,remoteNetwork";
      const { code, stdout, stderr } = await lookUp(["8.8.8.8", "192.168.1.1", "9.9.9.9"], {
        host,
        port: server.port,
        args: ["--resolve", "--owner", "--format", "json", "--fields", fields],
      });
      assertEquals([code, stderr], [0, ""]);
      assertEquals(JSON.parse(stdout).map(Object.values), [
        ["dns.google", 15169, "GOOGLE, US", "US", "8.8.8.0/24"],
        ["router.home.arpa", null, null, null, null],
        [null, null, null, null, null],
      ]);
    },
  });

  Deno.test({
    name: `what a hostile name server answers is harmless, by ${way}`,
    ignore,
    async fn() {
      const label = (text: string): Answer => [`${text}.example`];
      await using server = await startDnsServer({
        "1.0.0.10.in-addr.arpa PTR": label("\x1b[31mred\x07"),
        "2.0.0.10.in-addr.arpa PTR": label("exe\u202egpj"),
        "3.0.0.10.in-addr.arpa PTR": label("=cmd|' /C calc'!A0"),
        "4.0.0.10.in-addr.arpa PTR": label(Array(3).fill("a".repeat(63)).join(".")),
        "5.0.0.10.in-addr.arpa PTR": Array(300).fill("same.example"),
        "6.0.0.10.in-addr.arpa PTR": label("honest"),
      });
      const remotes = [1, 2, 3, 4, 5, 6].map((last) => `10.0.0.${last}`);
      const ask = async (...args: string[]) => {
        const fields = ["--fields", "remoteAddress,remoteHost,pid"];
        const outcome = await lookUp(remotes, {
          host,
          port: server.port,
          args: ["--resolve", ...fields, ...args],
        });
        assertEquals([outcome.code, outcome.stderr], [0, ""]);
        return outcome.stdout;
      };
      const json = await ask("--format", "json");
      assertMatch(json, /^[\x20-\x7e\n]*$/);
      const rows: { remoteAddress: string; remoteHost: string; pid: number }[] = JSON.parse(json);
      assertEquals(rows.map(({ remoteAddress }) => remoteAddress), remotes);
      assertEquals(rows.slice(4).map(({ remoteHost }) => remoteHost), [
        "same.example",
        "honest.example",
      ]);
      const table = await ask("--format", "table");
      // Nothing that moves the cursor or turns the direction; other letters are letters.
      assertMatch(table.replaceAll("\n", ""), /^[^\p{Cc}\p{Cf}]*$/u);
      assertEquals(table.split("\n").length, remotes.length + 2);
      const [, ...cells] = parse(await ask("--format", "csv", "--excel"));
      for (const row of cells) for (const cell of row) assert(!/^[=+\-@\t\r]/.test(cell), cell);
    },
  });
}

Deno.test({
  name: "a silent name server costs no more than the time there is",
  ignore: !hasNslookup,
  async fn() {
    await using server = await startDnsServer(() => "silent");
    const started = performance.now();
    const { code, stdout, stderr } = await lookUp(["8.8.8.8", "1.1.1.1"], {
      host: WAYS[0]![1],
      port: server.port,
      args: ["--resolve", "--format", "json", "--timeout", "3"],
    });
    assertEquals(code, 3);
    assertEquals(JSON.parse(stdout).length, 2);
    assertMatch(stderr, /^netwho: Cannot look up names: [^\n]+\n$/);
    assert(performance.now() - started < 60_000);
  },
});
