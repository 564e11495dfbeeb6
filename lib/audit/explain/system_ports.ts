/**
 * Ports on which the system itself waits on nearly every computer, and by which program.
 *
 * @module
 */

/** A port of the system. */
export interface SystemPort {
  readonly os: "windows" | "linux";
  readonly protocol: "TCP" | "UDP";
  readonly port: number;
  /** The programs that wait there: in lower case, without `.exe`. */
  readonly stems: ReadonlySet<string>;
  /** What for, as it stands behind "for". */
  readonly purpose: string;
}

type Row = readonly [
  protocol: "TCP" | "UDP",
  port: number,
  stems: readonly string[],
  purpose: string,
];

// Not 22, 3389 and 5985: who can log in from outside is for a person to decide.
const WINDOWS: readonly Row[] = [
  ["TCP", 135, ["svchost"], "RPC (the list of its ports)"],
  ["TCP", 139, ["system"], "shared files (NetBIOS)"],
  ["TCP", 445, ["system"], "shared files (SMB)"],
  ["TCP", 5040, ["svchost"], "devices that belong together (CDP)"],
  ["TCP", 5357, ["system"], "the search for printers and devices (WSD)"],
  ["TCP", 7680, ["svchost"], "updates that computers pass on to each other"],
  ["UDP", 68, ["svchost"], "its address in the network (DHCP)"],
  ["UDP", 123, ["svchost"], "the time (NTP)"],
  ["UDP", 137, ["system"], "names in the local network (NetBIOS)"],
  ["UDP", 138, ["system"], "names in the local network (NetBIOS)"],
  ["UDP", 500, ["svchost"], "encrypted networks (IKE)"],
  ["UDP", 546, ["svchost"], "its address in the network (DHCPv6)"],
  ["UDP", 1900, ["svchost"], "the search for devices (SSDP)"],
  ["UDP", 3702, ["svchost", "dashost", "system"], "the search for devices (WSD)"],
  ["UDP", 4500, ["svchost"], "encrypted networks (IKE)"],
  ["UDP", 5050, ["svchost"], "devices that belong together (CDP)"],
  ["UDP", 5353, ["svchost"], "names in the local network (mDNS)"],
  ["UDP", 5355, ["svchost"], "names in the local network (LLMNR)"],
];

const RESOLVED = "systemd-resolved";
/** `/proc` cuts names to 15 characters. */
const RESOLVED_CUT = "systemd-resolve";

const LINUX: readonly Row[] = [
  ["UDP", 53, [RESOLVED, RESOLVED_CUT, "dnsmasq"], "names (DNS)"],
  ["UDP", 68, ["dhclient", "dhcpcd", "networkmanager", "systemd-network"], "its address (DHCP)"],
  ["UDP", 123, ["chronyd", "ntpd", "systemd-timesyn"], "the time (NTP)"],
  ["UDP", 323, ["chronyd"], "the time (chrony)"],
  ["UDP", 546, ["dhclient", "networkmanager", "systemd-network"], "its address (DHCPv6)"],
  ["UDP", 5353, ["avahi-daemon", RESOLVED, RESOLVED_CUT], "names in the local network (mDNS)"],
  ["TCP", 5355, [RESOLVED, RESOLVED_CUT], "names in the local network (LLMNR)"],
  ["UDP", 5355, [RESOLVED, RESOLVED_CUT], "names in the local network (LLMNR)"],
];

/** Finds the row about a port; undefined where the system does not wait there. */
export function systemPort(
  { protocol, localPort }: { readonly protocol: string; readonly localPort: number | null },
  stem: string | null,
): SystemPort | undefined {
  return SYSTEM_PORTS.get(`${protocol} ${localPort}`)?.find(({ stems }) =>
    stem !== null && stems.has(stem)
  );
}

/** Every port of the system. */
const SYSTEM_PORTS: ReadonlyMap<string, SystemPort[]> = Map.groupBy(
  [...rowsOf("windows", WINDOWS), ...rowsOf("linux", LINUX)],
  ({ protocol, port }) => `${protocol} ${port}`,
);

function rowsOf(os: SystemPort["os"], rows: readonly Row[]): SystemPort[] {
  return rows.map(([protocol, port, stems, purpose]) => ({
    ...{ os, protocol, port, purpose },
    stems: new Set(stems),
  }));
}
