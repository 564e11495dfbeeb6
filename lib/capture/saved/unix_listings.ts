/**
 * Listings of programs of Linux, macOS and other Unix systems that netwho does not read.
 *
 * @module
 */
import { type ForeignListing, SAVE_NSLOOKUP } from "./foreign_listing.ts";

const ON_LINUX = "Save netstat instead: netstat -tunap > netstat.txt; or run netwho there";
const PROCESSES = "Run netwho there instead: netwho tasklist --format json > processes.json";
const OTHER_UNIX = "netwho reads netstat of Windows (netstat -ano) and of Linux (netstat -tunap)";

/** The listings. */
export const UNIX_LISTINGS: readonly ForeignListing[] = [
  {
    what: "the output of ss",
    header: /^(?:Netid\s+)?State\s+Recv-Q\s+Send-Q\s+Local Address:Port\s/,
    row:
      /^(?:(?:tcp|udp|u_\w+|raw|icmp6?|nl|mptcp|sctp|dccp|p_\w+|v_\w+|tipc|xdp)\s+)?(?:LISTEN|ESTAB|UNCONN|TIME-WAIT|CLOSE-WAIT|SYN-SENT|SYN-RECV|FIN-WAIT-[12]|LAST-ACK|CLOSING)\s+\d+\s+\d+\s+\S+/,
    least: 1,
    advice: ON_LINUX,
  },
  {
    what: "the output of ss",
    row: /^TCP:\s+\d+ \(estab \d+/,
    least: 1,
    advice: ON_LINUX,
  },
  {
    what: "a file of /proc/net",
    header: /^\s*sl\s+local_address\s+rem(?:ote)?_address\s+st\s+tx_queue/,
    row: /^\s*\d+: (?:[\dA-F]{8}|[\dA-F]{32}):[\dA-F]{4} (?:[\dA-F]{8}|[\dA-F]{32}):[\dA-F]{4} /,
    least: 1,
    advice: ON_LINUX,
  },
  {
    what: "a file of /proc/net",
    header:
      /^(?:Num\s+RefCount\s+Protocol\s+Flags\s+Type\s+St\s+Inode|Iface\s+Destination\s+Gateway\s+Flags\s+RefCnt|Inter-\|\s+Receive|IP address\s+HW type\s+Flags\s+HW address|sk\s+Eth\s+Pid\s+Groups|sk\s+RefCnt\s+Type\s+Proto|sockets: used \d|Ip: Forwarding )/,
    row: /\S/,
    advice: ON_LINUX,
  },
  {
    what: "a file of /proc",
    header: /^(?:Name:\t\S|MemTotal:\s+\d+ kB)/,
    row: /^(?:Tgid|Pid):\t\d|^MemFree:\s+\d+ kB/,
    advice: PROCESSES,
  },
  {
    what: "the output of lsof",
    header: /^COMMAND\s+PID\s+(?:\S+\s+){0,4}FD\s+TYPE\s+DEVICE\s/,
    row:
      /^\S+\s+\d+\s+(?:\S+\s+){1,4}(?:cwd|rtd|txt|mem|DEL|NOFD|\d+[rwu]?\w?)\s+(?:REG|DIR|CHR|BLK|LINK|FIFO|PIPE|IPv[46]|unix|sock|netlink|a_inode|KQUEUE|systm|unknown)\s/,
    advice: ON_LINUX,
    least: 2,
  },
  {
    what: "the output of netstat of macOS, BSD or AIX",
    header: /^Active (?:Internet connections|LOCAL \(UNIX\) domain sockets|Multipath Internet)/,
    row:
      /^(?:tcp|udp|icm|div|ip)\w*\s+\d+\s+\d+\s+(?:\*|[^\s*]\S*)\.(?:\*|[\w-]+)\s+(?:\*|[^\s*]\S*)\.(?:\*|[\w-]+)/,
    least: 2,
    advice: OTHER_UNIX,
  },
  {
    what: "the output of netstat of macOS, BSD or AIX",
    header: /^Active (?:LOCAL \(UNIX\) )?UNIX domain sockets$|^Active kernel (?:event|control)/,
    row: /^\s*[\da-f]{8,16}\s+(?:stream|dgram|seqpac)\s/,
    advice: OTHER_UNIX,
  },
  {
    what: "the output of netstat -x (Unix sockets)",
    header: /^Active UNIX domain sockets \(|^Proto\s+RefCnt\s+Flags\s+Type\s+State\s/,
    row: /^unix\s+\d+\s/,
    advice: ON_LINUX,
  },
  {
    what: "the output of netstat of Solaris",
    header: /^\s*Local Address\s+Remote Address\s+Swind\s+Send-Q\s+Rwind\s+Recv-Q\s+State/,
    row: /^\s*\S+\.\S+\s+\S+\.\S+\s+\d+\s+\d+\s+\d+\s+\d+\s+[A-Z]/,
    least: 2,
    advice: OTHER_UNIX,
  },
  {
    what: "the output of netstat -i (interfaces)",
    header: /^(?:Kernel Interface table|Iface\s+MTU\s|Name\s+Mtu\s+Network\s)/,
    row: /^\S+\s+(?:\d+\s+)(?:\S+\s+){6,}\S+$/,
    advice: ON_LINUX,
  },
  {
    what: "the output of netstat -r or route (routes)",
    header:
      /^(?:Kernel IP(?:v6)? routing table|Routing [Tt]ables?\b|Destination\s+(?:Gateway|Next Hop)\s)/,
    row: /^(?:default|\[::\]|[\da-f.:]+)\S*\s+\S+\s+(?:\S+\s+)*?!?[A-Z][A-Za-z!]*\s+\S/,
    advice: ON_LINUX,
  },
  {
    what: "the output of netstat -s (statistics)",
    header: /^(?:Ip|Icmp|IcmpMsg|Tcp|Udp|UdpLite|TcpExt|IpExt|ip|icmp|tcp|udp|ip6):$/,
    row: /^\s+(?:\d+ [a-zA-Z]|[A-Z]\w+: \d)/,
    advice: ON_LINUX,
  },
  {
    what: "the output of ip or ifconfig",
    row:
      /^(?:default|unreachable|blackhole|local|[\da-f.:]+(?:\/\d+)?) (?:via \S+ )?dev \S+|^\d+: [\w.@-]+: <[A-Z_,\d]*> mtu \d|^[\w.-]+: flags=\d+<[A-Z,\d]*>\s+mtu \d|^[\w.-]+\s+Link encap:/,
    least: 1,
    advice: ON_LINUX,
  },
  {
    what: "the output of arp",
    row:
      /^\S+ \((?:\d+\.){3}\d+\) at (?:[\da-f]{1,2}(?::[\da-f]{1,2}){5}|<?\(?incomplete\)?>?)|^(?:\d+\.){3}\d+\s+(?:ether\s+[\da-f:]{17}|\(incomplete\))\s/i,
    least: 1,
    advice: ON_LINUX,
  },
  {
    what: "the output of top",
    header:
      /^(?:top - \d+:\d+|Processes: \d+ total|Mem: \d+K used|\s*PID\s+(?:PPID\s+)?USER\s+(?:PRI?\s+NI|STAT)\s)/,
    row:
      /^\s*\d+\s+\S+\s+(?:rt|-?\d+)\s+-?\d+\s+[\d.]+\w?\s+[\d.]+\w?\s+[\d.]+\w?\s+[RSDZTtIX]\s|^\s*PID\s+\S+/,
    least: 2,
    advice: PROCESSES,
  },
  {
    what: "the output of ps",
    header:
      /^\s*(?:F\s+S\s+)?(?:USER|UID|PID)\s.*\b(?:PID|TTY|TT|STAT)\b.*\s(?:CMD|COMMAND|ARGS)\s*$|^\s*PID\s+(?:(?:USER|%CPU)\b.*\s)?(?:CMD|COMMAND)\s*$/,
    row: /^\s*(?:\d+\s+[A-Z]\s+)?(?:\S+\s+)?\d+\s+\S+/,
    advice: PROCESSES,
  },
  {
    what: "the output of ps",
    row:
      /^\S+\s+\d+\s+\d+[.,]\d\s+\d+[.,]\d\s+\d+\s+\d+\s+\S+\s+[RSDZTIWX][<NsLl+]*\s|^\S+\s+\d+\s+\d+\s+\d+\s+\S+\s+(?:\?|pts\/\d+|tty\w+)\s+(?:\d+-)?\d\d:\d\d:\d\d\s|^\s*\d+\s+(?:\?|pts\/\d+|tty\w+)\s+(?:\S+\s+)?(?:\d+-)?\d+:\d\d\S*\s/,
    least: 2,
    advice: PROCESSES,
  },
  {
    what: "the output of sockstat",
    header: /^USER\s+COMMAND\s+PID\s+FD\s+PROTO\s/,
    row: /^\S+\s+\S+\s+\d+\s+\d+\s+(?:tcp|udp|stream|dgram|seqpac)/,
    advice: OTHER_UNIX,
  },
  {
    what: "the output of df",
    row:
      /^\S.*\s[\d.,]+[KMGTP]?i?\s+[\d.,]+[KMGTP]?i?B?\s+[\d.,]+[KMGTP]?i?B?\s+(?:\d{1,3}%|-)\s+\//,
    least: 2,
  },
  {
    what: "the output of df",
    header: /^Filesystem\s.*(?:Use%|Capacity|IUse%).*\sMounted on/,
    row: /\s\d{1,3}%\s.*\//,
  },
  {
    what: "the output of ls",
    row: /^\s*(?:\d+\s+)?(?:[\d.]+[KMG]\s+)?[-dlbcpsD][-rwxsStT]{9}[+.@]?\s+\d+\s+\S+\s+\S+/,
    least: 1,
  },
  {
    what: "the output of systemctl",
    header: /^\s*UNIT\s+LOAD\s+ACTIVE\s+SUB\s/,
    row: /^[\s●×○]*\S+\.(?:service|socket|timer|mount|target|slice|scope|path|device|swap)\s/,
  },
  {
    what: "the output of free",
    header: /^\s+total\s+used\s+free\s+shared/,
    row: /^\S+:\s+[\d.]+/,
  },
  { what: "the output of mount", row: /^\S.* on \/\S* type \S+ \(/ },
  {
    what: "the output of docker ps",
    header: /^CONTAINER ID\s+IMAGE\s+COMMAND\s/,
    row: /^[\da-f]{12}\s/,
  },
  {
    what: "the output of nmap",
    header: /^(?:# ?|Starting )Nmap \d|^Nmap scan report for /,
    row: /^\d+\/(?:tcp|udp|sctp)\s+\S|^Host is |^Nmap (?:done|scan)|^Host: /,
    advice: ON_LINUX,
  },
  {
    what: "the output of tcpdump",
    row: /^(?:\d{4}-\d\d-\d\d )?\d\d:\d\d:\d\d\.\d+ (?:\S+\s+(?:In|Out)\s+)?IP6? \S+ > \S+:/,
    least: 1,
    advice: ON_LINUX,
  },
  {
    what: "the output of dig",
    row: /^; <<>> DiG |^;; (?:QUESTION|ANSWER) SECTION:/,
    least: 1,
    advice: SAVE_NSLOOKUP,
  },
  {
    what: "the output of host",
    row:
      /^\S+ (?:has (?:IPv6 )?address \S+|is an alias for \S+|mail is handled by \d+|domain name pointer)/,
    least: 1,
    advice: SAVE_NSLOOKUP,
  },
];
