// Builds the pages into dist/: index.html (the status page), player.html (the page of a stream) and assets/, whose names carry a hash of their content
// and may be cached for ever.
import { createHash } from 'node:crypto';
import { mkdir, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const root = path.dirname(fileURLToPath(import.meta.url));
const dist = path.join(root, 'dist');
const assets = path.join(dist, 'assets');
const names = new Map(); // what stands in a page's {braces} → address, or the text of a fragment

async function emit(name, content) {
  const { name: stem, ext } = path.parse(name);
  const hash = createHash('sha256').update(content).digest('hex').slice(0, 10);
  await writeFile(path.join(assets, `${stem}-${hash}${ext}`), content);
  names.set(name, `/assets/${stem}-${hash}${ext}`);
}

async function bundle(name, entry, define = {}) {
  const result = await build({
    entryPoints: [path.join(root, entry)],
    bundle: true, write: false, minify: true, format: 'esm', target: 'es2020', legalComments: 'eof', external: ['/assets/*'], define, logLevel: 'warning', logLimit: 10,
  });
  await emit(name, result.outputFiles[0].contents);
}

await rm(dist, { recursive: true, force: true });
await mkdir(assets, { recursive: true });
for (const file of await readdir(path.join(root, 'static'))) await emit(file, await readFile(path.join(root, 'static', file)));
const worker = createRequire(import.meta.url).resolve('hls.js/dist/hls.worker.js');
await emit('hls.worker.js', (await readFile(worker, 'utf8')).replace(/^\/\/# sourceMappingURL=.*$/m, ''));
await bundle('player.js', 'src/player/player.ts', { WORKER_PATH: JSON.stringify(names.get('hls.worker.js')) });
const usesPlayer = { PLAYER_PATH: JSON.stringify(names.get('player.js')) }; // one copy of it, for both pages
await bundle('playerPage.js', 'src/player/main.ts', usesPlayer);
await bundle('status.js', 'src/status/main.ts', usesPlayer);
for (const file of await readdir(path.join(root, 'fragments'))) names.set(`fragments/${file}`, (await readFile(path.join(root, 'fragments', file), 'utf8')).trim());
for (const page of await readdir(path.join(root, 'pages'))) {
  const text = await readFile(path.join(root, 'pages', page), 'utf8');
  await writeFile(path.join(dist, page), text.replace(/\{([\w./]+)\}/g, (_, name) => {
    if (!names.has(name)) throw new Error(`${page} wants ${name}, which is not built.`);
    return names.get(name);
  }));
}
