import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { denoHost } from "../../../lib/host/deno/deno_host.ts";
import { type Host, HostError, type ResolvedRecord } from "../../../lib/host/host.ts";
import type { OwnerRecord } from "../../../lib/model/owner.ts";
import { answer, startRdapServer, status } from "../../support/rdap_server.ts";
import { temporaryFolder } from "../../support/folders.ts";
import { runMain } from "../../support/run_main.ts";

/** TXT records of Team Cymru's zones. */
const TEXTS: Readonly<Record<string, string>> = {
  "8.8.8.8.origin.asn.cymru.com": "64500 | 8.8.8.0/24 | US | arin | 2023-12-28",
  "1.1.1.1.origin.asn.cymru.com": "64501 | 1.1.1.0/24 | AU | apnic | 2011-08-11",
  "AS64500.asn.cymru.com": "64500 | US | arin | 2000-03-30 | WIDGETS - Example Widgets, US",
  "AS64501.asn.cymru.com": "64501 | AU | apnic | 2010-07-14 | EXEMPLAR, AU",
};

/** The answer of ARIN, with an organization. */
function arin(organization: string): unknown {
  const card = (fn: string, ...more: unknown[]) => [
    "vcard",
    [["version", {}, "text", "4.0"], ["fn", {}, "text", fn], ["kind", {}, "text", "org"], ...more],
  ];
  return {
    startAddress: "8.8.8.0",
    endAddress: "8.8.8.255",
    name: "WIDGETS",
    country: "US",
    port43: "whois.arin.net",
    events: [{ eventAction: "registration", eventDate: "2023-12-28T17:24:33-05:00" }],
    entities: [{
      roles: ["registrant"],
      vcardArray: card(organization),
      entities: [{
        roles: ["abuse"],
        vcardArray: card("Abuse", ["email", {}, "text", "abuse@widgets.example"]),
      }],
    }],
  };
}

/** A host on a network of name servers and registries; neither nslookup nor a cache is there. */
function network({ organization = "Example Widgets Inc.", down = false } = {}) {
  const resolved: string[] = [];
  const fetched: string[] = [];
  const host: Partial<Host> = {
    resolveDns: (name): Promise<ResolvedRecord[]> => {
      resolved.push(name);
      if (down) return Promise.reject(new HostError("timedOut", "Cannot resolve it: timed out"));
      const data = TEXTS[name.replace(/\.$/, "")];
      return data === undefined
        ? Promise.reject(new HostError("notFound", "Cannot resolve it: no such record"))
        : Promise.resolve([{ data, preference: null, weight: null, port: null }]);
    },
    fetch: (url) => {
      fetched.push(url);
      const isArin = url.startsWith("https://rdap.arin.net/");
      if (down || url.startsWith("https://data.iana.org/")) {
        return Promise.reject(new HostError("other", "Cannot get it: no route"));
      }
      const body = new TextEncoder().encode(JSON.stringify(isArin ? arin(organization) : {}));
      const status = isArin ? 200 : 404;
      return Promise.resolve({ status, location: null, retryAfter: null, body });
    },
  };
  return { host, resolved, fetched };
}

async function whois(args: readonly string[], options: Parameters<typeof network>[0] = {}) {
  const net = network(options);
  const outcome = await runMain(["whois", "--format", "json", ...args], { host: net.host });
  const rows = () => JSON.parse(outcome.stdout) as OwnerRecord[];
  return { ...outcome, ...net, rows };
}

Deno.test("DNS and the registry together make a row", async () => {
  const { code, stderr, rows, fetched } = await whois(["8.8.8.8"]);
  assertEquals({ code, stderr }, { code: 0, stderr: "" });
  assertEquals(rows(), [{
    address: "8.8.8.8",
    network: "8.8.8.0/24",
    networkName: "WIDGETS",
    networkType: null,
    asn: 64500,
    asName: "WIDGETS - Example Widgets, US",
    organization: "Example Widgets Inc.",
    description: null,
    registry: "arin",
    registryCountry: "US",
    allocated: "2023-12-28",
    abuseContact: "abuse@widgets.example",
    source: "origin.asn.cymru.com, rdap.arin.net",
    retrievedAt: "2026-01-02T03:04:05.000Z",
    note: null,
  }]);
  assertEquals(fetched, [
    "https://data.iana.org/rdap/ipv4.json",
    "https://rdap.arin.net/registry/ip/8.8.8.8",
  ]);
});

Deno.test("--no-rdap asks by DNS alone, --no-dns the registries alone", async () => {
  const dns = await whois(["8.8.8.8", "--no-rdap"]);
  assertEquals(dns.fetched, []);
  const [byDns] = dns.rows();
  assertEquals([byDns?.asn, byDns?.organization, byDns?.registryCountry], [64500, null, "US"]);

  const rdap = await whois(["8.8.8.8", "--no-dns"]);
  assertEquals(rdap.resolved, []);
  const [byRdap] = rdap.rows();
  assertEquals([byRdap?.asn, byRdap?.organization], [null, "Example Widgets Inc."]);
  assertEquals(byRdap?.source, "rdap.arin.net");
});

Deno.test("addresses that are not public are asked of nobody, and have a row", async () => {
  const given = ["192.168.1.1", "::1", "fe80::1%12", "203.0.113.9", "::ffff:10.0.0.1", "0.0.0.0"];
  const { code, stderr, rows, resolved, fetched } = await whois(given);
  assertEquals({ code, stderr }, { code: 0, stderr: "" });
  assertEquals([resolved, fetched], [[], []]);
  assertEquals(rows().map(({ address }) => address), [
    "192.168.1.1",
    "::1",
    "fe80::1",
    "203.0.113.9",
    "::ffff:10.0.0.1",
    "0.0.0.0",
  ]);
  for (const { note, network } of rows()) {
    assertStringIncludes(note ?? "", "no registry was asked");
    assertEquals(network, null);
  }
});

Deno.test("each address is asked about once, and has a row wherever it was given", async () => {
  const { rows, resolved } = await whois([
    "--no-rdap",
    "8.8.8.8",
    "1.1.1.1",
    "[::ffff:8.8.8.8]",
    "8.8.8.8",
  ]);
  assertEquals(rows().map(({ address, asn }) => [address, asn]), [
    ["8.8.8.8", 64500],
    ["1.1.1.1", 64501],
    ["::ffff:8.8.8.8", 64500],
    ["8.8.8.8", 64500],
  ]);
  assertEquals(resolved.filter((name) => name.startsWith("8.8.8.8.")).length, 1);
});

Deno.test("addresses come from standard input, one a line", async () => {
  const { host } = network();
  const { code, stdout } = await runMain([
    "whois",
    "--no-rdap",
    "--format",
    "ndjson",
    "--fields",
    "address,asn",
  ], {
    files: { "-": "# a list\r\n8.8.8.8\r\n\r\n [1.1.1.1] \n10.0.0.1\ndns.example\n" },
    host,
  });
  assertEquals(code, 0);
  assertEquals(
    stdout,
    [
      '{"address":"8.8.8.8","asn":64500}\n',
      '{"address":"1.1.1.1","asn":64501}\n',
      '{"address":"10.0.0.1","asn":null}\n',
      '{"address":"dns.example","asn":null}\n',
    ].join(""),
  );
});

Deno.test("without addresses at a terminal it says what it needs", async () => {
  const { code, stderr } = await runMain(["whois"], { host: { isTerminal: () => true } });
  assertEquals(code, 2);
  assertStringIncludes(stderr, "no address is given");
});

Deno.test("what is no address is told what to do instead", async () => {
  for (
    const [text, hint] of [
      ["8.8.8.0/24", "Ask about one address of the network: netwho whois 8.8.8.0"],
      ["2001:db8::/32", "Ask about one address of the network: netwho whois 2001:db8::"],
      ["8.8.8.1-8.8.8.9", "Ask about one address of the network: netwho whois 8.8.8.1"],
      ["localhost", "Look up a name's addresses first: netwho nslookup localhost"],
      ["my-dns.example", "Look up a name's addresses first: netwho nslookup my-dns.example"],
      ["8.8.8", "Write an address, such as 192.0.2.1 or 2001:db8::1"],
      ["AS64500", "Write an address, such as 192.0.2.1 or 2001:db8::1"],
    ] as const
  ) {
    const { code, stderr, resolved } = await whois([text]);
    assertEquals([code, resolved], [2, []]);
    assertEquals(stderr.split("\n")[1], hint);
  }
});

Deno.test("what whois does in any case needs no option", async () => {
  for (const [option, why] of [["--rdap", "unless --no-rdap"], ["--owner", "what it looks up"]]) {
    const { code, stderr } = await whois(["8.8.8.8", option!]);
    assertEquals(code, 2);
    assertStringIncludes(stderr, why!);
  }
});

Deno.test("a host name is no address, and the message says what to do", async () => {
  const named = await whois(["8.8.8.8", "dns.example"]);
  assertEquals([named.code, named.stdout, named.resolved], [2, "", []]);
  assertStringIncludes(named.stderr, "dns.example: it is not an address");
  assertStringIncludes(named.stderr, "netwho nslookup");
  for (
    const wrong of [
      "8.8.8",
      "8.8.8.0/24",
      "[8.8.8.8",
      "010.0.0.1",
      ",",
      "https://dns.example/x",
      "",
    ]
  ) {
    assertEquals((await whois([wrong])).code, 2, wrong);
  }
});

Deno.test("when nobody answers there are rows with notes, one warning and exit code 3", async () => {
  const { code, stderr, rows } = await whois(["8.8.8.8", "1.1.1.1", "10.0.0.1"], { down: true });
  assertEquals(code, 3);
  assertEquals(stderr.split("\n").filter((line) => line !== "").length, 1, stderr);
  assertEquals(rows().length, 3);
  for (const { address, note, asn } of rows()) {
    assert(note !== null && note !== "", address);
    assertEquals(asn, null);
  }
  assertStringIncludes(rows()[0]?.note ?? "", "rdap.arin.net cannot be reached");
});

Deno.test("one source that answers is enough", async () => {
  const { code, stderr, rows } = await whois(["1.1.1.1"]);
  assertEquals({ code, stderr }, { code: 0, stderr: "" });
  assertStringIncludes(rows()[0]?.note ?? "", "rdap.apnic.net knows no network");
  assertEquals(rows()[0]?.asn, 64501);
});

Deno.test("options that make no sense together are refused", async () => {
  const lines = [
    ["--no-rdap", "--no-dns"],
    ["--no-rdap", "--rdap-server", "https://rdap.example/"],
    ["--no-dns", "--server", "192.0.2.53"],
    ["--rdap-server", "http://rdap.example/"],
    ["--rdap-server", "rdap.example"],
  ];
  for (const line of lines) {
    const { code, resolved, fetched } = await whois(["8.8.8.8", ...line]);
    assertEquals([code, resolved.length, fetched.length], [2, 0, 0], line.join(" "));
  }
});

Deno.test("only the rows that are written are asked about, unless they are to be sorted", async () => {
  const first = await whois(["--no-rdap", "--limit", "1", "1.1.1.1", "8.8.8.8"]);
  assertEquals(first.rows().map(({ address }) => address), ["1.1.1.1"]);
  assert(!first.resolved.some((name) => name.startsWith("8.8.8.8.")));
  const sorted = await whois(["--no-rdap", "--limit", "1", "--sort", "asn", "1.1.1.1", "8.8.8.8"]);
  assertEquals(sorted.rows().map(({ address }) => address), ["8.8.8.8"]);
});

Deno.test("--verbose tells that the list of registries is old", async () => {
  const { code, stderr } = await whois(["8.8.8.8", "--verbose"]);
  assertEquals(code, 0);
  assertEquals(stderr, "netwho: Cannot renew the list of registries: Cannot get it: no route\n");
});

Deno.test("--rdap-server is asked instead of the registries", async () => {
  await using server = startRdapServer();
  server.on("ip/8.8.8.8", answer(arin("Mirror Ltd")));
  server.on("ip/9.9.9.9", status(404));
  const { stdout, code } = await runMain([
    ...["whois", "--no-dns", "--rdap-server", server.baseUrl, "--format", "json"],
    ...["8.8.8.8", "9.9.9.9"],
  ], { host: { fetch: denoHost().fetch } });
  assertEquals(code, 0);
  const rows = JSON.parse(stdout) as OwnerRecord[];
  assertEquals(rows.map(({ organization }) => organization), ["Mirror Ltd", null]);
  assertStringIncludes(rows[1]?.note ?? "", `${server.host} knows no network`);
  assertEquals(server.arrivals.map(({ path }) => path).sort(), [
    "/rdap/ip/8.8.8.8",
    "/rdap/ip/9.9.9.9",
  ]);
});

Deno.test("what was recorded is played back without asking", async () => {
  using folder = temporaryFolder();
  const server = startRdapServer();
  server.on("ip/8.8.8.8", answer(arin("Recorded Ltd")));
  const { write: _, writeError: __, ...host } = denoHost();
  const play = (option: string) =>
    runMain([
      ...["whois", "8.8.8.8", "--no-dns", "--rdap-server", server.baseUrl],
      ...["--format", "json", option, folder.path],
    ], { host });
  const recorded = await play("--record");
  await server[Symbol.asyncDispose]();
  assertEquals([recorded.code, recorded.stderr], [0, ""]);
  assertStringIncludes(recorded.stdout, "Recorded Ltd");
  assertEquals(await play("--replay"), recorded);
});

Deno.test("hostile names are harmless", async () => {
  const organization = "=1+1\u001b[2J\u202e\u0007 Ltd";
  const shown = async (...args: string[]) =>
    (await runMain(["whois", "--no-dns", "8.8.8.8", "--fields", "organization", ...args], {
      host: network({ organization }).host,
    })).stdout;
  const table = await shown("--format", "table");
  // deno-lint-ignore no-control-regex
  assert(!/[\x00-\x09\x0b-\x1f\u202e]/.test(table), table);
  assertStringIncludes(table, "=1+1");
  const json = await shown("--format", "json");
  assertEquals(JSON.parse(json), [{ organization }]);
  // deno-lint-ignore no-control-regex
  assert(!/[\x00-\x09\x0b-\x1f]|[^\x00-\x7f]/.test(json));
  const [, row] = (await shown("--format", "csv", "--excel")).split("\n");
  assert(!/^"?=/.test(row!), row);
});

Deno.test("help says what is sent to whom", async () => {
  const { stdout } = await runMain(["whois", "--help"]);
  for (const name of ["Team Cymru", "ARIN", "RIPE NCC", "APNIC", "LACNIC", "AFRINIC", "IANA"]) {
    assertStringIncludes(stdout, name);
  }
  assertStringIncludes(stdout.replaceAll(/\s+/g, " "), "Only public addresses are looked up");
});

Deno.test("commas, brackets and ports are taken from a command line", async () => {
  const { code, rows } = await whois(["10.0.0.1,10.0.0.2", "[::1]", "10.0.0.3:443", "--no-rdap"]);
  assertEquals(code, 0);
  assertEquals(rows().map(({ address }) => address), ["10.0.0.1", "10.0.0.2", "::1", "10.0.0.3"]);
  const url = await whois(["https://www.example.com/x"]);
  assertEquals(url.code, 2);
  assertStringIncludes(url.stderr, "netwho nslookup www.example.com");
});

Deno.test("PowerShell's list of addresses and rows of netwho are taken from standard input", async () => {
  const run = async (input: string) => {
    const outcome = await runMain(["whois", "--no-rdap", "--format", "json"], {
      host: network().host,
      files: { "-": input },
    });
    const rows: OwnerRecord[] = outcome.stdout === "" ? [] : JSON.parse(outcome.stdout);
    return [outcome.code, rows.map(({ address, asn }) => [address, asn])];
  };
  const expected = [0, [["8.8.8.8", 64500], ["1.1.1.1", 64501]]];
  const view = (text: string, number: number) =>
    `\r\nAddress            : ${number}\r\nIPAddressToString  : ${text}\r\n`;
  assertEquals(await run(view("8.8.8.8", 134744072) + view("1.1.1.1", 16843009)), expected);
  assertEquals(await run('[{"remoteAddress":"8.8.8.8"},{"remoteAddress":"1.1.1.1"}]'), expected);
  assertEquals(await run("nobody\n"), [4, []]);
});

Deno.test("where only Deno's resolver says nothing, nothing was learned: exit code 3", async () => {
  const { code, stderr, rows } = await whois(["9.9.9.9", "--no-rdap"]);
  const note =
    "origin.asn.cymru.com says nothing about it, or the name server failed: nslookup would tell";
  assertEquals([code, stderr], [3, `netwho: Cannot look up owners: ${note}\n`]);
  assertEquals(rows().map(({ note }) => note), [note]);
  // One answer is enough.
  const some = await whois(["9.9.9.9", "8.8.8.8", "--no-rdap"]);
  assertEquals([some.code, some.stderr], [0, ""]);
});
