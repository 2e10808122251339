import { Migration } from '@mikro-orm/migrations';
import { organizationWall } from '@powerpulse/runtime';

export class Labels20261121 extends Migration {
  override name = '2026-11-21-labels';

  override up(): void {
    this.addSql(`create table labels (
      organization text not null,
      day_id uuid not null,
      rater text not null,
      metric text not null,
      value double precision not null,
      transcript_hash text not null,
      rated_at timestamptz not null default now(),
      primary key (organization, day_id, rater, metric)
    )`);
    for (const statement of organizationWall('scoring', ['scorers'])) this.addSql(statement);
  }

  override down(): void {
    this.addSql('drop table labels');
  }
}
