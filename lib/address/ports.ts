/**
 * Service names of ports.
 *
 * @module
 */

/** A protocol with ports. */
export type PortProtocol = "TCP" | "UDP";

/**
 * Returns the service name of a port as netstat on Windows prints it, or, if Windows has none, the
 * name on other systems. Null for a port without a name. The name shows what the port is registered
 * for, not which program uses it.
 *
 * @example
 * ```ts
 * import { portService } from "@netwho/netwho";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(portService("TCP", 443), "https");
 * assertEquals(portService("UDP", 60000), null);
 * ```
 */
export function portService(protocol: PortProtocol, port: number): string | null {
  return (tables ??= makeTables())[protocol].nameOf.get(port) ?? null;
}

/**
 * Returns the port of a service name or alias, ignoring case; null for an unknown name.
 *
 * @example
 * ```ts
 * import { servicePort } from "@netwho/netwho";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(servicePort("TCP", "Microsoft-DS"), 445);
 * assertEquals(servicePort("TCP", "loc-srv"), 135);
 * ```
 */
export function servicePort(protocol: PortProtocol, name: string): number | null {
  return (tables ??= makeTables())[protocol].portOf.get(name.toLowerCase()) ?? null;
}

/** Returns the port of a service of either protocol; null for an unknown name. */
export function namedPort(name: string): number | null {
  return servicePort("TCP", name) ?? servicePort("UDP", name);
}

/** The names of one protocol. */
interface ServiceTable {
  readonly nameOf: Map<number, string>;
  /** Keyed by name or alias in lower case. */
  readonly portOf: Map<string, number>;
}

/** Built on first use, to start up faster. */
let tables: Readonly<Record<PortProtocol, ServiceTable>> | undefined;

function makeTables(): Record<PortProtocol, ServiceTable> {
  const made = {
    TCP: { nameOf: new Map<number, string>(), portOf: new Map<string, number>() },
    UDP: { nameOf: new Map<number, string>(), portOf: new Map<string, number>() },
  };
  for (const list of SERVICE_LISTS) {
    const aliasesOfList: [ServiceTable, string, number][] = [];
    for (const entry of list.trim().split(/;\s+/)) {
      const [name = "", digits = "", ...aliases] = entry.split(/\s+/);
      const port = Number.parseInt(digits, 10);
      for (const protocol of PROTOCOLS[digits.at(-1)!] ?? ["TCP", "UDP"] as const) {
        const table = made[protocol];
        setOnce(table.nameOf, port, name);
        setOnce(table.portOf, name.toLowerCase(), port);
        for (const alias of aliases) aliasesOfList.push([table, alias.toLowerCase(), port]);
      }
    }
    // Aliases come second, so that no alias hides a name of the same list.
    for (const [{ portOf }, alias, port] of aliasesOfList) setOnce(portOf, alias, port);
  }
  return made;
}

const PROTOCOLS: Readonly<Record<string, readonly PortProtocol[]>> = { t: ["TCP"], u: ["UDP"] };

function setOnce<Key, Value>(map: Map<Key, Value>, key: Key, value: Value): void {
  if (!map.has(key)) map.set(key, value);
}

// The lists. An entry is `name port alias…`; a `t` or `u` after the port means TCP or UDP only.

/** `System32\drivers\etc\services` on Windows: the names that netstat prints without `-n`. */
const WINDOWS = `
echo 7; discard 9 sink null; systat 11 users; daytime 13; qotd 17 quote; chargen 19 ttytst source;
ftp-data 20t; ftp 21t; ssh 22t; telnet 23t; smtp 25t mail; time 37 timserver; rlp 39u resource;
nameserver 42 name; nicname 43t whois; domain 53; bootps 67u dhcps; bootpc 68u dhcpc; tftp 69u;
gopher 70t; finger 79t; http 80t www www-http; hosts2-ns 81; kerberos 88 krb5 kerberos-sec;
hostname 101t hostnames; iso-tsap 102t; rtelnet 107t; pop2 109t postoffice; pop3 110t;
sunrpc 111 rpcbind portmap; auth 113t ident tap; uucp-path 117t; sqlserv 118t; nntp 119t usenet;
ntp 123u; epmap 135 loc-srv; netbios-ns 137 nbname; netbios-dgm 138u nbdatagram;
netbios-ssn 139t nbsession; imap 143t imap4; sql-net 150t; sqlsrv 156t; pcmail-srv 158t;
snmp 161u; snmptrap 162u snmp-trap; print-srv 170t; bgp 179t; irc 194t; ipx 213u; rtsps 322;
mftp 349; ldap 389t; https 443 MCom; microsoft-ds 445; kpasswd 464; isakmp 500u ike; crs 507;
exec 512t; biff 512u comsat; login 513t; who 513u whod; cmd 514t shell; syslog 514u;
printer 515t spooler; talk 517u; ntalk 518u; efs 520t; router 520u route routed; ulp 522;
timed 525u timeserver; tempo 526t newdate; irc-serv 529; courier 530t rpc; conference 531t chat;
netnews 532t readnews; netwall 533u; uucp 540t uucpd; klogin 543t; kshell 544t krcmd;
dhcpv6-client 546; dhcpv6-server 547; afpovertcp 548; new-rwho 550u new-who; rtsp 554;
remotefs 556t rfs rfs_server; rmonitor 560u rmonitord; monitor 561u; nntps 563 snntp; whoami 565;
ms-shuttle 568; ms-rome 569; http-rpc-epmap 593; hmmp-ind 612; hmmp-op 613; ldaps 636t sldap;
doom 666; msexch-routing 691; kerberos-adm 749; kerberos-iv 750u; mdbs_daemon 800; ftps-data 989t;
ftps 990t; telnets 992t; imaps 993t; ircs 994t; pop3s 995 spop3; activesync 1034t; kpop 1109t;
nfsd-status 1110t; nfsd-keepalive 1110u; nfa 1155; phone 1167u; opsmgr 1270; ms-sql-s 1433;
ms-sql-m 1434; ms-sna-server 1477; ms-sna-base 1478; wins 1512; ingreslock 1524t ingres; stt 1607;
l2tp 1701u; pptconference 1711; pptp 1723t; msiccp 1731; remote-winsock 1745; ms-streaming 1755;
msmq 1801; radius 1812u; radacct 1813u; msnp 1863; ssdp 1900; close-combat 1944; nfsd 2049u nfs;
knetd 2053t; mzap 2106; qwave 2177; directplay 2234; ms-olap3 2382; ms-olap4 2383; ms-olap1 2393;
ms-olap2 2394; ms-theater 2460; wlbs 2504; ms-v-worlds 2525; sms-rcinfo 2701; sms-xfer 2702;
sms-chat 2703; sms-remctrl 2704; msolap-ptp2 2725; icslap 2869; cifs 3020; xbox 3074;
ms-dotnetster 3126; ms-rule-engine 3132; msft-gc 3268; msft-gc-ssl 3269; ms-cluster-net 3343;
ms-wbt-server 3389; ms-la 3535; pnrp-port 3540; teredo 3544; p2pgroup 3587; ws-discovery 3702;
dvcprov-port 3776; msfw-control 3847t; msdts1 3882t; sdp-portmapper 3935; net-device 4350;
ipsec-msft 4500; llmnr 5355; wsd 5357t; wsd 5358t; rrac 5678; dccm 5679; ms-licensing 5720;
directplay8 6073; ms-do 7680; man 9535t; rasadv 9753; imip-channels 11320; directplaysrvr 47624
`;

/** Names that other systems add, from `/etc/services` of Debian's netbase package. */
const UNIX = `
tcpmux 1t; netstat 15t; fsp 21u fspd; tacacs 49; kerberos 88 kerberos5; iso-tsap 102t tsap;
acr-nema 104t dicom; poppassd 106t; pop3 110t pop-3; sunrpc 111 portmapper;
auth 113t authentication; nntp 119t readnews untp; imap2 143t; snmp 161t; snmp-trap 162t snmptrap;
cmip-man 163; cmip-agent 164; mailq 174t; xdmcp 177u; smux 199t; qmtp 209t; z3950 210t wais;
ptp-event 319u; ptp-general 320u; pawserv 345t; zserv 346t; rpc2portmap 369; codaauth2 370;
clearcase 371u Clearcase; ldap 389u; svrloc 427; snpp 444t; submissions 465t ssmtp smtps urd;
saft 487t; shell 514t syslog; gdomap 538; submission 587t; nqs 607t; asf-rmcp 623u; qmqp 628t;
ipp 631t; ldaps 636u; ldp 646; tinc 655; silc 706t; kerberos4 750u kdc;
kerberos4 750t kerberos-iv kdc; kerberos-master 751u kerberos_master; kerberos-master 751t;
passwd-server 752u passwd_server; krb-prop 754t krb_prop krb5_prop hprop; moira-db 775t moira_db;
moira-update 777t moira_update; moira-ureg 779u moira_ureg; spamd 783t; domain-s 853;
supfilesrv 871t; rsync 873t; socks 1080t; proofd 1093t; rootd 1094t; rmiregistry 1099t;
supfiledbg 1127t; skkserv 1178t; openvpn 1194; predict 1210u; rmtcfg 1236t; xtel 1313t;
xtelw 1314t; lotusnote 1352t lotusnotes; datametrics 1645 old-radius;
sa-msg-port 1646 old-radacct; kermit 1649t; groupwise 1677t; l2f 1701u; radius 1812t;
radius-acct 1813t radacct; radius-acct 1813u; cisco-sccp 2000t; nfs 2049t; gnunet 2086;
rtcm-sc104 2101; zephyr-srv 2102u; zephyr-clt 2103u; zephyr-hm 2104u; gsigatekeeper 2119t;
iprop 2121t; gris 2135t; cvspserver 2401t; venus 2430; venus-se 2431; codasrv 2432;
codasrv-se 2433; mon 2583; zebrasrv 2600t; zebra 2601t; ripd 2602t; ripngd 2603t; ospfd 2604t;
bgpd 2605t; ospf6d 2606t; ospfapi 2607t; isisd 2608t; dict 2628t; f5-globalsite 2792t;
gsiftp 2811t; gpsd 2947t; gds-db 3050t gds_db; icpv2 3130u icp; isns 3205; iscsi-target 3260t;
mysql 3306t; nut 3493; distcc 3632t; daap 3689t; svn 3690t subversion; suucp 4031t; sysrqd 4094t;
sieve 4190t; f5-iquery 4353t; epmd 4369t; remctl 4373t; ntske 4460t; ipsec-nat-t 4500u; fax 4557t;
hylafax 4559t; iax 4569u; mtn 4691t; radmin-port 4899t; munin 4949t lrrd; sip 5060; sip-tls 5061;
xmpp-client 5222t jabber-client; xmpp-server 5269t jabber-server; cfengine 5308t; mdns 5353u;
postgresql 5432t postgres; rplay 5555u; freeciv 5556t rptp; nrpe 5666t; nsca 5667t; amqps 5671t;
amqp 5672t; canna 5680t; x11 6000t x11-0; x11-1 6001t; x11-2 6002t; x11-3 6003t; x11-4 6004t;
x11-5 6005t; x11-6 6006t; x11-7 6007t; gnutella-svc 6346; gnutella-rtr 6347; redis 6379t;
sge-qmaster 6444t sge_qmaster; sge-execd 6445t sge_execd; mysql-proxy 6446t; syslog-tls 6514t;
sane-port 6566t sane saned; ircd 6667t; babel 6696u; ircs-u 6697t; bbs 7000t;
afs3-fileserver 7000u; afs3-callback 7001u; afs3-prserver 7002u; afs3-vlserver 7003u;
afs3-kaserver 7004u; afs3-volser 7005u; afs3-bos 7007u; afs3-update 7008u; afs3-rmtsys 7009u;
font-service 7100t xfs; zope-ftp 8021t; http-alt 8080t webcache; tproxy 8081t; omniorb 8088t;
puppet 8140t; clc-build-daemon 8990t; xinetd 9098t; bacula-dir 9101t; bacula-fd 9102t;
bacula-sd 9103t; git 9418t; xmms2 9667t; zope 9673t; webmin 10000t; zabbix-agent 10050t;
zabbix-trapper 10051t; amanda 10080t; kamanda 10081t; amandaidx 10082t; amidxtape 10083t;
nbd 10809t; dicom 11112t; hkp 11371t; sgi-cmsd 17001u; sgi-crsd 17002u; sgi-gcd 17003u;
sgi-cad 17004t; db-lsp 17500t; dcap 22125t; gsidcap 22128t; wnn6 22273t; binkp 24554t; asp 27374;
csync2 30865t; dircproxy 57000t; tfido 60177t; fido 60179t
`;

/** Names from the IANA registry that are common today. */
const IANA = `
mqtt 1883; vmrdp 2179t; docker 2375t; docker-s 2376t; stun 3478; stuns 5349; nat-pmp 5351u;
wsdapi 5357t; wsdapi-s 5358t; rfb 5900 vnc-server; teamviewer 5938; couchdb 5984t; wsman 5985;
wsmans 5986; mshvlm 6600t; http-alt 8008t; pcsync-https 8443; secure-mqtt 8883t;
pdl-datastream 9100 hp-pdl-datastr; adws 9389t; memcache 11211; db-lsp-disc 17500u;
mongodb 27017t; winrm 47001t
`;

/** The lists; if two disagree, the earlier one wins. */
export const SERVICE_LISTS: readonly string[] = [WINDOWS, UNIX, IANA];
