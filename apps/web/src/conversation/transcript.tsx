import { Box, Divider, Grid, Group, Paper, Stack, Text } from '@mantine/core';
import { useEffect, useRef } from 'react';
import type { Day, Message } from '../api/client';
import { clock, score } from '../format';
import { DayScores } from './day-scores';
import { QuotedText } from './quoted-text';

/** A score that somebody points at. */
export interface Lit {
  dayId: string;
  metric: string;
}

interface TranscriptProps {
  days: Day[];
  messages: Message[];
  zone: string;
  /** Scrolled to at first. */
  openAt: string | undefined;
  lit: Lit | undefined;
  onLight: (lit: Lit | undefined) => void;
}

/** Day by day: what was said on one side, what came of it on the other. */
export function Transcript({ days, messages, openAt, ...rest }: TranscriptProps) {
  const target = useRef<HTMLDivElement>(null);
  useEffect(() => target.current?.scrollIntoView({ block: 'start' }), []);
  return (
    <Stack gap="lg">
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
              <Grid.Col span={{ base: 12, md: 8 }}>
                <Stack gap="xs">
                  {said.map((message) => (
                    <Bubble key={message.message_id} message={message} day={day} {...rest} />
                  ))}
                </Stack>
              </Grid.Col>
              <Grid.Col span={{ base: 12, md: 4 }}>
                <Box pos="sticky" top={70}>
                  <DayScores day={day} onLight={rest.onLight} />
                </Box>
              </Grid.Col>
            </Grid>
          </Box>
        );
      })}
    </Stack>
  );
}

function isWithin(instant: string, day: Day): boolean {
  const at = Date.parse(instant);
  return at >= Date.parse(day.first_at) && at <= Date.parse(day.last_at);
}

interface BubbleProps {
  message: Message;
  day: Day;
  zone: string;
  lit: Lit | undefined;
}

function Bubble({ message, day, zone, lit }: BubbleProps) {
  const customer = message.direction === 'to_company';
  const quotes = day.evidence?.quotes.filter(({ message_id }) => message_id === message.message_id) ?? [];
  const metric = lit?.dayId === day.day_id ? lit.metric : undefined;
  return (
    <Group justify={customer ? 'flex-start' : 'flex-end'} wrap="nowrap">
      <Paper withBorder p="xs" maw="85%" bg={customer ? undefined : 'var(--mantine-primary-color-light)'}>
        <Group gap="xs" justify="space-between">
          <Text size="xs" c="dimmed">
            {customer ? 'Customer' : (message.agent_username ?? 'Agent')} · {clock(message.sent_at, zone)}
          </Text>
          {message.sentiment !== null && (
            <Text
              size="xs"
              c={message.sentiment < -0.2 ? 'red' : message.sentiment > 0.2 ? 'teal' : 'dimmed'}
              title="Tone of this message, −1 to +1"
            >
              {score(message.sentiment)}
            </Text>
          )}
        </Group>
        <QuotedText text={message.text} quotes={quotes} metric={metric} />
      </Paper>
    </Group>
  );
}
