import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import type { DataOf, EventOf, OrganizationSettingsChanged } from '@powerpulse/contracts';
import type { Delivery } from '@powerpulse/messaging';
import { InvalidInput, type Tx } from '@powerpulse/runtime';
import { isTimeZone } from '../domain/calendar.js';
import { ResplitLoop } from '../resplit-loop.js';
import { DEFAULT_TIME_ZONE } from '../tables/organization-zones.js';

type SettingsChanged = EventOf<typeof OrganizationSettingsChanged>;

export class ApplySettings extends Command<void> {
  constructor(readonly delivery: Delivery<DataOf<typeof OrganizationSettingsChanged>>) {
    super();
  }
}

/** Takes over the zone. Where it changed, all conversations of the organization are left to be split anew. */
@CommandHandler(ApplySettings)
export class ApplySettingsHandler implements ICommandHandler<ApplySettings> {
  constructor(private readonly resplits: ResplitLoop) {}

  async execute({ delivery }: ApplySettings): Promise<void> {
    for (const { data } of delivery.events) {
      if (!isTimeZone(data.time_zone)) throw new InvalidInput('time_zone is no IANA time zone');
    }
    const changed = await delivery.commit(async ({ tx }, fresh) => {
      let any = false;
      for (const event of fresh.toSorted(byOrganization)) any = (await apply(tx, event)) || any;
      return any;
    });
    if (changed) this.resplits.wake();
  }
}

/** Rows are locked in one order. */
const byOrganization = (a: SettingsChanged, b: SettingsChanged): number =>
  a.organization < b.organization ? -1 : Number(a.organization > b.organization);

async function apply(tx: Tx, event: SettingsChanged): Promise<boolean> {
  const { organization, data } = event;
  await tx.query('insert into organizations (organization) values ($1) on conflict do nothing', [
    organization,
  ]);
  const [before] = await tx.query<{ time_zone: string; settings_version: number }>(
    'select time_zone, settings_version from organizations where organization = $1 for update',
    [organization],
  );
  if ((before?.settings_version ?? 0) >= data.settings_version) return false;
  await tx.query('update organizations set time_zone = $2, settings_version = $3 where organization = $1', [
    organization,
    data.time_zone,
    data.settings_version,
  ]);
  if ((before?.time_zone ?? DEFAULT_TIME_ZONE) === data.time_zone) return false;
  // A pass that is under way starts over, and whoever makes it loses the lease.
  await tx.query(
    `insert into resplits (organization, correlation_id) values ($1, $2)
     on conflict (organization) do update
     set correlation_id = excluded.correlation_id, after = null, failed = 0, lease = null, not_before = now()`,
    [organization, event.correlation_id],
  );
  return true;
}
