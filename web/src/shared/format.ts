/** Bits a second in the largest unit that keeps it above one: `4.2 Mbit/s`. */
export function bitrate(bitsPerSecond: number): string {
  if (bitsPerSecond >= 1e6) return `${(bitsPerSecond / 1e6).toFixed(1)} Mbit/s`;
  return `${Math.round(bitsPerSecond / 1e3)} kbit/s`;
}

/** Seconds with one decimal up to a minute, then minutes: `1.3 s`, `2 min`. */
export function seconds(value: number): string {
  return Math.abs(value) < 60 ? `${value.toFixed(1)} s` : `${Math.round(value / 60)} min`;
}

/** A value, or a dash where there is none. */
export function orDash<T>(value: T | null | undefined, format: (value: T) => string): string {
  return value === null || value === undefined || Number.isNaN(value) ? '–' : format(value);
}
