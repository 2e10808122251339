import { Affix, Paper, Text } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { pipelineQuery } from '../operations/operations-queries';
import { useMay } from '../sign-in/may';
import { openLiveStream } from './live-stream';
import { refresher, takeInReplay, takeInUpload } from './take-in';

/** Keeps what is on screen up to date, and says so where it can not. Lies above the page: nothing moves when it comes. */
export function Live() {
  const queries = useQueryClient();
  const may = useMay()('metrics:read');
  const [awaySince, setAwaySince] = useState<Date>();
  useEffect(() => {
    if (!may) return;
    const refresh = refresher(queries);
    return openLiveStream({
      connected: (complete) => {
        setAwaySince(undefined);
        if (!complete) void queries.invalidateQueries();
      },
      away: () => setAwaySince((before) => before ?? new Date()),
      metrics: refresh,
      upload: (upload) => takeInUpload(queries, upload),
      replay: (replay) => takeInReplay(queries, replay),
      pipeline: (pipeline) => queries.setQueryData(pipelineQuery.queryKey, pipeline),
    });
  }, [may, queries]);
  if (!awaySince) return null;
  return (
    <Affix position={{ bottom: 16, left: 16, right: 16 }} zIndex={300}>
      <Paper withBorder shadow="md" p="sm" maw={560} mx="auto" role="status" data-away>
        <Text size="sm">
          No connection since {awaySince.toLocaleTimeString('en', { timeStyle: 'short' })}. What you see is as
          of then; it catches up by itself as soon as the connection is back.
        </Text>
      </Paper>
    </Affix>
  );
}
