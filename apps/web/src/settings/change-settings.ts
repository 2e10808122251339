import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { Settings } from '../api/client';
import { offerUndo } from '../undo';
import { type Choice, putSettings, settingsQuery } from './settings-queries';

interface Change {
  before: Settings;
  choice: Choice;
  /** What is said to whoever made it. */
  done: string;
}

/** Of the settings as they were, what a choice replaced. */
const replacedBy = (choice: Choice, before: Settings): Choice =>
  Object.fromEntries(Object.keys(choice).map((name) => [name, before[name as keyof Choice]]));

/** Changes a part of the settings at once, and offers to take it back. */
export function useChangeSettings() {
  const queries = useQueryClient();
  const show = (settings: Settings) => {
    queries.setQueryData(settingsQuery.queryKey, settings);
    // All numbers may follow.
    return queries.invalidateQueries();
  };
  return useMutation({
    mutationFn: ({ before, choice }: Change) => putSettings(before, choice),
    onSuccess: (after, { before, choice, done }) => {
      void show(after);
      offerUndo(done, async () => show(await putSettings(after, replacedBy(choice, before))));
    },
  });
}
