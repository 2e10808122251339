import { Group, Table, Text } from '@mantine/core';
import { useHotkeys } from '@mantine/hooks';
import { useNavigate } from '@tanstack/react-router';
import { useRef, useState } from 'react';
import type { Conversation } from '../api/client';
import { count, score, time, words } from '../format';
import { LinkAnchor } from '../link-anchor';

/** j and k walk through the rows, enter opens one. */
export function ConversationRows({ conversations }: { conversations: Conversation[] }) {
  const [current, setCurrent] = useState(-1);
  const body = useRef<HTMLTableSectionElement>(null);
  const navigate = useNavigate();
  const move = (by: number) => {
    const next = Math.min(Math.max(current + by, 0), conversations.length - 1);
    setCurrent(next);
    body.current?.rows[next]?.scrollIntoView({ block: 'nearest' });
  };
  useHotkeys([
    ['j', () => move(1)],
    ['k', () => move(-1)],
    [
      'enter',
      () => {
        const chosen = conversations[current];
        if (chosen) void navigate({ to: '/conversations/$chatId', params: { chatId: chosen.chat_id } });
      },
    ],
  ]);
  return (
    <Table.Tbody ref={body}>
      {conversations.map((conversation, i) => (
        <Table.Tr key={conversation.conversation_id} className="row-link" data-current={i === current}>
          <Table.Td className="numbers" fw={600}>
            {score(conversation.csi)}
          </Table.Td>
          <Table.Td maw={260}>
            <LinkAnchor
              to="/conversations/$chatId"
              params={{ chatId: conversation.chat_id }}
              size="sm"
              truncate
              display="block"
            >
              {conversation.chat_id}
            </LinkAnchor>
          </Table.Td>
          <Table.Td>{conversation.customer_name ?? '–'}</Table.Td>
          <Table.Td>
            {conversation.agent_username ? (
              <LinkAnchor to="/conversations" search={{ agent: conversation.agent_username }} size="sm">
                {conversation.agent_username}
              </LinkAnchor>
            ) : (
              '–'
            )}
          </Table.Td>
          <Table.Td>
            <Group gap={6}>
              {conversation.topics.slice(0, 3).map((topic) => (
                <LinkAnchor key={topic} to="/conversations" search={{ topic }} size="xs">
                  {words(topic)}
                </LinkAnchor>
              ))}
            </Group>
          </Table.Td>
          <Table.Td>{conversation.outcome ?? '–'}</Table.Td>
          <Table.Td className="numbers">{count(conversation.message_count)}</Table.Td>
          <Table.Td>
            <Text size="sm" className="numbers">
              {time(conversation.last_message_at)}
            </Text>
          </Table.Td>
        </Table.Tr>
      ))}
    </Table.Tbody>
  );
}
