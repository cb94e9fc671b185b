/** What people call the codecs of a playlist, by how their names in `CODECS` begin (RFC 6381). */
const names: [RegExp, string][] = [
  [/^(hvc1|hev1)/, 'H.265'],
  [/^(avc1|avc3)/, 'H.264'],
  [/^av01/, 'AV1'],
  [/^vp09/, 'VP9'],
  [/^mp4a\.40\.34|^mp4a\.6b/i, 'MP3'],
  [/^mp4a\.40/, 'AAC'],
  [/^ac-3/, 'AC-3'],
  [/^ec-3/, 'E-AC-3'],
  [/^opus/i, 'Opus'],
  [/^flac/i, 'FLAC'],
];

/** What a viewer, or who runs the server, can do about a stream that this browser cannot decode. */
export function sentenceOfUndecodable(codecs: string[], isSupported: (type: string) => boolean): string {
  const missing = [...new Set(codecs.map(codec => codec.trim()).filter(codec => codec !== '' && !isSupported(`video/mp4; codecs="${codec}"`)))];
  const what = missing.length > 0 ? missing.map(described).join(' and ') : 'the codecs of this stream';
  return `This browser has no decoder for ${what}. Watch it with another browser, or a program such as ffplay or mpv; or send H.264 and AAC, which every browser plays.`;
}

function described(codec: string): string {
  const name = names.find(([begins]) => begins.test(codec))?.[1];
  return name ? `${name} (${codec})` : codec;
}
