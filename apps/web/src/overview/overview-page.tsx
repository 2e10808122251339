import { Card, Grid, Group, SegmentedControl, SimpleGrid, Skeleton, Stack, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { useMemo } from 'react';
import { type DateRange, type Metrics, metricsQuery, type TrendPoint, trendQuery } from '../api/client';
import { DEFINITIONS, PILLARS, WEIGHT_OF } from '../definitions';
import { LinkAnchor } from '../link-anchor';
import { OneByOne } from '../one-by-one';
import { Empty, Failure, whyMissing } from '../states';
import { SentimentShares, Topics } from './breakdowns';
import { type CompareWith as With, useComparison } from './comparison';
import { Coverage } from './coverage';
import { useKnownDates } from './known-dates';
import { LowestDays } from './lowest-days';
import { MetricCard } from './metric-card';
import { Outcomes } from './outcomes';
import { RangePicker } from './range-picker';
import { Trend } from './trend';
import { WhyItMoved } from './why-it-moved';

const route = getRouteApi('/');
/** The live stream says when numbers change; this is for where it can not. */
const REFRESH_MS = 60_000;

export function OverviewPage() {
  const { compare = 'before', ...range } = route.useSearch();
  const navigate = route.useNavigate();
  const metrics = useQuery({
    ...metricsQuery(range),
    refetchInterval: REFRESH_MS,
    placeholderData: (before) => before,
  });
  const trend = useQuery({ ...trendQuery, refetchInterval: REFRESH_MS });
  const known = useKnownDates();
  const shown = useMemo(
    () =>
      trend.data?.filter(
        ({ date }) => date >= (range.start_date ?? '') && date <= (range.end_date ?? '9999-12-31'),
      ),
    [trend.data, range.start_date, range.end_date],
  );
  const missing = whyMissing(metrics);
  if (missing) return <Failure error={missing} retry={() => void metrics.refetch()} />;
  return (
    <Stack gap="md">
      <Group justify="space-between" align="flex-end">
        <Title order={1} size="h3">
          How customers felt
        </Title>
        <Group gap="xs">
          {range.start_date !== undefined && range.end_date !== undefined && (
            <CompareWith
              value={compare}
              onChange={(value) =>
                void navigate({
                  search: (before) => ({ ...before, compare: value === 'year' ? value : undefined }),
                })
              }
            />
          )}
          <RangePicker
            range={range}
            known={known.dates}
            onChange={(next) =>
              void navigate({ search: { ...next, compare: compare === 'year' ? compare : undefined } })
            }
          />
        </Group>
      </Group>
      {!metrics.data || !shown ? (
        <Skeleton height={640} aria-label="Loading" />
      ) : known.dates === undefined ? (
        <Empty title="There are no conversations yet.">
          <LinkAnchor to="/uploads">Upload a chat export, or try the sample data</LinkAnchor>
        </Empty>
      ) : (
        <Numbers metrics={metrics.data} {...{ range, compare, shown }} />
      )}
    </Stack>
  );
}

interface NumbersProps {
  metrics: Metrics;
  range: DateRange;
  compare: With;
  shown: TrendPoint[];
}

function Numbers({ metrics, range, compare, shown }: NumbersProps) {
  const comparison = useComparison(metrics, range, compare);
  const all = { metrics, comparison, range };
  return (
    <>
      <Coverage {...all} />
      <Grid>
        <Grid.Col span={{ base: 12, sm: 4 }}>
          <MetricCard definition={DEFINITIONS.csi} {...all} large />
        </Grid.Col>
        <Grid.Col span={{ base: 12, sm: 8 }}>
          <SimpleGrid cols={{ base: 2, md: 4 }} h="100%">
            {PILLARS.map((name) => (
              <MetricCard
                key={name}
                definition={DEFINITIONS[name]}
                {...all}
                weight={metrics.pillar_weights[WEIGHT_OF[name]]}
              />
            ))}
          </SimpleGrid>
        </Grid.Col>
      </Grid>
      <Card withBorder padding="md">
        <Trend days={shown} />
      </Card>
      <OneByOne
        parts={[
          <WhyItMoved key="why" range={range} compare={compare} />,
          <SimpleGrid key="measured" cols={{ base: 2, md: 4 }}>
            {(['csat_percentage', 'fcr_percentage', 'avg_response_time', 'sentiment'] as const).map(
              (name) => (
                <MetricCard key={name} definition={DEFINITIONS[name]} {...all} />
              ),
            )}
          </SimpleGrid>,
          <SimpleGrid key="shares" cols={{ base: 1, md: 2 }}>
            <Topics metrics={metrics} range={range} />
            <Stack>
              <SentimentShares metrics={metrics} range={range} />
              <Outcomes range={range} />
            </Stack>
          </SimpleGrid>,
          <LowestDays key="lowest" range={range} />,
        ]}
      />
    </>
  );
}

interface CompareWithProps {
  value: With;
  onChange: (value: With) => void;
}

/** Only a range with both its ends has something to compare with. */
function CompareWith({ value, onChange }: CompareWithProps) {
  return (
    <SegmentedControl
      size="xs"
      aria-label="Compare with"
      data={[
        { value: 'before', label: 'against before' },
        { value: 'year', label: 'last year' },
      ]}
      value={value}
      onChange={(next) => onChange(next === 'year' ? 'year' : 'before')}
    />
  );
}
