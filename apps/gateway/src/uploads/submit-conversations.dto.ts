import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  ArrayMinSize,
  IsArray,
  IsBoolean,
  IsIn,
  IsISO8601,
  IsOptional,
  IsString,
  Length,
  Matches,
  ValidateNested,
} from 'class-validator';

const MAX_CONVERSATIONS = 100;
const MAX_MESSAGES = 5_000;

export class LiveMessageDto {
  @ApiProperty({
    type: String,
    minLength: 1,
    description: 'What was written.',
    example: 'Where is my refund?',
  })
  @IsString()
  @Matches(/\S/, { message: '$property must hold text' })
  text: string;

  @ApiProperty({
    type: String,
    enum: ['to_company', 'to_client'],
    description: '`to_company`: the customer wrote; `to_client`: an agent did.',
    example: 'to_company',
  })
  @IsIn(['to_company', 'to_client'])
  direction: 'to_company' | 'to_client';

  @ApiProperty({
    type: String,
    format: 'date-time',
    description: 'When it was written. ISO 8601 with offset.',
    example: '2026-11-20T10:15:00.000Z',
  })
  @IsISO8601({ strict: true })
  @Matches(/(?:Z|[+-]\d{2}:?\d{2})$/, { message: '$property must have an offset, such as Z or +02:00' })
  sent_at: string;

  @ApiPropertyOptional({
    type: String,
    nullable: true,
    description: 'The agent who wrote it.',
    example: 'maria',
  })
  @IsOptional()
  @IsString()
  @Length(1, 300)
  agent_username?: string | null;

  @ApiPropertyOptional({
    type: String,
    nullable: true,
    description: "The agent's e-mail address.",
    example: 'maria@example.org',
  })
  @IsOptional()
  @IsString()
  @Length(1, 320)
  agent_email?: string | null;
}

export class LiveConversationDto {
  @ApiProperty({
    type: String,
    minLength: 1,
    maxLength: 500,
    description: 'Its id in your system: what belongs to one id is one conversation.',
    example: 'ticket-4711',
  })
  @IsString()
  @Length(1, 500)
  chat_id: string;

  @ApiPropertyOptional({
    type: String,
    nullable: true,
    description: 'Who the customer is.',
    example: 'A. Customer',
  })
  @IsOptional()
  @IsString()
  @Length(1, 300)
  customer_name?: string | null;

  @ApiProperty({
    type: [LiveMessageDto],
    description: 'Its messages, or the new ones of it. Those known already change nothing.',
  })
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(MAX_MESSAGES)
  @ValidateNested({ each: true })
  @Type(() => LiveMessageDto)
  messages: LiveMessageDto[];
}

export class SubmitConversationsDto {
  @ApiProperty({ type: [LiveConversationDto], description: 'One or a few; the body is at most 1 MiB.' })
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(MAX_CONVERSATIONS)
  @ValidateNested({ each: true })
  @Type(() => LiveConversationDto)
  conversations: LiveConversationDto[];

  @ApiPropertyOptional({
    type: Boolean,
    default: false,
    description: 'Judge every day of these conversations again, also where nothing changed.',
    example: false,
  })
  @IsOptional()
  @IsBoolean()
  force_reprocess?: boolean;
}
