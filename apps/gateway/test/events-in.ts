export interface SentEvent<T> {
  /** Undefined where it had none. */
  id: string | undefined;
  event: string;
  data: T;
}

/** Server-sent events as they come; ends with the stream. */
export async function* eventsIn<T>(response: Response): AsyncGenerator<SentEvent<T>, undefined> {
  let text = '';
  for await (const piece of response.body?.pipeThrough(new TextDecoderStream()) ?? []) {
    text += piece;
    for (let end = text.indexOf('\n\n'); end >= 0; end = text.indexOf('\n\n')) {
      const fields = Object.fromEntries(
        text
          .slice(0, end)
          .split('\n')
          .map((line) => /^(\w*): ?(.*)$/s.exec(line)?.slice(1, 3) ?? []),
      ) as Record<string, string>;
      text = text.slice(end + 2);
      if (fields['data'] !== undefined) {
        yield {
          id: fields['id'],
          event: fields['event'] ?? 'message',
          data: JSON.parse(fields['data']) as T,
        };
      }
    }
  }
  return undefined;
}
