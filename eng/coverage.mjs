// node eng/coverage.mjs ROOT FILE...: merges Cobertura reports of several test programs (a line counts as covered where any of them ran it) and prints
// line coverage of each library, and of the folders that hold parsers and state machines, and names those below a bound; of the drivers, which own sockets, files and
// processes, it names those below it. HEADRACE_COVERAGE_FILES=1 lists the lines that nothing ran.
import { readFileSync } from 'node:fs';
import path from 'node:path';

const [root, ...files] = process.argv.slice(2);
const wanted = 95;
const parsers = /^src\/Headrace\.(Media|Containers|Manifests|Protocols\.[A-Za-z]+|Streaming)\//;

// file → line → hits
const lines = new Map();
for (const file of files) {
  const text = readFileSync(file, 'utf8');
  const source = /<source>([^<]*)<\/source>/.exec(text)?.[1] ?? '';
  for (const [, name, body] of text.matchAll(/<class [^>]*filename="([^"]+)"[^>]*>([\s\S]*?)<\/class>/g)) {
    const full = path.isAbsolute(name) ? name : path.join(source, name);
    const relative = path.relative(root, full);
    if (!relative.startsWith('src/') || relative.includes('/obj/')) continue;
    if (!lines.has(relative)) lines.set(relative, new Map());
    const own = lines.get(relative);
    for (const [, number, hits] of body.matchAll(/<line number="(\d+)" hits="(\d+)"/g)) own.set(number, Math.max(own.get(number) ?? 0, Number(hits)));
  }
}

const groups = { library: new Map(), folder: new Map(), driver: new Map() };
for (const [file, own] of lines) {
  const covered = [...own.values()].filter((hits) => hits > 0).length;
  const parts = file.split('/');
  add(groups.library, parts[1], covered, own.size);
  add(groups.library, 'all', covered, own.size);
  add(parsers.test(file) ? groups.folder : groups.driver, parts.slice(1, Math.min(parts.length - 1, parts[1] === 'Headrace.Media' || parts[1] === 'Headrace.Containers' ? 4 : 3)).join('/'), covered, own.size);
}

function add(group, name, covered, all) {
  const sum = group.get(name) ?? { covered: 0, all: 0 };
  group.set(name, { covered: sum.covered + covered, all: sum.all + all });
}

function print(title, group) {
  console.log(`\n${title}`);
  for (const [name, { covered, all }] of [...group].sort(([a], [b]) => (a < b ? -1 : 1))) {
    console.log(`  ${percent(covered, all).padStart(6)} %  ${String(all).padStart(6)} lines  ${name}`);
  }
}

function percent(covered, all) {
  return ((100 * covered) / Math.max(1, all)).toFixed(1);
}

print('Line coverage of the libraries', groups.library);
print('of parsers and state machines', groups.folder);
if (process.env.HEADRACE_COVERAGE_FILES) {
  console.log('\nfiles below the bound, and lines that nothing ran');
  for (const [file, own] of [...lines].sort(([a], [b]) => (a < b ? -1 : 1))) {
    const missed = [...own].filter(([, hits]) => hits === 0).map(([number]) => number);
    if (missed.length > 0 && parsers.test(file)) console.log(`  ${percent(own.size - missed.length, own.size)} %  ${file}: ${missed.join(' ')}`);
  }
}

const low = (group) => new Map([...group].filter(([, { covered, all }]) => (100 * covered) / all < wanted));
print(`Drivers below ${wanted} %`, low(groups.driver));
const missed = [...low(groups.folder).keys()];
console.log(missed.length > 0 ? `\nParsers and state machines below ${wanted} %: ${missed.join(', ')}` : `\nAll folders of parsers and state machines are at ${wanted} % or above.`);
