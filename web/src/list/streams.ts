/** A stream as the list shows it. */
export interface Stream {
  name: string;
  /** `active`, `inactive`, `connecting`, `paused` or `error`. */
  state: string;
}

/** The server's streams by name, or a sentence that says why they cannot be shown. */
export async function readStreams(): Promise<{ streams: Stream[]; problem: string }> {
  try {
    const response = await fetch('/api/v1/streams?itemsPerPage=1000', { cache: 'no-store' });
    if (response.ok) return { streams: parse(await response.json()), problem: '' };
    return { streams: [], problem: problemOf(response.status) };
  } catch {
    return { streams: [], problem: 'The server cannot be reached.' };
  }
}

/** The names and states in the API's answer; entries without a name are left out. */
export function parse(answer: unknown): Stream[] {
  const items = (answer as { items?: unknown } | null)?.items;
  if (!Array.isArray(items)) return [];
  return items
    .map((item: Partial<Stream> | null) => ({ name: item?.name ?? '', state: item?.state ?? '' }))
    .filter(stream => stream.name !== '')
    .sort((a, b) => a.name.localeCompare(b.name));
}

function problemOf(status: number): string {
  if (status === 401 || status === 403)
    return 'The list of streams is shown without credentials only on the server’s own machine. A stream’s page opens at its name, as in /cam1.';
  return `The list of streams cannot be read: the server answered ${status}.`;
}
