import { isBlank, isObject, messageFields, type RawMessage } from '@powerpulse/chat-export';

export interface PreviewedMessage {
  readonly position: number;
  readonly chat_id: string | null;
  readonly text: string | null;
  readonly direction: string | null;
  readonly sent_at: string | null;
  readonly customer_name: string | null;
  readonly agent_username: string | null;
  readonly agent_email: string | null;
}

export interface PreviewProblem {
  /** Of the message, from 1; `null`: of the file. */
  readonly position: number | null;
  readonly code: string;
  readonly message: string;
}

const LONGEST_SHOWN = 200;
const SAYS_ITS_OFFSET = /(z|[+-]\d\d(:?\d\d)?|utc|gmt)\s*$/i;
const NOTHING: RawMessage = {
  chatId: null,
  text: null,
  direction: null,
  time: null,
  customerName: null,
  agentUsername: null,
  agentEmail: null,
};

/** `listChatId`: of the list it stands in, where that is one chat's. */
export function previewed(position: number, value: unknown, listChatId: string | null): PreviewedMessage {
  const raw = (isObject(value) ? messageFields(value) : null) ?? NOTHING;
  return {
    position,
    chat_id: shown(raw.chatId) ?? listChatId,
    text: shown(raw.text),
    direction: shown(raw.direction),
    sent_at: shown(raw.time),
    customer_name: shown(raw.customerName),
    agent_username: shown(raw.agentUsername),
    agent_email: shown(raw.agentEmail),
  };
}

/** The faults that can be seen at once; the rejects report of the upload itself has the last word. */
export function problemsOf({
  position,
  chat_id,
  text,
  direction,
  sent_at,
}: PreviewedMessage): PreviewProblem[] {
  const problems: PreviewProblem[] = [];
  const add = (code: string, message: string) => problems.push({ position, code, message });
  if (chat_id === null) add('chat_id_missing', 'no chat id');
  if (text === null) add('text_missing', 'no text');
  if (direction === null) add('direction_missing', 'nobody says who wrote');
  else if (!/^to[_\- ](company|client)$/i.test(direction.trim()))
    add('direction_unknown', 'who wrote is neither to_company nor to_client, nor a usual word for it');
  if (sent_at === null) add('time_missing', 'no time');
  else if (!SAYS_ITS_OFFSET.test(sent_at))
    add('time_without_offset', 'the time does not say its offset from UTC');
  return problems;
}

function shown(value: unknown): string | null {
  if (value == null) return null;
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  if (isBlank(text)) return null;
  return text.length > LONGEST_SHOWN ? `${text.slice(0, LONGEST_SHOWN).toWellFormed()}…` : text;
}
