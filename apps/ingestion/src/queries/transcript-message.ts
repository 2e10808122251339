import type { TranscriptMessage } from '@powerpulse/contracts';

export interface TextRow {
  id: string;
  at: number;
  from_customer: boolean;
  text: string;
}

export const transcriptMessage = ({ id, at, from_customer, text }: TextRow): TranscriptMessage => ({
  message_id: id,
  at,
  direction: from_customer ? 'to_company' : 'to_client',
  text,
});
