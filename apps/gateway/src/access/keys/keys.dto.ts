import { ApiProperty } from '@nestjs/swagger';
import {
  IsEmail,
  IsIn,
  IsInt,
  IsOptional,
  IsString,
  Length,
  Matches,
  Max,
  MaxLength,
  Min,
  ValidateIf,
} from 'class-validator';
import { PageInfo } from '../../http/paging.js';
import { Instant, OneOf, OptionalText, Text, Uuid } from '../../openapi/fields.js';
import { ROLE_NAMES, type Role } from '../domain/roles.js';

const LONGEST_DAYS = 3_660;

export class MakeKeyDto {
  @Text('What it is for, 1 to 100 characters.', 'nightly export of the shop', {
    minLength: 1,
    maxLength: 100,
  })
  @IsString()
  @Length(1, 100)
  @Matches(/^(?=.*\S)[^\p{Cc}\p{Cs}]*$/u, { message: '$property must be plain text on one line' })
  name: string;

  @OneOf(ROLE_NAMES, 'What it may do: nothing that its maker may not.')
  @IsIn(ROLE_NAMES)
  role: Role;

  @ApiProperty({
    type: 'integer',
    required: false,
    nullable: true,
    minimum: 1,
    maximum: LONGEST_DAYS,
    description: 'Days until it expires, 1..3660; null or absent: never. Count.',
    example: 90,
  })
  @IsOptional()
  @IsInt()
  @Min(1)
  @Max(LONGEST_DAYS)
  expires_in_days?: number | null;

  @Text('For the role agent, and only there: whose conversations.', 'kim@example.org', {
    required: false,
    maxLength: 254,
  })
  @ValidateIf(({ role, agent_email }: MakeKeyDto) => role === 'agent' || agent_email !== undefined)
  @IsEmail()
  @MaxLength(254)
  agent_email?: string;
}

export class KeyDto {
  @Uuid('Its id; no secret.')
  key_id: string;

  @Text('What it is for.', 'nightly export of the shop')
  name: string;

  @Text('How it begins, to tell keys apart.', 'pp_Xy3fQa')
  prefix: string;

  @OneOf(ROLE_NAMES, 'What it may do.')
  role: Role;

  @OptionalText('Of a key with the role agent: whose conversations.', 'kim@example.org')
  agent_email: string | null;

  @Text('Who made it: `key:<id>`, `session:<id>`, `token:<subject>`, or `OWNER_KEY`.', 'OWNER_KEY')
  created_by: string;

  @Instant('When it was made.')
  created_at: string;

  @Instant('From then on it is refused; null: never.', { nullable: true })
  expires_at: string | null;

  @Instant('Since then it is refused; null: it is not revoked.', { nullable: true })
  revoked_at: string | null;
}

export class NewKeyDto extends KeyDto {
  @Text(
    'The key itself. Shown this once: only its hash is kept.',
    'pp_Xy3fQaT0b1mYk4v8wQ2sLr6nJc9dHe5uZg7iFo3pA1x',
  )
  key: string;
}

export class KeysDto extends PageInfo {
  @ApiProperty({ type: [KeyDto], description: 'Newest first, revoked and expired ones too.' })
  keys: KeyDto[];
}
