import { Skeleton, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { change, counted, score } from '../format';
import { useMay } from '../sign-in/may';
import { Refused } from '../states';
import { whatIfQuery } from './settings-queries';

/** What a choice would do to the index of all days, before it is made. */
export function Effect({ asked }: { asked: Parameters<typeof whatIfQuery>[0] }) {
  const may = useMay()('what-if:run');
  const { data, error } = useQuery({ ...whatIfQuery(asked), enabled: may });
  if (!may) return null;
  if (error) return <Refused error={error} />;
  if (!data) return <Skeleton height={22} maw={420} aria-label="Loading" />;
  const [before, after] = [data.current.csi, data.what_if.csi];
  if (before === null || after === null)
    return <Text size="sm">Nothing is scored yet: no number changes.</Text>;
  if (Math.abs(after - before) < 0.05)
    return (
      <Text size="sm" className="numbers" role="status">
        The index of all {counted(data.scored_days, 'scored day')} stays at {score(before)}.
      </Text>
    );
  return (
    <Text size="sm" className="numbers" role="status" data-effect={after}>
      The index of all {counted(data.scored_days, 'scored day')} goes from {score(before)} to{' '}
      <b>{score(after)}</b> ({change(after - before)}). All history is computed anew.
    </Text>
  );
}
