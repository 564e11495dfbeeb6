/**
 * Mining of cryptocurrency.
 *
 * @module
 */
import type { Subject } from "../../engine/audit_view.ts";
import { goesOut, hasPublicPeer, isNamed } from "../../questions/conditions.ts";
import { nameOfPeer, peerWithPort } from "../../questions/crowd.ts";
import { isNoBrowser, isPeerToPeer } from "../../questions/known_programs.ts";
import miningPools from "../../lists/mining_pools.json" with { type: "json" };
import { domainAmong, isWeakName, nameEvidence, whereNamed } from "../../questions/name_sets.ts";
import { portText, programName } from "../../questions/case_text.ts";
import {
  type Claim,
  type Condition,
  not,
  type Rule,
  type Verdict,
  whereAll,
} from "../../engine/rule.ts";

const POOLS = new Set(miningPools.domains);

/** Miners, by name. */
const MINERS: ReadonlySet<string> = new Set(
  ("bfgminer bminer bzminer ccminer cgminer claymore cpuminer cpuminer-multi cpuminer-opt ethdcrminer64 " +
    "ethminer gminer kawpowminer lolminer miniz minerd nanominer nbminer nheqminer onezerominer " +
    "phoenixminer rigel srbminer srbminer-multi t-rex teamredminer wildrig wildrig-multi xmr-stak " +
    "xmrig xmrig-cuda xmrig-notls xmrigdaemon xmrigminer").split(" "),
);

/** Ports that pools take for miners (stratum), and few others do. */
const STRATUM: ReadonlySet<number> = new Set([3333, 14433, 14444, 45560, 45700]);

const isStratum: Condition = ({ row }) =>
  row.remotePort !== null && STRATUM.has(row.remotePort) && row.protocol === "TCP";

const findPools = whereNamed({ domains: POOLS, ask: isNoBrowser }, claimOf);
const findMiners = whereAll([isNamed(MINERS), hasPublicPeer], claimOf);
const findPorts = whereAll(
  [isStratum, hasPublicPeer, goesOut, isNoBrowser, not(isPeerToPeer)],
  claimOf,
);

/** A miner, or a connection to a pool of miners. */
export const miningPool: Rule = {
  id: "mining-pool",
  title: "Mining of cryptocurrency",
  severity: "high",
  about:
    "The computer works for a mining pool: somebody earns money with its electricity. Miners " +
    "are among the first things that intruders install.",
  falseAlarms:
    "A miner of your own. The ports of pools (3333, 14444 and others) are used by other " +
    "programs too; without the pool's name a port alone is told as low.",
  advice: "If you do not mine, stop the program, and look for what starts it and for how it came " +
    "in.",
  technique: "T1496",
  references: ["https://attack.mitre.org/techniques/T1496/"],
  needs: ["remoteHost", "process", "direction"],
  *judge(view): Iterable<Verdict> {
    yield* findPools(view);
    yield* findMiners(view);
    yield* findPorts(view);
  },
};

function claimOf(subject: Subject): Claim {
  const { row, program } = subject;
  const name = programName(subject);
  if (row.remoteHost !== null && domainAmong(row.remoteHost, POOLS) !== null) {
    return {
      reason: `${name} is connected to ${row.remoteHost}, a mining pool`,
      evidence: [nameEvidence(subject), portText(row.remotePort)],
      severity: isWeakName(subject) ? "medium" : "high",
    };
  }
  const evidence = [`it is connected to ${peerWithPort(row)}`];
  if (program.stem !== null && MINERS.has(program.stem)) {
    return { reason: `${name} bears the name of a miner`, evidence };
  }
  return {
    reason:
      `${name} is connected to port ${row.remotePort} of ${nameOfPeer(row)}, a port of mining ` +
      "pools",
    evidence: ["the port alone proves little"],
    severity: "low",
  };
}
