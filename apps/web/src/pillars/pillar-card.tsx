import { Badge, Card, Group, HoverCard, Progress, Stack, Text, UnstyledButton } from '@mantine/core';
import type { DateRange, Metrics } from '../api/client';
import { DEFINITIONS, type PILLARS, WEIGHT_OF } from '../definitions';
import { count } from '../format';
import { LinkAnchor } from '../link-anchor';
import { Delta } from '../overview/delta';
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
            <MicroMetricLine key={micro.name} micro={micro} metrics={metrics} />
          ))}
        </Stack>
        <LinkAnchor
          to="/conversations"
          search={{ ...range, sort: 'csi', order: 'asc' }}
          size="xs"
          className="numbers"
        >
          {count(metrics.sample_count)} conversations behind it
        </LinkAnchor>
      </Stack>
    </Card>
  );
}

function MicroMetricLine({ micro, metrics }: { micro: MicroMetric; metrics: Metrics }) {
  const { mean, n } = metrics.micro_metrics[micro.name];
  return (
    <HoverCard width={280} shadow="md" openDelay={150} withinPortal>
      <HoverCard.Target>
        <UnstyledButton data-micro={micro.name} style={{ cursor: 'help' }}>
          <Group justify="space-between" gap="xs" wrap="nowrap">
            <Text size="sm">{micro.title}</Text>
            <Text size="sm" fw={600} className="numbers">
              {mean === null ? '–' : micro.show(mean)}
            </Text>
          </Group>
        </UnstyledButton>
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
