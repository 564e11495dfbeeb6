/** A row as printed: text by field. What a form does not print is undefined, what is empty "". */
export interface Draft {
  /** The image name. */
  readonly process: string;
  /** The process ID, digits only. */
  readonly pid: string;
  readonly sessionName?: string;
  readonly sessionId?: string;
  readonly memory?: string;
  readonly status?: string;
  readonly user?: string;
  readonly cpu?: string;
  readonly windowTitle?: string;
  /** Services or modules, separated by commas; which of them, only the whole block tells. */
  list?: string;
}

/** Up to ten digits: a PID or a session number. */
export const NUMBER = /^\d{1,10}$/;
