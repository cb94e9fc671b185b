/** Least milliseconds between two polls. */
export const leastInterval = 2000;

/** Does some work again and again while the page is seen: never twice at once, and never within `leastInterval` of the last time. */
export class Poller {
  private timer: ReturnType<typeof setTimeout> | undefined;
  private startedAt = -Infinity;
  private isRunning = false;
  private isWanted = false;

  /** `interval`: milliseconds from one start to the next, asked for each time. */
  constructor(
    private readonly work: () => Promise<void>,
    private readonly interval: () => number,
  ) {
    document.addEventListener('visibilitychange', () => (document.hidden ? clearTimeout(this.timer) : this.soon()));
  }

  /** Asks for the work to be done as soon as it may. */
  soon(): void {
    this.isWanted = true;
    if (!this.isRunning) this.schedule(leastInterval);
  }

  private schedule(interval: number): void {
    clearTimeout(this.timer);
    if (document.hidden) return;
    this.timer = setTimeout(() => void this.run(), Math.max(0, this.startedAt + interval - performance.now()));
  }

  private async run(): Promise<void> {
    this.isRunning = true;
    this.isWanted = false;
    this.startedAt = performance.now();
    await this.work();
    this.isRunning = false;
    this.schedule(this.isWanted ? leastInterval : Math.max(leastInterval, this.interval()));
  }
}
