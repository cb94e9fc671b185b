/** What is wrong, as a tired operator understands it, and what to do about it. */
export interface Trouble {
  words: string;
  advice: string;
}

/** What errors of sources mean: what the server says of them, and what that is for people. The first that fits holds. */
const known: [RegExp, string, string][] = [
  [/cannot be reached:.*(no such|not known|resolve|name or service)/i, 'The camera’s name cannot be looked up', 'Check the host name in its source, or name its address.'],
  [/cannot be reached:.*refused/i, 'The camera refuses connections', 'It is on, but nobody listens at that port: check the port, or restart the camera.'],
  [/cannot be reached|did not answer within|no route|unreachable|timed out/i, 'The camera does not answer', 'Check its power, its cable and its address.'],
  [/passphrase/i, 'The passphrase does not fit', 'Correct it in the stream’s source, or at the other side.'],
  [/does not accept the user name|password/i, 'The camera refuses the user name or the password', 'Correct them in the stream’s source.'],
  [/certificate/i, 'The camera’s certificate is not believed', 'Set its fingerprint (sourceFingerprint), or mend the certificate.'],
  [/answered 404/i, 'The camera has no stream at this path', 'Check the path in the stream’s source.'],
  [/speaks \w+ on the|does not speak/i, 'Something else answers at this port', 'Check the port in the stream’s source: RTSP has 554 most often.'],
  [/is a page or a document|no media;|cannot be told|is a playlist|which are no media/i, 'No media lies at this address', 'Check the address in the stream’s source: it must be that of the media itself.'],
  [/answered 45\d|answered 5\d\d|limit|too many/i, 'The camera turns us away', 'It may have as many clients as it takes: close others, or restart it.'],
  [/has sent no media|none has come for|nothing comes|sends no more/i, 'The camera is connected, but sends no picture', 'Its encoder hangs: restart the camera.'],
  [/closed the connection|connection.*(lost|reset|broke)/i, 'The camera ended the connection', 'It restarts, or has too many clients. It is tried again.'],
  [/not installed|program|ffmpeg/i, 'A program that the source needs failed', 'See below what it said.'],
];

/** What an error of a source means. */
export function troubleOfSource(error: string | null): Trouble {
  const found = error === null ? undefined : known.find(([pattern]) => pattern.test(error));
  return found ? { words: found[1], advice: found[2] } : { words: 'The source fails', advice: 'It is tried again. See below what was said.' };
}
