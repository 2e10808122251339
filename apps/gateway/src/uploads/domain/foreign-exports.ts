/** A message as exports of this project have it. */
type Message = Record<string, string | null>;
type Json = Readonly<Record<string, unknown>>;

const objectIn = (value: unknown): Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Json) : {};
const listIn = (value: unknown): Json[] => (Array.isArray(value) ? value.map(objectIn) : []);
const textIn = (value: unknown): string | null =>
  typeof value === 'string' ? value : typeof value === 'number' ? String(value) : null;
/** Seconds since 1970, or a time in words. */
const instantIn = (value: unknown): string | null =>
  typeof value === 'number' && Number.isFinite(value) && Math.abs(value) < 1e11
    ? new Date(value * 1000).toISOString()
    : textIn(value);

function message(chat: unknown, at: unknown, text: unknown, author: { isAgent: boolean; is: Json }): Message {
  const { isAgent, is } = author;
  const name = textIn(is['name']);
  return {
    CHAT_ID: textIn(chat),
    MESSAGE_CONTENT: textIn(text),
    DIRECTION: isAgent ? 'to_client' : 'to_company',
    SOCIAL_CREATE_TIME: instantIn(at),
    CUSTOMER_NAME: isAgent ? null : name,
    AGENT_USERNAME: isAgent ? name : null,
    AGENT_EMAIL: isAgent ? textIn(is['email']) : null,
  };
}

const hasText = ({ MESSAGE_CONTENT }: Message): boolean => MESSAGE_CONTENT != null && MESSAGE_CONTENT !== '';

const INCOMING: readonly unknown[] = [0, 'incoming'];
const OUTGOING: readonly unknown[] = [1, 'outgoing'];

/** A conversation of Chatwoot's API with its `messages`; activities, templates and private notes are no messages. */
function fromChatwoot(conversation: Json): Message[] {
  return listIn(conversation['messages'])
    .filter((one) => one['private'] !== true)
    .filter((one) => INCOMING.includes(one['message_type']) || OUTGOING.includes(one['message_type']))
    .map((one) =>
      message(one['conversation_id'] ?? conversation['id'], one['created_at'], one['content'], {
        isAgent: OUTGOING.includes(one['message_type']),
        is: objectIn(one['sender']),
      }),
    )
    .filter(hasText);
}

const SPOKEN: ReadonlySet<unknown> = new Set(['comment', 'assignment', 'open', 'close']);
const INTERCOM_AGENTS: ReadonlySet<unknown> = new Set(['admin', 'bot', 'team']);

/** A conversation of Intercom's API (asked for with `display_as=plaintext`): what opened it, then its parts. */
function fromIntercom(conversation: Json): Message[] {
  const said = (at: unknown, body: unknown, author: Json) =>
    message(conversation['id'], at, body, { isAgent: INTERCOM_AGENTS.has(author['type']), is: author });
  const source = objectIn(conversation['source']);
  const parts = listIn(objectIn(conversation['conversation_parts'])['conversation_parts']);
  return [
    said(conversation['created_at'], source['body'], objectIn(source['author'])),
    ...parts
      .filter((part) => SPOKEN.has(part['part_type']))
      .map((part) => said(part['created_at'], part['body'], objectIn(part['author']))),
  ].filter(hasText);
}

/** A ticket of Zendesk's full JSON export with its `comments`: who is not the requester is an agent; notes are left out. */
function fromZendesk(ticket: Json): Message[] {
  const requester = objectIn(ticket['requester']);
  const requesterId = requester['id'] ?? ticket['requester_id'];
  const people = [requester, objectIn(ticket['assignee']), ...listIn(ticket['collaborator'])];
  return listIn(ticket['comments'])
    .filter((comment) => comment['public'] !== false)
    .map((comment) => {
      const author = comment['author_id'];
      return message(ticket['id'], comment['created_at'], comment['plain_body'] ?? comment['body'], {
        isAgent: author !== requesterId,
        is: people.find((person) => person['id'] === author) ?? {},
      });
    })
    .filter(hasText);
}

const SOURCES = { chatwoot: fromChatwoot, intercom: fromIntercom, zendesk: fromZendesk } as const;
export type ForeignSource = keyof typeof SOURCES;

/** The messages of one conversation; none where it has none. */
export const messagesFrom = (source: ForeignSource, conversation: unknown): Message[] =>
  SOURCES[source](objectIn(conversation));
