/**
 * Tests of the lists of ports and programs that rules ask.
 *
 * @module
 */
import { assert, assertEquals, assertMatch } from "@std/assert";
import tor from "../../../lib/audit/lists/tor_programs.json" with { type: "json" };
import {
  BACKDOOR_PORTS,
  CALLBACK_PORTS,
  CLEAR_TEXT_PORTS,
} from "../../../lib/audit/questions/port_lists.ts";
import { ROOT } from "../../support/program.ts";

const LISTS = [
  "adws_clients",
  "backdoor_ports",
  "callback_ports",
  "clear_text_ports",
  "kerberos_programs",
  "listener_ports",
  "listener_programs",
  "mail_programs",
  "network_service_names",
  "peer_to_peer_programs",
  "rdp_clients",
  "tor_programs",
  "vpn_programs",
  "web_clients",
  "web_servers",
];

for (const name of LISTS) {
  Deno.test(`list ${name}: has a source and a date; each entry stands once and can be compared`, () => {
    const text = Deno.readTextFileSync(new URL(`lib/audit/lists/${name}.json`, ROOT));
    const { source, date, about, ...lists } = JSON.parse(text);
    assert(source.length > 10 && about.length > 10);
    assertMatch(date, /^20\d\d-\d\d-\d\d$/);
    for (const [key, entries] of Object.entries<(string | number | { port: number })[]>(lists)) {
      assert(entries.length > 0);
      const shown = entries.map((entry) => JSON.stringify(entry));
      assertEquals(shown.length, new Set(shown).size, `${key}: ${shown}`);
      for (const entry of entries) {
        if (typeof entry === "string") {
          if (name !== "network_service_names") assertEquals(entry, entry.toLowerCase());
          assert(!entry.endsWith(".exe"), entry);
        } else {
          const port = typeof entry === "number" ? entry : entry.port;
          assert(Number.isInteger(port) && port > 0 && port < 65_536, `${port}`);
        }
      }
    }
  });
}

Deno.test("lists of ports: a remote port is told of by one rule", () => {
  // The ports that rules name themselves: telnet, mail, web, SMB, LDAP, RDP, WinRM, Kerberos, ADWS.
  const others = [23, 25, 26, 465, 587, 2525, 8080, 8888, 139, 445, 389, 636, 3268, 3269, 3389]
    .concat(5985, 5986, 88, 9389, tor.relayPorts, tor.servicePorts);
  for (const callback of Object.values(CALLBACK_PORTS)) {
    const ports = [
      ...BACKDOOR_PORTS.keys(),
      ...callback.keys(),
      ...CLEAR_TEXT_PORTS.keys(),
      ...others,
    ];
    assertEquals(ports.filter((port, at) => ports.indexOf(port) !== at), []);
  }
});

Deno.test("lists of ports: what clean computers use is in none of them", () => {
  // WireGuard, WSUS over TLS, SSH on its other ports, PPTP, mDNS, LLMNR.
  for (const port of [51_820, 8531, 2222, 2200, 1723, 5353, 5355]) {
    assertEquals(BACKDOOR_PORTS.has(port), false);
    assertEquals(CALLBACK_PORTS.windows.has(port) || CALLBACK_PORTS.linux.has(port), false);
  }
});

Deno.test("lists of ports: Sigma's rules are there, but for what is left out on purpose", () => {
  for (
    const [file, ports, leftOut] of [
      ["net_connection_win_susp_malware_callback_port.yml", CALLBACK_PORTS.windows, [4444]],
      [
        "net_connection_lnx_susp_malware_callback_port.yml",
        CALLBACK_PORTS.linux,
        [2200, 2222, 4444, 8531, 51_820],
      ],
    ] as const
  ) {
    const text = readShared(`sigma/${file}`);
    if (text === null) continue;
    const list = /DestinationPort:\n((?:\s+- \d+\n)+)/.exec(text)![1]!;
    const stated = [...list.matchAll(/\d+/g)].map(([port]) => Number(port));
    assert(stated.length >= 10);
    assertEquals([...ports.keys(), ...leftOut].sort((a, b) => a - b), stated.sort((a, b) => a - b));
  }
});

/** A file of the folder beside the checkout; null where it is not there. */
function readShared(path: string): string | null {
  try {
    return Deno.readTextFileSync(new URL(`../shared/${path}`, ROOT));
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return null;
    throw error;
  }
}
