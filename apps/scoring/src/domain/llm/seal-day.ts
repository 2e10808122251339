import type { DayToJudge } from '../scorer.js';
import { condense } from './condense.js';
import { Placeholders } from './identifiers.js';
import { suspectedInstruction } from './injection.js';
import { replaceMatches, replaceSpans, unchanged, type MappedText } from './mapped-text.js';
import { namePattern, namesTold } from './names.js';
import { plainText } from './plain-text.js';
import type { CountTokens } from './tokens.js';

/** A day as it may leave the house: identifiers hidden, delimiters neutralised, on one line each. */
export interface SealedDay {
  dayId: string;
  date: string;
  lines: readonly string[];
  /** What its part of a prompt takes, fences included. */
  tokens: number;
  /** What looks like an instruction to the judge; null where nothing does. */
  suspected: string | null;
  /** What was done to it that a reader of its scores should know. */
  notes: readonly string[];
  /** To find quotes again. */
  shown: readonly { messageId: string; shown: MappedText }[];
}

const FENCE_TOKENS = 45;
const LINE_TOKENS = 6;
/** Of the conversation's earlier days, the latest are told. */
const EARLIER_DAYS = 10;
const EARLIER_TEXT = 240;

const PLACEHOLDER_LIKE = /\[(?=[A-Z]{2,6}_\d{1,4}\])/g;
/** Our fences, chat templates' turn marks, tags. */
const DELIMITERS = /<{2,}|>{2,}|<(?=[|/!?\p{L}])|(?<=[|\p{L}/"'])>/gu;

const LOOK_ALIKE: Readonly<Record<string, string>> = { '<': '‹', '>': '›' };

/** `room`: the most tokens its messages may take. */
export function sealDay(day: DayToJudge, room: number, count: CountTokens): SealedDay {
  const earlierDays = day.earlierDays.slice(-EARLIER_DAYS);
  const earlierTexts = earlierDays.map((earlier) => earlier.firstCustomerText ?? '');
  const texts = [...earlierTexts, ...day.messages.map((message) => message.text.slice(0, 2_000))];
  const names = namePattern([...day.names, ...namesTold(texts)]);
  const placeholders = new Placeholders();
  const show = (text: MappedText) => hidden(text, placeholders, names);

  const earlier = earlierDays.map((each) => {
    const began =
      each.firstCustomerText === null ? '' : `, began: "${beginning(show, each.firstCustomerText)}"`;
    return `earlier: ${each.date}, ${each.messages} messages, ${each.customerMessages} by the customer${began}`;
  });
  const { kept, gap, shortened } = condense(
    day.messages,
    { tokens: room - count(earlier.join('\n')), tokensPerMessage: LINE_TOKENS, count },
    show,
  );
  const first = day.messages[0]?.at ?? 0;
  const lines = kept.map(({ message, shown }) => {
    const minutes = Math.round((message.at - first) / 60_000);
    return `${message.direction === 'to_company' ? 'c' : 'a'}+${minutes}: ${shown.text}`;
  });
  if (gap !== null) lines.splice(gap.before, 0, `[... ${gap.messages} messages left out ...]`);
  const whole = [...earlier, ...lines];
  return {
    dayId: day.dayId,
    date: day.date,
    lines: whole,
    tokens: FENCE_TOKENS + count(whole.join('\n')),
    suspected: suspectedInstruction(
      [...earlierTexts, ...kept.map(({ message }) => message.text)].join(' / '),
    ),
    notes: notesOf(gap?.messages ?? 0, shortened),
    shown: kept.map(({ message, shown }) => ({ messageId: message.messageId, shown })),
  };
}

function hidden(text: MappedText, placeholders: Placeholders, names: RegExp | null): MappedText {
  let shown = plainText(text);
  shown = replaceMatches(shown, PLACEHOLDER_LIKE, () => '(');
  shown = replaceSpans(shown, placeholders.replacements(shown.text, names));
  return replaceMatches(shown, DELIMITERS, (match) =>
    match.replaceAll(/[<>]/g, (mark) => LOOK_ALIKE[mark] ?? mark),
  );
}

function beginning(show: (text: MappedText) => MappedText, text: string): string {
  // Hidden before it is cut: half an identifier would not be recognised.
  const { text: shown } = show(unchanged(text.slice(0, 4 * EARLIER_TEXT)));
  if (shown.length <= EARLIER_TEXT) return shown;
  return `${shown.slice(0, Math.max(shown.lastIndexOf(' ', EARLIER_TEXT), EARLIER_TEXT - 80))} ...`;
}

function notesOf(leftOut: number, shortened: number): string[] {
  const notes: string[] = [];
  if (leftOut > 0) notes.push(`condensed: ${leftOut} messages of the middle were not shown to the model`);
  if (shortened > 0)
    notes.push(`condensed: ${shortened} long messages were shown to the model without their middle`);
  return notes;
}
