/**
 * Remote Desktop through a tunnel.
 *
 * @module
 */
import type { Subject } from "../../engine/audit_view.ts";
import { directionOf } from "../../engine/direction_by_ports.ts";
import { factsOf, peerName, programName } from "../../questions/case_text.ts";
import { isOwned } from "../../questions/port_conditions.ts";
import type { Claim, Rule } from "../../engine/rule.ts";

const RDP = 3389;
/** The ports from which tunnels come that pass firewalls as web pages do. */
const WEB_PORTS: ReadonlySet<number | null> = new Set([80, 443]);

/** Remote Desktop whose other end is this computer itself, or a web server's port. */
export const rdpThroughTunnel: Rule = {
  id: "rdp-through-tunnel",
  title: "Remote Desktop through a tunnel",
  severity: "high",
  about:
    "Nobody needs Remote Desktop to the computer in front of them. A tunnel (plink, ssh, chisel, ngrok) " +
    "probably ends here, which lets somebody outside pass the firewall.",
  falseAlarms:
    "Tunnels that you made yourself, local gateways of Remote Desktop: medium where a program " +
    "other than Windows' own answers.",
  advice:
    "Find the program at the other end of the pair and what it is connected to; end it if nobody " +
    "knows it.",
  technique: "T1572",
  references: [
    "https://github.com/SigmaHQ/sigma/blob/8eaafff1f2845a696050e05e72ba1140ee190698/rules/windows/" +
    "network_connection/net_connection_win_rdp_reverse_tunnel.yml",
    "https://attack.mitre.org/techniques/T1572/",
  ],
  needs: ["peer"],
  // The end that asks speaks only where the one that answers is not listed.
  isRelative: true,
  judge: function* (view) {
    const ends = view.subjects.filter(isOfRdp);
    const servers = ends.filter(({ row }) => row.localPort === RDP);
    const clients = ends.filter(({ row }) =>
      row.localPort !== RDP && row.remoteScope === "loopback"
    );
    const clientAt = new Map(clients.map((client) => [client.row.localPort, client]));
    for (const subject of servers) {
      const { remoteScope, remotePort } = subject.row;
      if (remoteScope === null) yield { subjects: [subject], found: "peer" };
      else if (remoteScope === "loopback") {
        const found = serverClaim(subject, clientAt.get(remotePort));
        yield { subjects: [subject], found, about: "tunnel" };
      } else if (WEB_PORTS.has(remotePort) && isServiceHost(subject.program)) {
        yield { subjects: [subject], found: webClaim(subject) };
      }
    }
    const answered = new Set(
      servers.filter(({ row }) => row.remoteScope === "loopback").map(({ row }) => row.remotePort),
    );
    for (const subject of clients) {
      if (answered.has(subject.row.localPort)) continue;
      yield { subjects: [subject], found: clientClaim(subject), about: "tunnel" };
    }
  },
};

/** Whether it is one end of a connection of Remote Desktop, and not a client's port by chance. */
function isOfRdp(subject: Subject): boolean {
  const { protocol, localPort, remotePort } = subject.row;
  if (localPort !== RDP && remotePort !== RDP) return false;
  if (protocol !== "TCP" || !subject.hasPeer || isOwned(subject) !== true) return false;
  return directionOf(subject.row) !== (localPort === RDP ? "outbound" : "inbound");
}

function isServiceHost({ stem }: Subject["program"]): boolean {
  return stem === "svchost";
}

/** `client`: the end that asks; undefined where it is not listed. */
function serverClaim(subject: Subject, client: Subject | undefined): Claim {
  const { row, program } = subject;
  const who = client === undefined ? "a program of this computer" : programName(client);
  return {
    reason: isServiceHost(program)
      ? `Remote Desktop of this computer is used by ${who} through ${peerName(row)}`
      : `${programName(subject)} answers ${who} on port ${RDP} of this computer itself`,
    evidence: [
      ...factsOf(subject),
      ...(client?.program.path ? [`path of the other program: ${client.program.path}`] : []),
    ],
    severity: isServiceHost(program) || program.stem === null ? "high" : "medium",
  };
}

function webClaim(subject: Subject): Claim {
  return {
    reason:
      `Remote Desktop is connected to ${peerName(subject.row)}, a port of web servers, which ` +
      "clients of Remote Desktop do not have",
    evidence: factsOf(subject),
  };
}

function clientClaim(subject: Subject): Claim {
  return {
    reason:
      `${programName(subject)} is connected to Remote Desktop at ${peerName(subject.row)}, this ` +
      "computer itself",
    evidence: factsOf(subject),
  };
}
