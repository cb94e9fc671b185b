/** Bitrates of one moment. */
export interface Sample {
  /** Milliseconds since 1970. */
  at: number;
  in: number;
  out: number;
}

/** Bitrates of the last minutes, of each stream and of all together; what has not been there for that long is forgotten. */
export class History {
  private readonly samples = new Map<string, Sample[]>();

  /** `window`: milliseconds that are kept. */
  constructor(private readonly window = 300_000) {}

  add(key: string, sample: Sample): void {
    let kept = this.samples.get(key);
    if (!kept) this.samples.set(key, (kept = []));
    kept.push(sample);
    while (kept[0]!.at < sample.at - this.window) kept.shift();
  }

  of(key: string): readonly Sample[] {
    return this.samples.get(key) ?? [];
  }

  /** Forgets what has had no sample since. */
  forget(now: number): void {
    for (const [key, kept] of this.samples) if (kept[kept.length - 1]!.at < now - this.window) this.samples.delete(key);
  }
}
