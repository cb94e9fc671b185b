/** What is wrong, as a tired operator understands it, and what to do about it. */
export interface Trouble {
  words: string;
  advice: string;
}

/** What kind of fault a source met, as the server says it; a newer server may say others. */
export type SourceCause =
  | 'nameUnknown' | 'portClosed' | 'noAnswer' | 'unauthorized' | 'wrongPassphrase' | 'untrusted' | 'notFound' | 'turnedAway' | 'protocolError' | 'notMedia' | 'noMedia' | 'connectionLost' | 'programFailed' | 'notAllowed' | 'publisherGone' | 'unknown';

/** What each of them is for people. */
const known: Partial<Record<SourceCause, Trouble>> = {
  nameUnknown: { words: 'The camera’s name cannot be looked up', advice: 'Check the host name in its source, or name its address.' },
  portClosed: { words: 'The camera refuses connections', advice: 'It is on, but nobody listens at that port: check the port, or restart the camera.' },
  noAnswer: { words: 'The camera does not answer', advice: 'Check its power, its cable and its address.' },
  unauthorized: { words: 'The camera refuses the user name or the password', advice: 'Correct them in the stream’s source.' },
  wrongPassphrase: { words: 'The passphrase does not fit', advice: 'Correct it in the stream’s source, or at the other side.' },
  untrusted: { words: 'The camera’s certificate is not believed', advice: 'Set its fingerprint (sourceFingerprint), or mend the certificate.' },
  notFound: { words: 'The camera has no stream at this path', advice: 'Check the path in the stream’s source.' },
  turnedAway: { words: 'The camera turns us away', advice: 'It may have as many clients as it takes: close others, or restart it.' },
  protocolError: { words: 'Something else answers at this port', advice: 'Check the port in the stream’s source: RTSP has 554 most often.' },
  notMedia: { words: 'No media lies at this address', advice: 'Check the address in the stream’s source: it must be that of the media itself.' },
  noMedia: { words: 'The camera is connected, but sends no picture', advice: 'Its encoder hangs: restart the camera.' },
  connectionLost: { words: 'The camera ended the connection', advice: 'It restarts, or has too many clients. It is tried again.' },
  programFailed: { words: 'A program that the source needs failed', advice: 'See below what it said.' },
  notAllowed: { words: 'This server may not connect to that address', advice: 'Streams made through the API may reach what “sources” in the configuration allows.' },
};

/** What an error of a source means, by its cause; null where nothing was said. */
export function troubleOfSource(cause: string | null): Trouble {
  return known[cause as SourceCause] ?? { words: 'The source fails', advice: 'It is tried again. See below what was said.' };
}
