import type { PublishRubric, ReplyOf, RequestOf } from '@powerpulse/contracts';
import { Conflict, Database } from '@powerpulse/runtime';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { BUILT_IN_RUBRIC } from '../domain/llm/built-in-rubric.js';
import { Rubrics, rubricHash } from '../llm/rubrics.js';

type Reply = ReplyOf<typeof PublishRubric>;

export class PublishRubricCommand extends Command<Reply> {
  constructor(readonly request: RequestOf<typeof PublishRubric>) {
    super();
  }
}

@CommandHandler(PublishRubricCommand)
export class PublishRubricHandler implements ICommandHandler<PublishRubricCommand> {
  constructor(
    private readonly database: Database,
    private readonly rubrics: Rubrics,
  ) {}

  async execute({ request: { organization, document } }: PublishRubricCommand): Promise<Reply> {
    if (document.name === BUILT_IN_RUBRIC.name) throw new Conflict(`${document.name} is the built-in rubric`);
    const known = await this.rubrics.byName(organization, document.name);
    if (known !== null && rubricHash(known) !== rubricHash(document))
      throw new Conflict(
        `${document.name} is published with another text; a changed rubric needs a new name`,
      );
    await this.database.query(
      `insert into rubrics (organization, name, document) values ($1, $2, $3) on conflict do nothing`,
      [organization, document.name, document],
    );
    const [row] = await this.database.query<{ document: string; published_at: string }>(
      `select document::text as document,
         to_char(published_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as published_at
       from rubrics where organization = $1 and name = $2`,
      [organization, document.name],
    );
    if (row === undefined) throw new Error('a published rubric is gone');
    this.rubrics.forget(organization);
    return { name: document.name, published_at: row.published_at };
  }
}
