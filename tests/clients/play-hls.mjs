// node play-hls.mjs URL [--library hls.js|hls15] [--ll] [--native] [--clock] [--frames 150] [--until NUMBER [--back NUMBER]] [--sound SECONDS] [--within 30]
// Plays an HLS stream in Chromium with hls.js (or Chromium's own player) and prints one line of JSON.
import { createRequire } from 'node:module';
import { parseArguments } from './lib/arguments.mjs';
import { openPage } from './lib/browser.mjs';
import { serveLibrary } from './lib/library.mjs';
import { readProbe, startProbe, waitForTime } from './lib/probe.mjs';

const { positional: [url], options } = parseArguments();
const library = await serveLibrary(createRequire(import.meta.url).resolve(`${options.library ?? 'hls.js'}/dist/hls.min.js`));
const { page, complaints, close } = await openPage();
await page.goto(library.url);
await startProbe(page, '#video', options.clock);
await page.evaluate(({ url, isLowLatency, isNative }) => {
  const video = document.querySelector('#video');
  const client = (window.client = { errors: [], warnings: [], parts: 0, read: () => ({}) });
  const play = () => video.play().catch(error => client.errors.push(String(error)));
  if (isNative) {
    video.src = url;
    return void play();
  }
  const hls = new Hls({ lowLatencyMode: isLowLatency });
  hls.on(Hls.Events.ERROR, (_, data) => {
    const text = [data.type, data.details, data.reason ?? data.error?.message ?? data.response?.code].join(' ');
    const list = data.fatal ? client.errors : client.warnings;
    if (list.length < 20) list.push(text);
  });
  hls.on(Hls.Events.FRAG_LOADED, (_, data) => data.part && client.parts++);
  hls.on(Hls.Events.MANIFEST_PARSED, () => void play());
  client.read = () => ({
    version: Hls.version, latency: hls.latency, targetLatency: hls.targetLatency, dateLatency: hls.playingDate ? (Date.now() - hls.playingDate) / 1000 : null,
    levels: hls.levels.map(level => ({ width: level.width, height: level.height, codecs: level.attrs.CODECS })), audioTracks: hls.audioTracks.length,
  });
  hls.loadSource(url);
  hls.attachMedia(video);
}, { url, isLowLatency: Boolean(options.ll), isNative: Boolean(options.native) });
if (options.sound) await waitForTime(page, '#video', Number(options.sound), Number(options.within ?? 30));
const seen = await readProbe(page, Number(options.frames ?? 150), Number(options.within ?? 30), Number(options.until ?? -1), options.back ? Number(options.back) : null);
const client = await page.evaluate(() => ({ ...window.client.read(), parts: window.client.parts, clientErrors: window.client.errors, warnings: window.client.warnings }));
console.log(JSON.stringify({ ...seen, ...client, complaints }));
await close();
library.close();
