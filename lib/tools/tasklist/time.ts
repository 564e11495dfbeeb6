const TIME = /^(\d{1,9})[:.](\d{2})[:.](\d{2})$/;

/** Whether a field is a processor time. */
export function isCpuTime(text: string): boolean {
  return TIME.test(text.trim());
}

/**
 * Reads a processor time, `h:mm:ss` with as many hours as it takes.
 *
 * @returns seconds; null where the field holds no time (`N/A`)
 */
export function parseCpuTime(text: string): number | null {
  const match = TIME.exec(text.trim());
  return match && Number(match[1]) * 3600 + Number(match[2]) * 60 + Number(match[3]);
}
