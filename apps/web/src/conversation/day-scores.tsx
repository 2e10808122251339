import { Badge, Button, Card, Group, SimpleGrid, Stack, Text } from '@mantine/core';
import { useState } from 'react';
import type { Day } from '../api/client';
import { duration, score, words } from '../format';
import { useMay } from '../sign-in/may';
import { Pointed } from './pointed';
import { RateDay } from './rate-day';
import type { Lit } from './transcript';

const JUDGED = [
  { name: 'sentiment_score', title: 'Sentiment', of: '0–10' },
  { name: 'sentiment_shift', title: 'Change of tone', of: '−5 to +5' },
  { name: 'resolution_achieved', title: 'Solved', of: '0–10' },
  { name: 'fcr_score', title: 'At first contact', of: '0–10' },
  { name: 'ces', title: 'Effort', of: '1 easy, 7 hard' },
  { name: 'predicted_rating', title: 'Likely rating', of: '1–5' },
] as const;
const PILLARS = [
  { name: 'effectiveness_score', title: 'Resolution' },
  { name: 'effort_score', title: 'Ease' },
  { name: 'efficiency_score', title: 'Timeliness' },
  { name: 'empathy_score', title: 'Interaction' },
] as const;

interface DayScoresProps {
  chatId: string;
  day: Day;
  onLight: (lit: Lit | undefined) => void;
}

const seconds = (value: number | null) => duration(value === null ? null : value / 60);

/** What a day was given, by whom and why. Pointing at a score lights up the words it rests on. */
export function DayScores({ chatId, day, onLight }: DayScoresProps) {
  const may = useMay();
  const [rating, setRating] = useState(false);
  return (
    <Card withBorder padding="sm" component="section" aria-label={`Scores of ${day.analysis_date}`}>
      <Stack gap="xs">
        <Group justify="space-between">
          <Text fw={700}>{day.analysis_date}</Text>
          <Text fz={24} fw={700} lh={1} className="numbers">
            {score(day.csi_score)}
          </Text>
        </Group>
        {day.outbound ? (
          <Text size="sm">The customer wrote nothing that day: counted, not scored.</Text>
        ) : (
          <Judgement day={day} onLight={onLight} />
        )}
        <SimpleGrid cols={{ base: 2, sm: 3 }} spacing={4}>
          <Pointed day={day} name="first_response_time" title="First answer" onLight={onLight}>
            {seconds(day.first_response_time)}
          </Pointed>
          <Pointed day={day} name="avg_response_time" title="Answers on average" onLight={onLight}>
            {seconds(day.avg_response_time)}
          </Pointed>
          <div>
            <Text size="xs" c="dimmed">
              First to last
            </Text>
            <Text size="sm" className="numbers">
              {duration(day.total_handling_time)}
            </Text>
          </div>
        </SimpleGrid>
        {day.unanswered_turns > 0 && (
          <Text size="xs" c="dimmed">
            {day.unanswered_turns} of {day.customer_turns} questions were never answered.
          </Text>
        )}
        {day.text_removed && (
          <Text size="xs" c="dimmed" data-text-removed>
            What was written that day was removed after the time for which it is kept. Its scores stay; quotes
            can not be shown any more.
          </Text>
        )}
        {day.scorer && (
          <Text size="xs" c="dimmed" style={{ overflowWrap: 'anywhere' }}>
            Judged by {day.scorer.provider}, model {day.scorer.model}, rubric {day.scorer.rubric}
          </Text>
        )}
        {may('labels:write') && !day.outbound && !rating && (
          <Button size="xs" variant="light" onClick={() => setRating(true)}>
            Rate this day yourself
          </Button>
        )}
        {rating && <RateDay chatId={chatId} day={day} onClose={() => setRating(false)} />}
      </Stack>
    </Card>
  );
}

function Judgement({ day, onLight }: Omit<DayScoresProps, 'chatId'>) {
  return (
    <>
      <Text size="sm">
        {day.evidence?.reason ?? (day.unscored_reason && `Not scored: ${words(day.unscored_reason)}.`)}
      </Text>
      <SimpleGrid cols={4} spacing={4}>
        {PILLARS.map(({ name, title }) => (
          <div key={name}>
            <Text size="xs" c="dimmed">
              {title}
            </Text>
            <Text fw={600} className="numbers">
              {score(day[name])}
            </Text>
          </div>
        ))}
      </SimpleGrid>
      <SimpleGrid cols={{ base: 2, sm: 3 }} spacing={4}>
        {JUDGED.map(({ name, title, of }) => (
          <Pointed
            key={name}
            day={day}
            name={name}
            title={title}
            hint={day[name] === null ? day.evidence?.null_reasons[name] : of}
            onLight={onLight}
          >
            {score(day[name])}
          </Pointed>
        ))}
      </SimpleGrid>
      <Group gap={6}>
        {day.outcome && (
          <Badge size="sm" variant="light">
            {day.outcome}
          </Badge>
        )}
        {day.topics.map((topic) => (
          <Badge key={topic} size="sm" variant="default">
            {words(topic)}
          </Badge>
        ))}
      </Group>
    </>
  );
}
