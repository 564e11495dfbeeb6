/** What watching holds does not grow: a share of a simulated day; scripts/bench/watch_day.ts runs all of it. */
import { assert, assertEquals } from "@std/assert";
import { localPath } from "../support/folders.ts";
import type { WatchedDay } from "../../scripts/bench/watch_day.ts";

const LOOKS = 320;

/** In MB. What is kept of each change would come to more: 80 changes a look, each some hundred bytes. */
const MARGIN = 1;

Deno.test("after many looks at 2,000 connections no more is held than after a few", async () => {
  const script = localPath(new URL("../../scripts/bench/watch_day.ts", import.meta.url));
  const { code, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    args: ["run", "--quiet", "--allow-all", "--v8-flags=--expose-gc", script, `${LOOKS}`],
  }).output();
  assertEquals([code, new TextDecoder().decode(stderr)], [0, ""]);
  const { looks, changes, megabytes }: WatchedDay = JSON.parse(new TextDecoder().decode(stdout));
  assertEquals(looks, LOOKS);
  // The first look tells all, and each later one what opened, and what left ESTABLISHED.
  assertEquals(changes, 2000 + (LOOKS - 1) * 80);
  assert(megabytes.at(-1)! < megabytes[0]! + MARGIN, `${megabytes}`);
});
