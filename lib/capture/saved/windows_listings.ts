/**
 * Listings of programs of Windows, and PowerShell's own views, that netwho does not read.
 *
 * @module
 */
import { type ForeignListing, SAVE_NSLOOKUP } from "./foreign_listing.ts";

const SOCKETS = "Save netstat instead: netstat -ano > netstat.txt";
const PROCESSES = "Save tasklist instead: tasklist /fo csv > tasklist.csv";

/** The listings. Rulers and leaders tell them in every language. */
export const WINDOWS_LISTINGS: readonly ForeignListing[] = [
  {
    what: "the output of route print (routes)",
    header: /^={60,}$/,
    row:
      /^\s*\d+\.{3}(?:[\da-f]{2} ){6}\.+|^\s*\d+\.{10,}\S|^\s*(?:\d+\.){3}\d+\s+(?:\d+\.){3}\d+\s+\S.*\s(?:\d+\.){3}\d+\s+\d+\s*$/i,
    least: 2,
    advice: SOCKETS,
  },
  {
    what: "the output of netstat -s (statistics)",
    row: /^\s{2}\S.*\S\s+= \d+(?:\s+\d+)?\s*$/,
    least: 5,
    advice: SOCKETS,
  },
  {
    what: "the output of netstat -e (statistics)",
    row: /^\S.*\S\s{3,}\d+\s{3,}\d+\s*$|^\S+\s{3,}\d+\s{3,}\d+\s*$/,
    least: 5,
    advice: SOCKETS,
  },
  {
    what: "the output of schtasks",
    header: /^TaskName\s+Next Run Time\s+Status|^={40} ={22} ={15}\s*$/,
    row: /^\S/,
  },
  {
    what: "the output of schtasks",
    header: /^(?:"HostName",)?"TaskName","Next Run Time"|^Folder: \\/,
    row: /^"|^TaskName:\s/,
  },
  {
    what: "the output of driverquery",
    row: /^={12} ={22} ={13} ={22}|^Module Name\s+Display Name\s+Driver Type/,
    least: 1,
  },
  {
    what: "the output of openfiles",
    row: /^(?:={15} )?={5,8} ={20,22} (?:={10} )*=+\s*$/,
    least: 1,
  },
  { what: "the output of getmac", row: /^={19} ={30,}\s*$|^={15} ={15} ={19} =+\s*$/, least: 1 },
  {
    what: "the output of whoami",
    header: /^(?:PRIVILEGES|GROUP|USER) INFORMATION|^=+ ={30,50} ={8}\s*$/,
    row: /^Se\w+Privilege\s|\sS-1-\d+-\d/,
  },
  {
    what: "the output of query user or query session",
    header: /^\s*(?:USERNAME\s+SESSIONNAME|SESSIONNAME\s+USERNAME)\s+ID\s/,
    row: /^[ >]\S+\s+.*\d/,
    advice: PROCESSES,
  },
  {
    what: "the output of query user or query session",
    row:
      /^[ >]\S+\s+(?:(?:console|rdp-tcp\S*)\s+)?\d+\s+\S+\s+(?:\.|none|\d[\d:+]*)\s+\d.*:\d|^[ >](?:services|console|rdp-tcp\S*)\s+(?:\S+\s+)?\d+\s+\S+/,
    advice: PROCESSES,
  },
  {
    // Of `ipconfig /displaydns`, which has nothing but names.
    what: "the output of ipconfig",
    header: /^\s*-{40,}\s*$/,
    row: /^\s+\S.*?(?: \.){3,}\s*:/,
    advice: "It only adds names to sockets: netwho --from netstat.txt --from FILE",
  },
  {
    what: "the output of ipconfig",
    row: /^\s+\S.*?(?: \.){3,}\s*:/,
    advice: SOCKETS,
  },
  {
    what: "the output of arp",
    header: /^\S.*:\s+(?:\d+\.){3}\d+ --- 0x[\da-f]+\s*$/i,
    row: /^\s+(?:\d+\.){3}\d+\s+(?:[\da-f]{2}-){5}[\da-f]{2}\s/i,
    least: 2,
    advice: SOCKETS,
  },
  {
    what: "the output of systeminfo",
    header: /^Host Name:\s+\S/,
    row: /^OS Name:\s/,
  },
  { what: "the output of systeminfo", row: /^\s{20,}\[\d+\]: \S/ },
  {
    what: "the output of wmic",
    header:
      /^(?:Node,.*|(?:Caption|CommandLine|CreationDate|Description|ExecutablePath|Handle|Name|ParentProcessId|ProcessId|\w+)\s{2,}.*)\b(?:ProcessId|WorkingSetSize|CommandLine|ExecutablePath)\b/,
    row: /\S/,
    advice: PROCESSES,
  },
  {
    what: "the output of wmic",
    row: /^(?:Name|Caption|CommandLine|ExecutablePath|ProcessId|ParentProcessId|WorkingSetSize)=/,
    advice: PROCESSES,
  },
  {
    what: "the output of sc",
    header: /^SERVICE_NAME: \S/,
    row: /^\s+(?:TYPE|STATE|START_TYPE)\s+: \d/,
    advice: "Save services instead: tasklist /svc /fo csv > services.csv",
  },
  {
    what: "the output of dir",
    row:
      /^\d{1,4}[-./]\d\d?[-./]\d{2,4}\s+\d\d?[:.]\d\d(?: [AP]M)?\s+(?:<[A-Z]+>|[\d.,\u00a0\u202f]+)\s+\S/,
    least: 2,
  },
  {
    what: "PowerShell's view of Get-NetTCPConnection or Get-NetUDPEndpoint",
    header: /^LocalAddress\s+LocalPort(?:\s+RemoteAddress|\s*$)/,
    row: /^-+\s+-+/,
    advice: SOCKETS,
  },
  {
    what: "PowerShell's view of Get-NetTCPConnection or Get-NetUDPEndpoint",
    header: /^LocalAddress\s+: \S/,
    row: /^OwningProcess\s+: \d|^RemoteAddress\s+: /,
    advice: SOCKETS,
  },
  {
    what: "PowerShell's view of Get-Process",
    header: /^\s*(?:Handles\s+)?NPM\(K\)\s+PM\([KM]\)\s+WS\([KM]\)\s/,
    row: /^[\s-]+$|^\s*\d/,
    advice: PROCESSES,
  },
  {
    what: "PowerShell's view of Get-NetTCPConnection or Get-NetUDPEndpoint",
    header: /^(?=.*\b(?:OwningProcess|AppliedSetting)\b)\w+(?:\s+\w+)*\s*$/,
    row: /^\s*-+(?:\s+-+)*\s*$/,
    advice: SOCKETS,
  },
  {
    what: "PowerShell's view of Get-Process",
    header:
      /^\s*(?:ProcessName|Name|Id)\s+(?:Id|ProcessName|Name|Handles|CPU|WS|Path)(?:\s+\w+)*\s*$/,
    row: /^\s*-+(?:\s+-+)+\s*$/,
    advice: PROCESSES,
  },
  {
    what: "PowerShell's view of Win32_Process",
    header: /^\s*(?:ProcessId\s+Name|Name\s+ProcessId)(?:\s+\w+)*\s*$/,
    row: /^\s*-+(?:\s+-+)+\s*$/,
    advice: PROCESSES,
  },
  {
    what: "PowerShell's view of Get-Process",
    header: /^Id\s+: \d/,
    row: /^Handles\s+: \d/,
    advice: PROCESSES,
  },
  {
    what: "PowerShell's view of Get-Service",
    header: /^Status\s+Name\s+DisplayName/,
    row: /^(?:Running|Stopped|Paused|Start\w+|Stop\w+)\s+\S/,
    advice: "Save services instead: tasklist /svc /fo csv > services.csv",
  },
  {
    what: "PowerShell's view of Resolve-DnsName",
    header: /^Name\s+Type\s+TTL\s+Section\s/,
    row: /^\S+\s+[A-Z]+\s+\d+\s/,
    advice: SAVE_NSLOOKUP,
  },
  {
    what: "a table of TCPView",
    row:
      /^Process(?: Name)?\tP(?:ID|rocess ID)\tProtocol\tState\t|^[^\t:]+:\d+\t(?:TCP|UDP)(?:V6)?\t\S+:\S+/,
    least: 1,
    advice: SOCKETS,
  },
  {
    what: "a list of CurrPorts",
    header: /^Process Name\s+: /,
    row: /^Local Port\s+: \d/,
    advice: SOCKETS,
  },
  {
    what: "a list of CurrPorts",
    row: /^[^\t]+\t\d+\t(?:TCP|UDP)\t\d+\t[^\t]*\t[\da-f.:]+\t/i,
    least: 1,
    advice: SOCKETS,
  },
  {
    what: "the output of pslist",
    header: /^Name\s+Pid\s+Pri\s+Thd\s+Hnd\s/,
    row: /^\S.*\s\d+:\d\d:\d\d\.\d+/,
    advice: PROCESSES,
  },
  { what: "an HTML page", row: /^\s*<(?:!doctype html|html|head|body)\b/i, least: 1 },
  {
    what: "XML of PowerShell",
    row: /^#< CLIXML|^\s*<Objs\s/,
    least: 1,
    advice: "Put ConvertTo-Json in place of Export-Clixml",
  },
  { what: "XML", row: /^\uFEFF?\s*<\?xml\s/, least: 1 },
  { what: "a document (RTF)", row: /^\{\\rtf\d/, least: 1, advice: "Save it as plain text" },
];
