import { Body, Controller, Get, Put } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Allow } from '../access/allow.js';
import { Organization } from '../access/caller.js';
import { ApiProblems } from '../openapi/problems.js';
import { ChangeSettings } from './change-settings.command.js';
import type { Settings } from './domain/settings.js';
import { SettingsQueries } from './settings-store.js';
import { ChangeSettingsDto, SettingsDto } from './settings.dto.js';

@ApiTags('organization')
@Controller('api')
export class SettingsController {
  constructor(
    private readonly settings: SettingsQueries,
    private readonly commands: CommandBus,
  ) {}

  @Get('settings')
  @Allow('settings:read')
  @ApiOperation({ summary: "The organization's settings" })
  @ApiOkResponse({ type: SettingsDto })
  @ApiProblems(503)
  async getSettings(@Organization() organization: string): Promise<SettingsDto> {
    return present(await this.settings.of(organization));
  }

  @Put('settings')
  @Allow('settings:write')
  @ApiOperation({
    summary: 'Change the settings, all of them at once',
    description:
      'Another time zone cuts all history anew: unchanged days keep their scores, vanished ones are retracted, changed ones are scored again (by a model that is called: by a backfill, see POST /api/settings/time-zone/dry-run); other weights or time limits recompute every CSI; patterns hold for messages that come from now on.',
  })
  @ApiOkResponse({ type: SettingsDto })
  @ApiProblems(400, 409, 415, 503)
  async changeSettings(
    @Organization() organization: string,
    @Body() body: ChangeSettingsDto,
  ): Promise<SettingsDto> {
    const choice = {
      timeZone: body.time_zone,
      weightProfile: body.weight_profile,
      autoResponsePatterns: body.auto_response_patterns,
      ...(body.time_limits && { timeLimits: body.time_limits }),
    };
    return present(
      await this.commands.execute(new ChangeSettings(organization, choice, body.settings_version ?? null)),
    );
  }
}

function present(settings: Settings): SettingsDto {
  return {
    settings_version: settings.version,
    time_zone: settings.timeZone,
    weight_profile: settings.weightProfile,
    auto_response_patterns: [...settings.autoResponsePatterns],
    time_limits: settings.timeLimits,
    changed_at: settings.changedAt?.toISOString() ?? null,
  };
}
