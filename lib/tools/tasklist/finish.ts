import type { Process } from "../../model/process.ts";
import { AbsentWords } from "./absent.ts";
import { type Draft, NUMBER } from "./draft.ts";
import { areModules, isModule, splitItems } from "./items.ts";
import { isMemory, parseMemory } from "./memory.ts";
import type { Block } from "./state.ts";
import { parseCpuTime } from "./time.ts";

/** System Idle Process and System: they host no service, load no module and show no window. */
const KERNEL_PIDS: ReadonlySet<string> = new Set(["0", "4"]);

/** Turns what was printed into records, once the words for "not available" are known. */
export function finish(blocks: readonly Block[]): Process[] {
  const absent = new AbsentWords();
  for (const block of blocks) learnFrom(block, absent);
  return blocks.flatMap((block) => recordsOf(block, absent));
}

function learnFrom(block: Block, absent: AbsentWords): void {
  const owners = new Map<string, string>();
  for (const { pid, list, memory, windowTitle } of block) {
    const text = list ?? windowTitle;
    if (KERNEL_PIDS.has(pid)) absent.learn(text);
    if (memory !== undefined && !isMemory(memory)) absent.learn(memory);
    if (list === undefined || list.includes(",") || isModule(list)) continue;
    // A service runs in one process only.
    const owner = owners.get(list) ?? pid;
    if (owner !== pid) absent.learn(list);
    owners.set(list, owner);
  }
}

function recordsOf(block: Block, absent: AbsentWords): Process[] {
  const lists = block.map(({ list }) => itemsOf(absent.value(list)));
  const listed = areModules(lists) ? "modules" : "services";
  return block.map((draft, index) => {
    const record = recordOf(draft, absent);
    if (lists[index]!.length > 0) record[listed] = lists[index]!;
    return record;
  });
}

const NO_ITEMS: readonly string[] = [];

function itemsOf(list: string | null): readonly string[] {
  return list === null ? NO_ITEMS : splitItems(list);
}

function recordOf(draft: Draft, absent: AbsentWords): Process {
  const { sessionId = "", memory, cpu } = draft;
  return {
    process: draft.process,
    pid: Number(draft.pid),
    sessionName: absent.value(draft.sessionName),
    sessionId: NUMBER.test(sessionId) ? Number(sessionId) : null,
    memoryBytes: memory === undefined ? null : parseMemory(memory),
    status: absent.value(draft.status),
    user: absent.value(draft.user),
    cpuSeconds: cpu === undefined ? null : parseCpuTime(cpu),
    windowTitle: absent.value(draft.windowTitle),
    services: null,
    modules: null,
    path: null,
    startedAt: null,
  };
}
