/**
 * The owner of an address depends on the address alone: not on what else was asked, in which order,
 * when the answers came, or what the cache holds.
 */
import { assertEquals } from "@std/assert";
import fc from "fast-check";
import { formatCidr, parseCidr } from "../../../lib/address/range.ts";
import type { Told } from "../../support/fake_lookup.ts";
import {
  type Announced,
  computer,
  isIn,
  questionAbout,
  type Registered,
  smallest,
  zonesOf,
} from "../../support/owner_model.ts";

const DAY = 86_400_000;

/** Offsets in a small space, so that networks and addresses meet. */
const SPACES = {
  4: { block: (at: number, length: number) => cidr(v4(at), 20 + length), address: v4, extra: 12 },
  6: { block: (at: number, length: number) => cidr(v6(at), 116 + length), address: v6, extra: 12 },
} as const;

function v4(at: number): string {
  return `72.3.${128 + (at >> 8)}.${at & 255}`;
}

function v6(at: number): string {
  return `2600:1:2:3:4:5:6:${at.toString(16)}`;
}

function cidr(address: string, length: number): string {
  return formatCidr(parseCidr(`${address}/${length}`)!);
}

const offset = fc.nat({ max: 4095 });
const TYPES = [null, "DIRECT ALLOCATION", "ALLOCATED PA", "LEGACY", "ASSIGNED PA"];

function isLeaf(type: string | null): boolean {
  return type === "ASSIGNED PA";
}

/** Nested networks, none of them in one that was assigned for its holder's own use. */
const registries = (family: 4 | 6) =>
  fc.array(
    fc.record({
      at: offset,
      length: fc.nat({ max: SPACES[family].extra }),
      type: fc.constantFrom(...TYPES),
      isOwn: fc.constantFrom(false, false, false, true),
    }),
    { maxLength: 25 },
  ).map((networks) => {
    const all = new Map<string, Registered>();
    for (const { at, length, type, isOwn } of networks) {
      const block = SPACES[family].block(at, length);
      all.set(block, { block, type, isOwn: isOwn && !isLeaf(type) });
    }
    return [...all.values()].filter(({ block }) =>
      ![...all.values()].some((outer) =>
        outer.block !== block && isLeaf(outer.type) && isWithin(block, outer.block)
      )
    );
  });

function isWithin(inner: string, outer: string): boolean {
  const [[first, length], [, outerLength]] = [inner.split("/"), outer.split("/")];
  return Number(length) >= Number(outerLength) && isIn(first!, outer);
}

/** Runs of the program, each about some addresses, a few days after the one before. */
const runs = fc.array(
  fc.record({ offsets: fc.array(offset, { maxLength: 8 }), days: fc.nat({ max: 9 }) }),
  { minLength: 1, maxLength: 5 },
);

Deno.test("the owner by the registry is the same in any order, at any time, with any cache", async () => {
  const family = fc.constantFrom<4 | 6>(4, 6);
  const model = family.chain((family) => fc.tuple(fc.constant(family), registries(family)));
  const ticks = fc.infiniteStream(fc.nat({ max: 5 }));
  await fc.assert(
    fc.asyncProperty(model, runs, ticks, async ([family, registry], all, ticks) => {
      const wait = async () => {
        for (let left = ticks.next().value; left > 0; left--) await Promise.resolve();
      };
      const { run, clock } = computer({ registry, wait });
      for (const { offsets, days } of all) {
        clock.now += days * DAY;
        const addresses = offsets.map(SPACES[family].address);
        const half = Math.ceil(addresses.length / 2);
        // Two processes at once, which share the cache.
        const parts = [addresses.slice(0, half), addresses.slice(half)];
        const owners = await Promise.all(parts.map((part) => run(part, { sources: ["rdap"] })));
        parts.forEach((part, index) => {
          for (const address of part) {
            const network = smallest(address, registry);
            const right = network === null || network.isOwn ? null : network.block;
            const owner = owners[index]!.get(address);
            assertEquals(owner?.network, right, address);
            assertEquals(owner?.organization, right && `Owner of ${right}`);
            const isFound = right !== null;
            assertEquals(owner?.note === null, isFound);
          }
        });
      }
    }),
    { numRuns: 300 },
  );
});

Deno.test("which queries fail decides what is known, not their order", async () => {
  const addresses = fc.uniqueArray(offset, { maxLength: 8 });
  const shuffled = addresses.chain((offsets) =>
    fc.tuple(
      fc.constant(offsets.map(v4)),
      fc.shuffledSubarray(offsets.map(v4), { minLength: offsets.length }),
      fc.subarray(offsets.map(v4)),
    )
  );
  await fc.assert(
    fc.asyncProperty(registries(4), shuffled, async (registry, [given, other, failing]) => {
      const options = { sources: ["rdap"], failing: new Set(failing) } as const;
      const first = await computer({ registry }).run(given, options);
      const second = await computer({ registry }).run(other, options);
      for (const address of given) assertEquals(first.get(address), second.get(address));
    }),
    { numRuns: 200 },
  );
});

/** Routes: prefixes up to /24, and longer ones only where no shorter prefix is announced. */
const routes = fc.array(
  fc.record({ at: offset, length: fc.nat({ max: 12 }), asn: fc.integer({ min: 1, max: 9 }) }),
  { maxLength: 20 },
).map((all) => {
  const networks = all.map(({ at, length, asn }) => ({ block: cidr(v4(at), 20 + length), asn }));
  const isLong = ({ block }: Announced) => Number(block.split("/")[1]) > 24;
  const unique = [...new Map(networks.map((network) => [network.block, network])).values()];
  return unique.filter((network) =>
    !isLong(network) ||
    !unique.some((outer) => outer !== network && isWithin(network.block, outer.block))
  );
});

Deno.test("the AS is the same in any order, at any time, with any cache", async () => {
  await fc.assert(
    fc.asyncProperty(routes, runs, async (announced, all) => {
      const addresses = all.map(({ offsets }) => offsets.map(v4));
      const { run, clock } = computer({ zones: zonesOf(addresses.flat(), announced) });
      for (const [index, { days }] of all.entries()) {
        clock.now += days * DAY;
        const owners = await run(addresses[index]!, { sources: ["dns"] });
        for (const address of addresses[index]!) {
          const route = smallest(address, announced);
          const owner = owners.get(address);
          assertEquals([owner?.network, owner?.asn], [route?.block ?? null, route?.asn ?? null]);
          assertEquals(owner?.asName, route && `AS-${route.asn}`);
          assertEquals(owner?.note === null, route !== null, owner?.note ?? "");
        }
      }
    }),
    { numRuns: 300 },
  );
});

Deno.test("which DNS queries fail decides what is known, not their order", async () => {
  const failures = fc.constantFrom<Told>("TIMEOUT", "SERVFAIL", "NODATA", ["nonsense"]);
  const given = fc.uniqueArray(offset, { maxLength: 8 }).chain((offsets) =>
    fc.tuple(
      fc.constant(offsets.map(v4)),
      fc.shuffledSubarray(offsets.map(v4), { minLength: offsets.length }),
      fc.array(fc.option(failures), { minLength: offsets.length, maxLength: offsets.length }),
    )
  );
  await fc.assert(
    fc.asyncProperty(routes, given, async (announced, [addresses, other, failing]) => {
      const zones = zonesOf(addresses, announced);
      addresses.forEach((address, index) => {
        const told = failing[index];
        if (told) zones[questionAbout(address)] = told;
      });
      const first = await computer({ zones }).run(addresses, { sources: ["dns"] });
      const second = await computer({ zones }).run(other, { sources: ["dns"] });
      for (const address of addresses) assertEquals(first.get(address), second.get(address));
    }),
    { numRuns: 300 },
  );
});
