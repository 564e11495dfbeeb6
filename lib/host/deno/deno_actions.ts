/**
 * What this machine can be told to do. How it is done is loaded with the first order (ADR 5).
 *
 * @module
 */
import type { Actions } from "../actions.ts";
import { denoPrograms } from "./deno_programs.ts";

/** The actions of this machine. */
export function denoActions(): Actions {
  return Deno.build.os === "windows" ? windowsOnes() : linuxOnes();
}

function linuxOnes(): Actions {
  return {
    async endProcess(process, options) {
      const { endLinuxProcess } = await import("../linux/end_linux_process.ts");
      return await endLinuxProcess(process, options);
    },
    async closeConnections(connections, options) {
      const { closeLinuxConnections } = await import("../linux/close_linux_connections.ts");
      return await closeLinuxConnections(denoPrograms(), connections, options);
    },
  };
}

function windowsOnes(): Actions {
  const load = async () => (await import("./windows_actions.ts")).windowsActions();
  return {
    endProcess: async (process, options) => await (await load()).endProcess(process, options),
    closeConnections: async (connections, options) =>
      await (await load()).closeConnections(connections, options),
  };
}
