import { Group, Paper, Text } from '@mantine/core';
import type { Day, Message } from '../api/client';
import { clock, duration, score } from '../format';
import { QuotedText } from './quoted-text';

interface BubbleProps {
  message: Message;
  day: Day;
  zone: string;
  /** Seconds that a customer waited for it. */
  wait: number | undefined;
  /** The score of this day that is pointed at. */
  metric: string | undefined;
}

export function Bubble({ message, day, zone, wait, metric }: BubbleProps) {
  const customer = message.direction === 'to_company';
  const quotes = day.evidence?.quotes.filter(({ message_id }) => message_id === message.message_id) ?? [];
  return (
    <Group justify={customer ? 'flex-start' : 'flex-end'} wrap="nowrap">
      <Paper
        withBorder
        p="xs"
        maw="85%"
        bg={customer ? undefined : 'var(--mantine-primary-color-light)'}
        data-message={message.message_id}
      >
        <Group gap="xs" justify="space-between">
          <Text size="xs" c="dimmed" data-wait={wait}>
            {customer ? 'Customer' : (message.agent_username ?? 'Agent')} · {clock(message.sent_at, zone)}
            {wait !== undefined && ` · after ${duration(wait / 60)}`}
          </Text>
          {message.sentiment !== null && (
            <Text
              size="xs"
              c={message.sentiment < -0.2 ? 'red' : message.sentiment > 0.2 ? 'teal' : 'dimmed'}
              title="Tone of this message, −1 to +1"
            >
              {score(message.sentiment)}
            </Text>
          )}
        </Group>
        {message.text_removed ? (
          <Text size="sm" c="dimmed" fs="italic">
            Removed: older than messages are kept
          </Text>
        ) : (
          <QuotedText text={message.text} quotes={quotes} metric={metric} />
        )}
      </Paper>
    </Group>
  );
}
