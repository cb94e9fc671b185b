// node-media-server as an RTMP server: node rtmp-server.mjs PORT
import NodeMediaServer from 'node-media-server';
const port = Number(process.argv[2]);
new NodeMediaServer({ bind: '127.0.0.1', rtmp: { port }, auth: { play: false, publish: false } }).run();
console.log('listens on', port);
