// node play-mpegts.mjs URL(http|ws, .flv|.ts) [--frames 90] [--within 30]
// Plays a stream without end in Chromium with mpegts.js as it comes and prints one line of JSON.
import { fileURLToPath } from 'node:url';
import { parseArguments } from './lib/arguments.mjs';
import { openPage } from './lib/browser.mjs';
import { serveLibrary } from './lib/library.mjs';
import { readProbe, startProbe } from './lib/probe.mjs';

const { positional: [url], options } = parseArguments();
const library = await serveLibrary(fileURLToPath(new URL('node_modules/mpegts.js/dist/mpegts.js', import.meta.url)));
const { page, complaints, close } = await openPage();
await page.goto(library.url);
await startProbe(page, '#video', options.clock);
await page.evaluate(url => {
  mpegts.LoggingControl.enableAll = false;
  const client = (window.client = { errors: [], warnings: [] });
  const player = mpegts.createPlayer({ type: /\.ts$/.test(url) ? 'mpegts' : 'flv', isLive: true, url }, { enableWorker: false, lazyLoad: false });
  player.on(mpegts.Events.ERROR, (type, detail, info) => client.errors.push(`${type} ${detail} ${info?.msg ?? ''}`));
  player.attachMediaElement(document.querySelector('#video'));
  player.load();
  Promise.resolve(player.play()).catch(error => client.warnings.push(`${error}`));
}, url);
const seen = await readProbe(page, Number(options.frames ?? 90), Number(options.within ?? 30), Number(options.until ?? -1));
const client = await page.evaluate(() => ({ clientErrors: window.client.errors, warnings: window.client.warnings }));
console.log(JSON.stringify({ ...seen, ...client, complaints }));
await close();
library.close();
