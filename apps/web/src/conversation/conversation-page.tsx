import { Alert, Badge, Group, Pagination, Skeleton, Stack, Text, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { useState } from 'react';
import { ApiProblem, conversationQuery, type Day, daysQuery, messagesQuery } from '../api/client';
import { count, counted, score, words } from '../format';
import { lastFilter } from '../conversations/last-filter';
import { useZone } from '../sign-in/zone';
import { Empty, Failure, whyMissing } from '../states';
import { type Lit, Transcript } from './transcript';
import { LinkAnchor } from '../link-anchor';

const route = getRouteApi('/conversations/$chatId');

export function ConversationPage() {
  const { chatId } = route.useParams();
  const { date } = route.useSearch();
  const [page, setPage] = useState(1);
  const [lit, setLit] = useState<Lit | undefined>();
  const conversation = useQuery(conversationQuery(chatId));
  const days = useQuery(daysQuery(chatId));
  const messages = useQuery(messagesQuery(chatId, page));
  const zone = useZone();
  const error = whyMissing(conversation) ?? whyMissing(days) ?? whyMissing(messages);
  if (error instanceof ApiProblem && error.status === 404)
    return (
      <Empty title={error.message}>
        <LinkAnchor to="/conversations">Look through all conversations</LinkAnchor>
      </Empty>
    );
  if (error)
    return (
      <Failure
        error={error}
        retry={() => void Promise.all([conversation.refetch(), days.refetch(), messages.refetch()])}
      />
    );
  if (!conversation.data || !days.data || !messages.data || !zone)
    return <Skeleton height={600} aria-label="Loading" />;
  const { data } = conversation;
  return (
    <Stack gap="md">
      <LinkAnchor to="/conversations" search={lastFilter()} size="sm">
        ← Conversations
      </LinkAnchor>
      <Group justify="space-between" align="flex-end">
        <div>
          <Title order={1} size="h3" style={{ overflowWrap: 'anywhere' }}>
            {data.chat_id}
          </Title>
          <Text size="sm" c="dimmed">
            {counted(data.message_count, 'message')} on {counted(data.days, 'day')}
            {data.agent_username && ` · ${data.agent_username}`}
            {data.customer_name && ` · ${data.customer_name}`}
          </Text>
        </div>
        <Group gap="xs">
          <Text fz={34} fw={700} lh={1} className="numbers">
            {score(data.csi)}
          </Text>
          {data.outcome && <Badge variant="light">{data.outcome}</Badge>}
          {data.topics.map((topic) => (
            <Badge key={topic} variant="default">
              {words(topic)}
            </Badge>
          ))}
        </Group>
      </Group>
      <TextRemoved days={days.data} />
      <Transcript
        chatId={data.chat_id}
        days={days.data}
        messages={messages.data.messages}
        fromTheStart={messages.data.page === 1}
        zone={zone}
        openAt={date}
        lit={lit}
        onLight={setLit}
      />
      {messages.data.total_pages > 1 && (
        <Pagination total={messages.data.total_pages} value={page} onChange={setPage} />
      )}
    </Stack>
  );
}

/** Where the words would stand. */
function TextRemoved({ days }: { days: Day[] }) {
  const removed = days.filter((day) => day.text_removed);
  if (removed.length === 0) return null;
  const all = removed.length === days.length;
  return (
    <Alert
      color="gray"
      title={all ? 'What was written here is gone' : 'Some of what was written here is gone'}
    >
      Messages are kept for a limited time only, and that time has passed
      {!all && ` for ${counted(removed.length, 'day')} of ${count(days.length)}`}. When they were sent, who
      sent them and how the days were scored is still here; their words are not.
    </Alert>
  );
}
