import { Body, Controller, Get, HttpCode, Post, Put } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import {
  CountMatches,
  ListConversations,
  MAX_TRIED_CONVERSATIONS,
  type ReplyOf,
} from '@powerpulse/contracts';
import { Requests } from '@powerpulse/messaging';
import { Allow } from '../access/allow.js';
import { Organization } from '../access/caller.js';
import { ApiProblems } from '../openapi/problems.js';
import { ChangeRulesDto, RulesDto, TriedRulesDto, TryRulesDto } from './auto-response.dto.js';
import { ChangeSettings } from './change-settings.command.js';
import type { Settings } from './domain/settings.js';
import { SettingsQueries } from './settings-store.js';

const PAGE = 100;
const NEWEST = {
  start_date: null,
  end_date: null,
  min_csi: null,
  max_csi: null,
  topic: null,
  agent: null,
  outcome: null,
  conversation_ids: null,
  sort: 'last_message_at',
  order: 'desc',
  offset: 0,
  limit: PAGE,
} as const;

@ApiTags('organization')
@Controller('api/auto-response-rules')
export class AutoResponseController {
  constructor(
    private readonly settings: SettingsQueries,
    private readonly commands: CommandBus,
    private readonly requests: Requests,
  ) {}

  @Get()
  @Allow('settings:read')
  @ApiOperation({ summary: 'Which messages are left out as automatic replies' })
  @ApiOkResponse({ type: RulesDto })
  @ApiProblems(503)
  async getAutoResponseRules(@Organization() organization: string): Promise<RulesDto> {
    return present(await this.settings.of(organization));
  }

  @Put()
  @Allow('settings:write')
  @ApiOperation({
    summary: 'Change them',
    description: 'They hold for messages that come from now on. The same patterns are in PUT /api/settings.',
  })
  @ApiOkResponse({ type: RulesDto })
  @ApiProblems(400, 409, 415, 503)
  async changeAutoResponseRules(
    @Organization() organization: string,
    @Body() { patterns, settings_version }: ChangeRulesDto,
  ): Promise<RulesDto> {
    const choice = { autoResponsePatterns: patterns };
    return present(
      await this.commands.execute(new ChangeSettings(organization, choice, settings_version ?? null)),
    );
  }

  @Post('dry-run')
  @Allow('settings:write')
  @HttpCode(200)
  @ApiOperation({
    summary: 'What rules would leave out',
    description: 'Looks through the newest 1,000 conversations and changes nothing.',
  })
  @ApiOkResponse({ type: TriedRulesDto })
  @ApiProblems(400, 415, 503)
  async tryAutoResponseRules(
    @Organization() organization: string,
    @Body() { patterns }: TryRulesDto,
  ): Promise<TriedRulesDto> {
    const { autoResponsePatterns } = await this.settings.of(organization);
    const conversation_ids = await this.newest(organization);
    const counts = await this.requests.ask(CountMatches, { organization, conversation_ids, patterns });
    return {
      conversations: conversation_ids.length,
      messages: counts.messages,
      matched: counts.matched,
      patterns: patterns.map((pattern, i) => ({
        pattern,
        in_force: autoResponsePatterns.includes(pattern),
        messages: counts.patterns[i]?.messages ?? 0,
        conversations: counts.patterns[i]?.conversations ?? 0,
        // Whoever may write settings may read messages.
        examples: counts.patterns[i]?.examples ?? [],
      })),
    };
  }

  private async newest(organization: string): Promise<string[]> {
    const ids = new Set<string>();
    let cursor: string | null = null;
    do {
      const page: ReplyOf<typeof ListConversations> = await this.requests.ask(ListConversations, {
        organization,
        ...NEWEST,
        cursor,
      });
      for (const { conversation_id } of page.conversations) ids.add(conversation_id);
      cursor = page.next_cursor;
    } while (cursor !== null && ids.size < MAX_TRIED_CONVERSATIONS);
    return [...ids].slice(0, MAX_TRIED_CONVERSATIONS);
  }
}

const present = ({ version, autoResponsePatterns }: Settings): RulesDto => ({
  patterns: [...autoResponsePatterns],
  settings_version: version,
});
