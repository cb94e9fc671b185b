// node play-mse.mjs URL(http|ws, .mp4) [--type 'video/mp4; codecs="…"'] [--frames 90] [--within 30]
// Appends a live fragmented MP4 to Media Source in Chromium as it comes, with no library, and prints one line of JSON. A WebSocket over TLS goes by the HTTP/2 connection that is there already.
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
let webSocketStatus = null; // 101 over HTTP/1.1, 200 over HTTP/2 (RFC 8441)
const wire = await page.context().newCDPSession(page);
wire.on('Network.webSocketHandshakeResponseReceived', event => (webSocketStatus = event.response.status));
await wire.send('Network.enable');
await page.evaluate(async ([url, type]) => {
  const client = (window.client = { errors: [], warnings: [] });
  const video = document.querySelector('#video');
  const source = new MediaSource();
  video.src = URL.createObjectURL(source);
  await new Promise(resolve => source.addEventListener('sourceopen', resolve, { once: true }));
  const buffer = source.addSourceBuffer(type);
  const waiting = [];
  const append = () => {
    if (buffer.updating || source.readyState !== 'open') return;
    if (waiting.length > 0) buffer.appendBuffer(waiting.shift());
    if (video.paused && video.buffered.length > 0) {
      video.currentTime = video.buffered.start(0);
      video.play().catch(error => client.warnings.push(`${error}`));
    }
  };
  const push = bytes => (waiting.push(bytes), append());
  buffer.addEventListener('updateend', append);
  video.addEventListener('error', () => client.errors.push(`video: ${video.error?.message}`));
  if (/^ws/.test(url)) {
    // Chromium takes a WebSocket over HTTP/2 only where it has a connection already whose server has said that it can.
    if (/^wss/.test(url)) await fetch(new URL('/health', url.replace(/^wss/, 'https')), { mode: 'no-cors', credentials: 'include' });
    const socket = new WebSocket(url);
    socket.binaryType = 'arraybuffer';
    socket.onmessage = message => push(message.data);
    socket.onclose = () => client.warnings.push('closed');
    return;
  }
  fetch(url).then(async response => {
    const reader = response.body.getReader();
    for (let piece = await reader.read(); !piece.done; piece = await reader.read()) push(piece.value);
  }).catch(error => client.errors.push(`${error}`));
}, [url, options.type ?? 'video/mp4; codecs="avc1.64001f, mp4a.40.2"']);
const seen = await readProbe(page, Number(options.frames ?? 90), Number(options.within ?? 30), Number(options.until ?? -1));
const client = await page.evaluate(() => ({ clientErrors: window.client.errors, warnings: window.client.warnings }));
console.log(JSON.stringify({ ...seen, ...client, webSocketStatus, complaints }));
await close();
library.close();
