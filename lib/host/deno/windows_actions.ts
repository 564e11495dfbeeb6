/**
 * Windows' actions, through its API and taskkill.
 *
 * @module
 */
import type { Actions } from "../actions.ts";
import { askToClose } from "../windows/ask_to_close.ts";
import {
  closeWindowsConnections,
  closingCalls,
  type ClosingSystem,
} from "../windows/close_windows_connections.ts";
import {
  endingCalls,
  type EndingSystem,
  endWindowsProcess,
} from "../windows/end_windows_process.ts";
import { readSocketTable, SOCKET_TABLES } from "../windows/iphlpapi.ts";
import { windowsTool } from "../windows/system32.ts";
import { systemRoot } from "../windows/system_root.ts";
import { windowsApi } from "../windows/windows_api.ts";
import { windowsLibrary } from "../windows/windows_library.ts";
import { runProgram } from "./deno_programs.ts";

/** The actions of Windows. */
export function windowsActions(): Actions {
  const { listedProcesses, processFacts, elevated } = windowsApi();
  const tables = windowsLibrary("iphlpapi.dll", SOCKET_TABLES);
  const ending: EndingSystem = {
    ...endingCalls(),
    runningPids: () => new Set(listedProcesses().keys()),
    elevated,
    askToClose: (pid, options) =>
      askToClose(
        (args, how) => runProgram(windowsTool("taskkill", systemRoot()), args, how),
        pid,
        options,
      ),
    ownPid: Deno.pid,
  };
  const closing: ClosingSystem = {
    calls: closingCalls(),
    readTable: () => readSocketTable(tables(), "tcp4"),
    processFacts,
    elevated,
  };
  return {
    endProcess: (process, options) => endWindowsProcess(ending, process, options),
    closeConnections: (connections, options) =>
      closeWindowsConnections(closing, connections, options),
  };
}
