/**
 * Refuses options that have no effect: each option's row in its table says when it has one.
 *
 * @module
 */
import { UsageError } from "../../errors.ts";
import type { Host } from "../../host/host.ts";
import {
  camelCase,
  isGiven,
  type Option,
  type OptionEffect,
  type OptionValue,
} from "../../model/option.ts";

/** The values of options by their names in camelCase. */
type Values = Readonly<Record<string, OptionValue | undefined>>;

/**
 * Checks the effects that depend on other options and on the system.
 *
 * @param host the machine, or the recording of one, that is read.
 * @throws {UsageError} for an option without effect; says why.
 */
export function checkEffects(
  options: Values,
  { table, host }: { table: readonly Option[]; host: Pick<Host, "os"> },
): void {
  for (const { name, effect } of givenOptions(options, table)) {
    const { os, without, needs, because } = effect;
    if (without !== undefined && isGiven(options[camelCase(without)])) {
      throw new UsageError(`Cannot use --${name} with --${without}: ${because}`);
    }
    if (needs !== undefined && !needs.some((name) => isGiven(options[camelCase(name)]))) {
      throw new UsageError(`Cannot use --${name} without --${needs[0]}: ${because}`);
    }
    if (os !== undefined && os !== host.os) {
      throw new UsageError(`Cannot use --${name} here: ${because}`);
    }
  }
}

/**
 * Checks the effects that depend on the format of the output.
 *
 * @throws {UsageError} for an option without effect; says with which formats it goes.
 */
export function checkFormatEffects(
  options: object,
  { table, format }: { table: readonly Option[]; format: string },
): void {
  for (const { name, effect: { formats, because } } of givenOptions(options as Values, table)) {
    if (formats === undefined || formats.includes(format)) continue;
    const goesWith = formats.map((name) => `--format ${name}`).join(" or ");
    throw new UsageError(`Cannot use --${name} for ${format}: ${because}`, {
      hint: `Use it with ${goesWith}, or leave it out`,
    });
  }
}

function givenOptions(
  options: Values,
  table: readonly Option[],
): { name: string; effect: OptionEffect }[] {
  return table.flatMap(({ name, effect }) => {
    const value = options[camelCase(name)];
    if (effect === undefined || !isGiven(value)) return [];
    return effect.harmless?.includes(String(value)) ? [] : [{ name, effect }];
  });
}
