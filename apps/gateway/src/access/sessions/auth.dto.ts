import { ApiProperty } from '@nestjs/swagger';
import { IsEmail, IsOptional, IsString, Length, Matches, MaxLength } from 'class-validator';
import { Transform } from 'class-transformer';
import { Count, Instant, OneOf, OptionalText, Text } from '../../openapi/fields.js';
import { LONGEST_PASSWORD, SHORTEST_PASSWORD } from '../domain/password-rules.js';
import { ROLE_NAMES, type Role } from '../domain/roles.js';

/** One account however its address is typed. */
export const NormalEmail = (): PropertyDecorator =>
  Transform(({ value }: { value: unknown }) =>
    typeof value === 'string' ? value.normalize('NFKC').trim().toLowerCase() : value,
  );

export class LoginDto {
  @Text('Address of the account; case and outer blanks do not matter.', 'kim@example.org', { maxLength: 254 })
  @NormalEmail()
  @IsEmail()
  @MaxLength(254)
  email: string;

  @Text('Any characters; compared in the Unicode normal form NFKC.', 'correct horse battery staple', {
    maxLength: LONGEST_PASSWORD * 4,
    format: 'password',
  })
  @IsString()
  @MaxLength(LONGEST_PASSWORD * 4)
  password: string;

  @Text('Whose account, where the installation has more than one. Absent: `default`.', 'default', {
    required: false,
    maxLength: 100,
  })
  @IsOptional()
  @IsString()
  @Length(1, 100)
  @Matches(/^[^\0]*$/)
  organization?: string;
}

export class LinkSignInDto {
  @Text('What stands behind `#sign-in=` in a one-time link.', 'Xy3fQaT0b1mYk4v8wQ2sLr6nJc9dHe5uZg7iFo3pA1x', {
    maxLength: 100,
  })
  @IsString()
  @MaxLength(100)
  token: string;
}

export class PasswordDto {
  @Text(
    `The new one: ${SHORTEST_PASSWORD} to ${LONGEST_PASSWORD} characters of any kind, none that everybody would guess.`,
    'correct horse battery staple',
    { minLength: SHORTEST_PASSWORD, maxLength: LONGEST_PASSWORD, format: 'password' },
  )
  @IsString()
  @MaxLength(LONGEST_PASSWORD * 4)
  new_password: string;

  @Text('The present one; not needed in a session that a one-time link opened.', 'my old passphrase', {
    required: false,
    format: 'password',
  })
  @IsOptional()
  @IsString()
  @MaxLength(LONGEST_PASSWORD * 4)
  current_password?: string;
}

export class SessionDto {
  @Text('Whose data.', 'default')
  organization: string;

  @OneOf(ROLE_NAMES, 'What the caller may do, by name.')
  role: Role;

  @ApiProperty({ type: [String], description: 'What exactly.', example: ['metrics:read'] })
  permissions: readonly string[];

  @OneOf(['session', 'key', 'token', 'nobody'], 'How the caller was recognised; `nobody`: AUTH=off.')
  by: string;

  @OptionalText('Address of the account.', 'kim@example.org')
  email: string | null;

  @Text(
    'Who it is without a name, as keys and the audit log say it; a `rater` for labels.',
    'session:3f8c1f7e-52f1-8a94-9d0e-2b1a7c5e4d30',
  )
  caller: string;

  @Text("The organization's time zone: its dates are to be read in it. IANA name.", 'Europe/Berlin')
  time_zone: string;

  @Count('Most rows that a page of a list may have here (MAX_PAGE_SIZE).', 100)
  max_page_size: number;
}

export class SignInLinkDto {
  @Text('The secret part. Shown this once.', 'Xy3fQaT0b1mYk4v8wQ2sLr6nJc9dHe5uZg7iFo3pA1x')
  token: string;

  @Text(
    'Put behind the address of the dashboard, it signs the member in, once.',
    '/#sign-in=Xy3fQaT0b1mYk4v8w',
  )
  path: string;

  @Instant('Until then it works.')
  expires_at: string;
}
