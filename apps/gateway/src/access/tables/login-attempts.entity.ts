import { Entity, PrimaryKey, Property } from '@mikro-orm/decorators/legacy';

/** Attempts to sign in to an account, whether there is such an account or not. */
@Entity({ tableName: 'login_attempts' })
export class LoginAttempts {
  @PrimaryKey({ columnType: 'text' })
  organization!: string;

  @PrimaryKey({ columnType: 'text' })
  email!: string;

  @Property({ columnType: 'int' })
  attempts!: number;

  @Property({ columnType: 'timestamptz' })
  since!: Date;
}
