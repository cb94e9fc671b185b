// node-media-server as an RTMP server, and with a second port as one of FLV over HTTP: node rtmp-server.mjs PORT [HTTP-PORT]
import NodeMediaServer from 'node-media-server';
const [port, httpPort] = process.argv.slice(2).map(Number);
new NodeMediaServer({ bind: '127.0.0.1', rtmp: { port }, ...(httpPort ? { http: { port: httpPort }, webadmin: { enable: false } } : {}), auth: { play: false, publish: false } }).run();
console.log('listens on', port);
