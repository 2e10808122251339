import { Entity, Index, PrimaryKey, Property } from '@mikro-orm/decorators/legacy';

/** Signs its member in once; then the row is gone. */
@Entity({ tableName: 'sign_in_links' })
@Index({ name: 'sign_in_links_expiry', properties: ['expiresAt'] })
export class SignInLink {
  @PrimaryKey({ columnType: 'text' })
  linkHash!: string;

  @Property({ columnType: 'text' })
  organization!: string;

  @Property({ columnType: 'uuid' })
  memberId!: string;

  @Property({ columnType: 'timestamptz' })
  expiresAt!: Date;
}
