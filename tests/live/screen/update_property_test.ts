import { assert, assertEquals } from "@std/assert";
import fc from "fast-check";
import { lineKey } from "../../../lib/live/screen/move_selection.ts";
import { screenLayout } from "../../../lib/live/screen/screen_layout.ts";
import { WATCH_KEYS } from "../../../lib/live/screen/watch_keys.ts";
import type { Question, WatchEvent } from "../../../lib/live/screen/watch_state.ts";
import { keyPress, liveLook, liveRow, WatchedScreen } from "../../support/watched.ts";

const KEYS = [...WATCH_KEYS.flatMap(({ keys }) => keys), "y", "f", "Y", "tab", "ctrl+u", "é", "0"];

const row = fc.record({
  id: fc.integer({ min: 1, max: 40 }),
  process: fc.constantFrom("a.exe", "b.exe", null),
  pid: fc.constantFrom(0, 7, 8, null),
  state: fc.constantFrom("ESTABLISHED", "LISTENING", "TIME_WAIT"),
  mark: fc.constantFrom("opened", "closed", "changed", null),
}).map(({ id, mark, ...connection }) =>
  liveRow(id, { mark, closedAt: mark === "closed" ? 1 : null, connection })
);

const event: fc.Arbitrary<WatchEvent | "answer question"> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.constantFrom(...KEYS).map((key) =>
      ({ kind: "key", key: keyPress(key) }) as const
    ),
  },
  {
    weight: 2,
    arbitrary: fc.uniqueArray(row, { selector: ({ id }) => id, maxLength: 30 })
      .map((rows) => ({ kind: "look", look: liveLook(rows) }) as const),
  },
  { weight: 2, arbitrary: fc.constant("answer question" as const) },
  fc.record({ columns: fc.nat(120), rows: fc.nat(40) })
    .map((size) => ({ kind: "size", size }) as const),
  fc.constantFrom(
    { kind: "shown" } as const,
    { kind: "late" } as const,
    { kind: "forget" } as const,
    { kind: "lookFailed", reason: "no" } as const,
    { kind: "told", text: "x", isFailure: true } as const,
    { kind: "details", about: 3, lines: ["1", "2"] } as const,
  ),
  row.map((found) => ({ kind: "known", rows: new Map([[found.id, found]]) }) as const),
);

Deno.test("whatever happens, the selection is in the list and on the screen", () => {
  fc.assert(fc.property(fc.array(event, { maxLength: 60 }), (events) => {
    const screen = new WatchedScreen();
    for (const next of events) {
      if (next === "answer question") continue;
      screen.send(next);
      const { lines, selected, top } = screen.state;
      const keys = lines.map(lineKey);
      assertEquals(new Set(keys).size, keys.length);
      if (lines.length === 0) assertEquals([selected, top], [null, 0]);
      else {
        const place = keys.indexOf(selected!);
        const { page } = screenLayout(screen.state);
        assert(place >= 0);
        assert(top >= 0 && top <= Math.max(0, lines.length - page));
        if (page > 0) assert(top <= place && place < top + page);
      }
    }
  }));
});

const press = (key: string) => ({ kind: "key", key: keyPress(key) }) as const;

/** Events, among them whole dialogues, which hardly come about by chance. */
const dialogues = fc.array(
  fc.oneof(
    { weight: 3, arbitrary: event.map((event) => [event]) },
    {
      weight: 1,
      arbitrary: fc.record({
        key: fc.constantFrom("K", "x", "X"),
        between: fc.array(event, { maxLength: 1 }),
        answer: fc.constantFrom("y", "f", "n", "enter"),
      }).map(({ key, between, answer }) => [
        press(key),
        ...between,
        "answer question" as const,
        ...between,
        { kind: "shown" } as const,
        ...between,
        press(answer),
      ]),
    },
  ),
  { maxLength: 40 },
).map((parts) => parts.flat());

Deno.test("nothing is ended but what a question on the screen named, once, by y or f", () => {
  let total = 0;
  fc.assert(
    fc.property(dialogues, fc.boolean(), (events, isRefused) => {
      const screen = new WatchedScreen();
      const asked = new Map<number, readonly number[]>();
      const done = new Set<number>();
      let shown: Question | null = null;
      for (const next of events) {
        const before = screen.effects.length;
        if (next === "answer question") {
          const ask = screen.did("ask").at(-1);
          if (ask === undefined) continue;
          const { number, action, rows } = ask;
          const refusal = isRefused && number % 2 === 0 ? "refused" : null;
          const lines = rows.map(({ id }) => String(id));
          screen.send({
            kind: "question",
            question: { number, action, lines, refusal, canForce: action === "kill" },
          });
        } else screen.send(next);
        for (const effect of screen.effects.slice(before)) {
          if (effect.kind === "ask") {
            assert(!asked.has(effect.number));
            asked.set(effect.number, effect.rows.map(({ id }) => id));
          }
          if (effect.kind !== "carryOut") continue;
          const { question } = effect;
          assert(question === shown && question.refusal === null);
          assertEquals(question.lines, asked.get(question.number)!.map(String));
          assert(
            typeof next === "object" && next.kind === "key" && ["y", "f"].includes(next.key.key),
          );
          assert(!effect.isForced || question.canForce);
          assert(!done.has(question.number));
          done.add(question.number);
          total++;
        }
        const { pane } = screen.state;
        shown = pane.kind === "question" && pane.isShown ? pane.question : null;
      }
    }),
    { numRuns: 300 },
  );
});
