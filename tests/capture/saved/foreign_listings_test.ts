/**
 * Output of other programs, realistic and invented, never gives a row: each command refuses it by name.
 *
 * @module
 */
import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { foreignListing } from "../../../lib/capture/saved/foreign_listings.ts";
import { kindOf } from "../../../lib/capture/saved/saved_kind.ts";
import { runMain } from "../../support/run_main.ts";

const FOLDER = new URL("../../fixtures/foreign/", import.meta.url);

/** What each file is called in the message. */
const NAMES: Readonly<Record<string, string>> = {
  "Get-NetTCPConnection": "PowerShell's view of Get-NetTCPConnection or Get-NetUDPEndpoint",
  "Get-NetTCPConnection-list": "PowerShell's view of Get-NetTCPConnection or Get-NetUDPEndpoint",
  "Get-Process": "PowerShell's view of Get-Process",
  "Get-Process-7": "PowerShell's view of Get-Process",
  "Get-Process-list": "PowerShell's view of Get-Process",
  "Get-Service": "PowerShell's view of Get-Service",
  "Resolve-DnsName-list": "PowerShell's view of Resolve-DnsName",
  "curl-v": "the head of an HTTP answer",
  "http-head": "the head of an HTTP answer",
  "ipconfig-displaydns": "the output of ipconfig",
  "ping": "the output of ping",
  "ping-de": "the output of ping",
  "ping-linux": "the output of ping",
  "resolvectl": "the output of resolvectl",
  "resolvectl-status": "the output of resolvectl",
  "tracert": "the output of tracert or traceroute",
  "traceroute": "the output of tracert or traceroute",
  "whois-arin": "the output of whois",
  "whois-verisign": "the output of whois",
  "Resolve-DnsName": "PowerShell's view of Resolve-DnsName",
  "arp-a": "the output of arp",
  "arp-a-linux": "the output of arp",
  "clixml": "XML of PowerShell",
  "currports": "a list of CurrPorts",
  "currports-tab": "a list of CurrPorts",
  "df": "the output of df",
  "df-h": "the output of df",
  "dig": "the output of dig",
  "dir": "the output of dir",
  "docker-ps": "the output of docker ps",
  "driverquery": "the output of driverquery",
  "free": "the output of free",
  "free-h": "the output of free",
  "getmac": "the output of getmac",
  "host": "the output of host",
  "htop": "the output of top",
  "ifconfig": "the output of ip or ifconfig",
  "ip-addr": "the output of ip or ifconfig",
  "ip-route": "the output of ip or ifconfig",
  "ipconfig": "the output of ipconfig",
  "ipconfig-de": "the output of ipconfig",
  "ls": "the output of ls",
  "lsof": "the output of lsof",
  "mount": "the output of mount",
  "netstat-e": "the output of netstat -e (statistics)",
  "netstat-i": "the output of netstat -i (interfaces)",
  "netstat-i-macos": "the output of netstat -i (interfaces)",
  "netstat-macos": "the output of netstat of macOS, BSD or AIX",
  "netstat-rn": "the output of netstat -r or route (routes)",
  "netstat-rn-macos": "the output of netstat -r or route (routes)",
  "netstat-rnee": "the output of netstat -r or route (routes)",
  "netstat-s": "the output of netstat -s (statistics)",
  "netstat-s-linux": "the output of netstat -s (statistics)",
  "netstat-solaris": "the output of netstat of Solaris",
  "netwho-for-people": "a table of netwho, which is for people",
  "netwho-list": "netwho's rows as PowerShell shows them",
  "netwho-process-list": "netwho's rows as PowerShell shows them",
  "netwho-table": "netwho's rows as PowerShell shows them",
  "netwho-tasklist-for-people": "a table of netwho, which is for people",
  "nmap": "the output of nmap",
  "openfiles": "the output of openfiles",
  "page-html": "an HTML page",
  "proc-net-dev": "a file of /proc/net",
  "proc-net-route": "a file of /proc/net",
  "proc-net-tcp": "a file of /proc/net",
  "proc-net-udp6": "a file of /proc/net",
  "proc-net-unix": "a file of /proc/net",
  "ps": "the output of ps",
  "ps-aux": "the output of ps",
  "ps-ef": "the output of ps",
  "pslist": "the output of pslist",
  "query-process": "the output of query user or query session",
  "query-user": "the output of query user or query session",
  "qwinsta": "the output of query user or query session",
  "route-6": "the output of netstat -r or route (routes)",
  "route-n": "the output of netstat -r or route (routes)",
  "route-print": "the output of route print (routes)",
  "route-print-de": "the output of route print (routes)",
  "rtf": "a document (RTF)",
  "sc-query": "the output of sc",
  "schtasks": "the output of schtasks",
  "schtasks-csv": "the output of schtasks",
  "schtasks-list": "the output of schtasks",
  "ss": "the output of ss",
  "ss-no-header": "the output of ss",
  "ss-s": "the output of ss",
  "ss-tln": "the output of ss",
  "systemctl": "the output of systemctl",
  "systeminfo": "the output of systeminfo",
  "systeminfo-de": "the output of systeminfo",
  "tcpdump": "the output of tcpdump",
  "tcpview": "a table of TCPView",
  "tcpview-old": "a table of TCPView",
  "top": "the output of top",
  "whoami-priv": "the output of whoami",
  "wmic-csv": "the output of wmic",
  "wmic-list": "the output of wmic",
  "wmic-process": "the output of wmic",
  "xml": "XML",
  "netstat-x": "the output of netstat -x (Unix sockets)",
  "ps-busybox": "the output of ps",
  "Get-Process-select": "PowerShell's view of Get-Process",
  "Get-NetTCPConnection-select": "PowerShell's view of Get-NetTCPConnection or Get-NetUDPEndpoint",
  "Win32_Process": "PowerShell's view of Win32_Process",
  "proc-status": "a file of /proc",
  "proc-net-arp": "a file of /proc/net",
  "proc-net-sockstat": "a file of /proc/net",
  "sockstat": "the output of sockstat",
  "df-macos": "the output of df",
  "lsof-macos": "the output of lsof",
  "top-macos": "the output of top",
  "netstat-rn-solaris": "the output of netstat -r or route (routes)",
  "free-wide": "the output of free",
};

const read = (name: string) => Deno.readTextFileSync(new URL(`${name}.txt`, FOLDER));

Deno.test("every foreign listing has a name, and is like none of the tools' output", () => {
  const files = [...Deno.readDirSync(FOLDER)].map(({ name }) => name.replace(".txt", "")).sort();
  assertEquals(files, Object.keys(NAMES).sort());
  for (const [name, what] of Object.entries(NAMES)) {
    assertEquals(kindOf(read(name)), "unknown", name);
    assertEquals(foreignListing(read(name))?.what, what, name);
  }
});

for (const command of ["connections", "netstat", "tasklist", "nslookup", "inspect"]) {
  Deno.test(`netwho ${command} makes no row of other programs' output, and names it`, async () => {
    for (const [name, what] of Object.entries(NAMES)) {
      for (const text of [read(name), read(name).replaceAll("\n", "\r\n")]) {
        const target = command === "inspect" ? ["443"] : [];
        const args = [command, ...target, "--from", "f.txt", "--format", "json"];
        const { code, stdout, stderr } = await runMain(args, { files: { "f.txt": text } });
        assertEquals([code, stdout], [4, ""], name);
        assertStringIncludes(
          stderr,
          `Cannot use f.txt: it holds ${what}, which netwho does not read\n`,
        );
        assert(stderr.split("\n").length === 3, `a hint: ${stderr}`);
      }
    }
  });
}

const NETSTAT = "\nActive Connections\n\n" +
  "  Proto  Local Address          Foreign Address        State           PID\n" +
  "  TCP    192.0.2.10:50124       198.51.100.4:443       ESTABLISHED     4711\n";
const TASKLIST =
  "\nImage Name                     PID Session Name        Session#    Mem Usage\n" +
  "========================= ======== ================ =========== ============\n" +
  "System Idle Process              0 Services                   0          8 K\n" +
  "chat.exe                      4711 Console                    1     11,204 K\n";
const NSLOOKUP = "Server:  dns.example\nAddress:  192.0.2.53\n\n" +
  "Name:    www.example\nAddress:  198.51.100.7\n\n";

Deno.test("a foreign listing beside output that netwho reads only adds rejected lines", async () => {
  const expected = {
    netstat: [["remotePort", 443]],
    tasklist: [["pid", 0], ["pid", 4711]],
    nslookup: [["data", "198.51.100.7"]],
  } as const;
  // Among other text, the rows of netwho's own table are read as netstat's, which they are like.
  for (const name of Object.keys(NAMES).filter((name) => name !== "netwho-for-people")) {
    const heading = `=== ${name}\n`;
    const good = `=== a\n${NETSTAT}\n=== b\n${TASKLIST}\n=== c\n\n${NSLOOKUP}\n`;
    // A page or a document holds nothing beside itself.
    for (const text of [`${heading}${read(name)}\n${good}`, `${good}${heading}${read(name)}\n`]) {
      for (const [command, rows] of Object.entries(expected)) {
        const args = [command, "--from", "f.txt", "--format", "json"];
        const { code, stdout, stderr } = await runMain(args, { files: { "f.txt": text } });
        assertEquals(code, 0, `${command} ${name}: ${stderr}`);
        const found = JSON.parse(stdout) as Record<string, unknown>[];
        assertEquals(
          found.map((row, at) => [rows[at]?.[0], row[rows[at]?.[0] ?? ""]]),
          rows.map((row) => [...row]),
          `${command} ${name}`,
        );
      }
    }
  }
});
