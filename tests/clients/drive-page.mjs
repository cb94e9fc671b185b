// node drive-page.mjs [--width 1280] [--height 800] [--scheme light|dark] [--header NAME=VALUE]
// Opens an empty page in Chromium, prints {"port":N}, and does what is POSTed to that port of 127.0.0.1 as JSON: {"do":"goto","url":…}, and so on as below.
import { createServer } from 'node:http';
import { parseArguments } from './lib/arguments.mjs';
import { openPage } from './lib/browser.mjs';

const { options } = parseArguments();
const { page, complaints, close } = await openPage({ width: Number(options.width ?? 1280), height: Number(options.height ?? 800) });
const outside = [];
if (options.scheme) await page.emulateMedia({ colorScheme: options.scheme });
if (options.header) await page.setExtraHTTPHeaders(Object.fromEntries([options.header.split('=')]));
page.on('request', request => {
  const { protocol, origin } = new URL(request.url());
  if (protocol.startsWith('http') && page.url().startsWith('http') && origin !== new URL(page.url()).origin) outside.push(request.url());
});

const actions = {
  goto: ({ url }) => page.goto(url).then(() => null),
  reload: () => page.reload().then(() => null),
  read: ({ code }) => page.evaluate(code),
  wait: async ({ code, within }) => {
    // Asked for from here: a page whose policy allows no eval would not ask by itself.
    for (const end = Date.now() + within * 1000; !(await page.evaluate(`Boolean(${code})`)); await new Promise(resolve => setTimeout(resolve, 100)))
      if (Date.now() > end) throw new Error(`Not true within ${within} s.`);
  },
  press: ({ key }) => page.keyboard.press(key),
  type: ({ text }) => page.keyboard.type(text),
  click: ({ selector }) => page.click(selector, { timeout: 10_000 }),
  fill: ({ selector, text }) => page.fill(selector, text, { timeout: 10_000 }),
  size: ({ width, height }) => page.setViewportSize({ width, height }),
  picture: ({ file }) => page.screenshot({ path: file }).then(() => null),
  report: () => ({ complaints, outside }),
};

const server = createServer(async (request, response) => {
  let text = '';
  for await (const piece of request) text += piece;
  try {
    const wish = JSON.parse(text);
    response.end(JSON.stringify({ value: (await actions[wish.do](wish)) ?? null }));
  } catch (error) {
    response.writeHead(500).end(JSON.stringify({ error: error.message }));
  }
});
server.listen(0, '127.0.0.1', () => console.log(JSON.stringify({ port: server.address().port })));
for (const signal of ['SIGTERM', 'SIGINT']) process.on(signal, () => void close().then(() => process.exit(0)));
