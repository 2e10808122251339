import { Card, Grid, Group, SimpleGrid, Skeleton, Stack, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { useMemo } from 'react';
import { historyQuery, metricsQuery } from '../api/client';
import { DEFINITIONS, PILLARS } from '../definitions';
import { Empty, Failure } from '../states';
import { Coverage } from './coverage';
import { SentimentShares, Topics } from './breakdowns';
import { LowestDays } from './lowest-days';
import { MetricCard } from './metric-card';
import { RangePicker } from './range-picker';
import { Trend } from './trend';
import { WhyItMoved } from './why-it-moved';
import { LinkAnchor } from '../link-anchor';

const route = getRouteApi('/');
const WEIGHTS = {
  resolution_quality: 'effectiveness',
  customer_ease: 'effort',
  service_timeliness: 'efficiency',
  interaction_quality: 'empathy',
} as const;
/** New numbers appear by themselves. */
const REFRESH_MS = 5_000;

export function OverviewPage() {
  const range = route.useSearch();
  const navigate = route.useNavigate();
  const metrics = useQuery({
    ...metricsQuery(range),
    refetchInterval: REFRESH_MS,
    placeholderData: (before) => before,
  });
  const history = useQuery({ ...historyQuery({}), refetchInterval: REFRESH_MS });
  const known = useMemo(() => {
    const dates = history.data?.map((day) => day.date) ?? [];
    const [first, last] = [dates[0], dates.at(-1)];
    return first && last ? { first, last } : undefined;
  }, [history.data]);
  const shown = useMemo(
    () =>
      history.data?.filter(
        ({ date }) => date >= (range.start_date ?? '') && date <= (range.end_date ?? '9999-12-31'),
      ),
    [history.data, range],
  );
  if (metrics.error) return <Failure error={metrics.error} retry={() => void metrics.refetch()} />;
  const data = metrics.data;
  return (
    <Stack gap="md">
      <Group justify="space-between" align="flex-end">
        <Title order={1} size="h3">
          How customers felt
        </Title>
        <RangePicker range={range} known={known} onChange={(search) => void navigate({ search })} />
      </Group>
      {!data || !shown ? (
        <Skeleton height={640} aria-label="Loading" />
      ) : known === undefined ? (
        <Empty title="There are no conversations yet.">
          <LinkAnchor to="/uploads">Upload a chat export, or try the sample data</LinkAnchor>
        </Empty>
      ) : (
        <>
          <Coverage metrics={data} />
          <Grid>
            <Grid.Col span={{ base: 12, sm: 4 }}>
              <MetricCard definition={DEFINITIONS.csi} metrics={data} large />
            </Grid.Col>
            <Grid.Col span={{ base: 12, sm: 8 }}>
              <SimpleGrid cols={{ base: 2, md: 4 }}>
                {PILLARS.map((name) => (
                  <MetricCard
                    key={name}
                    definition={DEFINITIONS[name]}
                    metrics={data}
                    weight={data.pillar_weights[WEIGHTS[name]]}
                  />
                ))}
              </SimpleGrid>
            </Grid.Col>
          </Grid>
          <Card withBorder padding="md">
            <Trend days={shown} />
          </Card>
          <WhyItMoved range={range} />
          <SimpleGrid cols={{ base: 2, md: 4 }}>
            {(['csat_percentage', 'fcr_percentage', 'avg_response_time', 'sentiment'] as const).map(
              (name) => (
                <MetricCard key={name} definition={DEFINITIONS[name]} metrics={data} />
              ),
            )}
          </SimpleGrid>
          <SimpleGrid cols={{ base: 1, md: 2 }}>
            <Topics metrics={data} range={range} />
            <Stack>
              <SentimentShares metrics={data} />
              <LowestDays range={range} />
            </Stack>
          </SimpleGrid>
        </>
      )}
    </Stack>
  );
}
