import type { REJECT_CODES } from '@powerpulse/contracts';
import type { MessageField } from '@powerpulse/chat-export';

export interface RejectReason {
  kind: 'rejected' | 'filtered';
  code: (typeof REJECT_CODES)[number];
  field: MessageField | null;
  /** What is wrong. Fixed texts, so that a report can't leak what people wrote. */
  message: string;
  hint: string;
}

export const MAX_TEXT_LENGTH = 65_536;
export const MAX_CHAT_ID_LENGTH = 500;

const rejected = (
  code: RejectReason['code'],
  field: MessageField | null,
  message: string,
  hint: string,
): RejectReason => ({ kind: 'rejected', code, field, message, hint });

const TIME_HINT = 'Write it as 2026-01-05T10:00:00Z or 2026-01-05T10:00:00+01:00.';

/** Everything for which a message is not kept. The names are stored with each refused message: never reuse one. */
export const REJECT_REASONS = {
  not_an_object: rejected(
    'not_an_object',
    null,
    'The message is not a JSON object.',
    'Each element of a list of messages is an object with text, direction and time.',
  ),
  message_too_large: rejected(
    'message_too_long',
    null,
    'The message takes more than 1 MiB of JSON.',
    'Split it, or leave out what is not chat.',
  ),
  chat_id_missing: rejected(
    'chat_id_missing',
    'chatId',
    'The message belongs to no chat: its chat id is missing or blank.',
    'Give every message FB_CHAT_ID, or group messages under their chat ids.',
  ),
  chat_id_not_text: rejected(
    'chat_id_invalid',
    'chatId',
    'The chat id is neither text nor a whole number.',
    'Write it in quotes. Numbers above 9007199254740991 lose digits without them.',
  ),
  chat_id_too_long: rejected(
    'chat_id_invalid',
    'chatId',
    `The chat id is longer than ${MAX_CHAT_ID_LENGTH} characters.`,
    'Use a shorter id.',
  ),
  text_missing: rejected(
    'text_missing',
    'text',
    'The message has no text.',
    'Give it MESSAGE_CONTENT; messages without words can be left out of the export.',
  ),
  text_not_a_string: rejected(
    'text_not_a_string',
    'text',
    'The text is not a string.',
    'Write the text in quotes, as one string.',
  ),
  text_too_long: rejected(
    'message_too_long',
    'text',
    `The text is longer than ${MAX_TEXT_LENGTH} characters.`,
    'Split the message, or shorten it.',
  ),
  direction_missing: rejected(
    'direction_missing',
    'direction',
    'It is not said who wrote the message.',
    'Give it DIRECTION: to_company (the customer wrote) or to_client (an agent wrote).',
  ),
  direction_unknown: rejected(
    'direction_unknown',
    'direction',
    'The direction is none that is known.',
    'Use to_company (the customer wrote) or to_client (an agent wrote).',
  ),
  time_missing: rejected('time_missing', 'time', 'The message has no time.', TIME_HINT),
  time_not_text: rejected(
    'time_invalid',
    'time',
    'The time is not a string. Of a number it is not said whether it counts seconds or milliseconds.',
    TIME_HINT,
  ),
  time_unreadable: rejected('time_invalid', 'time', 'The time is not an ISO 8601 date and time.', TIME_HINT),
  time_impossible: rejected(
    'time_invalid',
    'time',
    'There is no such date, time of day or offset.',
    'Check day, hour (0 to 23), minute, second (0 to 59) and offset.',
  ),
  time_leap_second: rejected(
    'time_invalid',
    'time',
    'A leap second can not be placed.',
    'Write second 59, or 00 of the next minute.',
  ),
  time_without_offset: rejected(
    'time_without_offset',
    'time',
    'The time does not say its offset from UTC, so it is no instant.',
    'Add Z for UTC, or the offset: 2026-01-05T10:00:00+01:00. The name of a zone is not enough.',
  ),
  time_before_epoch: rejected(
    'time_out_of_range',
    'time',
    'The time is not after 1970-01-01T00:00:00Z, as times are that were never set.',
    'Give the time at which the message was written.',
  ),
  time_in_future: rejected(
    'time_out_of_range',
    'time',
    'The time is more than a day after the upload.',
    'Give the time at which the message was written; check the offset.',
  ),
  auto_response: {
    kind: 'filtered',
    code: 'auto_response',
    field: 'text',
    message: 'An automatic reply: its text contains a pattern that the organization filters.',
    hint: 'Change the patterns in the settings if it should be kept.',
  },
} as const satisfies Record<string, RejectReason>;

export type RejectReasonName = keyof typeof REJECT_REASONS;
