/** More than any honest answer has, after decompression. */
export const LONGEST_ANSWER_BYTES = 4 * 1024 * 1024;

export class AnswerTooLong extends Error {
  override readonly name = 'AnswerTooLong';
}

/** `fetch` that follows no redirects and reads no endless bodies. */
export async function boundedFetch(input: string | URL | Request, init?: RequestInit): Promise<Response> {
  const response = await fetch(input, { ...init, redirect: 'manual' });
  if (response.body === null) return response;
  let bytes = 0;
  const counting = new TransformStream<Uint8Array, Uint8Array>({
    transform: (chunk, controller) => {
      bytes += chunk.byteLength;
      if (bytes > LONGEST_ANSWER_BYTES) controller.error(new AnswerTooLong('the answer is too long'));
      else controller.enqueue(chunk);
    },
  });
  const { status, statusText, headers } = response;
  return new Response(response.body.pipeThrough(counting), { status, statusText, headers });
}
