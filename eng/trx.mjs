// node eng/trx.mjs FILE: prints what `dotnet test` wrote of a test program (TRX) as xunit's own runner would have: how many passed, failed and were skipped, and what failed.
import { readFileSync } from 'node:fs';

const text = readFileSync(process.argv[2], 'utf8');
const times = attributes(/<Times [^>]*/);
const counters = attributes(/<Counters [^>]*/);
const seconds = (Date.parse(times.finish) - Date.parse(times.start)) / 1000;
console.log(
  `<assembly total="${counters.total}" passed="${counters.passed}" failed="${counters.failed}" skipped="${counters.total - counters.executed}" errors="0" time="${seconds.toFixed(3)}">`,
);
for (const [result] of text.matchAll(/<UnitTestResult [^>]*outcome="Failed"[^>]*/g)) console.log(`<test name="${/ testName="([^"]*)"/.exec(result)[1]}" result="Fail">`);

function attributes(element) {
  return Object.fromEntries([...(element.exec(text)?.[0] ?? '').matchAll(/ (\w+)="([^"]*)"/g)].map(([, name, value]) => [name, value]));
}
