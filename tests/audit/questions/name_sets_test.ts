/**
 * Tests of the lists of names, and of how hosts are found in them.
 *
 * @module
 */
import { assert, assertEquals } from "@std/assert";
import miningPools from "../../../lib/audit/lists/mining_pools.json" with { type: "json" };
import remoteAccess from "../../../lib/audit/lists/remote_access_tools.json" with { type: "json" };
import tunnels from "../../../lib/audit/lists/tunnels.json" with { type: "json" };
import webServices from "../../../lib/audit/lists/web_services.json" with { type: "json" };
import { domainAmong } from "../../../lib/audit/questions/name_sets.ts";
import { REMOTE_DOMAINS, TUNNEL_DOMAINS } from "../../../lib/audit/questions/remote_tools.ts";

Deno.test("a host belongs to a domain that it is or lies in, not to one that it ends like", () => {
  const domains = new Set(["ngrok.io", "t.me", "top"]);
  for (
    const [host, expected] of [
      ["ngrok.io", "ngrok.io"],
      ["A.B.Ngrok.IO.", "ngrok.io"],
      ["notngrok.io", null],
      ["ngrok.io.example", null],
      ["t.me", "t.me"],
      ["at.me", null],
      ["x.top", "top"],
      ["laptop", null],
      ["", null],
      [".", null],
      ["..", null],
    ] as const
  ) {
    assertEquals(domainAmong(host, domains), expected, host);
  }
});

Deno.test("lists of names: lower case, none twice, with source and date", () => {
  const lists = [
    miningPools.domains,
    remoteAccess.tools.flatMap(({ programs }) => programs),
    remoteAccess.tools.flatMap(({ domains }) => domains),
    [...tunnels.tunnels, ...tunnels.meshes].flatMap(({ programs }) => programs),
    tunnels.tunnels.flatMap(({ domains }) => domains),
    Object.values(webServices.services).flat(),
  ];
  for (const names of lists) {
    assert(names.length > 10);
    assertEquals(names.filter((name, index) => names.indexOf(name) !== index), []);
    assertEquals(names.filter((name) => name !== name.toLowerCase().trim() || name === ""), []);
  }
  for (const { source, date } of [miningPools, remoteAccess, tunnels, webServices]) {
    assert(source.length > 10);
    assert(/^\d{4}-\d\d-\d\d$/.test(date));
  }
  const known = new Set(Object.values(webServices.services).flat());
  assertEquals(Object.keys(webServices.ownPrograms).filter((name) => !known.has(name)), []);
});

/** Public Sigma rules, where they stand beside the checkout. */
const SIGMA = new URL("../../../../shared/sigma/", import.meta.url);

/** The names that a Sigma rule lists behind a field, those that its filters take out again left out. */
function namesIn(file: string): string[] {
  const text = Deno.readTextFileSync(new URL(file, SIGMA));
  const selection = text.slice(text.indexOf("selection"), text.search(/filter_|condition:/));
  return [...selection.matchAll(/^\s+- '([^']+)'/gm)].map((match) => match[1]!)
    .filter((name) => name.includes(".")).map((name) => name.replace(/^\.|\/$/, ""));
}

Deno.test({
  name: "every mining pool and tunnel that public Sigma rules name is in the lists",
  ignore: !existsSync(SIGMA),
  fn() {
    const pools = new Set(miningPools.domains);
    for (const system of ["win_domain_crypto_mining_pools", "lnx_crypto_mining_indicators"]) {
      const names = namesIn(`net_connection_${system}.yml`);
      assert(names.length > 15);
      assertEquals(names.filter((name) => domainAmong(name, pools) === null), [], system);
    }
    const known = new Set(TUNNEL_DOMAINS.keys());
    for (
      const rule of [
        ...["btunnels", "cloudflared_communication", "devtunnels", "localtonet_tunnel", "ngrok"],
        ...["ngrok_tunnel", "portmap", "vscode_tunnel_connection"],
      ]
    ) {
      const names = namesIn(`net_connection_win_domain_${rule}.yml`);
      assertEquals(names.filter((name) => domainAmong(name, known) === null), [], rule);
    }
  },
});

Deno.test("no domain is that of a tunnel and of a vendor of remote access", () => {
  const both = [...TUNNEL_DOMAINS.keys()].filter((name) => REMOTE_DOMAINS.has(name));
  assertEquals(both, []);
});

function existsSync(url: URL): boolean {
  try {
    return Deno.statSync(url).isDirectory;
  } catch {
    return false;
  }
}
