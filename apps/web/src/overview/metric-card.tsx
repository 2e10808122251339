import { Group, HoverCard, Progress, Stack, Text } from '@mantine/core';
import type { ConversationFilter, DateRange, Metrics } from '../api/client';
import type { Definition, MetricName } from '../definitions';
import { counted } from '../format';
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

/** The days that a number is made of. */
export const SCORED = { day_status: 'scored', sort: 'csi', order: 'asc' } as const;
const MADE_OF = {
  csi: SCORED,
  resolution_quality: SCORED,
  customer_ease: SCORED,
  service_timeliness: SCORED,
  interaction_quality: SCORED,
  sentiment: { measured: 'sentiment_score', sort: 'sentiment_score', order: 'asc' },
  csat_percentage: { measured: 'resolution_achieved' },
  fcr_percentage: { measured: 'fcr_score' },
  avg_response_time: { measured: 'avg_response_time' },
} as const satisfies Record<MetricName, ConversationFilter>;

/** A number with its definition, its change and the days it is made of; leads to them. */
export function MetricCard({ definition, metrics, comparison, range, weight, large }: MetricCardProps) {
  const value = metrics[definition.name];
  const days = metrics.sample_sizes[definition.name] ?? 0;
  return (
    <HoverCard width={300} shadow="md" openDelay={150} withinPortal>
      <HoverCard.Target>
        <LinkCard
          to="/conversations"
          search={{ ...range, ...MADE_OF[definition.name] }}
          data-leads-to-days={days}
          withBorder
          padding="md"
          h="100%"
        >
          <Stack gap={4}>
            <Group justify="space-between" gap={4}>
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
              {counted(days, 'day')}
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
