import { bytes, duration } from '../shared/format';
import type { StreamSummary } from './overview';
import { mediaOf, sourceOf } from './streamRow';

/** What is known of a stream, as pairs of a name and its value; what does not apply is left out. */
export function factsOf(stream: StreamSummary, now: number): [string, string][] {
  const facts: [string, string | null][] = [
    ['Source', sourceOf(stream)],
    ['Publisher', stream.publisher && `${stream.publisher.protocol.toUpperCase()} ${stream.publisher.remote ?? ''}${stream.publisher.userAgent ? ` · ${stream.publisher.userAgent}` : ''}`],
    ['Media', mediaOf(stream) || null],
    ['Key frames', stream.framesPerSecond > 0 && stream.gopLength > 0 ? `every ${(stream.gopLength / stream.framesPerSecond).toFixed(1)} s` : null],
    ['Packets lost', stream.state === 'active' ? percent(stream.lossRate) : null],
    ['Damaged, left out', `${percent(stream.errorRate)} now, ${stream.dropped} since it began`],
    ['Breaks, last hour', String(stream.breaksLastHour)],
    ['Slowest viewer', stream.lagMs === null ? null : `${(stream.lagMs / 1000).toFixed(1)} s behind`],
    ['Memory', `${bytes(stream.memoryBytes)}${stream.pressure === 'normal' ? '' : `, pressure ${stream.pressure}`}`],
    ['Last error', stream.state === 'active' ? stream.lastError : null],
    ['In this state', duration((now - Date.parse(stream.since)) / 1000)],
    ...stream.inputs.filter(() => stream.inputs.length > 1).map((input): [string, string] => [`Input “${input.label}”`, `${input.state}: ${input.url}${input.lastError ? ` – ${input.lastError}` : ''}`]),
    ...stream.forwards.map((forward): [string, string] => ['Sent on', `${forward.state}: ${forward.url}${forward.lastError ? ` – ${forward.lastError}` : ''}`]),
    ...stream.tracks.flatMap(track => track.notCarried.map(({ output, reason }): [string, string] => [`Not in ${outputs[output] ?? output}`, `${track.codec}: ${reason}`])),
  ];
  return facts.filter((fact): fact is [string, string] => fact[1] !== null && fact[1] !== '');
}

const outputs: Record<string, string> = { rtp: 'RTSP', mp4: 'HLS and browsers', mpegts: 'MPEG-TS and SRT', 'hls-mpegts': 'HLS with MPEG-TS', flv: 'RTMP and FLV' };

function percent(part: number): string {
  return `${(100 * part).toFixed(part === 0 ? 0 : 2)} %`;
}
