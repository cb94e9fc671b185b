import { bitrate, orDash, seconds } from '../shared/format';
import type { Source } from './source';

/** The figures below the picture. Each is an element with the id of its key. */
export type Figures = Record<'latency' | 'resolution' | 'rate' | 'bitrate' | 'dropped' | 'buffer', string>;

/** Frames a second from two readings of the element's frame counter. */
export class FrameRate {
  private frames = 0;
  private time = 0;

  observe(frames: number, now: number): number | null {
    const elapsed = (now - this.time) / 1000;
    const rate = this.time > 0 && elapsed > 0 && frames >= this.frames ? (frames - this.frames) / elapsed : null;
    this.frames = frames;
    this.time = now;
    return rate;
  }
}

/** Reads all figures; to be called about once a second. */
export function readFigures(video: HTMLVideoElement, source: Source, frameRate: FrameRate, now: number): Figures {
  const quality = video.getVideoPlaybackQuality?.();
  const rate = quality ? frameRate.observe(quality.totalVideoFrames, now) : null;
  return {
    latency: orDash(source.latency(), seconds),
    resolution: video.videoWidth > 0 ? `${video.videoWidth} × ${video.videoHeight}` : '–',
    rate: orDash(rate, value => `${value.toFixed(0)} fps`),
    bitrate: orDash(source.bitrate(), bitrate),
    dropped: orDash(quality, value => `${value.droppedVideoFrames} of ${value.totalVideoFrames}`),
    buffer: orDash(bufferAhead(video), seconds),
  };
}

function bufferAhead(video: HTMLVideoElement): number | null {
  for (let i = 0; i < video.buffered.length; i++)
    if (video.buffered.start(i) <= video.currentTime && video.currentTime <= video.buffered.end(i)) return video.buffered.end(i) - video.currentTime;
  return null;
}
