import type { Sample } from './history';

/** Samples further apart than this, in milliseconds, are not joined: nobody looked in between. */
const gap = 12_000;

/** The path of a line through values of the last `window` milliseconds before `now`, in a box of `width` × `height`; empty where there is nothing to join. */
export function linePath(samples: readonly Sample[], pick: (sample: Sample) => number, top: number, now: number, window: number, width: number, height: number): string {
  let path = '';
  let before = -Infinity;
  for (const sample of samples) {
    const x = width * (1 - (now - sample.at) / window);
    if (x < 0) continue;
    const y = height - (top > 0 ? (pick(sample) / top) * (height - 2) : 0) - 1;
    path += `${sample.at - before > gap ? 'M' : 'L'}${x.toFixed(1)} ${y.toFixed(1)}`;
    before = sample.at;
  }
  return path;
}

/** Milliseconds that a chart goes back: as far as it has samples, between one minute and five. */
export function windowOf(samples: readonly Sample[], now: number): number {
  return Math.min(300_000, Math.max(60_000, now - (samples[0]?.at ?? now)));
}

/** The same with a ground below: for one run of the line each, closed at the bottom. */
export function areaPath(line: string, height: number): string {
  return line
    .split('M')
    .filter(run => run.includes('L'))
    .map(run => {
      const points = run.split('L');
      return `M${run}L${points[points.length - 1]!.split(' ')[0]} ${height}L${points[0]!.split(' ')[0]} ${height}Z`;
    })
    .join('');
}

/** The least of 1, 2, 5 × 10ⁿ that is not below the value: the top of a scale. */
export function niceTop(value: number): number {
  if (!(value > 0)) return 1;
  const power = 10 ** Math.floor(Math.log10(value));
  return [1, 2, 5, 10].map(step => step * power).find(top => top >= value * 0.999)!;
}
