import { Stack, Title } from '@mantine/core';
import { useMay } from '../sign-in/may';
import { DeadLetters } from './dead-letters';
import { Health } from './health';
import { Jobs } from './jobs';
import { Pipeline } from './pipeline';
import { Replays } from './replays';
import { ScoredAgain } from './scored-again';
import { Usage } from './usage';

/** What runs, what it cost, what went wrong, and how to mend it. */
export function OperationsPage() {
  const may = useMay();
  return (
    <Stack gap="md">
      <Title order={1} size="h3">
        Operations
      </Title>
      {may('operations:read') && (
        <>
          <Health />
          <Pipeline />
          <DeadLetters mayMend={may('operations:write')} />
          <Replays mayReplay={may('operations:write')} />
        </>
      )}
      {may('judging:read') && (
        <>
          <Usage />
          <Jobs />
          <ScoredAgain />
        </>
      )}
    </Stack>
  );
}
