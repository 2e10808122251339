import { ApiProperty } from '@nestjs/swagger';
import { IsBoolean, IsOptional, IsString, Length, Matches } from 'class-validator';
import { PageInfo } from '../../http/paging.js';
import { Flag, Instant, Text } from '../../openapi/fields.js';

export class RenameOrganizationDto {
  @Text('How people know it, 1 to 100 characters.', 'Shop of the north', { minLength: 1, maxLength: 100 })
  @IsString()
  @Length(1, 100)
  @Matches(/^(?=.*\S)[^\p{Cc}\p{Cs}]*$/u, { message: '$property must be plain text on one line' })
  name: string;
}

export class ChangeOrganizationDto extends RenameOrganizationDto {
  @Flag('True: shut for everybody in it; what is stored stays. Absent: false.', false, { required: false })
  @IsOptional()
  @IsBoolean()
  suspended?: boolean;
}

export class MakeOrganizationDto extends RenameOrganizationDto {
  @Text('Its id for ever: small letters, digits and -, 2 to 63 characters.', 'shop-north', {
    pattern: '^[a-z0-9][a-z0-9-]{0,61}[a-z0-9]$',
  })
  @Matches(/^[a-z0-9][a-z0-9-]{0,61}[a-z0-9]$/, {
    message: '$property must be 2 to 63 small letters, digits or -',
  })
  organization: string;
}

export class OwnOrganizationDto {
  @Text('Its id.', 'shop-north')
  organization: string;

  @Text('How people know it.', 'Shop of the north')
  name: string;

  @Instant('When it was made.')
  created_at: string;
}

export class OrganizationDto extends OwnOrganizationDto {
  @Instant('Since then it is shut; null: it is not.', { nullable: true })
  suspended_at: string | null;
}

export class NewOrganizationDto extends OrganizationDto {
  @Text('The API key of its owner. Shown this once.', 'pp_Xy3fQaT0b1mYk4v8wQ2sLr6nJc9dHe5uZg7iFo3pA1x')
  owner_key: string;
}

export class OrganizationsDto extends PageInfo {
  @ApiProperty({ type: [OrganizationDto], description: 'By id.' })
  organizations: OrganizationDto[];
}
