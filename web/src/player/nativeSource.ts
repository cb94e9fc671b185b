import { conditionOfStatus, retryDelay, type Condition } from './condition';
import type { ConditionListener, Source } from './source';

/** Safari's date of a live stream's first instant. */
interface DatedVideo extends HTMLVideoElement {
  getStartDate?(): Date;
}

/** HLS by the browser itself: where Media Source Extensions are missing, as on older iPhones. */
export class NativeSource implements Source {
  static isSupported(video: HTMLVideoElement): boolean {
    return video.canPlayType('application/vnd.apple.mpegurl') !== '';
  }

  private timer: ReturnType<typeof setTimeout> | undefined;
  private attempt = 0;
  private readonly listeners: [string, () => void][] = [
    ['playing', () => this.onPlaying()],
    ['error', () => void this.onFailure()],
    ['ended', () => void this.onFailure()],
  ];

  constructor(
    private readonly video: DatedVideo,
    private readonly url: string,
    private readonly onCondition: ConditionListener,
  ) {}

  start(): void {
    for (const [name, listener] of this.listeners) this.video.addEventListener(name, listener);
    this.load();
  }

  stop(): void {
    clearTimeout(this.timer);
    for (const [name, listener] of this.listeners) this.video.removeEventListener(name, listener);
    this.video.removeAttribute('src');
    this.video.load();
  }

  goLive(): void {
    const { seekable } = this.video;
    if (seekable.length > 0) this.video.currentTime = seekable.end(seekable.length - 1);
  }

  latency(): number | null {
    const start = this.video.getStartDate?.().getTime();
    return start === undefined || Number.isNaN(start) ? null : (Date.now() - start) / 1000 - this.video.currentTime;
  }

  targetLatency(): number | null {
    return null;
  }

  bitrate(): number | null {
    return null;
  }

  private load(): void {
    this.video.src = this.url;
    this.video.load();
    void this.video.play().catch(() => undefined); // the page's button starts it where a browser wants a tap
  }

  private onPlaying(): void {
    this.attempt = 0;
    this.onCondition('live', '');
  }

  private async onFailure(): Promise<void> {
    const condition = await this.ask();
    this.onCondition(condition, condition === 'unplayable' ? 'This browser cannot play this stream.' : '');
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.load(), retryDelay(condition, this.attempt++));
  }

  /** The element hides why it failed; the playlist's status tells. */
  private async ask(): Promise<Condition> {
    try {
      const condition = conditionOfStatus((await fetch(this.url, { cache: 'no-store' })).status);
      return condition === 'live' ? (this.video.error?.code === MediaError.MEDIA_ERR_DECODE ? 'unplayable' : 'away') : condition;
    } catch {
      return 'away';
    }
  }
}
