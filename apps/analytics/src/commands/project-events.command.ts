import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import type { Delivery } from '@powerpulse/messaging';
import { type ProjectedEvent, Projector } from '../projection/projector.js';

export class ProjectEvents extends Command<void> {
  constructor(readonly delivery: Pick<Delivery<unknown>, 'commit'>) {
    super();
  }
}

@CommandHandler(ProjectEvents)
export class ProjectEventsHandler implements ICommandHandler<ProjectEvents> {
  constructor(private readonly projector: Projector) {}

  execute({ delivery }: ProjectEvents): Promise<void> {
    // inbound.ts hands over these events only, and the bus has checked each against the schema of its name.
    return delivery.commit(({ tx }, fresh) => this.projector.project(tx, fresh as ProjectedEvent[]));
  }
}
