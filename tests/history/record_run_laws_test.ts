/**
 * A machine whose sockets open, close and change while it is looked at, and the episodes that follow
 * from what each look saw, worked out in another way: end by end instead of look by look.
 */
import { assertEquals } from "@std/assert";
import fc from "fast-check";
import { type History, openHistory } from "../../lib/history/open_history.ts";
import { recordRun } from "../../lib/history/record_run.ts";
import type { Connection } from "../../lib/model/connection.ts";
import { fakeHost } from "../support/fake_host.ts";
import { inTemporaryFolder } from "../support/folders.ts";
import { between, damageIn, episodesIn, lookAt, VIEW } from "../support/history.ts";

const ENDS = ["192.0.2.7:5001 198.51.100.1:443", "192.0.2.7:5002 198.51.100.1:443"] as const;

/** One end of the machine at one look. */
type Sight =
  | null // nothing is there
  | { readonly owner: Owner; readonly state: string }
  | "hidden" // its owner cannot be seen
  | "left"; // TIME_WAIT

interface Owner {
  readonly pid: number;
  /** Which start of that process; the times are hours apart. */
  readonly start: number;
  /** Which making of the socket; 0 where that is not told. */
  readonly made: number;
}

const owners = fc.record({
  pid: fc.constantFrom(10, 20),
  start: fc.constantFrom(1, 2),
  made: fc.constantFrom(0, 1, 2),
});
const sights: fc.Arbitrary<Sight> = fc.oneof(
  { weight: 2, arbitrary: fc.constant(null) },
  {
    weight: 5,
    arbitrary: fc.record({
      owner: owners,
      state: fc.constantFrom("ESTABLISHED", "CLOSE_WAIT"),
    }),
  },
  { weight: 1, arbitrary: fc.constant("hidden" as const) },
  { weight: 2, arbitrary: fc.constant("left" as const) },
);
/** What stays as it was is more likely than on a machine of chance alone. */
const stories = fc.array(
  fc.record({ sights: fc.array(sights, { minLength: 2, maxLength: 2 }), stays: fc.boolean() }),
  { minLength: 1, maxLength: 12 },
).map((looks) => {
  const story: Sight[][] = [];
  for (const { sights, stays } of looks) story.push((stays ? story.at(-1) : null) ?? sights);
  return story;
});

function timeOf(look: number): string {
  return new Date(Date.UTC(2026, 10, 26) + look * 300_000).toISOString();
}

function hourOf(number: number): string {
  return new Date(Date.UTC(2026, 10, 1) + number * 3_600_000).toISOString();
}

function rowOf(sight: NonNullable<Sight>, ends: string): Connection {
  if (sight === "hidden") return between(ends, { pid: null });
  if (sight === "left") return between(ends, { pid: 0, state: "TIME_WAIT" });
  const { owner: { pid, start, made }, state } = sight;
  const process = `program ${pid} ${start}`;
  return between(ends, { pid, process, state, createdAt: made === 0 ? null : hourOf(made) });
}

/** Each story is that of a computer of its own. */
async function record(
  history: History,
  story: readonly Sight[][],
  { look, computer }: { readonly look: number; readonly computer: string },
): Promise<void> {
  const present = story[look]!.flatMap((sight, at) => sight === null ? [] : [{ sight, at }]);
  const starts = present.flatMap(({ sight }) =>
    typeof sight === "string" ? [] : [[sight.owner.pid, hourOf(sight.owner.start)] as const]
  );
  // Two sockets of one process agree on when it was started.
  const rows = present.map(({ sight, at }) => rowOf(sight, ENDS[at]!));
  const snapshot = lookAt(timeOf(look), rows, {
    computer,
    starts: Object.fromEntries(starts),
  });
  await recordRun(history, snapshot, { view: VIEW });
}

/** Stories in which a process ID is one process at each look. */
const consistent = stories.filter((story) =>
  story.every((sights) => {
    const seen = sights.filter((sight) => typeof sight === "object" && sight !== null);
    const [one, other] = seen as { owner: Owner }[];
    return other === undefined || one!.owner.pid !== other.owner.pid ||
      one!.owner.start === other.owner.start;
  })
);

interface Expected {
  readonly ends: string;
  readonly first: number;
  last: number;
  owner: { pid: number; start: number } | null;
  made: number;
  isLeft: boolean;
  readonly wasLeft: boolean;
  state: string;
}

/** The episodes at one end, from what each look saw there. */
function episodesAt(ends: string, seen: readonly Sight[]): Expected[] {
  const all: Expected[] = [];
  seen.forEach((sight, look) => {
    if (sight === null) return;
    const before = all.at(-1);
    const isOpen = before !== undefined && before.last === look - 1;
    const owner = typeof sight === "object" ? sight.owner : null;
    const goesOn = isOpen && (
      sight === "left" ||
      (!before.isLeft && (
        sight === "hidden" ||
        ((before.owner === null
          ? !before.wasLeft
          : before.owner.pid === owner!.pid && before.owner.start === owner!.start) &&
          (before.made === 0 || owner!.made === 0 || before.made === owner!.made))
      ))
    );
    const episode = goesOn ? before : {
      ends,
      first: look,
      last: look,
      owner: null,
      made: 0,
      isLeft: false,
      wasLeft: sight === "left",
      state: "",
    };
    if (!goesOn) all.push(episode);
    episode.last = look;
    episode.isLeft = sight === "left";
    episode.owner ??= owner;
    episode.made ||= owner?.made ?? 0;
    episode.state = sight === "left"
      ? "TIME_WAIT"
      : sight === "hidden"
      ? "ESTABLISHED"
      : sight.state;
  });
  return all;
}

/** Tries a law on stories, in one history. */
async function holds<Story>(
  arbitrary: fc.Arbitrary<Story>,
  law: (history: History, story: Story, options: { readonly computer: string }) => Promise<void>,
): Promise<void> {
  await inTemporaryFolder(async (folder) => {
    using history = await openHistory(fakeHost(), `${folder}/h.db`);
    // Chance tells nothing of power cuts, and waiting for the disk is most of the time.
    history.database.execute("PRAGMA synchronous = OFF");
    let number = 0;
    await fc.assert(
      fc.asyncProperty(arbitrary, (story) => law(history, story, { computer: `PC-${++number}` })),
      { numRuns: Deno.build.os === "windows" ? 60 : 300 }, // Wine's disk is slow
    );
    assertEquals(damageIn(history.database), []);
  });
}

Deno.test("looks in order make the episodes that each end had", () =>
  holds(consistent, async (history, story, { computer }) => {
    for (const look of story.keys()) await record(history, story, { look, computer });
    const last = story.length - 1;
    const expected = ENDS.flatMap((ends, at) => episodesAt(ends, story.map((all) => all[at]!)));
    const held = episodesIn(history.database, computer);
    const text = (parts: readonly unknown[]) => parts.join(" ");
    assertEquals(
      held.map((one) =>
        text([one.ends.slice(4), one.first, one.last, one.times, one.pid, one.state])
      ).toSorted(),
      expected.map((one) =>
        text([
          one.ends,
          timeOf(one.first),
          one.last === last ? null : timeOf(one.last),
          one.last - one.first + 1,
          one.owner?.pid ?? (one.wasLeft || one.isLeft ? 0 : null),
          one.state,
        ])
      ).toSorted(),
    );
  }));

Deno.test("looks in any order: each is recorded, nothing twice", async () => {
  const owned = consistent.map((story) =>
    story.map((sights) => sights.map((sight) => typeof sight === "string" ? null : sight))
  );
  const shuffled = owned.chain((story) =>
    fc.record({
      story: fc.constant(story),
      order: fc.shuffledSubarray([...story.keys()], { minLength: story.length }),
    })
  );
  await holds(shuffled, async (history, { story, order }, { computer }) => {
    for (const look of order) await record(history, story, { look, computer });
    const held = episodesIn(history.database, computer);
    const latest = timeOf(story.length - 1);
    for (const [look, sights] of story.entries()) {
      for (const [at, sight] of sights.entries()) {
        if (sight === null) continue;
        const covering = held.filter(({ ends, pid, first, last }) =>
          ends.endsWith(ENDS[at]!) && pid === sight.owner.pid &&
          first <= timeOf(look) && timeOf(look) <= (last ?? latest)
        );
        assertEquals(covering.length >= 1, true, `look ${look}, end ${at} is lost`);
      }
    }
    // What was there at every look, and is one process and one socket, is one episode.
    for (const [at, ends] of ENDS.entries()) {
      const owners = new Set(story.map((sights) => JSON.stringify(sights[at]?.owner)));
      if (owners.size !== 1 || owners.has(undefined as unknown as string)) continue;
      const here = held.filter((one) => one.ends.endsWith(ends));
      assertEquals(here.map(({ times }) => times), [story.length]);
    }
    const numbers = history.database.prepare(
      "SELECT number FROM run WHERE computer = (SELECT id FROM text WHERE value = ?) ORDER BY at",
    ).all(computer);
    assertEquals(numbers.map(({ number }) => number), story.map((_, look) => look + 1));
  });
});
