import { Badge, Card, Group, HoverCard, Progress, Stack, Text } from '@mantine/core';
import type { DateRange, Metrics } from '../api/client';
import { DEFINITIONS, type PILLARS, WEIGHT_OF } from '../definitions';
import { counted } from '../format';
import { LinkAnchor, LinkLine } from '../link-anchor';
import { Delta } from '../overview/delta';
import { SCORED } from '../overview/metric-card';
import { restsOn } from '../rests-on';
import { MICRO_METRICS, type MicroMetric } from './micro-metrics';

interface PillarCardProps {
  pillar: (typeof PILLARS)[number];
  metrics: Metrics;
  range: DateRange;
}

/** A pillar, its part in the index, and what it is made of. */
export function PillarCard({ pillar, metrics, range }: PillarCardProps) {
  const definition = DEFINITIONS[pillar];
  const value = metrics[pillar];
  const weight = metrics.pillar_weights[WEIGHT_OF[pillar]];
  return (
    <Card withBorder padding="md" component="section" aria-label={definition.title} data-pillar={pillar}>
      <Stack gap={6}>
        <Group justify="space-between" gap="xs" wrap="nowrap">
          <Text fw={600}>{definition.title}</Text>
          <Delta definition={definition} delta={metrics.deltas?.[pillar]} against="the period before" />
        </Group>
        <Group justify="space-between" align="flex-end" gap="xs">
          <Text fz={32} fw={700} lh={1.1} className="numbers" data-metric={pillar}>
            {definition.show(value)}
          </Text>
          <Badge variant="default" data-weight={weight}>
            weight {Math.round(weight * 100)} %
          </Badge>
        </Group>
        <Progress value={value ?? 0} size="sm" aria-hidden />
        <Text size="xs" c="dimmed">
          {definition.meaning}
        </Text>
        <Stack gap={2} mt={4}>
          {MICRO_METRICS[pillar].map((micro) => (
            <MicroMetricLine key={micro.name} {...{ micro, metrics, range }} />
          ))}
        </Stack>
        <LinkAnchor
          to="/conversations"
          search={{ ...range, ...SCORED }}
          size="xs"
          className="numbers"
          data-leads-to-days={metrics.scored_days}
        >
          {counted(metrics.scored_days, 'day')} in {counted(metrics.sample_count, 'conversation')} behind it
        </LinkAnchor>
      </Stack>
    </Card>
  );
}

interface MicroMetricLineProps {
  micro: MicroMetric;
  metrics: Metrics;
  range: DateRange;
}

/** Leads to the days that have it. */
function MicroMetricLine({ micro, metrics, range }: MicroMetricLineProps) {
  const { mean, n } = metrics.micro_metrics[micro.name];
  return (
    <HoverCard width={280} shadow="md" openDelay={150} withinPortal>
      <HoverCard.Target>
        <LinkLine
          to="/conversations"
          search={{ ...range, measured: micro.name }}
          data-micro={micro.name}
          data-leads-to-days={n}
        >
          <Group justify="space-between" gap="xs" wrap="nowrap">
            <Text size="sm">{micro.title}</Text>
            <Text size="sm" fw={600} className="numbers">
              {mean === null ? '–' : micro.show(mean)}
            </Text>
          </Group>
        </LinkLine>
      </HoverCard.Target>
      <HoverCard.Dropdown>
        <Text size="sm">{micro.meaning}</Text>
        <Text size="xs" c="dimmed" mt={6}>
          {restsOn(n, metrics)}
        </Text>
      </HoverCard.Dropdown>
    </HoverCard>
  );
}
