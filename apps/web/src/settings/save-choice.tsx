import { Button, Group } from '@mantine/core';
import type { Settings } from '../api/client';
import { Refused } from '../states';
import { useChangeSettings } from './change-settings';
import type { Choice } from './settings-queries';

interface SaveChoiceProps {
  before: Settings;
  choice: Choice;
  /** Whether there is anything to save. */
  differs: boolean;
  /** What is said once it is saved. */
  done: string;
  save: string;
  leave: string;
  onLeave: () => void;
}

/** Saves a part of the settings, or leaves it as it was. */
export function SaveChoice({ before, choice, differs, done, save, leave, onLeave }: SaveChoiceProps) {
  const change = useChangeSettings();
  return (
    <>
      {differs && (
        <Group gap="xs">
          <Button loading={change.isPending} onClick={() => change.mutate({ before, choice, done })}>
            {save}
          </Button>
          <Button variant="subtle" onClick={onLeave}>
            {leave}
          </Button>
        </Group>
      )}
      <Refused error={change.error} />
    </>
  );
}
