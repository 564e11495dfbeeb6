/**
 * Events made from the text of Sigma rules: by what the rules name, with no knowledge of how they are
 * evaluated; and the connections that they would be.
 *
 * @module
 */
import type { AuditedRow } from "./audited.ts";
import type { OracleEvent, OracleLists, OracleRule } from "./sigma_oracle.ts";

/** An event that no rule is about. */
export const PLAIN_EVENT: OracleEvent = {
  Image: "C:\\Apps\\Plain\\plain.exe",
  CommandLine: "plain.exe --quiet",
  ParentImage: "C:\\Apps\\Plain\\start.exe",
  User: "PC-7\\ann",
  Protocol: "tcp",
  Initiated: "true",
  SourceIsIpv6: "false",
  SourceIp: "192.0.2.7",
  SourcePort: "50123",
  DestinationIp: "203.0.113.9",
  DestinationHostname: "plain.example",
  DestinationPort: "45678",
  Computer: "PC-7",
};

/** The values that a rule gives for each field, made into whole values of an event. */
export function valuesIn(rule: OracleRule, lists: OracleLists): Map<string, Set<string>> {
  const found = new Map<string, Set<string>>();
  for (const [name, selection] of Object.entries(rule.detection)) {
    if (name === "condition") continue;
    for (const map of [selection].flat() as Record<string, unknown>[]) {
      for (const [key, given] of Object.entries(map)) {
        const [field = "", ...modifiers] = key.split("|");
        const values = found.get(field) ?? new Set();
        found.set(field, values);
        for (const value of wholeValues([given].flat(), modifiers, lists)) values.add(value);
      }
    }
  }
  return found;
}

/** Events that a rule may be about: of each selection by itself, its first and last values. */
export function likelyEvents(rule: OracleRule, lists: OracleLists): OracleEvent[] {
  const [wanted = ""] = rule.detection.condition.split(/\band not\b/);
  const named = wanted.match(/[A-Za-z_][\w*]*/g) ?? [];
  const isNamed = (name: string) =>
    named.some((word) => new RegExp(`^${word.replaceAll("*", ".*")}$`).test(name));
  const events: OracleEvent[] = [];
  for (const pick of [0, -1, 1, 2]) {
    const event: Record<string, string> = { ...PLAIN_EVENT };
    for (const [name, selection] of Object.entries(rule.detection)) {
      if (name === "condition" || !isNamed(name)) continue;
      const map = [selection].flat().at(pick) ?? [selection].flat()[0];
      const fields = new Map<string, [given: unknown[], modifiers: string[]][]>();
      for (const [key, given] of Object.entries(map as Record<string, unknown>)) {
        const [field = "", ...modifiers] = key.split("|");
        fields.set(field, [...fields.get(field) ?? [], [[given].flat(), modifiers]]);
      }
      for (const [field, all] of fields) {
        // `startswith` and `endswith` of one field make one value.
        event[field] = all.map(([given, modifiers]) => {
          const values = wholeValues(given, modifiers, lists);
          return values.at(pick) ?? values[0]!;
        }).reduce((one, other) => one.replace(/middle$/, "") + other.replace(/^C:\\middle/, ""));
      }
    }
    events.push(event);
  }
  return events;
}

function wholeValues(
  given: readonly unknown[],
  modifiers: readonly string[],
  lists: OracleLists,
): string[] {
  const texts = given.flatMap((value) =>
    modifiers.includes("expand")
      ? lists[String(value).replaceAll("%", "")]!
      : value === null
      ? []
      : [String(value)]
  ).map((text) => text.replaceAll("\\\\", "\\"));
  if (modifiers.includes("cidr")) return texts.map(inside);
  if (modifiers.includes("all")) return [`C:\\middle${texts.join("x")}middle`];
  if (modifiers.includes("contains")) return texts.map((text) => `C:\\middle${text}middle`);
  if (modifiers.includes("startswith")) return texts.map((text) => `${text}middle`);
  if (modifiers.includes("endswith")) return texts.map((text) => `C:\\middle${text}`);
  return texts;
}

/** An address in a block. */
function inside(block: string): string {
  const [base = ""] = block.split("/");
  return base.includes(":") ? base.replace(/::$/, "::5") : base.replace(/\.0$/, ".5");
}

/** The connection that an event is about. */
export function rowOf(event: OracleEvent): AuditedRow {
  const ip = event.DestinationIp!;
  return {
    protocol: event.Protocol!.toUpperCase(),
    process: fileName(event.Image!),
    path: event.Image!,
    commandLine: event.CommandLine!,
    parent: { process: fileName(event.ParentImage!), path: event.ParentImage! },
    user: event.User!,
    direction: /^true$/i.test(event.Initiated!) ? "outbound" : "inbound",
    localAddress: event.SourceIp!,
    localPort: Number(event.SourcePort),
    remoteAddress: ip,
    remotePort: Number(event.DestinationPort),
    remoteHost: event.DestinationHostname!,
    computer: event.Computer!,
  };
}

function fileName(path: string): string {
  return path.split(/[\\/]/).at(-1)!;
}
