import { Badge, Card, Group, HoverCard, Progress, Stack, Text } from '@mantine/core';
import type { Metrics } from '../api/client';
import { change, count, duration } from '../format';
import type { Definition } from '../definitions';

interface MetricCardProps {
  definition: Definition;
  metrics: Metrics;
  /** Its part in the index, 0 to 1. */
  weight?: number;
  large?: boolean;
}

function Delta({ definition, metrics }: MetricCardProps) {
  const delta = metrics.deltas?.[definition.name];
  if (delta == null) return null;
  const level = Math.abs(delta) < 0.05;
  const good = delta > 0 === (definition.better === 'up');
  const color = level ? 'gray' : good ? 'teal' : 'red';
  const amount =
    definition.unit === 'minutes'
      ? `${delta < 0 ? '−' : '+'}${duration(Math.abs(delta))}`
      : `${change(delta)} ${definition.unit}`;
  return (
    <Badge
      variant="light"
      color={color}
      // The theme's own shade is too pale on its tint.
      styles={{
        label: { color: `light-dark(var(--mantine-color-${color}-9), var(--mantine-color-${color}-3))` },
      }}
      aria-label={`${amount} against the period before, ${level ? 'level' : good ? 'better' : 'worse'}`}
    >
      {level ? '→' : delta > 0 ? '▲' : '▼'} {definition.unit === 'minutes' ? amount : change(delta)}
    </Badge>
  );
}

/** A number with its definition, its change and the days it is made of. */
export function MetricCard(props: MetricCardProps) {
  const { definition, metrics, weight, large } = props;
  const value = metrics[definition.name];
  const days = metrics.sample_sizes[definition.name] ?? 0;
  return (
    <HoverCard width={300} shadow="md" openDelay={150} withinPortal>
      <HoverCard.Target>
        <Card withBorder padding="md" tabIndex={0} role="button">
          <Stack gap={4}>
            <Group justify="space-between" gap="xs" wrap="nowrap">
              <Text size="sm" c="dimmed">
                {definition.title}
              </Text>
              <Delta {...props} />
            </Group>
            <Text fz={large ? 48 : 28} fw={700} lh={1.1} className="numbers" data-metric={definition.name}>
              {definition.show(value)}
            </Text>
            {weight !== undefined && value !== null && <Progress value={value} size="sm" aria-hidden />}
            <Text size="xs" c="dimmed" className="numbers">
              {weight === undefined ? '' : `weight ${Math.round(weight * 100)} % · `}
              {count(days)} days
            </Text>
          </Stack>
        </Card>
      </HoverCard.Target>
      <HoverCard.Dropdown>
        <Text size="sm">{definition.meaning}</Text>
        <Text size="xs" c="dimmed" mt={6}>
          From {count(days)} conversation-days. Changes are against the period of equal length before.
        </Text>
      </HoverCard.Dropdown>
    </HoverCard>
  );
}
