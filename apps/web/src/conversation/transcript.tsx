import { Box, Divider, Grid, Stack } from '@mantine/core';
import { useEffect, useMemo, useRef } from 'react';
import type { Day, Message } from '../api/client';
import { AnswerLines } from './answer-lines';
import { type Answer, answersIn } from './answers';
import { Bubble } from './bubble';
import { DayScores } from './day-scores';

/** A number that somebody points at. */
export interface Lit {
  dayId: string;
  metric: string;
}

interface TranscriptProps {
  chatId: string;
  days: Day[];
  messages: Message[];
  /** The messages begin with the conversation's first. */
  fromTheStart: boolean;
  zone: string;
  /** Scrolled to at first. */
  openAt: string | undefined;
  lit: Lit | undefined;
  onLight: (lit: Lit | undefined) => void;
}

/** Day by day: what was said on one side, what came of it on the other. */
export function Transcript({ days, messages, fromTheStart, openAt, lit, ...rest }: TranscriptProps) {
  const target = useRef<HTMLDivElement>(null);
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => target.current?.scrollIntoView({ block: 'start' }), []);
  const answers = useMemo(() => answersIn(messages, fromTheStart), [messages, fromTheStart]);
  const waits = new Map(answers.map(({ answered, seconds }) => [answered, seconds]));
  return (
    <Stack gap="lg" ref={box} pos="relative">
      {days.map((day) => {
        const said = messages.filter(({ sent_at }) => isWithin(sent_at, day));
        if (said.length === 0) return null;
        return (
          <Box
            key={day.day_id}
            ref={day.analysis_date === openAt ? target : undefined}
            style={{ scrollMarginTop: 70 }}
          >
            <Divider label={day.analysis_date} labelPosition="left" mb="sm" />
            <Grid>
              <Grid.Col span={{ base: 12, md: 8 }} order={{ base: 2, md: 1 }}>
                <Stack gap="xs" pl="md">
                  {said.map((message) => (
                    <Bubble
                      key={message.message_id}
                      message={message}
                      day={day}
                      zone={rest.zone}
                      wait={waits.get(message.message_id)}
                      metric={lit?.dayId === day.day_id ? lit.metric : undefined}
                    />
                  ))}
                </Stack>
              </Grid.Col>
              <Grid.Col span={{ base: 12, md: 4 }} order={{ base: 1, md: 2 }}>
                <Box pos="sticky" top={70}>
                  <DayScores chatId={rest.chatId} day={day} onLight={rest.onLight} />
                </Box>
              </Grid.Col>
            </Grid>
          </Box>
        );
      })}
      <AnswerLines box={box} answers={answers} lit={pointedAt(lit, days, messages, answers)} />
    </Stack>
  );
}

function isWithin(instant: string, day: Day): boolean {
  const at = Date.parse(instant);
  return at >= Date.parse(day.first_at) && at <= Date.parse(day.last_at);
}

/** A turn belongs to the day of its first message; the first response time is that of the first one answered. */
function pointedAt(
  lit: Lit | undefined,
  days: Day[],
  messages: Message[],
  answers: Answer[],
): ReadonlySet<string> {
  const day = days.find(({ day_id }) => day_id === lit?.dayId);
  if (!day || (lit?.metric !== 'first_response_time' && lit?.metric !== 'avg_response_time'))
    return new Set();
  const own = new Set(
    messages.filter(({ sent_at }) => isWithin(sent_at, day)).map(({ message_id }) => message_id),
  );
  const ofDay = answers.filter(({ asked }) => own.has(asked)).map(({ answered }) => answered);
  return new Set(lit.metric === 'first_response_time' ? ofDay.slice(0, 1) : ofDay);
}
