/** What the server answered where it did not do what it was asked. */
export class Refusal extends Error {
  constructor(
    readonly status: number,
    message: string,
    /** Which problem it is: `access-denied`; empty where the server does not say. */
    readonly problem: string,
  ) {
    super(message);
  }

  /** True where other credentials might help. */
  get isOfAccess(): boolean {
    return this.status === 401 || this.status === 403;
  }
}

/** Asks the server's API. Credentials go in a header, and nowhere else. */
export class Api {
  /** Value of the header `Authorization`, or null. */
  authorization: string | null = null;

  /** The JSON that it answers. Throws a `Refusal`, or a `TypeError` where there is no answer at all. */
  async get<T>(path: string, signal?: AbortSignal): Promise<T> {
    return (await (await this.send('GET', path, { Accept: 'application/json' }, signal)).json()) as T;
  }

  /** Any request; the same errors. */
  async send(method: string, path: string, headers: Record<string, string> = {}, signal?: AbortSignal): Promise<Response> {
    // The browser must neither keep the answer nor ask for a password in a window of its own.
    const response = await fetch(path, {
      method, cache: 'no-store', credentials: 'omit', ...(signal ? { signal } : {}),
      headers: this.authorization === null ? headers : { ...headers, Authorization: this.authorization },
    });
    if (response.ok) return response;
    throw await refusalOf(response);
  }
}

async function refusalOf(response: Response): Promise<Refusal> {
  const silent = `The server answered ${response.status}.`;
  try {
    const problem = (await response.json()) as { detail?: string; title?: string; type?: string };
    return new Refusal(response.status, problem.detail ?? problem.title ?? silent, (problem.type ?? '').replace('/problems/', ''));
  } catch {
    return new Refusal(response.status, silent, '');
  }
}
