/**
 * A process of which nothing is known.
 *
 * @module
 */
import type { Process } from "../../lib/model/process.ts";

/** The fields of a process that no list told; a test adds the image name and the PID. */
export const BLANK_PROCESS: Omit<Process, "process" | "pid"> = {
  parentPid: null,
  sessionName: null,
  sessionId: null,
  memoryBytes: null,
  status: null,
  user: null,
  cpuSeconds: null,
  windowTitle: null,
  services: null,
  modules: null,
  path: null,
  commandLine: null,
  startedAt: null,
};
