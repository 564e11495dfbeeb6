import { assert, assertEquals } from "@std/assert";
import { portService, SERVICE_LISTS, servicePort } from "../../lib/address/ports.ts";

/** One line of a services file. */
interface Line {
  readonly protocol: "TCP" | "UDP";
  readonly port: number;
  readonly name: string;
  readonly aliases: readonly string[];
}

function readServices(path: string): Line[] {
  return Deno.readTextFileSync(path).split(/\r?\n/).flatMap((line) => {
    const match = /^(\S+)\s+(\d+)\/(tcp|udp)\s*([^#]*)/.exec(line);
    if (!match || line.startsWith("#")) return [];
    const [, name = "", port, protocol, aliases = ""] = match;
    return [{
      protocol: protocol === "tcp" ? "TCP" : "UDP",
      port: Number(port),
      name,
      aliases: aliases.split(/\s+/).filter(Boolean),
    }];
  });
}

function exists(path: string): boolean {
  try {
    return Deno.statSync(path).isFile;
  } catch {
    return false;
  }
}

Deno.test("ports have the names that Windows gives them", () => {
  const expected: [protocol: "TCP" | "UDP", port: number, name: string | null][] = [
    ["TCP", 80, "http"],
    ["TCP", 443, "https"],
    ["UDP", 443, "https"],
    ["UDP", 53, "domain"],
    ["TCP", 135, "epmap"],
    ["UDP", 137, "netbios-ns"],
    ["UDP", 138, "netbios-dgm"],
    ["TCP", 138, null],
    ["TCP", 139, "netbios-ssn"],
    ["TCP", 445, "microsoft-ds"],
    ["UDP", 500, "isakmp"],
    ["TCP", 514, "cmd"],
    ["UDP", 514, "syslog"],
    ["UDP", 520, "router"],
    ["TCP", 1433, "ms-sql-s"],
    ["UDP", 1900, "ssdp"],
    ["TCP", 3389, "ms-wbt-server"],
    ["UDP", 3702, "ws-discovery"],
    ["UDP", 4500, "ipsec-msft"],
    ["UDP", 5355, "llmnr"],
    ["TCP", 5357, "wsd"],
    ["TCP", 5358, "wsd"],
    ["TCP", 7680, "ms-do"],
    ["UDP", 47624, "directplaysrvr"],
    ["TCP", 49152, null],
    ["TCP", 0, null],
    ["TCP", -1, null],
    ["UDP", 65536, null],
  ];
  for (const [protocol, port, name] of expected) {
    assertEquals(portService(protocol, port), name, `${protocol} ${port}`);
  }
});

Deno.test("where Windows has no name, other systems' names stand in", () => {
  assertEquals(portService("TCP", 5432), "postgresql");
  assertEquals(portService("TCP", 587), "submission");
  assertEquals(portService("UDP", 5353), "mdns");
  assertEquals(portService("TCP", 5985), "wsman");
  assertEquals(portService("TCP", 2049), "nfs");
  assertEquals(portService("UDP", 2049), "nfsd");
});

Deno.test("names and aliases lead back to their ports, in any case", () => {
  const expected: [protocol: "TCP" | "UDP", name: string, port: number | null][] = [
    ["TCP", "https", 443],
    ["TCP", "HTTPS", 443],
    ["TCP", "mcom", 443],
    ["TCP", "www-http", 80],
    ["TCP", "loc-srv", 135],
    ["TCP", "shell", 514],
    ["UDP", "shell", null],
    ["TCP", "wsd", 5357],
    ["TCP", "wsdapi-s", 5358],
    ["UDP", "ipsec-nat-t", 4500],
    ["TCP", "rfs_server", 556],
    ["TCP", "whois", 43],
    ["TCP", "dicom", 11112],
    ["TCP", "", null],
    ["TCP", "443", null],
    ["TCP", "constructor", null],
  ];
  for (const [protocol, name, port] of expected) {
    assertEquals(servicePort(protocol, name), port, `${protocol} ${name}`);
  }
});

Deno.test("every entry of the lists is well formed, and no port stands twice in one", () => {
  for (const list of SERVICE_LISTS) {
    const seen = new Set<string>();
    for (const entry of list.trim().split(/;\s+/)) {
      const match = /^[\w-]+ (\d+)([tu]?)(?: [\w-]+)*$/.exec(entry);
      assert(match, entry);
      assert(Number(match[1]) >= 1 && Number(match[1]) <= 65_535, entry);
      for (const protocol of match[2] || "tu") {
        const key = `${entry.split(" ")[0]} ${match[1]}${protocol}`;
        assert(!seen.has(key), entry);
        seen.add(key);
      }
    }
    assert(seen.size > 20);
  }
});

Deno.test("a port's name leads back to a port of that name", () => {
  let named = 0;
  for (const protocol of ["TCP", "UDP"] as const) {
    for (let port = 0; port <= 65_535; port++) {
      const name = portService(protocol, port);
      if (name === null) continue;
      named++;
      const back = servicePort(protocol, name);
      assert(back !== null && portService(protocol, back) === name, `${protocol} ${port} ${name}`);
    }
  }
  assert(named > 500, `${named}`);
});

// Where Windows' name differs from Debian's, Windows' is right: netstat prints it.
const WINDOWS_SAYS: Record<string, string> = {
  "TCP 43 whois": "nicname",
  "TCP 143 imap2": "imap",
  "UDP 162 snmp-trap": "snmptrap",
  "TCP 514 shell": "cmd",
  "UDP 520 route": "router",
  "UDP 750 kerberos4": "kerberos-iv",
  "UDP 1701 l2f": "l2tp",
  "UDP 1813 radius-acct": "radacct",
  "UDP 2049 nfs": "nfsd",
  "UDP 4500 ipsec-nat-t": "ipsec-msft",
};

Deno.test({
  name: "Debian's /etc/services agrees, but where Windows says otherwise",
  ignore: !exists("/etc/services") || !exists("/etc/debian_version"),
  fn() {
    const differences: Record<string, string | null> = {};
    let agreed = 0;
    for (const { protocol, port, name, aliases } of readServices("/etc/services")) {
      const ours = portService(protocol, port);
      // A newer netbase may know more.
      if (ours === null) continue;
      if (ours === name) agreed++;
      else differences[`${protocol} ${port} ${name}`] = ours;
      for (const word of [name, ...aliases]) {
        const back = servicePort(protocol, word);
        // `dicom` is a name of its own besides an alias of acr-nema's, `readnews` netnews' alias.
        if (word === "dicom" || word === "readnews") continue;
        assertEquals(back, port, `${protocol} ${word}`);
      }
    }
    assertEquals(differences, WINDOWS_SAYS);
    assert(agreed > 250, `${agreed}`);
  },
});

const windowsFile = `${
  Deno.env.get("SystemRoot") ?? "C:\\Windows"
}\\System32\\drivers\\etc\\services`;

// Versions of Windows, and Wine, differ in some names: only those that both sides know are compared.
Deno.test({
  name: "Windows' own services file agrees about the names that both know",
  ignore: Deno.build.os !== "windows" || !exists(windowsFile),
  fn() {
    const lines = readServices(windowsFile);
    const theirs = new Map<string, Set<number>>();
    for (const { protocol, port, name, aliases } of lines) {
      for (const word of [name, ...aliases]) {
        const key = `${protocol} ${word}`;
        theirs.set(key, (theirs.get(key) ?? new Set()).add(port));
      }
    }
    let agreed = 0;
    for (const { protocol, port, name, aliases } of lines) {
      const ours = portService(protocol, port);
      if (ours === name) agreed++;
      const ports = theirs.get(`${protocol} ${ours}`);
      assert(ports === undefined || ports.has(port), `${protocol} ${port} ${ours}`);
      for (const word of [name, ...aliases]) {
        const back = servicePort(protocol, word);
        if (back === null || theirs.get(`${protocol} ${word}`)!.has(back)) continue;
        // An alias there may be a name of its own here: `dicom`, `readnews`.
        const ownName = word !== name && portService(protocol, back) === word;
        assert(ownName, `${protocol} ${word} ${back}`);
      }
    }
    assert(agreed > 200, `${agreed}`);
  },
});
