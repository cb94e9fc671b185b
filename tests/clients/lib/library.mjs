// An HTTP server on 127.0.0.1 that serves a page with one muted video element and one player library.
import { createReadStream } from 'node:fs';
import { createServer } from 'node:http';

/** The address of the page, and `close`. `file` is the path of the library. */
export function serveLibrary(file) {
  const page = '<!doctype html><title>client</title><video id="video" muted playsinline crossorigin="anonymous"></video><script src="/library.js"></script>';
  const server = createServer((request, response) => {
    if (request.url === '/library.js') {
      response.writeHead(200, { 'Content-Type': 'text/javascript' });
      createReadStream(file).pipe(response);
    } else if (request.url === '/') {
      response.writeHead(200, { 'Content-Type': 'text/html' });
      response.end(page);
    } else {
      response.writeHead(204); // the icon that browsers ask for
      response.end();
    }
  });
  return new Promise((resolve, reject) => {
    server.on('error', reject);
    server.listen(0, '127.0.0.1', () => resolve({ url: `http://127.0.0.1:${server.address().port}/`, close: () => server.close() }));
  });
}
