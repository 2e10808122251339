import { Card, Group, SimpleGrid, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { type DateRange, lowestDaysQuery } from '../api/client';
import { score } from '../format';
import { LinkAnchor } from '../link-anchor';

export function LowestDays({ range }: { range: DateRange }) {
  const { data } = useQuery(lowestDaysQuery(range));
  return (
    <Card withBorder padding="md" mih={230}>
      <Text size="sm" c="dimmed" mb="xs">
        The lowest days
      </Text>
      <SimpleGrid cols={{ base: 1, md: 2 }} spacing="xs">
        {data?.days.map((day) => (
          <Group key={day.day_id} gap="sm" wrap="nowrap" align="flex-start">
            <Text fw={700} w={44} className="numbers">
              {score(day.csi_score)}
            </Text>
            <div>
              <LinkAnchor
                to="/conversations/$chatId"
                params={{ chatId: day.chat_id }}
                search={{ date: day.analysis_date }}
                size="sm"
              >
                {day.chat_id}, {day.analysis_date}
              </LinkAnchor>
              <Text size="xs" c="dimmed">
                {day.evidence?.reason ?? 'No reason was given.'}
              </Text>
            </div>
          </Group>
        ))}
      </SimpleGrid>
    </Card>
  );
}
