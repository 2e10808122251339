import type { TranscriptLine } from '../scorer.js';
import { readMessage, type Reading } from './read-message.js';

export interface Line {
  messageId: string;
  at: number;
  customer: boolean;
  text: string;
  reading: Reading;
}

export const readLine = ({ messageId, at, direction, text }: TranscriptLine): Line => ({
  messageId,
  at,
  customer: direction === 'to_company',
  text,
  reading: readMessage(text),
});
