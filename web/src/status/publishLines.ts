import type { Protocol } from './overview';

/** A way to send a stream here. */
export interface PublishLine {
  title: string;
  hint: string;
  text: string;
}

/** Ways to send a stream to this server, by the ports that it really listens on. `host` is how the page reached it. */
export function publishLines(protocols: Protocol[], host: string, name = 'cam1'): PublishLine[] {
  const port = (protocol: string): number | null => protocols.find(one => one.name === protocol && one.state === 'on')?.port ?? null;
  const [rtmp, rtsp, srt] = [port('RTMP'), port('RTSP'), port('SRT')];
  const lines: PublishLine[] = [];
  if (rtmp !== null) lines.push({ title: 'OBS Studio', hint: `Settings → Stream → Custom. Server as here, stream key ${name}.`, text: `rtmp://${host}${suffix(rtmp, 1935)}/live` });
  if (rtsp !== null) lines.push({ title: 'ffmpeg, over RTSP', hint: 'Sends a file as if it were live.', text: `ffmpeg -re -stream_loop -1 -i film.mp4 -c copy -f rtsp -rtsp_transport tcp rtsp://${host}${suffix(rtsp, 554)}/${name}` });
  if (srt !== null) lines.push({ title: 'ffmpeg, over SRT', hint: 'Mends losses on the way: for the open internet.', text: `ffmpeg -re -i film.mp4 -c copy -f mpegts 'srt://${host}:${srt}?streamid=publish:${name}'` });
  if (rtsp !== null) lines.push({ title: 'An encoder or camera that sends RTSP', hint: 'Its target:', text: `rtsp://${host}${suffix(rtsp, 554)}/${name}` });
  if (srt !== null) lines.push({ title: 'An encoder that sends SRT', hint: 'Mode caller; its target:', text: `srt://${host}:${srt}?streamid=publish:${name}` });
  return lines;
}

/** What makes this server fetch a camera: a call of its API. */
export function fetchLine(origin: string, name = 'cam1'): PublishLine {
  return {
    title: 'A camera that is fetched',
    hint: 'Put its address into headrace.yml, or tell the API:',
    text: `curl -X POST -H "Content-Type: application/json" -d '{ "name": "${name}", "source": "rtsp://user:password@192.0.2.10/stream" }' ${origin}/api/v1/streams`,
  };
}

function suffix(port: number, usual: number): string {
  return port === usual ? '' : `:${port}`;
}
