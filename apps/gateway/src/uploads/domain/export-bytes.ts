export interface LiveConversation {
  readonly chat_id: string;
  readonly customer_name?: string | null;
  readonly messages: readonly {
    readonly text: string;
    readonly direction: 'to_company' | 'to_client';
    readonly sent_at: string;
    readonly agent_username?: string | null;
    readonly agent_email?: string | null;
  }[];
}

/** As an export would hold them: a list of messages, each with its chat id. */
export function exportBytes(conversations: readonly LiveConversation[]): Buffer {
  const messages = conversations.flatMap(({ chat_id, customer_name = null, messages }) =>
    messages.map((message) => ({
      CHAT_ID: chat_id,
      MESSAGE_CONTENT: message.text,
      DIRECTION: message.direction,
      SOCIAL_CREATE_TIME: message.sent_at,
      CUSTOMER_NAME: customer_name,
      AGENT_USERNAME: message.agent_username ?? null,
      AGENT_EMAIL: message.agent_email ?? null,
    })),
  );
  return Buffer.from(JSON.stringify(messages));
}
