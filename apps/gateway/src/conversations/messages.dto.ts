import { ApiProperty } from '@nestjs/swagger';
import { QueryText } from '../http/params.js';
import { PageInfo, PageParams } from '../http/paging.js';
import { Flag, Instant, Measured, OneOf, OptionalText, Text, Uuid } from '../openapi/fields.js';

export class MessagesParams extends PageParams {
  @QueryText(
    'The chat id, where it can not stand in a path: exactly `.` or `..`. The path then has any placeholder.',
    '..',
    4000,
  )
  chat_id?: string;
}

export class MessageDto {
  @Uuid('The message; quotes name it.')
  message_id: string;

  @Instant('When it was written.')
  sent_at: string;

  @OneOf(['to_company', 'to_client'], '`to_company`: the customer wrote; `to_client`: an agent did.')
  direction: 'to_company' | 'to_client';

  @Text('What was written; empty where it was removed.', 'Thanks, it works now.')
  text: string;

  @Flag('The time of keeping texts has ended: nobody can read this one any more. Its numbers stay.', false)
  text_removed: boolean;

  @OptionalText('The agent who wrote it.', 'maria')
  agent_username: string | null;

  @OptionalText("The agent's e-mail address.", 'maria@example.org')
  agent_email: string | null;

  @Measured(
    'Tone of a customer message, by the local scorer; null for agents and where it can not tell.',
    '-1..+1',
    0.64,
    { minimum: -1, maximum: 1 },
  )
  sentiment: number | null;
}

export class MessagesDto extends PageInfo {
  @Text('The conversation, as the export named it.', 'chat-0042')
  chat_id: string;

  @ApiProperty({ type: [MessageDto], description: 'Oldest first.' })
  messages: MessageDto[];
}
