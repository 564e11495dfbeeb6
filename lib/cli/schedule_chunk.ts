/**
 * Entry point of the chunk for `schedule`. Other commands do not load it (ADR 5).
 *
 * @module
 */
export { addTask, removeTasks, runTasks } from "./schedule/change_tasks.ts";
export { execTask } from "./schedule/exec_task.ts";
export { listTasks, showStatus } from "./schedule/list_tasks.ts";
