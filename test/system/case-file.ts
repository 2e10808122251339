import type { BadInput } from '@powerpulse/testing';

export type Row = Record<string, unknown>;

/** A good file of one chat with three messages; `second` changes the one in the middle. */
export function caseFile(chatId: string, second: Row = {}): Record<string, Row[]> {
  const row = (text: string, direction: string, time: string): Row => ({
    FB_CHAT_ID: chatId,
    MESSAGE_CONTENT: text,
    DIRECTION: direction,
    SOCIAL_CREATE_TIME: time,
  });
  return {
    [chatId]: [
      row('My parcel did not arrive, please help.', 'to_company', '2020-02-03T10:00:00Z'),
      { ...row('It was due on Monday.', 'to_company', '2020-02-03T10:01:00Z'), ...second },
      row('I am sorry, it is on its way.', 'to_client', '2020-02-03T10:05:00Z'),
    ],
  };
}

/** The key of our grouped shape for a field of the neutral one in which the cases are written. */
export const FIELD_OF: Readonly<Record<string, string>> = {
  'upload.field.message_text': 'MESSAGE_CONTENT',
  'upload.field.sent_at': 'SOCIAL_CREATE_TIME',
  text: 'MESSAGE_CONTENT',
  sender: 'DIRECTION',
  sent_at: 'SOCIAL_CREATE_TIME',
};

interface Change {
  $set?: Record<string, unknown>;
}

/** `conversations[0].messages[0].text` of the neutral form: which key of our message is set to what. */
export function changedMessage({ input }: BadInput): Row | null {
  const [[path, value] = ['', undefined]] = Object.entries((input as Change).$set ?? {});
  const field = /^conversations\[0\]\.messages\[0\]\.(\w+)$/.exec(path)?.[1];
  return field === undefined ? null : { [FIELD_OF[field] ?? field]: value };
}

/** What PostgreSQL can't hold becomes U+FFFD; nothing else is changed. */
export const stored = (text: string): string => text.replaceAll('\0', '\uFFFD').toWellFormed();
