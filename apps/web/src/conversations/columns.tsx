import { Group, Text } from '@mantine/core';
import type { ReactNode } from 'react';
import type { Conversation } from '../api/client';
import { count, score, words } from '../format';
import { LinkAnchor } from '../link-anchor';
import { useTime } from '../sign-in/zone';

export interface Column {
  id: string;
  title: string;
  /** Where there is little room; empty where it is plain what it is. */
  short?: string;
  numeric?: true;
  cell: (conversation: Conversation) => ReactNode;
}

function When({ instant }: { instant: string }) {
  return (
    <Text size="sm" className="numbers" style={{ whiteSpace: 'nowrap' }}>
      {useTime()(instant)}
    </Text>
  );
}

/** All that a row can show, in this order. The first two always stand there. */
export const COLUMNS: Column[] = [
  { id: 'csi', title: 'Index', numeric: true, cell: ({ csi }) => <b>{score(csi)}</b> },
  {
    id: 'chat_id',
    title: 'Conversation',
    short: '',
    cell: ({ chat_id }) => (
      <LinkAnchor
        to="/conversations/$chatId"
        params={{ chatId: chat_id }}
        size="sm"
        truncate
        display="block"
        maw={240}
      >
        {chat_id}
      </LinkAnchor>
    ),
  },
  { id: 'customer', title: 'Customer', cell: ({ customer_name }) => customer_name ?? '–' },
  {
    id: 'agent',
    title: 'Agent',
    cell: ({ agent_username }) =>
      agent_username ? (
        <LinkAnchor to="/conversations" search={{ agent: agent_username }} size="sm">
          {agent_username}
        </LinkAnchor>
      ) : (
        '–'
      ),
  },
  {
    id: 'topics',
    title: 'Topics',
    cell: ({ topics }) => (
      <Group gap={6} className="one-line">
        {topics.slice(0, 3).map((topic) => (
          <LinkAnchor key={topic} to="/conversations" search={{ topic }} size="xs">
            {words(topic)}
          </LinkAnchor>
        ))}
      </Group>
    ),
  },
  { id: 'outcome', title: 'Outcome', cell: ({ outcome }) => outcome ?? '–' },
  { id: 'sentiment', title: 'Tone', numeric: true, cell: ({ sentiment_score }) => score(sentiment_score) },
  {
    id: 'rating',
    title: 'Likely rating',
    numeric: true,
    cell: ({ predicted_rating }) => score(predicted_rating),
  },
  {
    id: 'fcr',
    title: 'At first contact',
    cell: ({ fcr }) => (fcr === null ? '–' : fcr ? 'solved' : 'not solved'),
  },
  { id: 'days', title: 'Days', numeric: true, cell: ({ days }) => count(days) },
  { id: 'messages', title: 'Messages', numeric: true, cell: ({ message_count }) => count(message_count) },
  {
    id: 'first',
    title: 'First message',
    short: 'First',
    cell: ({ first_message_at }) => <When instant={first_message_at} />,
  },
  {
    id: 'last',
    title: 'Last message',
    short: 'Last',
    cell: ({ last_message_at }) => <When instant={last_message_at} />,
  },
];

export const ALWAYS = COLUMNS.slice(0, 2).map(({ id }) => id);
export const USUAL = ['csi', 'chat_id', 'customer', 'agent', 'topics', 'outcome', 'messages', 'last'];
