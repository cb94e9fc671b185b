// Bundles test/*.test.ts and runs them with Node's own test runner. Arguments pass to it.
import { spawnSync } from 'node:child_process';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const root = path.dirname(fileURLToPath(import.meta.url));
const out = await mkdtemp(path.join(tmpdir(), 'headrace-web-test-'));
const files = (await readdir(path.join(root, 'test'))).filter(file => file.endsWith('.test.ts'));
await build({ entryPoints: files.map(file => path.join(root, 'test', file)), outdir: out, outExtension: { '.js': '.mjs' }, bundle: true, format: 'esm', platform: 'node', logLevel: 'warning' });
const run = spawnSync(process.execPath, ['--test', ...process.argv.slice(2), ...files.map(file => path.join(out, file.replace(/\.ts$/, '.mjs')))], { stdio: 'inherit', cwd: root });
await rm(out, { recursive: true });
process.exit(run.status ?? 1);
