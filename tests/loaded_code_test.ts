// What a run loads before it does anything: code for look-ups, most of all code, waits until it is used.
import { assert, assertEquals } from "@std/assert";
import { ROOT } from "./support/program.ts";

interface Graph {
  readonly modules: readonly {
    readonly specifier: string;
    readonly dependencies?: readonly {
      readonly code?: { readonly specifier?: string };
      readonly isDynamic?: boolean;
    }[];
  }[];
}

/** The files of the project that loading a file loads, itself among them. */
async function loadedWith(path: string): Promise<ReadonlySet<string>> {
  const { stdout } = await new Deno.Command(Deno.execPath(), {
    args: ["info", "--json", path],
    cwd: ROOT,
    env: { NO_COLOR: "1" },
  }).output();
  const { modules } = JSON.parse(new TextDecoder().decode(stdout)) as Graph;
  const bySpecifier = new Map(modules.map((module) => [module.specifier, module]));
  const loaded = new Set([new URL(path, ROOT).href]);
  for (const specifier of loaded) {
    for (const { code, isDynamic } of bySpecifier.get(specifier)?.dependencies ?? []) {
      if (code?.specifier?.startsWith(ROOT.href) && !isDynamic) loaded.add(code.specifier);
    }
  }
  return new Set([...loaded].map((specifier) => specifier.slice(ROOT.href.length)));
}

for (
  const path of [
    "lib/cli/command_chunk.ts",
    "lib/cli/run_watch.ts",
    "lib/cli/run_watch_screen.ts",
    "lib/cli/run_close.ts",
    "lib/cli/run_kill.ts",
  ]
) {
  Deno.test(`${path} loads no code for look-ups`, async () => {
    const loaded = await loadedWith(path);
    assert(loaded.has("lib/errors.ts"), [...loaded].join());
    assertEquals([...loaded].filter((name) => name === "lib/lookup/lookup.ts"), []);
  });
}
