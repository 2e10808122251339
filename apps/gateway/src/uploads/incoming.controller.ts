import { Controller } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { Ctx, Payload } from '@nestjs/microservices';
import { organizationIn, type ReplyOf, type RequestOf, SendConversations } from '@powerpulse/contracts';
import { Answers, type RequestContext } from '@powerpulse/messaging';
import { Conflict, Database, InvalidInput, Unavailable } from '@powerpulse/runtime';
import { HttpProblem } from '../http/problem.js';
import { statusUrl } from './accepted-answer.js';
import { SubmitConversations } from './submit-conversations.command.js';

/** Over NATS: how other programs send conversations. */
@Controller()
export class IncomingController {
  constructor(
    private readonly commands: CommandBus,
    private readonly database: Database,
  ) {}

  @Answers(SendConversations)
  async take(
    @Payload() request: RequestOf<typeof SendConversations>,
    @Ctx() { subject, deadLetter }: RequestContext,
  ): Promise<ReplyOf<typeof SendConversations>> {
    const organization = organizationIn(subject);
    if (organization === null || !(await this.isOpen(organization)))
      throw new InvalidInput('the last token of the subject is no organization of this installation');
    const { conversations, force_reprocess, idempotency_key } = request;
    const command = new SubmitConversations(
      organization,
      conversations.map(({ customer_name, ...one }) => ({ ...one, customer_name: customer_name ?? null })),
      force_reprocess,
      idempotency_key ?? (deadLetter === null ? null : `dead-letter:${deadLetter}`),
    );
    try {
      const { uploadId, repeated } = await this.commands.execute(command);
      return { upload_id: uploadId, repeated, status_url: statusUrl(uploadId) };
    } catch (error) {
      throw asProblem(error);
    }
  }

  private async isOpen(organization: string): Promise<boolean> {
    const rows = await this.database.query(
      'select 1 from organizations where organization = $1 and suspended_at is null',
      [organization],
    );
    return rows.length > 0;
  }
}

/** What the edge of HTTP says by its status, the edge of NATS says by a code. */
function asProblem(error: unknown): unknown {
  if (!(error instanceof HttpProblem)) return error;
  if (error.code === 'unavailable') return new Unavailable(error.detail);
  if (error.code === 'conflict') return new Conflict(error.detail);
  return new InvalidInput(error.detail, error.extras.errors);
}
