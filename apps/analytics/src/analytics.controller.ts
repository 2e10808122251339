import { Controller } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { Payload } from '@nestjs/microservices';
import {
  ExplainChange,
  GetChanges,
  GetConversation,
  GetDailyGroups,
  GetDailyMetrics,
  GetMetricGroups,
  GetMetrics,
  GetProjectionProgress,
  GetWhatIf,
  ListConversationDays,
  ListConversations,
  ListLowestDays,
  ListReplays,
  type RequestOf,
  StartReplay,
  SteerReplay,
} from '@powerpulse/contracts';
import { Answers } from '@powerpulse/messaging';
import { ExplainChangeQuery } from './queries/explain-change.query.js';
import { StartReplayCommand } from './commands/start-replay.command.js';
import { SteerReplayCommand } from './commands/steer-replay.command.js';
import { GetChangesQuery } from './queries/get-changes.query.js';
import { GetConversationQuery } from './queries/get-conversation.query.js';
import { GetDailyGroupsQuery } from './queries/get-daily-groups.query.js';
import { GetDailyMetricsQuery } from './queries/get-daily-metrics.query.js';
import { GetMetricGroupsQuery } from './queries/get-metric-groups.query.js';
import { GetMetricsQuery } from './queries/get-metrics.query.js';
import { GetProjectionProgressQuery } from './queries/get-projection-progress.query.js';
import { ListConversationDaysQuery } from './queries/list-conversation-days.query.js';
import { ListConversationsQuery } from './queries/list-conversations.query.js';
import { GetWhatIfQuery } from './queries/get-what-if.query.js';
import { ListLowestDaysQuery } from './queries/list-lowest-days.query.js';
import { ListReplaysQuery } from './queries/list-replays.query.js';

/** What other services may ask. */
@Controller()
export class AnalyticsController {
  constructor(
    private readonly queries: QueryBus,
    private readonly commands: CommandBus,
  ) {}

  @Answers(GetMetrics)
  getMetrics(@Payload() request: RequestOf<typeof GetMetrics>) {
    return this.queries.execute(new GetMetricsQuery(request));
  }

  @Answers(GetDailyMetrics)
  getDailyMetrics(@Payload() request: RequestOf<typeof GetDailyMetrics>) {
    return this.queries.execute(new GetDailyMetricsQuery(request));
  }

  @Answers(GetMetricGroups)
  getMetricGroups(@Payload() request: RequestOf<typeof GetMetricGroups>) {
    return this.queries.execute(new GetMetricGroupsQuery(request));
  }

  @Answers(GetDailyGroups)
  getDailyGroups(@Payload() request: RequestOf<typeof GetDailyGroups>) {
    return this.queries.execute(new GetDailyGroupsQuery(request));
  }

  @Answers(ExplainChange)
  explainChange(@Payload() request: RequestOf<typeof ExplainChange>) {
    return this.queries.execute(new ExplainChangeQuery(request));
  }

  @Answers(ListConversationDays)
  listConversationDays(@Payload() request: RequestOf<typeof ListConversationDays>) {
    return this.queries.execute(new ListConversationDaysQuery(request));
  }

  @Answers(ListConversations)
  listConversations(@Payload() request: RequestOf<typeof ListConversations>) {
    return this.queries.execute(new ListConversationsQuery(request));
  }

  @Answers(GetConversation)
  getConversation(@Payload() request: RequestOf<typeof GetConversation>) {
    return this.queries.execute(new GetConversationQuery(request));
  }

  @Answers(ListLowestDays)
  listLowestDays(@Payload() request: RequestOf<typeof ListLowestDays>) {
    return this.queries.execute(new ListLowestDaysQuery(request));
  }

  @Answers(GetProjectionProgress)
  getProjectionProgress(@Payload() request: RequestOf<typeof GetProjectionProgress>) {
    return this.queries.execute(new GetProjectionProgressQuery(request));
  }

  @Answers(GetWhatIf)
  getWhatIf(@Payload() request: RequestOf<typeof GetWhatIf>) {
    return this.queries.execute(new GetWhatIfQuery(request));
  }

  @Answers(ListReplays)
  listReplays(@Payload() request: RequestOf<typeof ListReplays>) {
    return this.queries.execute(new ListReplaysQuery(request));
  }

  @Answers(GetChanges)
  getChanges(@Payload() request: RequestOf<typeof GetChanges>) {
    return this.queries.execute(new GetChangesQuery(request));
  }

  @Answers(StartReplay)
  startReplay(@Payload() request: RequestOf<typeof StartReplay>) {
    return this.commands.execute(new StartReplayCommand(request));
  }

  @Answers(SteerReplay)
  steerReplay(@Payload() request: RequestOf<typeof SteerReplay>) {
    return this.commands.execute(new SteerReplayCommand(request));
  }
}
