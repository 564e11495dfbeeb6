/**
 * Entry point of the chunk for `--record` and `--replay`. Other runs do not load it (ADR 5).
 *
 * @module
 */
export { recordingHost } from "../host/recording/recording_host.ts";
export { replayingHost } from "../host/recording/replaying_host.ts";
