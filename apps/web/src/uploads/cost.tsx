import { Text } from '@mantine/core';
import { counted, dollars } from '../format';
import { type Preview, PREVIEWED_BYTES } from './upload-queries';

/** What a language model would take for a file; nothing where none judges. */
export function Cost({ file, judging }: { file: File; judging: Preview['judging'] }) {
  if (judging === null || judging.calls === 0) return null;
  const { scorer, cost_usd } = judging;
  const times = Math.max(1, file.size / PREVIEWED_BYTES);
  const [days, calls] = [judging.days * times, judging.calls * times];
  return (
    <Text
      size="sm"
      c="dimmed"
      className="numbers"
      data-cost={cost_usd === null ? undefined : cost_usd * times}
    >
      Some {counted(days, 'day')}, judged by {scorer.provider} {scorer.model} in about{' '}
      {counted(calls, 'call')}:{' '}
      {cost_usd === null
        ? 'what they cost is not known, as no price is set for this model.'
        : `that may cost about ${dollars(cost_usd * times)}. Days that were judged before cost nothing.`}
    </Text>
  );
}
