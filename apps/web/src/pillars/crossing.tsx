import { Group, NumberInput, Stack, Table, Text } from '@mantine/core';
import { change, count, counted, score } from '../format';
import { LinkAnchor } from '../link-anchor';
import type { WhatIf } from './what-if-queries';

interface CrossingProps {
  line: number;
  onLine: (line: number) => void;
  crossing: WhatIf['crossing'];
}

/** The conversations that would be on the other side of a line. */
export function Crossing({ line, onLine, crossing }: CrossingProps) {
  return (
    <Stack gap="xs" mih={120}>
      <Group gap="sm" align="flex-end">
        <NumberInput
          size="xs"
          w={110}
          label="Line to watch"
          min={0}
          max={100}
          value={line}
          onChange={(value) => typeof value === 'number' && onLine(value)}
        />
        <Text size="sm" className="numbers" role="status" pb={4}>
          {crossing &&
            `${counted(crossing.falls_below, 'conversation')} would fall below it, ${count(crossing.rises_above)} would rise above.`}
        </Text>
      </Group>
      {crossing !== null && crossing.conversations.length > 0 && (
        <Table verticalSpacing={3} data-crossing={crossing.falls_below + crossing.rises_above}>
          <Table.Thead>
            <Table.Tr>
              <Table.Th>Conversation</Table.Th>
              <Table.Th ta="right">Now → then</Table.Th>
              <Table.Th ta="right">Points</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody className="numbers">
            {crossing.conversations.map(({ chat_id, current_csi, what_if_csi }) => (
              <Table.Tr key={chat_id}>
                <Table.Td style={{ overflowWrap: 'anywhere' }}>
                  <LinkAnchor to="/conversations/$chatId" params={{ chatId: chat_id }} size="sm">
                    {chat_id}
                  </LinkAnchor>
                </Table.Td>
                <Table.Td ta="right">
                  {score(current_csi)} → {score(what_if_csi)}
                </Table.Td>
                <Table.Td ta="right">{change(what_if_csi - current_csi)}</Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      )}
    </Stack>
  );
}
