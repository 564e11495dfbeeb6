/**
 * Carries out plans.
 *
 * @module
 */
import { CaptureError } from "../errors.ts";
import { type Capture, type Files, HostError, type Programs } from "../host/host.ts";
import { describeRefusal } from "../host/refusals.ts";
import type { Plan, Step } from "./scheduler.ts";

/** A step that runs a tool. */
export type RunStep = Extract<Step, { do: "run" }>;

/** How to carry out a plan. */
export interface CarryOutOptions {
  /** Makes the error for a tool that ended with another exit code than 0. */
  readonly explain: (step: RunStep, capture: Capture) => CaptureError | Promise<CaptureError>;
  /** Makes the error for a tool that could not be run. */
  readonly explainMissing: (step: RunStep, error: HostError) => CaptureError;
}

/** The scheduler's tools answer at once, or not at all. */
export const TOOL_MILLISECONDS = 30_000;

/**
 * Carries out the steps in order, up to the first that fails. Temporary files go away in any case.
 *
 * @throws {CaptureError} if a step fails.
 */
export async function carryOut(
  { steps }: Pick<Plan, "steps">,
  host: Programs & Pick<Files, "makeFolder" | "createFile" | "removeFile">,
  options: CarryOutOptions,
): Promise<void> {
  const temporary: string[] = [];
  try {
    for (const step of steps) {
      if (step.do === "write") {
        if (step.temporary) temporary.push(step.path);
        await write(step, host);
      } else if (step.do === "remove") remove(step.path, host);
      else await runStep(step, host, options);
    }
  } finally {
    for (const path of temporary) remove(path, host);
  }
}

async function runStep(
  step: RunStep,
  host: Programs,
  { explain, explainMissing }: CarryOutOptions,
): Promise<void> {
  const { tool, args, mayFail = false } = step;
  try {
    const capture = await host.run(tool, args, { timeoutMilliseconds: TOOL_MILLISECONDS });
    if (capture.code !== 0 && !mayFail) throw await explain(step, capture);
  } catch (error) {
    if (!(error instanceof HostError)) throw error;
    if (!mayFail) throw explainMissing(step, error);
  }
}

async function write(
  { path, content, encoding }: Extract<Step, { do: "write" }>,
  host: Pick<Files, "makeFolder" | "createFile">,
): Promise<void> {
  try {
    host.makeFolder(path.slice(0, Math.max(path.lastIndexOf("/"), path.lastIndexOf("\\"))));
    const file = host.createFile(path);
    await file.write(encodeText(content, encoding));
    await file.commit();
  } catch (error) {
    if (!(error instanceof HostError)) throw error;
    throw refused(`Cannot write ${path}`, error);
  }
}

function remove(path: string, host: Pick<Files, "removeFile">): void {
  try {
    host.removeFile(path);
  } catch (error) {
    if (!(error instanceof HostError)) throw error;
    throw refused(`Cannot remove ${path}`, error);
  }
}

function refused(what: string, cause: HostError): CaptureError {
  return new CaptureError(`${what}: ${describeRefusal(cause, { of: "parent" })}`, {
    hint: cause.hint,
    cause,
  });
}

function encodeText(text: string, encoding: "utf-8" | "utf-16le" = "utf-8"): Uint8Array {
  if (encoding === "utf-8") return new TextEncoder().encode(text);
  const bytes = new Uint8Array(2 * text.length + 2);
  const view = new DataView(bytes.buffer);
  view.setUint16(0, 0xfeff, true);
  for (let at = 0; at < text.length; at++) view.setUint16(2 * at + 2, text.charCodeAt(at), true);
  return bytes;
}
