import { Button, Group, Text } from '@mantine/core';
import { notifications } from '@mantine/notifications';

const LONG_ENOUGH_MS = 12_000;

/** Says what was done and takes it back for whoever did not mean it: nobody is asked beforehand. */
export function offerUndo(done: string, takeBack: () => Promise<unknown>): void {
  const id = notifications.show({
    autoClose: LONG_ENOUGH_MS,
    message: (
      <Group justify="space-between" wrap="nowrap">
        <Text size="sm">{done}</Text>
        <Button
          size="compact-sm"
          variant="light"
          onClick={() => {
            notifications.hide(id);
            void takeBack().then(() => say('Taken back.'), complain);
          }}
        >
          Undo
        </Button>
      </Group>
    ),
  });
}

export const say = (message: string) => notifications.show({ message });

const complain = (error: Error) =>
  notifications.show({ color: 'red', title: 'That could not be taken back', message: error.message });
