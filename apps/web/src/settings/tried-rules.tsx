import { Skeleton, Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { TriedRules as Tried } from '../api/client';
import { count } from '../format';
import { LinkAnchor } from '../link-anchor';
import { Refused } from '../states';
import { tryRulesQuery } from './settings-queries';
import { useTime } from '../sign-in/zone';

/** What rules would have left out of what is stored, with some of it to look at. Changes nothing. */
export function TriedRules({ patterns }: { patterns: string[] }) {
  const { data, error } = useQuery(tryRulesQuery(patterns));
  if (error) return <Refused error={error} />;
  if (!data) return <Skeleton height={80} aria-label="Loading" />;
  return (
    <Stack gap="sm" role="status" aria-label="What these rules would catch">
      <Text size="sm" className="numbers" data-caught={data.matched}>
        In the newest {count(data.conversations)} conversations these rules would have caught{' '}
        <b>{count(data.matched)}</b> of {count(data.messages)} messages. What a rule left out when it came is
        no longer counted here.
      </Text>
      {data.patterns.map((pattern) => (
        <Caught key={pattern.pattern} {...pattern} />
      ))}
    </Stack>
  );
}

function Caught({ pattern, messages, conversations, examples }: Tried['patterns'][number]) {
  const time = useTime();
  if (messages === 0) return null;
  return (
    <Stack gap={2}>
      <Text size="sm" className="numbers" style={{ overflowWrap: 'anywhere' }}>
        <code>{pattern}</code>: {count(messages)} {messages === 1 ? 'message' : 'messages'} in{' '}
        {count(conversations)} {conversations === 1 ? 'conversation' : 'conversations'}, such as
      </Text>
      {examples.map(({ chat_id, sent_at, text }) => (
        <Text key={`${chat_id} ${sent_at} ${text}`} size="sm" className="message-text" pl="md">
          “{text}”{' '}
          <LinkAnchor to="/conversations/$chatId" params={{ chatId: chat_id }} size="xs">
            {time(sent_at)}
          </LinkAnchor>
        </Text>
      ))}
    </Stack>
  );
}
