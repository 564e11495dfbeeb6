/**
 * Rules that netwho has not, and why: for `docs/rules.md`, so that nobody takes them for forgotten.
 *
 * @module
 */

/** A rule that was left out. */
export interface LeftOut {
  /** What it would find. */
  readonly rule: string;
  /** Why netwho does not look for it. */
  readonly why: string;
  /** The rules of Sigma that find it: the names of their files, without `net_connection_win_`. @default none */
  readonly sigma?: readonly string[];
}

/** Every rule that was weighed and left out. */
export const LEFT_OUT: readonly LeftOut[] = [
  {
    rule: "Address with a bad reputation",
    why: "Feeds of addresses age within hours, must be asked or kept up, and name those whom you " +
      "talk to. `--blocklist` takes a list of yours.",
  },
  {
    rule: "Program with many connections",
    why: "Browsers, torrents and servers have hundreds: a number alone says nothing.",
  },
  {
    rule: "Clear text on port 80",
    why: "Every computer asks on port 80 for certificates' lists and updates, which are signed.",
  },
  {
    rule: "Who made a connection in TIME_WAIT",
    why: "No process owns it any more, so there is no program to judge.",
  },
  {
    rule: "Certificates, names in TLS, JA3 and JA4, what is in the packets",
    why: "A listing of connections has no packets.",
  },
  {
    rule: "Program file that has changed",
    why: "The history keeps no hashes of files, and every update changes one.",
  },
  {
    rule: "Parents of conhost, wininit, csrss, winlogon, smss and explorer",
    why:
      "Any program with a console starts conhost today, and the parents of the others end at once, " +
      "so that nobody could tell.",
  },
  {
    rule: "Program on a removable drive or a mapped one",
    why: "A path does not say what a drive letter stands for.",
  },
  {
    rule: "Interpreters (python, perl, ruby, php, busybox) with a connection",
    why:
      "Every script with a socket looks like a reverse shell: Sigma's rule says itself that it " +
      "needs a baseline. `--baseline` and `--history` tell what is new.",
    sigma: ["python"],
  },
  {
    rule: "dllhost and dfsvc with a connection",
    why: "Rules for hunting: COM components and ClickOnce programs of companies do it. dllhost " +
      "without arguments is found; `--sigma` takes the rules themselves.",
    sigma: ["dllhost_non_local_ip", "dfsvc_non_local_ip", "dfsvc_uncommon_ports"],
  },
  {
    rule: "Certificate service or domain controller that leaves the own network",
    why: "They need your own list of addresses: `--sigma` takes the rules, the config the list.",
    sigma: ["certsvc_outbound_smb_ldap", "susp_rdp_from_domain_controller"],
  },
  {
    rule: "One campaign: Pikabot's children of rundll32, the domains of the 3CX attack",
    why: "They were true for some weeks of 2023. `--sigma` takes such rules while they last.",
    sigma: ["malware_pikabot_rundll32_activity", "malware_3cx_compromise_beaconing_activity"],
  },
  {
    rule: "Remote-access tool by its port alone",
    why: "The ports are shared with too much else. Names, paths and domains are judged.",
  },
  {
    rule: "Tunnel of an editor by its command line (`code tunnel`)",
    why:
      "code-tunnel.exe and the names of the service tell it; every editor of which the command " +
      "line is not known would be one more thing not judged.",
  },
  {
    rule: "Many processes of one program on one port",
    why: "Servers with several workers and browsers do it. Two programs on one port are found.",
  },
  {
    rule: "UDP peers on Windows, as of IPsec",
    why: "The UDP tables of Windows have no peers. On Linux, and with a netstat that shows them, " +
      "`ipsec-by-odd-program` judges.",
  },
  {
    rule: "Shell of Linux that listens because a server left it its socket",
    why:
      "A shell that was started by a server keeps its sockets: a listener of a shell is judged " +
      "only on a port that no service has. On Windows it is judged on every port.",
  },
  {
    rule: "DNS that asks another server than the one that is set",
    why: "Names are asked for over UDP, of which Windows lists no peers, and a listing does not " +
      "say which server is set.",
  },
];
