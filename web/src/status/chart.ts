import type { Sample } from './history';
import { areaPath, linePath, niceTop, windowOf } from './sparkline';

const namespace = 'http://www.w3.org/2000/svg';

/** What a chart draws: one line a series, in this order, the first with a ground. */
const series: readonly { name: 'in' | 'out'; pick: (sample: Sample) => number }[] = [
  { name: 'in', pick: sample => sample.in },
  { name: 'out', pick: sample => sample.out },
];

/** A small chart of bitrates. */
export class Chart {
  readonly element = document.createElementNS(namespace, 'svg');
  private readonly ground = document.createElementNS(namespace, 'path');
  private readonly lines: SVGPathElement[];

  /** Draws the first `count` series. */
  constructor(
    private readonly width: number,
    private readonly height: number,
    count: number,
  ) {
    this.element.setAttribute('viewBox', `0 0 ${width} ${height}`);
    this.element.setAttribute('preserveAspectRatio', 'none');
    this.element.setAttribute('aria-hidden', 'true');
    this.element.classList.add('chart');
    this.ground.classList.add('ground');
    this.lines = series.slice(0, count).map(({ name }) => {
      const line = document.createElementNS(namespace, 'path');
      line.classList.add('line', name);
      return line;
    });
    this.element.append(this.ground, ...this.lines);
  }

  /** Draws; gives the top of the scale in bits a second. */
  draw(samples: readonly Sample[], now: number): number {
    const top = niceTop(Math.max(0, ...samples.flatMap(sample => this.lines.map((_, i) => series[i]!.pick(sample)))));
    const window = windowOf(samples, now);
    this.lines.forEach((line, i) => line.setAttribute('d', linePath(samples, series[i]!.pick, top, now, window, this.width, this.height)));
    this.ground.setAttribute('d', areaPath(this.lines[0]!.getAttribute('d')!, this.height));
    return top;
  }
}
