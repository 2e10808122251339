import { isObject, messageFields } from '@powerpulse/chat-export';
import type { DaysToJudge } from '@powerpulse/contracts';
import type { PreviewedMessage } from './preview.js';

/** Of everyday English; of most other languages fewer. */
const CHARACTERS_PER_TOKEN = 4;

/** How many conversation-days would be judged, and how much is written in them: by dates in UTC, so about. */
export class ExpectedDays {
  private readonly days = new Set<string>();
  private messages = 0;
  private characters = 0;

  add({ chat_id, sent_at, direction }: PreviewedMessage, value: unknown): void {
    const text = isObject(value) ? messageFields(value)?.text : null;
    if (typeof text !== 'string') return;
    this.messages++;
    this.characters += text.length;
    // Days without a customer's message are not judged.
    if (/company/i.test(direction ?? '')) this.days.add(`${chat_id ?? ''} ${dateOf(sent_at)}`);
  }

  sum(): DaysToJudge {
    const token_estimate = Math.ceil(this.characters / CHARACTERS_PER_TOKEN);
    return { days: this.days.size, token_estimate, messages: this.messages, earlier_days: 0 };
  }
}

function dateOf(time: string | null): string {
  if (time === null) return '';
  // Digits alone are seconds or milliseconds since 1970.
  const at = /^\d+$/.test(time) ? Number(time.slice(0, 10)) * 1000 : Date.parse(time);
  return Number.isNaN(at) ? time : new Date(at).toISOString().slice(0, 10);
}
