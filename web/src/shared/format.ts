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

/** Bytes in the unit that fits: `640 kB`, `1.2 GB`. */
export function bytes(value: number): string {
  if (value >= 1e9) return `${(value / 1e9).toFixed(1)} GB`;
  if (value >= 1e6) return `${(value / 1e6).toFixed(value >= 1e8 ? 0 : 1)} MB`;
  return `${Math.round(value / 1e3)} kB`;
}

/** A length of time in its two largest units: `45 s`, `12 min`, `3 h 20 min`, `2 d 4 h`. */
export function duration(value: number): string {
  const total = Math.max(0, Math.floor(value));
  if (total < 60) return `${total} s`;
  if (total < 3600) return `${Math.floor(total / 60)} min${total < 600 && total % 60 > 0 ? ` ${total % 60} s` : ''}`;
  const [unit, small, names] = total < 86_400 ? [3600, 60, ['h', 'min']] : [86_400, 3600, ['d', 'h']];
  const rest = Math.floor((total % (unit as number)) / (small as number));
  return `${Math.floor(total / (unit as number))} ${(names as string[])[0]}${rest > 0 ? ` ${rest} ${(names as string[])[1]}` : ''}`;
}
