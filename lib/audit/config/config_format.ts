/**
 * What can stand in `netwho.json`. Its reader and the schema for editors both follow from these tables.
 *
 * @module
 */
import type { Connection } from "../../model/connection.ts";
import { SEVERITIES, type Severity } from "../../model/finding.ts";
import type { ReadValue } from "../../rows/choose/filter_values.ts";
import { type Filter, FILTERS } from "../../rows/choose/filters.ts";

/** The name of the file. */
export const CONFIG_NAME = "netwho.json";

/** What a config may say of a rule: how much it matters, or that it is not to judge. */
export const RULE_SEVERITIES = [...SEVERITIES, "off"] as const;

/** What a config may say of a rule. */
export type RuleSeverity = Severity | "off";

/** A condition of an entry of the allow list, about a connection. */
export interface ConnectionCondition {
  readonly about: string;
  readonly examples: readonly (string | number)[];
  /** Whether a value is a port: a number as well as text, and several in one text with commas. */
  readonly isPort?: true;
  /** The fields that it compares: where all of them are null, it does not hold. */
  readonly fields: readonly (keyof Connection)[];
  /** Reads a value as the filter of the command line does. */
  readonly readValue: ReadValue;
}

/** The conditions about a connection. */
export const CONNECTION_CONDITIONS: Readonly<Record<string, ConnectionCondition>> = {
  process: {
    about: "The program's name, with or without .exe",
    examples: ["backup.exe", "veeam*"],
    fields: ["process"],
    readValue: reads("process"),
  },
  path: {
    about: "The program's file, or a folder that it is in",
    examples: ["C:\\Program Files\\Backup", "/opt/backup/*"],
    fields: ["path"],
    readValue: reads("path"),
  },
  port: {
    about: "The local or the remote port, a range, or the name of a service",
    examples: [443, "8000-8099"],
    isPort: true,
    fields: ["localPort", "remotePort"],
    readValue: reads("port"),
  },
  localPort: {
    about: "The local port, a range, or the name of a service",
    examples: [3389, "5900-5910"],
    isPort: true,
    fields: ["localPort"],
    readValue: reads("local-port"),
  },
  remotePort: {
    about: "The remote port, a range, or the name of a service",
    examples: [8443],
    isPort: true,
    fields: ["remotePort"],
    readValue: reads("remote-port"),
  },
  peer: {
    about: "The remote address, a CIDR block or a range",
    examples: ["192.0.2.7", "192.0.2.0/24", "192.0.2.1-192.0.2.9"],
    fields: ["remoteAddress"],
    readValue: reads("remote"),
  },
  host: {
    about: "The remote name: known with --resolve, or where the listing has it",
    examples: ["*.example.com"],
    fields: ["remoteHost"],
    readValue: (text, option) => {
      const test = reads("host")(text, option);
      return ({ remoteHost = null }) => test({ remoteHost });
    },
  },
  owner: {
    about: "The owner of the remote address: known with --owner",
    examples: ["*microsoft*"],
    fields: ["remoteOwner"],
    readValue: reads("owner-name"),
  },
  user: {
    about: "The account of the program, with or without its domain",
    examples: ["anna", "PC\\anna"],
    fields: ["user"],
    readValue: reads("user"),
  },
};

function reads(name: string): ReadValue {
  return (FILTERS as readonly Filter[]).find((filter) => filter.name === name)!.readValue;
}

/** The condition of an entry that is about the finding's rule. */
export const RULE_CONDITION = {
  about: "The ID of the rule: netwho audit --list-rules has them; that of a Sigma rule too",
  examples: ["known-backdoor-port", "remote-*"],
} as const;

/** The names of all conditions. */
export const CONDITION_NAMES: readonly string[] = ["rule", ...Object.keys(CONNECTION_CONDITIONS)];

/** The keys of an entry of the allow list. */
export const ENTRY_KEYS: readonly string[] = [...CONDITION_NAMES, "reason", "until"];

/** The keys of a config. */
export const CONFIG_KEYS: readonly string[] = ["$schema", "allow", "severity", "placeholders"];

/** A date as `until` has it. */
export const DATE = /^\d{4}-\d{2}-\d{2}$/;
