// node play-dash.mjs URL [--library dashjs|dash4] [--clock] [--frames 150] [--until NUMBER] [--within 30] [--seconds 60]
// Plays a DASH stream in Chromium with dash.js as it comes (5 or 4.7) and prints one line of JSON. With --seconds it plays for so long, whatever it shows.
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parseArguments } from './lib/arguments.mjs';
import { openPage } from './lib/browser.mjs';
import { serveLibrary } from './lib/library.mjs';
import { readProbe, startProbe } from './lib/probe.mjs';

const { positional: [url], options } = parseArguments();
const folder = fileURLToPath(new URL(`node_modules/${options.library ?? 'dashjs'}/dist/`, import.meta.url));
const file = [`${folder}modern/umd/dash.all.min.js`, `${folder}dash.all.min.js`].find(existsSync);
const library = await serveLibrary(file);
const { page, complaints, close } = await openPage();
await page.goto(library.url);
await startProbe(page, '#video', options.clock);
await page.evaluate(url => {
  const video = document.querySelector('#video');
  const player = dashjs.MediaPlayer().create();
  const client = (window.client = { errors: [], warnings: [], stalls: 0, read: () => ({}) });
  player.on(dashjs.MediaPlayer.events.ERROR, event => client.warnings.length < 20 && client.warnings.push(`dash.js ${event.error?.code} ${event.error?.message}`));
  player.on(dashjs.MediaPlayer.events.BUFFER_EMPTY, event => client.warnings.length < 20 && client.warnings.push(`empty: ${event.mediaType} at ${video.currentTime}`));
  player.on(dashjs.MediaPlayer.events.PLAYBACK_ENDED, () => client.warnings.push(`ended at ${video.currentTime}`));
  player.updateSettings({ debug: { logLevel: 0 } });
  player.initialize(video, url, true);
  client.read = () => ({
    version: player.getVersion(), latency: player.getCurrentLiveLatency(), targetDelay: player.getTargetLiveDelay(), isLowLatency: player.getLowLatencyModeEnabled?.(), rate: video.playbackRate,
    buffers: [player.getBufferLength('video'), player.getBufferLength('audio')], isLive: player.isDynamic(), start: video.buffered.length > 0 ? video.buffered.start(0) : null, ranges: video.buffered.length,
  });
}, url);
if (options.seconds) await page.waitForTimeout(Number(options.seconds) * 1000);
const seen = await readProbe(page, Number(options.frames ?? (options.seconds ? 1 : 150)), Number(options.within ?? 30), Number(options.until ?? -1));
const client = await page.evaluate(() => ({ ...window.client.read(), clientErrors: window.client.errors, warnings: window.client.warnings }));
console.log(JSON.stringify({ ...seen, ...client, complaints }));
await close();
library.close();
