import { Alert, Skeleton, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { TriedZone as Tried } from '../api/client';
import { count, dollars } from '../format';
import { Refused } from '../states';
import { tryZoneQuery } from './settings-queries';

/** What another zone makes of the days there are, before it is chosen. Changes nothing. */
export function TriedZone({ zone, now }: { zone: string; now: string }) {
  const { data, error } = useQuery(tryZoneQuery(zone));
  if (error) return <Refused error={error} />;
  return (
    <Alert title={`What moving from ${now} to ${zone} does`}>
      {data ? (
        <Text size="sm" className="numbers" role="status" data-changed-days={data.changed_days}>
          {inWords(data)}
        </Text>
      ) : (
        <Skeleton height={44} aria-label="Loading" />
      )}
    </Alert>
  );
}

function inWords({ conversations, conversations_tried, judging, ...days }: Tried): string {
  const all = conversations === conversations_tried ? 'All' : `Of ${count(conversations ?? 0)} the first`;
  const cut = `${all} ${count(conversations_tried)} conversations are cut into days anew: ${count(days.unchanged_days)} days stay as they are, ${count(days.changed_days)} hold other messages, ${count(days.vanished_days)} are no more.`;
  if (days.days_to_judge === 0) return `${cut} None has to be judged again.`;
  const cost = judging.cost_usd === null ? '' : `, for about ${dollars(judging.cost_usd)}`;
  const judged = judging.at_once
    ? `${count(days.days_to_judge)} are judged again by themselves`
    : `${count(days.days_to_judge)} are without a score until you score them again on the operations screen, in about ${count(judging.calls)} calls${cost}`;
  return `${cut} ${judged}. Charts may move by a day.`;
}
