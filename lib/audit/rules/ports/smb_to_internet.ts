/**
 * Windows file sharing with the Internet.
 *
 * @module
 */
import { factsOf, peerName } from "../../questions/case_text.ts";
import { goesOut, hasPublicPeer } from "../../questions/conditions.ts";
import { isMicrosofts } from "../../lists/network_owners.ts";
import { isOwned, isSure, isSystem, isTcpTo } from "../../questions/port_conditions.ts";
import { not, type Rule, whereAll } from "../../engine/rule.ts";

/** The ports of Windows file sharing. */
export const SMB_PORTS: ReadonlyMap<number, string> = new Map([[139, "NetBIOS"], [445, "SMB"]]);

/** Windows opens files of a computer in the Internet. */
export const smbToInternet: Rule = {
  id: "smb-to-internet",
  title: "File sharing (SMB) with the Internet",
  severity: "high",
  about:
    "Windows proves who the user is to every file server. One in the Internet gets the password as a " +
    "hash, which can be cracked; a picture in a mail is enough. Files can be stolen that way, too.",
  falseAlarms:
    "Azure Files: low, where --owner says that the address is Microsoft's. Companies that use public " +
    "addresses inside.",
  advice:
    "Look who owns the address (netwho with --owner). Close port 445 to the Internet in the firewall, " +
    "and change the password of the user who was logged on.",
  technique: "T1187",
  references: [
    "https://attack.mitre.org/techniques/T1187/",
    "https://github.com/elastic/detection-rules/blob/14cf530f0d2177023092449cd9d9348b4a8884c2/rules/" +
    "windows/exfiltration_smb_rare_destination.toml",
  ],
  needs: ["direction", "peer"],
  os: "windows",
  judge: whereAll(
    [isTcpTo(SMB_PORTS), isOwned, hasPublicPeer, goesOut, not(isSure(not(isSystem)))],
    (subject) => {
      const { row } = subject;
      return {
        reason: row.state === "SYN_SENT"
          ? `This computer tries to reach the file sharing of ${peerName(row)}, in the Internet`
          : `This computer is connected to the file sharing of ${peerName(row)}, in the Internet`,
        evidence: factsOf(subject),
        severity: isMicrosofts(subject) === true ? "low" : "high",
      };
    },
  ),
};
