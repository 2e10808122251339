import { Injectable } from '@nestjs/common';
import { Conflict, Database, NotFound } from '@powerpulse/runtime';
import { FIRST_ORGANIZATION } from './first-organization.js';

export interface OrganizationRow {
  organization: string;
  name: string;
  created_at: number;
  suspended_at: number | null;
}

const epoch = (column: string) => `(extract(epoch from ${column}) * 1000)::float8 as ${column}`;
const COLUMNS = `organization, name, ${epoch('created_at')}, ${epoch('suspended_at')}`;

@Injectable()
export class OrganizationStore {
  constructor(private readonly database: Database) {}

  async page(limit: number, offset: number): Promise<{ rows: OrganizationRow[]; total: number }> {
    const [rows, [count]] = await Promise.all([
      this.database.query<OrganizationRow>(
        `select ${COLUMNS} from organizations order by organization limit $1 offset $2`,
        [limit, offset],
      ),
      this.database.query<{ total: number }>('select count(*)::int as total from organizations'),
    ]);
    return { rows, total: count?.total ?? 0 };
  }

  async add(organization: string, name: string): Promise<OrganizationRow> {
    const [row] = await this.database.query<OrganizationRow>(
      `insert into organizations (organization, name) values ($1, $2)
       on conflict do nothing returning ${COLUMNS}`,
      [organization, name],
    );
    if (row === undefined) throw new Conflict('There is an organization with this id already.');
    return row;
  }

  async one(organization: string): Promise<OrganizationRow> {
    const [row] = await this.database.query<OrganizationRow>(
      `select ${COLUMNS} from organizations where organization = $1`,
      [organization],
    );
    if (row === undefined) throw new NotFound('There is no such organization.');
    return row;
  }

  async rename(organization: string, name: string): Promise<OrganizationRow> {
    const [row] = await this.database.query<OrganizationRow>(
      `update organizations set name = $2 where organization = $1 returning ${COLUMNS}`,
      [organization, name],
    );
    if (row === undefined) throw new NotFound('There is no such organization.');
    return row;
  }

  async change(organization: string, to: { name: string; suspended: boolean }): Promise<OrganizationRow> {
    if (to.suspended && organization === FIRST_ORGANIZATION) {
      throw new Conflict('The first organization can not be suspended: nobody could undo it.');
    }
    const [row] = await this.database.query<OrganizationRow>(
      `update organizations set name = $2, suspended_at = case when $3 then coalesce(suspended_at, now()) end
       where organization = $1 returning ${COLUMNS}`,
      [organization, to.name, to.suspended],
    );
    if (row === undefined) throw new NotFound('There is no such organization.');
    return row;
  }
}
