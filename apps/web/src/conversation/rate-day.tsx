import { Button, Group, SegmentedControl, Stack, Text } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { api, dataOf, type Day, sessionQuery } from '../api/client';
import { Refused } from '../states';
import { offerUndo } from '../undo';

const QUESTIONS = [
  {
    metric: 'predicted_rating',
    ask: 'How satisfied was the customer?',
    low: 'not at all',
    high: 'very',
    from: 1,
    to: 5,
  },
  {
    metric: 'resolution_achieved',
    ask: 'Was it solved by the end of the day?',
    low: 'no',
    high: 'fully',
    from: 0,
    to: 10,
  },
  {
    metric: 'fcr_score',
    ask: 'Was it solved at the first contact?',
    low: 'no',
    high: 'fully',
    from: 0,
    to: 10,
  },
  {
    metric: 'ces',
    ask: 'How hard was it for the customer?',
    low: 'no effort',
    high: 'very hard',
    from: 1,
    to: 7,
  },
  {
    metric: 'sentiment_score',
    ask: 'How did the customer sound?',
    low: 'angry',
    high: 'happy',
    from: 0,
    to: 10,
  },
  {
    metric: 'sentiment_shift',
    ask: 'How did the tone change?',
    low: 'worse',
    high: 'better',
    from: -5,
    to: 5,
  },
] as const;
type Metric = (typeof QUESTIONS)[number]['metric'];
type Ratings = Partial<Record<Metric, number | null>>;

const record = (chat_id: string, day: Day, rater: string, ratings: Ratings) =>
  dataOf(
    api.POST('/api/labels', {
      body: {
        labels: [{ chat_id, analysis_date: day.analysis_date, version: day.version, rater, ratings }],
      },
    }),
  );

interface RateDayProps {
  chatId: string;
  day: Day;
  onClose: () => void;
}

/** What a person thinks of a day: scorers are measured against it. It begins empty, so that no score is copied. */
export function RateDay({ chatId, day, onClose }: RateDayProps) {
  const { data: session } = useQuery(sessionQuery);
  const [ratings, setRatings] = useState<Ratings>({});
  const rater = session?.caller ?? '';
  const given = Object.keys(ratings).length;
  const save = useMutation({
    mutationFn: () => record(chatId, day, rater, ratings),
    onSuccess: () => {
      const withdrawn = Object.fromEntries(Object.keys(ratings).map((metric) => [metric, null]));
      offerUndo('Your rating is kept. It counts where scorers are compared with people.', () =>
        record(chatId, day, rater, withdrawn),
      );
      onClose();
    },
  });
  return (
    <Stack gap="sm" component="section" aria-label={`Your rating of ${day.analysis_date}`}>
      {QUESTIONS.map(({ metric, ask, low, high, from, to }) => (
        <div key={metric}>
          <Text size="sm" id={`${day.day_id}-${metric}`}>
            {ask}
          </Text>
          <SegmentedControl
            fullWidth
            size="xs"
            aria-labelledby={`${day.day_id}-${metric}`}
            data={Array.from({ length: to - from + 1 }, (_, i) => String(from + i))}
            value={ratings[metric]?.toString() ?? ''}
            onChange={(value) => setRatings({ ...ratings, [metric]: Number(value) })}
            styles={{ label: { paddingInline: 2 } }}
          />
          <Group justify="space-between">
            {[low, high].map((end) => (
              <Text key={end} size="xs" c="dimmed">
                {end}
              </Text>
            ))}
          </Group>
        </div>
      ))}
      <Text size="xs" c="dimmed">
        Leave out what you can not tell.
      </Text>
      <Refused error={save.error} />
      <Group gap="xs">
        <Button size="xs" disabled={given === 0} loading={save.isPending} onClick={() => save.mutate()}>
          Save my rating
        </Button>
        <Button size="xs" variant="subtle" onClick={onClose}>
          Leave it
        </Button>
      </Group>
    </Stack>
  );
}
