// node listen-events.mjs URL TYPE [--within 40]
// Listens to server-sent events with Chromium's EventSource, on a page of the same origin. Prints "open" when it listens, and the event of that type as one line of JSON.
import { parseArguments } from './lib/arguments.mjs';
import { openPage } from './lib/browser.mjs';

const { positional: [url, type], options } = parseArguments();
const { page, close } = await openPage();
await page.goto(new URL('/health', url).href);
await page.exposeFunction('told', line => console.log(line));
const event = await page.evaluate(([url, type, within]) => new Promise((resolve, reject) => {
  const source = new EventSource(url);
  source.onopen = () => window.told('open');
  source.addEventListener(type, event => resolve({ id: event.lastEventId, data: JSON.parse(event.data) }));
  setTimeout(() => reject(new Error(`no ${type} came`)), within * 1000);
}), [url, type, Number(options.within ?? 40)]);
console.log(JSON.stringify(event));
await close();
