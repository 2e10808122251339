import { Card, Group, Progress, Stack, Text } from '@mantine/core';
import type { DateRange, Metrics } from '../api/client';
import { count, counted, share, words } from '../format';
import { LinkAnchor } from '../link-anchor';

const TONES = [
  { tone: 'positive', color: 'teal' },
  { tone: 'neutral', color: 'gray.5' },
  { tone: 'negative', color: 'red' },
] as const;

/** Each leads to the days that sounded so, of the same dates. */
export function SentimentShares({ metrics, range }: { metrics: Metrics; range: DateRange }) {
  const shares = metrics.sentiment_distribution;
  const days = metrics.sample_sizes['sentiment'] ?? 0;
  return (
    <Card withBorder padding="md">
      <Text size="sm" c="dimmed" mb="xs">
        How customers sounded, in {counted(days, 'day')}
      </Text>
      <Progress.Root size={26}>
        {TONES.map(({ tone, color }) => (
          <Progress.Section
            key={tone}
            value={(shares[tone] ?? 0) * 100}
            color={color}
            aria-label={`${tone}: ${share(shares[tone])}`}
          />
        ))}
      </Progress.Root>
      <Group gap="md" mt="xs">
        {TONES.map(({ tone }) => {
          const ofTone = Math.round((shares[tone] ?? 0) * days);
          return (
            <LinkAnchor
              key={tone}
              to="/conversations"
              search={{ ...range, sentiment: tone }}
              size="sm"
              className="numbers"
              data-leads-to-days={ofTone}
            >
              {tone} {share(shares[tone])} ({count(ofTone)})
            </LinkAnchor>
          );
        })}
      </Group>
    </Card>
  );
}

/** Each topic leads to its days, of the same dates. */
export function Topics({ metrics, range }: { metrics: Metrics; range: DateRange }) {
  const topics = metrics.topic_frequency.slice(0, 8);
  const most = topics[0]?.frequency ?? 1;
  return (
    <Card withBorder padding="md">
      <Text size="sm" c="dimmed" mb="xs">
        What it was about, in conversation-days
      </Text>
      <Stack gap={6}>
        {topics.map(({ topic, frequency }) => (
          <Group key={topic} gap="sm" wrap="nowrap">
            <LinkAnchor
              to="/conversations"
              search={{ ...range, topic, match: 'days' }}
              size="sm"
              w={150}
              truncate
              data-leads-to-days={frequency}
            >
              {words(topic)}
            </LinkAnchor>
            <Progress value={(100 * frequency) / most} flex={1} aria-hidden />
            <Text size="sm" w={60} ta="right" className="numbers">
              {count(frequency)}
            </Text>
          </Group>
        ))}
      </Stack>
    </Card>
  );
}
