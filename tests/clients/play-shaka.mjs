// node play-shaka.mjs URL [--ll] [--clock] [--frames 150] [--until NUMBER] [--within 30]
// Plays an HLS or DASH stream in Chromium with Shaka Player and prints one line of JSON.
import { createRequire } from 'node:module';
import { parseArguments } from './lib/arguments.mjs';
import { openPage } from './lib/browser.mjs';
import { serveLibrary } from './lib/library.mjs';
import { readProbe, startProbe } from './lib/probe.mjs';

const { positional: [url], options } = parseArguments();
const library = await serveLibrary(createRequire(import.meta.url).resolve('shaka-player/dist/shaka-player.compiled.js'));
const { page, complaints, close } = await openPage();
await page.goto(library.url);
await startProbe(page, '#video', options.clock);
await page.evaluate(async ({ url, isLowLatency }) => {
  shaka.polyfill.installAll();
  const video = document.querySelector('#video');
  const player = new shaka.Player();
  const client = (window.client = { errors: [], warnings: [], read: () => ({}) });
  const note = error => {
    const isFatal = error.severity !== shaka.util.Error.Severity.RECOVERABLE;
    (isFatal ? client.errors : client.warnings).push(error.code === undefined ? String(error) : `shaka ${error.severity} ${error.category} ${error.code} ${JSON.stringify(error.data).slice(0, 200)}`);
  };
  await player.attach(video);
  player.addEventListener('error', event => note(event.detail));
  player.configure({ streaming: { lowLatencyMode: isLowLatency } });
  client.read = () => {
    const { liveLatency, stallsDetected, gapsJumped } = player.getStats();
    const tracks = player.getVariantTracks().map(track => ({ width: track.width, height: track.height, codecs: track.codecs }));
    return { version: shaka.Player.version, latency: liveLatency, isLive: player.isLive(), stallsDetected, gapsJumped, levels: tracks };
  };
  player.load(url).then(() => video.play()).catch(note);
}, { url, isLowLatency: Boolean(options.ll) });
const seen = await readProbe(page, Number(options.frames ?? 150), Number(options.within ?? 30), Number(options.until ?? -1));
const client = await page.evaluate(() => ({ ...window.client.read(), clientErrors: window.client.errors, warnings: window.client.warnings }));
console.log(JSON.stringify({ ...seen, ...client, complaints }));
await close();
library.close();
