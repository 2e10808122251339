import { Progress, Table, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { count, counted, duration, words } from '../format';
import { LinkAnchor } from '../link-anchor';
import { WideTable } from '../wide-table';
import { pipelineQuery } from './operations-queries';
import { Section } from './section';

const seconds = (value: number | null) => duration(value === null ? null : value / 60);

/** What waits at which stage, and since when. */
export function Pipeline() {
  const pipeline = useQuery(pipelineQuery);
  return (
    <Section title="What is on its way" query={pipeline}>
      {({ open_uploads, stages }) => {
        const most = Math.max(1, ...stages.map((stage) => stage.days_waiting + stage.conversations_waiting));
        return (
          <>
            <Text size="sm" data-open-uploads={open_uploads}>
              {open_uploads === 0 ? (
                'Nothing waits: all that came in is in the numbers.'
              ) : (
                <>
                  <LinkAnchor to="/uploads">{counted(open_uploads, 'upload')}</LinkAnchor> not through yet.
                </>
              )}
            </Text>
            <WideTable
              dense
              minWidth={560}
              label="What is on its way"
              verticalSpacing={4}
              className="numbers"
            >
              <Table.Thead>
                <Table.Tr>
                  <Table.Th>Stage</Table.Th>
                  <Table.Th ta="right">Uploads</Table.Th>
                  <Table.Th ta="right">Conversations</Table.Th>
                  <Table.Th ta="right">Days</Table.Th>
                  <Table.Th w="20%" aria-hidden />
                  <Table.Th ta="right">Oldest since</Table.Th>
                  <Table.Th ta="right">Nothing moved for</Table.Th>
                </Table.Tr>
              </Table.Thead>
              <Table.Tbody>
                {stages.map((stage) => (
                  <Table.Tr key={stage.stage} data-stage={stage.stage}>
                    <Table.Td data-wide>{words(stage.stage)}</Table.Td>
                    <Table.Td ta="right" data-label="Uploads">
                      {count(stage.uploads)}
                    </Table.Td>
                    <Table.Td ta="right" data-label="Conversations">
                      {count(stage.conversations_waiting)}
                    </Table.Td>
                    <Table.Td ta="right" data-label="Days">
                      {count(stage.days_waiting)}
                    </Table.Td>
                    <Table.Td aria-hidden>
                      <Progress value={(100 * (stage.days_waiting + stage.conversations_waiting)) / most} />
                    </Table.Td>
                    <Table.Td ta="right" data-label="Oldest since">
                      {seconds(stage.oldest_seconds)}
                    </Table.Td>
                    <Table.Td ta="right" data-label="Nothing moved for">
                      {seconds(stage.still_seconds)}
                    </Table.Td>
                  </Table.Tr>
                ))}
              </Table.Tbody>
            </WideTable>
          </>
        );
      }}
    </Section>
  );
}
