import { duration } from '../shared/format';
import type { StreamSummary } from './overview';
import { type Trouble, troubleOfSource } from './trouble';

/** How a stream is. `bad`: viewers see nothing, or soon will not; `warn`: they see it, but it is not as it should be; `idle`: it rests, as it should. */
export type Level = 'bad' | 'warn' | 'ok' | 'idle';

/** How a stream is, and all that is wrong with it, the worst first. */
export interface Health {
  level: Level;
  troubles: Trouble[];
  /** A few words where nothing is wrong. */
  note: string;
}

/** Seconds until what is measured over ten of them is worth a word. */
const settling = 12;
/** Part of the packets, or pictures, that may be lost. */
const tolerableLoss = 0.01;
const severeLoss = 0.05;
/** Part of the stated frame rate that must come. */
const leastFrames = 0.7;
/** Seconds between key frames that viewers can live with. */
const longestGroup = 10;
const breaksInAnHour = 3;
/** Seconds that connecting may take without a word. */
const connectingPatience = 10;

/** Judges a stream by what the server says of it at `now` (milliseconds of the server's clock). */
export function healthOf(stream: StreamSummary, now: number): Health {
  if (stream.goneSince) return bad({ words: `Gone since ${duration(secondsSince(stream.goneSince, now))}: its publisher left`, advice: 'Start its publisher again. Nothing on this server names the stream.' });
  switch (stream.state) {
    case 'paused':
      return idle('Paused by an operator');
    case 'error':
      return bad(sourceTrouble(stream));
    case 'connecting':
      if (stream.lastError !== null || stream.inputs.some(input => input.tries > 1)) return bad(sourceTrouble(stream));
      return secondsSince(stream.since, now) < connectingPatience ? idle('Connecting …') : warn({ words: 'Connected, no picture yet', advice: 'If it stays so, restart the camera or the encoder.' });
    case 'inactive':
      return judgeInactive(stream, now);
    default:
      return judgeActive(stream, now);
  }
}

/** Worst first: the order in which an operator wants to see streams. */
export const levels: readonly Level[] = ['bad', 'warn', 'ok', 'idle'];

function judgeInactive(stream: StreamSummary, now: number): Health {
  if (stream.inputs.length > 0 && stream.inputs.every(input => input.onDemand)) return idle('Rests until somebody watches');
  if (stream.inputs.some(input => input.state === 'error' || input.tries > 1)) return bad(sourceTrouble(stream));
  if (stream.tracks.length > 0 || stream.breaksLastHour > 0 || !stream.isConfigured)
    return bad({ words: `Nobody sends since ${duration(secondsSince(stream.since, now))}`, advice: 'The publisher stopped or lost its network. The stream goes on by itself when it returns.' });
  return warn({ words: 'Waiting for its publisher', advice: 'Nobody has sent it yet.' });
}

function judgeActive(stream: StreamSummary, now: number): Health {
  const troubles: (Trouble & { isSevere?: boolean })[] = [];
  const hasSettled = secondsSince(stream.since, now) > settling;
  const video = stream.tracks.find(track => track.kind === 'video');
  const best = stream.inputs[0];
  if (hasSettled && stream.bitrateIn === 0) troubles.push({ words: 'Connected, but nothing arrives', advice: 'The camera or encoder hangs: restart it.', isSevere: true });
  else if (hasSettled && video && stream.framesPerSecond === 0) troubles.push({ words: 'Sound arrives, but no picture', advice: 'The encoder of the picture hangs: restart the camera.', isSevere: true });
  if (stream.lossRate >= tolerableLoss) troubles.push({ words: `The network loses ${percent(stream.lossRate)} of the packets`, advice: 'Check the cable, switch or radio link to the camera, or use RTSP over TCP.', isSevere: stream.lossRate >= severeLoss });
  if (stream.errorRate >= tolerableLoss) troubles.push({ words: `${percent(stream.errorRate)} of the pictures are damaged and left out`, advice: 'Usually the network to the camera; else its encoder.', isSevere: stream.errorRate >= severeLoss });
  if (best && best.state !== 'active' && stream.inputs.some(input => input.state === 'active')) troubles.push({ words: `Runs on “${stream.inputs.find(input => input.state === 'active')!.label}”, as “${best.label}” fails`, advice: best.lastError ?? 'It goes back by itself when that is well again.' });
  if (hasSettled && video?.frameRate && stream.framesPerSecond > 0 && stream.framesPerSecond < leastFrames * video.frameRate)
    troubles.push({ words: `Only ${Math.round(stream.framesPerSecond)} of ${Math.round(video.frameRate)} pictures a second arrive`, advice: 'The encoder is overloaded, or the network too slow.' });
  const group = stream.framesPerSecond > 0 && stream.gopLength > 0 ? stream.gopLength / stream.framesPerSecond : 0;
  if (hasSettled && video && stream.framesPerSecond > 0 && (stream.gopLength === 0 || group > longestGroup))
    troubles.push({ words: `Key frames are ${stream.gopLength === 0 ? 'more than 10 s' : `${Math.round(group)} s`} apart`, advice: 'Viewers wait that long for their first picture: set the key frame interval of the camera to 2 s.' });
  if (stream.breaksLastHour >= breaksInAnHour) troubles.push({ words: `Broke off ${stream.breaksLastHour} times in the last hour`, advice: 'Check the camera’s power and network.' });
  if (stream.pressure !== 'normal' && stream.pressure !== 'low') troubles.push({ words: 'Short of memory: pictures may be left out', advice: 'Fewer viewers that are behind, or a higher limits.memory.', isSevere: stream.pressure === 'critical' });
  for (const forward of stream.forwards.filter(forward => forward.state === 'failed')) troubles.push({ words: `Cannot be sent on to ${forward.url}`, advice: forward.lastError ?? 'It is tried again.' });
  if (troubles.length === 0) return { level: 'ok', troubles, note: '' };
  troubles.sort((a, b) => Number(b.isSevere ?? false) - Number(a.isSevere ?? false));
  return { level: troubles[0]!.isSevere ? 'bad' : 'warn', troubles, note: '' };
}

function sourceTrouble(stream: StreamSummary): Trouble {
  return troubleOfSource(stream.lastErrorCause ?? stream.inputs.find(input => input.lastErrorCause !== null)?.lastErrorCause ?? null);
}

function bad(trouble: Trouble): Health {
  return { level: 'bad', troubles: [trouble], note: '' };
}

function warn(trouble: Trouble): Health {
  return { level: 'warn', troubles: [trouble], note: '' };
}

function idle(note: string): Health {
  return { level: 'idle', troubles: [], note };
}

function secondsSince(time: string, now: number): number {
  return Math.max(0, (now - Date.parse(time)) / 1000);
}

function percent(part: number): string {
  return `${(100 * part).toFixed(part < 0.1 ? 1 : 0)} %`;
}
