import { Alert, List, Stack, Table, Text } from '@mantine/core';
import { count, counted, words } from '../format';
import { WideTable } from '../wide-table';
import type { Preview } from './upload-queries';

const WHO: Record<string, string> = { to_company: 'customer', to_client: 'agent' };
const PROBLEMS = 5;

/** The first messages as they would be read, and what is wrong. */
export function FirstRows({ preview }: { preview: Preview }) {
  const { messages, problems, messages_read, whole_file } = preview;
  const refused = problems.filter(({ position }) => position === null);
  return (
    <Stack gap="xs">
      <Text size="sm" data-previewed={messages_read}>
        {counted(messages_read, 'message')} {whole_file ? 'in it' : 'at its beginning'}, read as{' '}
        {words(preview.format)}
        {problems.length === 0 && ': all of them can be used'}.
      </Text>
      {problems.length > 0 && (
        <Alert
          color={refused.length > 0 ? 'red' : 'yellow'}
          role="alert"
          title={
            refused.length > 0 ? 'The file can not be taken as it is' : 'Some messages would be left out'
          }
        >
          <List size="sm">
            {problems.slice(0, PROBLEMS).map(({ position, code, message }) => (
              <List.Item key={`${position} ${code} ${message}`}>
                {position !== null && `Message ${count(position)}: `}
                {message}
              </List.Item>
            ))}
          </List>
        </Alert>
      )}
      {messages.length > 0 && (
        <WideTable minWidth={560} label="The first messages" verticalSpacing={3} fz="xs">
          <Table.Thead>
            <Table.Tr>
              <Table.Th>Who</Table.Th>
              <Table.Th w="60%">Words</Table.Th>
              <Table.Th>When</Table.Th>
              <Table.Th>Chat</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {messages.slice(0, 6).map((message) => (
              <Table.Tr key={message.position}>
                <Table.Td data-wide>
                  {WHO[message.direction ?? ''] ?? message.direction ?? '–'}
                  {message.agent_username && ` (${message.agent_username})`}
                </Table.Td>
                <Table.Td className="message-text" data-wide>
                  {message.text ?? '–'}
                </Table.Td>
                <Table.Td data-label="When">{message.sent_at ?? '–'}</Table.Td>
                <Table.Td data-label="Chat">{message.chat_id ?? '–'}</Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </WideTable>
      )}
    </Stack>
  );
}
