/**
 * Programs by which somebody else works on this computer, and those that let others in past firewall
 * and router.
 *
 * @module
 */
import { shownName } from "../places/program_names.ts";
import type { Program } from "../engine/audit_view.ts";
import { ofProgram } from "./conditions.ts";
import type { Condition } from "../engine/rule.ts";
import remoteAccess from "../lists/remote_access_tools.json" with { type: "json" };
import tunnels from "../lists/tunnels.json" with { type: "json" };

/** A tool of one vendor. */
export interface KnownTool {
  readonly tool: string;
  /** Image names in lower case, without `.exe`. */
  readonly programs: readonly string[];
  readonly domains?: readonly string[];
  /** The ports that it waits on. */
  readonly ports?: readonly number[];
}

const BY_PROGRAM = toolsByProgram(remoteAccess.tools);
const TUNNELS = toolsByProgram(tunnels.tunnels);
const MESHES = toolsByProgram(tunnels.meshes);

/** The remote-access tool that a program belongs to; null if it is none. */
export function remoteToolOf(program: Program): KnownTool | null {
  return toolOf(program, BY_PROGRAM);
}

/** The tunnel that a program makes; null if it makes none. */
export function tunnelOf(program: Program): KnownTool | null {
  return toolOf(program, TUNNELS);
}

/** The private network of one's own computers that a program belongs to; null if it is none. */
export function meshOf(program: Program): KnownTool | null {
  return toolOf(program, MESHES);
}

/** The domains of remote-access tools, each with its tool. */
export const REMOTE_DOMAINS: ReadonlyMap<string, string> = toolsByDomain(remoteAccess.tools);

/** The domains of tunnels, each with its tool. */
export const TUNNEL_DOMAINS: ReadonlyMap<string, string> = toolsByDomain(tunnels.tunnels);

/** Whether it is one of the VNC family, whose sessions have a rule of their own. */
export function isVnc({ ports = [] }: KnownTool): boolean {
  return ports.includes(5900);
}

/** What is known of a program; a program has many connections, and several rules ask. */
const KNOWN = new WeakMap<Program, Map<ReadonlyMap<string, KnownTool>, KnownTool | null>>();

function toolOf(program: Program, tools: ReadonlyMap<string, KnownTool>): KnownTool | null {
  let known = KNOWN.get(program);
  if (known === undefined) KNOWN.set(program, known = new Map());
  let tool = known.get(tools);
  if (tool === undefined) known.set(tools, tool = findTool(program, tools));
  return tool;
}

/** By its name, else by the name that its file was built with. */
function findTool(
  { stem, file }: Program,
  tools: ReadonlyMap<string, KnownTool>,
): KnownTool | null {
  const known = stem === null ? undefined : tools.get(stem) ?? tools.get(withoutMarks(stem));
  if (known !== undefined) return known;
  const original = file?.version?.originalName?.toLowerCase().replace(/\.exe$/, "");
  return original === undefined ? null : tools.get(original) ?? null;
}

/** A name without what downloads add: `anydesk (1)`, `rustdesk-1.3.2-x86_64`, `AnyDesk-3f2a1b0c`. */
function withoutMarks(stem: string): string {
  return stem.replace(/ ?\(\d+\)$/, "").replace(
    /[-_ ]v?(?:\d[\d.]*|[0-9a-f]{8}|x86|x64|qs|setup)\b.*$/,
    "",
  );
}

function toolsByProgram(tools: readonly KnownTool[]): ReadonlyMap<string, KnownTool> {
  return new Map(tools.flatMap((tool) => tool.programs.map((name) => [name, tool] as const)));
}

function toolsByDomain(tools: readonly KnownTool[]): ReadonlyMap<string, string> {
  return new Map(
    tools.flatMap(({ tool, domains = [] }) => domains.map((name) => [name, tool] as const)),
  );
}

/** Makes a question about a connection of the tool that its program belongs to. */
export function belongsTo(
  toolOf: (program: Program) => KnownTool | null,
  test: (tool: KnownTool) => boolean = () => true,
): Condition {
  return ofProgram("process", (program) => {
    if (program.stem === null) return null;
    const tool = toolOf(program);
    return tool !== null && test(tool);
  });
}

/** Says that a file bears another name than it was built with; null where it does not. */
export function renamedEvidence(program: Program): string | null {
  const original = program.file?.version?.originalName?.trim() ?? "";
  if (original === "" || original.toLowerCase().replace(/\.exe$/, "") === program.stem) return null;
  return `${shownName(program)} was built as ${original}`;
}
