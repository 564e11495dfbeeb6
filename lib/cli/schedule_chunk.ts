/**
 * Entry point of the chunk for `schedule`. Other commands do not load it (ADR 5).
 *
 * @module
 */
export { runSchedule } from "./schedule/run_schedule.ts";
