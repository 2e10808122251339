import type { DayAgent, EarlierDay, TimeMetrics } from '@powerpulse/contracts';

export interface Agent {
  username: string;
  email: string | null;
}

export interface DayMessage {
  messageId: string;
  /** Epoch milliseconds. */
  at: number;
  direction: 'to_company' | 'to_client';
  tokens: number;
  /** Who wrote it, where an agent did and is named. */
  agent: Agent | null;
}

export interface DayFacts {
  /** YYYY-MM-DD in the time zone asked for. */
  date: string;
  firstAt: number;
  lastAt: number;
  messages: number;
  customerMessages: number;
  /** No customer message. */
  outbound: boolean;
  agents: DayAgent[];
  time: TimeMetrics;
  tokenEstimate: number;
  earlierDays: EarlierDay[];
  transcriptHash: string;
}

export interface ConversationDay extends DayFacts {
  /** In order. */
  messageIds: string[];
}
