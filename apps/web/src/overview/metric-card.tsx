import { Group, HoverCard, Progress, Stack, Text } from '@mantine/core';
import type { DateRange, Metrics } from '../api/client';
import type { Definition } from '../definitions';
import { count } from '../format';
import { LinkCard } from '../link-anchor';
import { restsOn } from '../rests-on';
import { chanceOf, type Comparison } from './comparison';
import { Delta } from './delta';

interface MetricCardProps {
  definition: Definition;
  metrics: Metrics;
  comparison: Comparison;
  /** Of which all is made; its conversations have the same. */
  range: DateRange;
  /** Its part in the index, 0 to 1. */
  weight?: number;
  large?: boolean;
}

const LOWEST_FIRST = { sort: 'csi', order: 'asc' } as const;

/** A number with its definition, its change and the days it is made of; leads to their conversations. */
export function MetricCard({ definition, metrics, comparison, range, weight, large }: MetricCardProps) {
  const value = metrics[definition.name];
  const days = metrics.sample_sizes[definition.name] ?? 0;
  return (
    <HoverCard width={300} shadow="md" openDelay={150} withinPortal>
      <HoverCard.Target>
        <LinkCard
          to="/conversations"
          search={{ ...range, ...(definition.name === 'csi' && LOWEST_FIRST) }}
          withBorder
          padding="md"
          h="100%"
        >
          <Stack gap={4}>
            <Group justify="space-between" gap="xs" wrap="nowrap">
              <Text size="sm" c="dimmed">
                {definition.title}
              </Text>
              <Delta
                definition={definition}
                delta={comparison.deltas?.[definition.name]}
                against={comparison.against}
              />
            </Group>
            <Text fz={large ? 48 : 28} fw={700} lh={1.1} className="numbers" data-metric={definition.name}>
              {definition.show(value)}
            </Text>
            {weight !== undefined && <Progress value={value ?? 0} size="sm" aria-hidden />}
            <Text size="xs" c="dimmed" className="numbers">
              {weight === undefined ? '' : `weight ${Math.round(weight * 100)} % · `}
              {count(days)} days
            </Text>
          </Stack>
        </LinkCard>
      </HoverCard.Target>
      <HoverCard.Dropdown>
        <Text size="sm">{definition.meaning}</Text>
        <Text size="xs" c="dimmed" mt={6}>
          {restsOn(days, metrics)} Compared with {comparison.against}. {chanceOf(comparison, definition)}
        </Text>
      </HoverCard.Dropdown>
    </HoverCard>
  );
}
