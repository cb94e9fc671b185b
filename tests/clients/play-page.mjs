// node play-page.mjs URL [--status STATUS] [--clock] [--frames 150] [--within 30] [--screenshot FILE] [--width 1280] [--height 800]
// Opens Headrace's own page of a stream in Chromium and prints one line of JSON: what the probe saw, and what the page shows.
import { parseArguments } from './lib/arguments.mjs';
import { openPage } from './lib/browser.mjs';
import { readProbe, startProbe } from './lib/probe.mjs';

const { positional: [url], options } = parseArguments();
const { page, complaints, close } = await openPage({ width: Number(options.width ?? 1280), height: Number(options.height ?? 800) });
const outside = [];
page.on('request', request => {
  const { protocol, origin } = new URL(request.url());
  if (protocol.startsWith('http') && origin !== new URL(url).origin) outside.push(request.url());
});
await page.goto(url);
await startProbe(page, 'video', options.clock);
if (options.status) await page.waitForSelector(`[data-status="${options.status}"]`, { timeout: Number(options.within ?? 30) * 1000 });
const seen = await readProbe(page, Number(options.frames ?? 150), Number(options.within ?? 30));
const shown = await page.evaluate(() => ({
  status: document.querySelector('[data-status]')?.dataset.status ?? null,
  message: document.querySelector('#message')?.textContent ?? null,
  figures: Object.fromEntries([...document.querySelectorAll('dd[id]')].map(figure => [figure.id, figure.textContent])),
}));
if (options.screenshot) await page.screenshot({ path: options.screenshot });
console.log(JSON.stringify({ ...seen, ...shown, outside, complaints }));
await close();
