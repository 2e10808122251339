import { Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { count, dollars } from '../format';
import { type Preview, usageQuery, volumeQuery } from './upload-queries';

const MIB = 1_048_576;

/** From what judged days have cost and how long they were so far; nothing where judging costs nothing. */
export function Cost({ file, preview }: { file: File; preview: Preview }) {
  const usage = useQuery(usageQuery).data?.total;
  const costs = usage !== undefined && usage.cost_usd > 0 && usage.judged_days > 0;
  const volume = useQuery({ ...volumeQuery, enabled: costs }).data ?? [];
  const knownDays = volume.reduce((sum, { conversations }) => sum + conversations, 0);
  const knownMessages = volume.reduce((sum, { messages }) => sum + messages, 0);
  if (!costs || knownMessages === 0) return null;
  const perDay = usage.cost_usd / usage.judged_days;
  const messages = preview.whole_file ? preview.messages_read : (preview.messages_read * file.size) / MIB;
  const days = Math.max(1, Math.round((messages * knownDays) / knownMessages));
  return (
    <Text size="sm" c="dimmed" className="numbers" data-cost={perDay * days}>
      Judging it may cost about {dollars(perDay * days)}: some {count(days)} days of as many messages as yours
      have, at {dollars(perDay * 1000)} for a thousand so far. Days that were judged before cost nothing.
    </Text>
  );
}
