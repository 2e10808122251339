import { Table } from '@mantine/core';
import { useHotkeys } from '@mantine/hooks';
import { useNavigate } from '@tanstack/react-router';
import { useRef, useState } from 'react';
import type { Conversation } from '../api/client';
import type { Column } from './columns';

interface ConversationRowsProps {
  conversations: Conversation[];
  columns: Column[];
}

/** j and k walk through the rows, enter opens one. */
export function ConversationRows({ conversations, columns }: ConversationRowsProps) {
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
          {columns.map(({ id, title, short = title, numeric, cell }) => (
            <Table.Td key={id} data-label={short || undefined} className={numeric && 'numbers'}>
              {cell(conversation)}
            </Table.Td>
          ))}
        </Table.Tr>
      ))}
    </Table.Tbody>
  );
}
