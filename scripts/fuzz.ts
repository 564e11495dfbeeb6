/**
 * Runs every parser on random inputs: `deno task fuzz [--runs N] [--seed N] [--law NAME]`. Writes an
 * input that breaks a law to a file and ends with exit code 1. The same seed generates the same inputs.
 *
 * @module
 */
import { parseArgs } from "@std/cli/parse-args";
import { LAWS } from "./fuzz/laws.ts";
import { mutate, Random } from "./fuzz/mutate.ts";

const FIXTURES = `${import.meta.dirname}/../tests/fixtures`;
/** The time limit in ms for one input and law; a few thousand bytes take far less than 1 ms. */
const TOO_LONG = 1000;

/** Reads the bytes of all fixtures. */
export function readSeeds(folder = FIXTURES): Uint8Array[] {
  const seeds: Uint8Array[] = [];
  for (const { name, isDirectory } of Deno.readDirSync(folder)) {
    const path = `${folder}/${name}`;
    if (isDirectory) seeds.push(...readSeeds(path));
    else seeds.push(Deno.readFileSync(path));
  }
  return seeds;
}

/** Checks every law on `runs` inputs. Returns the first broken law with its input, or null. */
export async function fuzz(
  { runs, seed, law: only, onProgress = () => {} }: {
    runs: number;
    seed: number;
    /** The one law to check. @default all */
    law?: string;
    onProgress?: (run: number) => void;
  },
): Promise<{ law: string; input: Uint8Array; error: unknown } | null> {
  const seeds = readSeeds();
  if (seeds.length === 0) throw new Error("Cannot fuzz: there are no fixtures");
  const laws = Object.entries(LAWS).filter(([name]) => only === undefined || name === only);
  for (let run = 0; run < runs; run++) {
    const input = mutate(seeds, new Random(seed * 0x10000 + run));
    for (const [law, check] of laws) {
      const started = performance.now();
      try {
        await check(input, new Random(run));
        const took = performance.now() - started;
        if (took > TOO_LONG) throw new Error(`took ${took.toFixed(0)} ms`);
      } catch (error) {
        return { law, input, error };
      }
    }
    if (run % 10_000 === 9_999) onProgress(run + 1);
  }
  return null;
}

if (import.meta.main) {
  const options = parseArgs(Deno.args, { string: ["runs", "seed", "law"] });
  const runs = Number(options.runs ?? 100_000);
  const seed = Number(options.seed ?? Date.now() % 65536);
  if (!(runs > 0) || !(seed >= 0)) {
    console.error("fuzz: Cannot use --runs or --seed: they must be numbers");
    Deno.exit(2);
  }
  const law = options.law as string | undefined;
  if (law !== undefined && !Object.hasOwn(LAWS, law)) {
    console.error(`fuzz: Cannot use --law ${law}: there are ${Object.keys(LAWS).join(", ")}`);
    Deno.exit(2);
  }
  console.log(`fuzz: ${runs} inputs, --seed ${seed}`);
  const broken = await fuzz({
    runs,
    seed,
    law,
    onProgress: (run) => console.log(`fuzz: ${run} inputs, no law broken`),
  });
  if (broken !== null) {
    const path = await Deno.makeTempFile({ prefix: "netwho-fuzz-", suffix: ".bin" });
    await Deno.writeFile(path, broken.input);
    console.error(`fuzz: ${broken.law} is broken by ${path}:`, broken.error);
    Deno.exit(1);
  }
  console.log(`fuzz: ${runs} inputs, no law broken`);
}
