/**
 * Judges 10,000 connections by 70 Sigma rules: of each kind that SigmaHQ has, about programs, ports and
 * names, with filters.
 *
 * @module
 */
import { judge } from "../../lib/audit/engine/judge.ts";
import { loadSigma } from "../../lib/audit/sigma/load_sigma.ts";
import { denoHost } from "../../lib/host/deno/deno_host.ts";
import { type AuditedRow, auditedView } from "../../tests/support/audited.ts";

const LOCAL =
  "['127.0.0.0/8', '10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16', 'fe80::/10', 'fc00::/7']";

/** Measures, and words the result as Markdown. */
export async function sigmaRules(folder: string): Promise<string> {
  const file = `${folder}/rules.yml`;
  Deno.writeTextFileSync(file, Array.from({ length: 70 }, (_, at) => ruleText(at)).join("---\n"));
  const start = performance.now();
  const { rules } = await loadSigma(denoHost(), [file]);
  const reading = performance.now() - start;
  const times = Array.from({ length: 9 }, () => {
    const view = auditedView(Array.from({ length: 10_000 }, (_, at) => connection(at)));
    const start = performance.now();
    judge(view, rules);
    return performance.now() - start;
  }).sort((one, other) => one - other);
  return `## 10,000 connections by 70 Sigma rules

| what | time |
|---|---|
| reading the rules | ${reading.toFixed(0)} ms |
| judging by them | ${times[4]!.toFixed(0)} ms (${times[0]!.toFixed(0)}) |

Wanted: judging in at most 300 ms.
`;
}

function ruleText(at: number): string {
  const selection = at % 3 === 0
    ? `Image|endswith: ['\\tool${at}.exe', '\\other${at}.exe']`
    : at % 3 === 1
    ? `DestinationPort: [${4000 + at}, ${5000 + at}, 4444]`
    : `DestinationHostname|endswith: ['.tunnel${at}.example', '.drop${at}.example']`;
  return `title: Rule ${at}
logsource: { category: network_connection, product: windows }
detection:
  selection:
    Initiated: 'true'
    ${selection}
  filter_main_local: { DestinationIp|cidr: ${LOCAL} }
  filter_main_browser:
    - Image|startswith: 'C:\\Program Files\\Browser${at}\\'
      Image|endswith: '\\browser.exe'
    - Image|contains: ['\\Mail\\', '\\Chat${at}\\']
  condition: selection and not 1 of filter_main_*
`;
}

/** A third have no name, a tenth no path. */
function connection(at: number): AuditedRow {
  const process = at % 50 === 0 ? "tool9.exe" : `program${at % 200}.exe`;
  return {
    pid: 1000 + at % 300,
    process,
    path: at % 10 === 0 ? null : `C:\\Program Files\\App${at % 300}\\${process}`,
    remoteAddress: `203.0.${at % 250}.${1 + at % 199}`,
    remotePort: at % 97 === 0 ? 4444 : 443,
    remoteHost: at % 3 === 0 ? null : `host${at}.example.net`,
  };
}
