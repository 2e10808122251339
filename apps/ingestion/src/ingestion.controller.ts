import { Controller } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { Payload } from '@nestjs/microservices';
import {
  CountMatches,
  GetConversationInstants,
  GetConversationNames,
  GetDayTranscripts,
  GetIngestProgress,
  GetMessages,
  GetRejects,
  GetRemovedTexts,
  SearchConversations,
  type RequestOf,
} from '@powerpulse/contracts';
import { Answers } from '@powerpulse/messaging';
import { CountMatchesQuery } from './queries/count-matches.query.js';
import { GetConversationInstantsQuery } from './queries/get-conversation-instants.query.js';
import { GetConversationNamesQuery } from './queries/get-conversation-names.query.js';
import { GetDayTranscriptsQuery } from './queries/get-day-transcripts.query.js';
import { GetIngestProgressQuery } from './queries/get-ingest-progress.query.js';
import { GetMessagesQuery } from './queries/get-messages.query.js';
import { GetRejectsQuery } from './queries/get-rejects.query.js';
import { GetRemovedTextsQuery } from './queries/get-removed-texts.query.js';
import { SearchConversationsQuery } from './queries/search-conversations.query.js';

@Controller()
export class IngestionController {
  constructor(private readonly queries: QueryBus) {}

  @Answers(GetConversationInstants)
  getConversationInstants(@Payload() request: RequestOf<typeof GetConversationInstants>) {
    return this.queries.execute(new GetConversationInstantsQuery(request));
  }

  @Answers(GetDayTranscripts)
  getDayTranscripts(@Payload() request: RequestOf<typeof GetDayTranscripts>) {
    return this.queries.execute(new GetDayTranscriptsQuery(request));
  }

  @Answers(GetMessages)
  getMessages(@Payload() request: RequestOf<typeof GetMessages>) {
    return this.queries.execute(new GetMessagesQuery(request));
  }

  @Answers(GetConversationNames)
  getConversationNames(@Payload() request: RequestOf<typeof GetConversationNames>) {
    return this.queries.execute(new GetConversationNamesQuery(request));
  }

  @Answers(GetIngestProgress)
  getIngestProgress(@Payload() request: RequestOf<typeof GetIngestProgress>) {
    return this.queries.execute(new GetIngestProgressQuery(request));
  }

  @Answers(GetRejects)
  getRejects(@Payload() request: RequestOf<typeof GetRejects>) {
    return this.queries.execute(new GetRejectsQuery(request));
  }

  @Answers(GetRemovedTexts)
  getRemovedTexts(@Payload() request: RequestOf<typeof GetRemovedTexts>) {
    return this.queries.execute(new GetRemovedTextsQuery(request));
  }

  @Answers(CountMatches)
  countMatches(@Payload() request: RequestOf<typeof CountMatches>) {
    return this.queries.execute(new CountMatchesQuery(request));
  }

  @Answers(SearchConversations)
  searchConversations(@Payload() request: RequestOf<typeof SearchConversations>) {
    return this.queries.execute(new SearchConversationsQuery(request));
  }
}
