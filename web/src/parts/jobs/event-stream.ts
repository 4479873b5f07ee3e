/** Asked again after so long where the connection ended before what is followed was over. */
const RETRY_MS = 2_000;

/** What is followed, and whom it is told. */
interface Following {
  readonly path: string;
  /** As `Accept-Language` names it: `EventSource` asks for the browser's instead, whatever somebody chose. */
  readonly language: string;
  /** Ends the following. */
  readonly signal: AbortSignal;
  /** @param data of an event, as it came */
  readonly tell: (data: string) => void;
}

/**
 * Follows server-sent events until the server says by 204 that nothing comes after the latest one, or refuses. Where the
 * connection ends, it is asked for what came meanwhile.
 */
export async function followEvents(following: Following): Promise<void> {
  const { signal } = following;
  let seen: string | undefined;
  while (!signal.aborted) {
    const answer = await asked(following, seen);
    if (answer !== null && (answer.status !== 200 || answer.body === null)) return;
    if (answer?.body != null) seen = (await readEvents(answer.body, following)) ?? seen;
    await pause(signal);
  }
}

/** Null where there was no connection. */
async function asked({ path, language, signal }: Following, seen: string | undefined): Promise<Response | null> {
  const headers = { 'Accept-Language': language, ...(seen === undefined ? {} : { 'Last-Event-ID': seen }) };
  try {
    return await fetch(path, { headers, signal });
  } catch {
    return null;
  }
}

/** Tells the events as they come, until the connection ends. @returns the id of the latest, where there was one */
async function readEvents(
  body: ReadableStream<Uint8Array<ArrayBuffer>>,
  { tell }: Pick<Following, 'tell'>,
): Promise<string | undefined> {
  const reader = body.pipeThrough(new TextDecoderStream()).getReader();
  let seen: string | undefined;
  let text = '';
  try {
    for (let read = await reader.read(); !read.done; read = await reader.read()) {
      const events = (text + read.value).split('\n\n');
      text = events.pop() ?? '';
      for (const event of events) {
        seen = fieldOf(event, 'id') ?? seen;
        const data = fieldOf(event, 'data');
        if (data !== undefined) tell(data);
      }
    }
  } catch {
    // The connection broke, or nobody follows any more.
  }
  return seen;
}

function fieldOf(event: string, field: string): string | undefined {
  const start = `${field}: `;
  return event
    .split('\n')
    .find((line) => line.startsWith(start))
    ?.slice(start.length);
}

/** Waits a while, and no longer once nobody follows. */
async function pause(signal: AbortSignal): Promise<void> {
  if (signal.aborted) return;
  await new Promise<void>((resolve) => {
    const timer = setTimeout(resolve, RETRY_MS);
    signal.addEventListener('abort', () => {
      clearTimeout(timer);
      resolve();
    });
  });
}
