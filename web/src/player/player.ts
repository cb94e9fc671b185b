import { byId, setText } from '../shared/dom';
import { CatchUp } from './catchUp';
import type { Condition } from './condition';
import { Controls } from './controls';
import { HlsSource } from './hlsSource';
import { NativeSource } from './nativeSource';
import type { Source } from './source';
import { FrameRate, type Figures, readFigures } from './stats';
import { labelOf, sentenceOf, statusOf } from './statusLine';

/** Which stream is played, and by what right. */
export interface Playable {
  name: string;
  /** Address of its multivariant playlist, with its query. */
  url: string;
  /** Value of the header `Authorization`, or null. */
  authorization: string | null;
  /** The same as a query, for browsers whose own player sends no headers; empty for none. */
  token: string;
}

const interval = 500;

/** The player of a page: the elements of `fragments/player.html`, and one stream at a time in them. */
export class Player {
  private readonly frame = byId('player', HTMLElement);
  private readonly video = byId('video', HTMLVideoElement);
  private readonly badge = byId('badge', HTMLElement);
  private readonly message = byId('message', HTMLElement);
  private readonly controls: Controls;
  private readonly timer: ReturnType<typeof setInterval>;
  private readonly catchUp = new CatchUp();
  private readonly frameRate = new FrameRate();
  private readonly source: Source | null;
  private condition: Condition = 'connecting';
  private detail = '';
  private wasHeard = false;

  /** Begins to play. `keys` is where keys are listened for; `onFigures` is told twice a second how it plays. */
  constructor(
    private readonly playable: Playable,
    keys: Document | HTMLElement,
    private readonly onFigures: (figures: Figures) => void = () => undefined,
  ) {
    this.source = this.choose();
    this.controls = new Controls(this.frame, this.video, () => this.source?.goLive(), keys);
    if (this.source) this.source.start();
    else this.onCondition('unplayable', 'This browser plays no HLS: it has neither Media Source Extensions nor a player of its own.');
    this.timer = setInterval(() => this.tick(), interval);
    this.show();
  }

  /** Ends playing, and gives the elements back. */
  close(): void {
    clearInterval(this.timer);
    this.controls.close();
    this.source?.stop();
  }

  private choose(): Source | null {
    const { url, authorization, token } = this.playable;
    const onCondition = (condition: Condition, detail: string): void => this.onCondition(condition, detail);
    if (HlsSource.isSupported) return new HlsSource(this.video, url, onCondition, authorization);
    const nativeUrl = token === '' ? url : `${url}${url.includes('?') ? '&' : '?'}token=${encodeURIComponent(token)}`;
    return NativeSource.isSupported(this.video) ? new NativeSource(this.video, nativeUrl, onCondition) : null;
  }

  private onCondition(next: Condition, why: string): void {
    this.condition = next;
    this.detail = why;
    if (next === 'live' && !this.wasHeard) {
      this.wasHeard = true;
      void this.controls.start();
    }
    this.show();
  }

  private show(): void {
    const status = statusOf(this.condition, this.video.paused && this.wasHeard, this.catchUp.stillFor);
    this.frame.dataset['status'] = status;
    setText(this.badge, labelOf(status));
    setText(this.message, sentenceOf(status, this.playable.name, this.detail));
  }

  private tick(): void {
    if (!this.source) return;
    const now = performance.now();
    const latency = this.source.latency();
    const shouldJump = this.catchUp.observe({ now, position: this.video.currentTime, isPaused: this.video.paused, latency, targetLatency: this.source.targetLatency() });
    if (shouldJump && this.condition === 'live') this.source.goLive();
    this.onFigures(readFigures(this.video, this.source, this.frameRate, now));
    this.show();
  }
}
