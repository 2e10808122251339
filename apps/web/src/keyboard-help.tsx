import { Button, Kbd, Modal, Table } from '@mantine/core';
import { useDisclosure, useHotkeys } from '@mantine/hooks';

const KEYS = [
  { keys: ['j', 'k'], does: 'next and previous conversation of the list' },
  { keys: ['Enter'], does: 'open it' },
  { keys: ['/'], does: 'search conversations' },
  { keys: ['Tab'], does: 'on a conversation: from score to score; the words behind each light up' },
  {
    keys: ['←', '→'],
    does: 'on the chart of the overview: from date to date; Enter opens its conversations',
  },
  { keys: ['?'], does: 'this help' },
];

/** What the keyboard can do: by `?` anywhere, or by the button. */
export function KeyboardHelp() {
  const [opened, { open, close }] = useDisclosure(false);
  useHotkeys([
    ['?', open],
    ['shift+?', open],
  ]);
  return (
    <>
      <Button
        variant="subtle"
        size="compact-sm"
        color="gray"
        visibleFrom="sm"
        aria-label="Keyboard help"
        onClick={open}
      >
        ?
      </Button>
      <Modal opened={opened} onClose={close} title="By keyboard">
        <Table>
          <Table.Tbody>
            {KEYS.map(({ keys, does }) => (
              <Table.Tr key={does}>
                <Table.Td w={90}>
                  {keys.map((key) => (
                    <Kbd key={key} mr={4}>
                      {key}
                    </Kbd>
                  ))}
                </Table.Td>
                <Table.Td>{does}</Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </Modal>
    </>
  );
}
