/** A customer's turn and the message that ended the wait. */
export interface Answer {
  /** The turn's first message, from which the wait counts. */
  asked: string;
  answered: string;
  seconds: number;
}

interface Written {
  message_id: string;
  sent_at: string;
  direction: 'to_company' | 'to_client';
}

/**
 * The pairs behind the response times, as docs/metrics.md defines them: a customer turn is a run of customer messages up to
 * the next agent message. Where earlier messages are not at hand the first turn may have begun among them: it is left out.
 */
export function answersIn(messages: readonly Written[], fromTheStart: boolean): Answer[] {
  const answers: Answer[] = [];
  let asked: Written | undefined;
  let sure = fromTheStart;
  for (const message of messages) {
    if (message.direction === 'to_company') asked ??= message;
    else {
      if (asked && sure)
        answers.push({
          asked: asked.message_id,
          answered: message.message_id,
          seconds: (Date.parse(message.sent_at) - Date.parse(asked.sent_at)) / 1000,
        });
      asked = undefined;
      sure = true;
    }
  }
  return answers;
}
