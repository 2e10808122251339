import { Badge, Group, Text, Tooltip } from '@mantine/core';
import { Fragment } from 'react';
import type { DateRange, Metrics } from '../api/client';
import { count, counted, percent } from '../format';
import { Age } from './age';
import { LinkAnchor } from '../link-anchor';
import type { Comparison } from './comparison';
import { useTime } from '../sign-in/zone';

/** Who judged, and whether people were asked if it judges well. */
function JudgedBy({ judge }: { judge: Metrics['scorers'][number] }) {
  const { scorer, days, calibration } = judge;
  const calibrated = calibration?.status === 'calibrated';
  return (
    <Tooltip
      multiline
      w={300}
      label={calibration?.reason ?? 'How far it agrees with people could not be asked just now.'}
      events={{ hover: true, focus: true, touch: true }}
    >
      <Badge
        component="button"
        variant="light"
        color={calibrated ? 'teal' : 'gray'}
        maw="100%"
        style={{ cursor: 'help' }}
      >
        {scorer}: {counted(days, 'day')}
        {calibration && (calibrated ? ', calibrated' : ', not calibrated against people')}
      </Badge>
    </Tooltip>
  );
}

const LEFT_OUT = [
  { status: 'unscored', days: 'unscored_days', say: (n: number) => `${count(n)} without a score` },
  { status: 'outbound', days: 'outbound_days', say: (n: number) => `${count(n)} without a customer message` },
] as const;

interface CoverageProps {
  metrics: Metrics;
  comparison: Comparison;
  range: DateRange;
}

/** What the numbers on this page rest on, and how old they are. */
export function Coverage({ metrics, comparison, range }: CoverageProps) {
  const time = useTime();
  const inbound = metrics.scored_days + metrics.unscored_days;
  const coverage = inbound === 0 ? null : (100 * metrics.scored_days) / inbound;
  const before = comparison.with;
  return (
    <Group gap="xs" c="dimmed">
      <Text size="sm" className="numbers">
        <LinkAnchor
          underline="always"
          to="/conversations"
          search={{ ...range, day_status: 'scored' }}
          data-conversations={metrics.sample_count}
          data-leads-to-days={metrics.scored_days}
        >
          {counted(metrics.sample_count, 'conversation')}, {counted(metrics.scored_days, 'scored day')}
        </LinkAnchor>{' '}
        of {count(inbound)} ({percent(coverage)})
        {LEFT_OUT.map(({ status, days, say }) => (
          <Fragment key={status}>
            {' '}
            ·{' '}
            <LinkAnchor
              underline="always"
              to="/conversations"
              search={{ ...range, day_status: status }}
              data-leads-to-days={metrics[days]}
            >
              {say(metrics[days])}
            </LinkAnchor>
          </Fragment>
        ))}
        {before &&
          ` · compared with ${before.start_date} to ${before.end_date} (${counted(before.scored_days, 'day')})`}{' '}
        · dates in {metrics.time_zone}
        {metrics.updated_at && (
          <>
            {' '}
            · as of {time(metrics.updated_at)}, <Age instant={metrics.updated_at} />
          </>
        )}
      </Text>
      {metrics.scorers.map((judge) => (
        <JudgedBy key={judge.scorer} judge={judge} />
      ))}
    </Group>
  );
}
