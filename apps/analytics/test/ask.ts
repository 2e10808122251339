import type { RequestDefinition } from '@powerpulse/contracts';

/** A handler behind its contract: what is asked and what is answered must fit it, in less than a message may hold. */
export async function ask<I, O>(
  definition: RequestDefinition<I, O>,
  request: I,
  answer: (request: I) => Promise<O>,
): Promise<O> {
  const reply = JSON.stringify(await answer(definition.request.parse(request)));
  if (reply.length > 512 * 1024) throw new Error(`a reply of ${reply.length} characters`);
  return definition.reply.parse(JSON.parse(reply));
}
