import { ApiProperty } from '@nestjs/swagger';
import { IsBoolean, IsEmail, IsIn, IsOptional, IsString, Length, Matches, MaxLength } from 'class-validator';
import { PageInfo } from '../../http/paging.js';
import { Flag, Instant, OneOf, Text, Uuid } from '../../openapi/fields.js';
import { MEMBER_ROLES, type Role } from '../domain/roles.js';
import { NormalEmail, SignInLinkDto } from '../sessions/auth.dto.js';

export class ChangeMemberDto {
  @Text('How others know them, 1 to 100 characters.', 'Kim Doe', { minLength: 1, maxLength: 100 })
  @IsString()
  @Length(1, 100)
  @Matches(/^(?=.*\S)[^\p{Cc}\p{Cs}]*$/u, { message: '$property must be plain text on one line' })
  name: string;

  @OneOf(MEMBER_ROLES, 'What they may do: nothing that you may not.')
  @IsIn(MEMBER_ROLES)
  role: Role;

  @Flag('True: signed out everywhere and kept out. Absent: false.', false, { required: false })
  @IsOptional()
  @IsBoolean()
  disabled?: boolean;
}

export class AddMemberDto {
  @Text('Signs them in; for the role agent also the AGENT_EMAIL of their conversations.', 'kim@example.org', {
    maxLength: 254,
  })
  @NormalEmail()
  @IsEmail()
  @MaxLength(254)
  email: string;

  @Text('How others know them, 1 to 100 characters.', 'Kim Doe', { minLength: 1, maxLength: 100 })
  @IsString()
  @Length(1, 100)
  @Matches(/^(?=.*\S)[^\p{Cc}\p{Cs}]*$/u, { message: '$property must be plain text on one line' })
  name: string;

  @OneOf(MEMBER_ROLES, 'What they may do: nothing that you may not.')
  @IsIn(MEMBER_ROLES)
  role: Role;
}

export class MemberDto {
  @Uuid('Their id.')
  member_id: string;

  @Text('Their address, in small letters.', 'kim@example.org')
  email: string;

  @Text('How others know them.', 'Kim Doe')
  name: string;

  @OneOf(MEMBER_ROLES, 'What they may do.')
  role: Role;

  @Flag('False: only a one-time link signs them in.', true)
  has_password: boolean;

  @Instant('When they were added.')
  created_at: string;

  @Instant('Since then they are kept out; null: they are not.', { nullable: true })
  disabled_at: string | null;
}

export class NewMemberDto extends MemberDto {
  @ApiProperty({ type: SignInLinkDto, description: 'For their first session: hand it to them.' })
  sign_in_link: SignInLinkDto;
}

export class MembersDto extends PageInfo {
  @ApiProperty({ type: [MemberDto], description: 'By e-mail address.' })
  members: MemberDto[];
}
