/**
 * Recording and replaying, loaded together when one of them is asked for.
 *
 * @module
 */
export { recordingHost } from "../host/recording/recording_host.ts";
export { replayingHost } from "../host/recording/replaying_host.ts";
