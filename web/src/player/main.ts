import { byId, setText } from '../shared/dom';
import { streamName, streamPath } from '../shared/names';
import { CatchUp } from './catchUp';
import type { Condition } from './condition';
import { Controls } from './controls';
import { HlsSource } from './hlsSource';
import { NativeSource } from './nativeSource';
import type { Source } from './source';
import { FrameRate, readFigures } from './stats';
import { labelOf, sentenceOf, statusOf } from './statusLine';

const frame = byId('player', HTMLElement);
const video = byId('video', HTMLVideoElement);
const badge = byId('badge', HTMLElement);
const message = byId('message', HTMLElement);
const name = streamName(location.pathname);
const url = `${streamPath(name)}/index.m3u8${location.search}`;

let condition: Condition = 'connecting';
let detail = '';
let wasHeard = false;
const catchUp = new CatchUp();
const frameRate = new FrameRate();

function onCondition(next: Condition, why: string): void {
  condition = next;
  detail = why;
  if (next === 'live' && !wasHeard) {
    wasHeard = true;
    void controls.start();
  }
  show();
}

function choose(): Source | null {
  if (HlsSource.isSupported) return new HlsSource(video, url, onCondition);
  return NativeSource.isSupported(video) ? new NativeSource(video, url, onCondition) : null;
}

function show(): void {
  const status = statusOf(condition, video.paused && wasHeard, catchUp.stillFor);
  frame.dataset['status'] = status;
  setText(badge, labelOf(status));
  setText(message, sentenceOf(status, name, detail));
}

function tick(): void {
  if (!source) return;
  const now = performance.now();
  const latency = source.latency();
  const shouldJump = catchUp.observe({ now, position: video.currentTime, isPaused: video.paused, latency, targetLatency: source.targetLatency() });
  if (shouldJump && condition === 'live') source.goLive();
  for (const [id, text] of Object.entries(readFigures(video, source, frameRate, now))) setText(byId(id, HTMLElement), text);
  show();
}

document.title = `${name} – Headrace`;
setText(byId('name', HTMLElement), name);
const source = choose();
const controls = new Controls(frame, video, () => source?.goLive());
if (source) source.start();
else onCondition('unplayable', 'This browser plays no HLS: it has neither Media Source Extensions nor a player of its own.');
setInterval(tick, 500);
