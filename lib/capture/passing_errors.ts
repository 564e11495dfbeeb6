/**
 * Tells errors of the world outside, after which a long run goes on, from faults in netwho.
 *
 * @module
 */
import { CaptureError, NotRecordedError, ParseError } from "../errors.ts";
import { HostError } from "../host/host.ts";

/** Whether a later look may succeed although this one failed. */
export function mayPass(error: unknown): error is Error {
  return error instanceof CaptureError || error instanceof ParseError ||
    error instanceof HostError;
}

/** Whether something could not be done that is none of netwho's faults, here or in what a recording holds. */
export function isRefusal(error: unknown): error is Error {
  return mayPass(error) || error instanceof NotRecordedError;
}
