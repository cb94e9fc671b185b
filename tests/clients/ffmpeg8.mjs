// FFmpeg 8.1, from the package node-av: what Debian's ffmpeg is too old for. Enhanced RTMP and FLV, AV1 over RTSP.
//   node ffmpeg8.mjs push FILE URL FORMAT            copies FILE to URL in real time, to its end
//   node ffmpeg8.mjs read URL FRAMES [FORMAT]        decodes FRAMES pictures of URL, and prints the numbers that are burned into them, and the seconds of sound that came, as JSON
//   node ffmpeg8.mjs count URL PACKETS               reads PACKETS packets, and prints how many of each picture and each sound there were, as JSON
//   node ffmpeg8.mjs copy FILE OUTPUT FORMAT         copies FILE to a file, as fast as it can
Promise.withResolvers ??= function () {
  let resolve, reject;
  const promise = new Promise((a, b) => { resolve = a; reject = b; });
  return { promise, resolve, reject };
};
const { Demuxer, Muxer, Decoder } = await import('node-av/api');
const [verb, from, second, third] = process.argv.slice(2);

/** The number in the top strip of a picture: 32 blocks of equal width, white for 1, most significant bit left. */
function number(frame) {
  const luma = frame.data[0], stride = frame.linesize[0], block = frame.width / 32;
  let value = 0;
  for (let bit = 0; bit < 32; bit++) value = value * 2 + (luma[16 * stride + Math.floor((bit + 0.5) * block)] > 127 ? 1 : 0);
  return value;
}

async function copy(isPaced) {
  const input = await Demuxer.open(from);
  for (const stream of input.streams) stream.codecpar.codecTag = 0;
  const muxer = await Muxer.open(second, { format: third });
  const outputs = new Map(input.streams.map(stream => [stream.index, muxer.addStream(stream)]));
  const start = Date.now();
  let packets = 0;
  for await (const packet of input.packets()) {
    if (!packet) break;
    const { num, den } = packet.timeBase ?? input.streams[packet.streamIndex].timeBase;
    const wait = Number(packet.dts) * 1000 * num / den - (Date.now() - start);
    if (isPaced && wait > 2) await new Promise(resolve => setTimeout(resolve, wait));
    await muxer.writePacket(packet, outputs.get(packet.streamIndex));
    packet.free?.();
    packets++;
  }
  await muxer.close();
  console.log(JSON.stringify({ packets }));
}

async function read() {
  const input = await Demuxer.open(from, third ? { format: third } : undefined);
  const video = input.video();
  const decoder = await Decoder.create(video);
  const sound = input.audio(), numbers = [], unset = -(2n ** 63n);
  let soundSeconds = 0, firstSound = null;
  async function* pictures() {
    for await (const packet of input.packets()) {
      if (!packet || packet.streamIndex === video.index) {
        yield packet;
        continue;
      }
      // Packets of RTP say nothing of their duration.
      if (packet.streamIndex === sound?.index && packet.pts !== unset) {
        firstSound ??= packet.pts;
        soundSeconds = Number(packet.pts + packet.duration - firstSound) * sound.timeBase.num / sound.timeBase.den;
      }
      packet.free?.();
    }
  }
  for await (const frame of decoder.frames(pictures())) {
    if (!frame) break;
    numbers.push(number(frame));
    frame.free?.();
    if (numbers.length >= Number(second)) break;
  }
  console.log(JSON.stringify({ tracks: input.streams.length, soundSeconds, numbers }));
}

async function count() {
  const input = await Demuxer.open(from);
  const counts = new Map(input.streams.filter(({ codecpar }) => codecpar.codecType <= 1).map(stream => [stream.index, 0])); // 0 is video and 1 audio: metadata is a stream to it, too
  let left = Number(second);
  for await (const packet of input.packets()) {
    if (!packet) break;
    if (counts.has(packet.streamIndex)) counts.set(packet.streamIndex, counts.get(packet.streamIndex) + 1);
    packet.free?.();
    if (--left <= 0) break;
  }
  console.log(JSON.stringify([...counts.values()]));
}

if (verb === 'push' || verb === 'copy') await copy(verb === 'push');
else if (verb === 'read') await read();
else if (verb === 'count') await count();
else throw new Error('usage: push FILE URL FORMAT | read URL FRAMES [FORMAT] | count URL PACKETS | copy FILE OUTPUT FORMAT');
process.exit(0);
