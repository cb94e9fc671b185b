/** What `CatchUp` looks at, once a second. */
export interface Progress {
  /** Milliseconds on any clock that only goes forward. */
  now: number;
  /** Position of the video element in seconds. */
  position: number;
  /** True when the viewer does not want it to move. */
  isPaused: boolean;
  latency: number | null;
  targetLatency: number | null;
}

/** Seconds beyond the target that playing a little faster does not make up for in good time. */
const tooFarBehind = 4;
/** Samples in a row that a picture must be late: one may be an accident of a moment. */
const lateSamples = 3;
/** Milliseconds that the picture may stand still while media comes, before the player jumps to live. */
const stuckAfter = 6000;
/** Milliseconds between two jumps. */
const rest = 8000;

/** Decides when to jump to live: after the tab slept, the network stood still, or the playback hangs on a hole. */
export class CatchUp {
  private late = 0;
  private position = -1;
  private movedAt = 0;
  private jumpedAt = -Infinity;

  /** Milliseconds that the picture has stood still without being paused. */
  stillFor = 0;

  /** True when the player should jump to live now. */
  observe(progress: Progress): boolean {
    const { now, position, isPaused, latency, targetLatency } = progress;
    if (isPaused || position !== this.position || this.movedAt === 0) this.movedAt = now;
    this.position = position;
    this.stillFor = now - this.movedAt;
    const isLate = !isPaused && latency !== null && targetLatency !== null && latency > targetLatency + tooFarBehind;
    this.late = isLate ? this.late + 1 : 0;
    if (now - this.jumpedAt < rest || (this.late < lateSamples && this.stillFor < stuckAfter)) return false;
    this.jumpedAt = now;
    this.late = 0;
    return true;
  }
}
