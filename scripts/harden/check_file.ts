/**
 * Checks the bytes of an executable that is to be given away.
 *
 * @module
 */
import { missingPermission, readEmbeddedSettings } from "./embedded_settings.ts";
import {
  dependentLoadFlags,
  FORGOTTEN_VARIABLES,
  nativePlaces,
  SEARCH_SYSTEM32,
} from "./harden_executable.ts";
import { isPe, readPeHeaders } from "./pe_file.ts";

/** Something that an executable must be, and what is wrong with it. */
export interface Check {
  /** What must hold. */
  readonly what: string;
  /** What is wrong; null if it holds. */
  readonly problem: string | null;
}

/** Checks an executable: every row must hold. */
export function checkFile(
  file: Uint8Array,
  { variables, architecture }: {
    variables: Readonly<Record<string, string>>;
    architecture: "x64" | "arm64";
  },
): Check[] {
  const settings = attempt(() => readEmbeddedSettings(file));
  return [
    check(`it is for ${architecture}`, () => {
      const found = isPe(file) ? readPeHeaders(file).machine : readElfMachine(file);
      return found === architecture ? null : `it is for ${found}`;
    }),
    ...isPe(file)
      ? [check("Windows looks for its libraries in System32 alone", () => {
        const flags = dependentLoadFlags(file);
        return flags === SEARCH_SYSTEM32 ? null : `its load flags are 0x${flags.toString(16)}`;
      })]
      : [],
    ...FORGOTTEN_VARIABLES.map(({ name }) =>
      check(`it does not know the variable ${name}`, () => {
        const count = nativePlaces(file, name).length;
        return count === 0 ? null : `the name is in ${count} places of it`;
      })
    ),
    check(
      "it has all permissions and never prompts",
      () => settings.problem ?? missingPermission(settings.value!.permissions),
    ),
    ...Object.entries(variables).map(([name, value]) =>
      check(`${name} is built in as ${value}`, () => {
        if (settings.problem !== null) return settings.problem;
        const found = settings.value!.variables[name];
        return found === value ? null : `it is ${found ?? "missing"}`;
      })
    ),
  ];
}

/** `EM_X86_64` and `EM_AARCH64` of the ELF format. */
const ELF_MACHINES: ReadonlyMap<number, "x64" | "arm64"> = new Map([[62, "x64"], [183, "arm64"]]);
/** Where `e_machine` is in the header. */
const ELF_MACHINE = 18;

function readElfMachine(file: Uint8Array): string {
  const machine = file[ELF_MACHINE]! | file[ELF_MACHINE + 1]! << 8;
  return ELF_MACHINES.get(machine) ?? `another machine, ${machine}`;
}

function check(what: string, find: () => string | null): Check {
  const { value, problem } = attempt(find);
  return { what, problem: problem ?? value };
}

function attempt<Value>(
  action: () => Value,
): { value: Value | null; problem: string | null } {
  try {
    return { value: action(), problem: null };
  } catch (error) {
    return { value: null, problem: (error as Error).message };
  }
}
