import { Card, Group, Progress, Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { type DateRange, outcomesQuery } from '../api/client';
import { count, score, share } from '../format';
import { LinkAnchor } from '../link-anchor';

const OUTCOMES = [
  { outcome: 'resolved', color: 'teal' },
  { outcome: 'escalated', color: 'yellow' },
  { outcome: 'abandoned', color: 'red' },
  { outcome: 'pending', color: 'gray.5' },
] as const;

/** How conversation-days ended. Each leads to its days, of the same dates. */
export function Outcomes({ range }: { range: DateRange }) {
  const groups = useQuery(outcomesQuery(range)).data?.groups?.groups ?? [];
  const rows = OUTCOMES.map(({ outcome, color }) => {
    const group = groups.find((one) => one.group === outcome);
    return { outcome, color, csi: group?.csi, days: (group?.scored_days ?? 0) + (group?.unscored_days ?? 0) };
  });
  const all = rows.reduce((sum, { days }) => sum + days, 0);
  return (
    <Card withBorder padding="md" component="section" aria-label="How days ended" mih={172}>
      <Text size="sm" c="dimmed" mb="xs">
        How days ended
      </Text>
      <Stack gap={6}>
        {rows.map(({ outcome, color, days, csi }) => (
          <Group key={outcome} gap="sm" wrap="nowrap" data-outcome={outcome}>
            <LinkAnchor
              to="/conversations"
              search={{ ...range, outcome, match: 'days' }}
              size="sm"
              w={90}
              data-leads-to-days={days}
            >
              {outcome}
            </LinkAnchor>
            <Progress value={all === 0 ? 0 : (100 * days) / all} color={color} flex={1} aria-hidden />
            <Text size="sm" ta="right" className="numbers" title={`Index of these days: ${score(csi)}`}>
              {count(days)} ({share(all === 0 ? null : days / all)})
            </Text>
          </Group>
        ))}
      </Stack>
    </Card>
  );
}
