/**
 * `netwho audit`: should I worry?
 *
 * @module
 */
import { defineCommand, type Invocation } from "../command.ts";
import { AUDIT_OPTIONS } from "../options/audit_options.ts";

/** The command that judges. */
export const audit = defineCommand({
  name: "audit",
  summary: "should I worry? Judges every connection by rules, and says why",
  details:
    "If you believe that somebody is in your computer: first unplug the network, then save your " +
    "data, then look.\n\n" +
    "A finding says what was seen, what it means, when it means nothing, and what to do. There is " +
    "one for each rule, program and peer. What could not be judged, and why, is told as well: that " +
    "nothing was found where nobody could look means nothing. No program that runs in Windows or " +
    "Linux sees what a rootkit in the kernel hides.\n\n" +
    "netwho.json says what is wanted, and why, so that it is not listed again: " +
    '{ "allow": [ { "process": "backup.exe", "peer": "192.0.2.0/24", "reason": "our backup" } ] }. ' +
    "--config-schema prints all that may stand in it; a mistake in it ends the run.\n\n" +
    "By default netwho sends nothing. --resolve and --owner look up the remote addresses before " +
    "the rules judge, some of which ask for names and owners.",
  options: AUDIT_OPTIONS,
  examples: [
    ["netwho audit", "what is odd on this computer, the worst first"],
    ["netwho audit --details --resolve --owner", "with all that can be known"],
    ["netwho audit --from netstat.txt --from tasklist.txt", "another computer, by saved output"],
    ["netwho audit --sigma rules\\windows\\network_connection", "by Sigma rules as well"],
    ["netwho audit --baseline monday.json", "only what was not there in a snapshot"],
    ["netwho audit --fail-on high --format ndjson", "for scripts: exit code 1 if it is serious"],
    [
      "(netwho audit | ConvertFrom-Json) | Where-Object severity -eq high",
      "objects in PowerShell",
    ],
  ],
  run,
});

async function run(invocation: Invocation<typeof AUDIT_OPTIONS>): Promise<number> {
  const { runAudit } = await import("../run_audit.ts");
  return await runAudit(invocation);
}
