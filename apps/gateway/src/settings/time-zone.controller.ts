import { Body, Controller, HttpCode, Post } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { EstimateJudging, type ReplyOf, TryTimeZone } from '@powerpulse/contracts';
import { Requests } from '@powerpulse/messaging';
import { Allow } from '../access/allow.js';
import { Organization } from '../access/caller.js';
import { ApiProblems } from '../openapi/problems.js';
import { TriedTimeZoneDto, TryTimeZoneDto } from './time-zone.dto.js';

type Tried = ReplyOf<typeof TryTimeZone>;

const PAGE = 100;
/** Conversations in one answer: some seconds of work. */
const PAGES = 50;

@ApiTags('organization')
@Controller('api/settings/time-zone')
export class TimeZoneController {
  constructor(private readonly requests: Requests) {}

  @Post('dry-run')
  @Allow('settings:write')
  @HttpCode(200)
  @ApiOperation({
    summary: 'What another time zone would make of the days there are',
    description:
      'Cuts conversations in that zone and changes nothing. The change itself is PUT /api/settings; days to judge are judged by POST /api/backfills where `judging.at_once` is false. At most 5,000 conversations at a time.',
  })
  @ApiOkResponse({ type: TriedTimeZoneDto })
  @ApiProblems(400, 415, 503)
  async tryTimeZone(
    @Organization() organization: string,
    @Body() { time_zone, cursor = null }: TryTimeZoneDto,
  ): Promise<TriedTimeZoneDto> {
    const pages: Tried[] = [];
    let after = cursor;
    do {
      const page: Tried = await this.requests.ask(TryTimeZone, {
        organization,
        time_zone,
        after,
        limit: PAGE,
      });
      pages.push(page);
      after = page.next;
    } while (after !== null && pages.length < PAGES);
    const sum = (of: (page: Tried) => number) => pages.reduce((total, page) => total + of(page), 0);
    const toJudge = {
      days: sum(({ to_judge }) => to_judge.days),
      token_estimate: sum(({ to_judge }) => to_judge.token_estimate),
      messages: sum(({ to_judge }) => to_judge.messages),
      earlier_days: sum(({ to_judge }) => to_judge.earlier_days),
    };
    return {
      time_zone,
      conversations: pages[0]?.all?.conversations ?? null,
      conversations_left: pages[0]?.all?.left ?? null,
      conversations_tried: sum(({ conversations }) => conversations),
      unchanged_days: sum(({ days }) => days.unchanged),
      changed_days: sum(({ days }) => days.changed),
      days_to_judge: toJudge.days,
      vanished_days: sum(({ days }) => days.vanished),
      judging: await this.requests.ask(EstimateJudging, { organization, ...toJudge }),
      next_cursor: after,
    };
  }
}
