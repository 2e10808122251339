import { Body, Controller, Get, Param, Post, Put } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiCreatedResponse, ApiOkResponse, ApiOperation, ApiParam, ApiTags } from '@nestjs/swagger';
import { Database } from '@powerpulse/runtime';
import { Allow } from '../access/allow.js';
import { Organization } from '../access/caller.js';
import { ApiProblems } from '../openapi/problems.js';
import { builtInProfile } from './domain/settings.js';
import { type SavedProfile, SaveWeightProfile } from './save-weight-profile.command.js';
import { SettingsQueries } from './settings-store.js';
import { WeightProfileDto, WeightProfilesDto } from './settings.dto.js';
import { profilesOf } from './weight-profile-store.js';
import { ChangeWeightProfileDto, CreateWeightProfileDto } from './weight-profiles.dto.js';

@ApiTags('organization')
@Controller('api/weight-profiles')
export class WeightProfilesController {
  constructor(
    private readonly settings: SettingsQueries,
    private readonly database: Database,
    private readonly commands: CommandBus,
  ) {}

  @Get()
  @Allow('settings:read')
  @ApiOperation({ summary: 'The weight profiles there are' })
  @ApiOkResponse({ type: WeightProfilesDto })
  @ApiProblems(503)
  async listWeightProfiles(@Organization() organization: string): Promise<WeightProfilesDto> {
    const { weightProfile } = await this.settings.of(organization);
    const profiles = await this.database.read(organization, (tx) => profilesOf(tx, organization));
    return {
      profiles: profiles.map((profile) => present({ ...profile, active: profile.name === weightProfile })),
    };
  }

  @Post()
  @Allow('settings:write')
  @ApiOperation({
    summary: 'Make a weight profile',
    description: 'It counts once PUT /api/settings names it as `weight_profile`.',
  })
  @ApiCreatedResponse({ type: WeightProfileDto })
  @ApiProblems(400, 409, 415, 503)
  async createWeightProfile(
    @Organization() organization: string,
    @Body() { name, weights }: CreateWeightProfileDto,
  ): Promise<WeightProfileDto> {
    return present(
      await this.commands.execute(new SaveWeightProfile(organization, name, { ...weights }, 'new')),
    );
  }

  @Put(':name')
  @Allow('settings:write')
  @ApiOperation({
    summary: 'Change the weights of a profile',
    description:
      'A new version of it. Of the active profile: every CSI of all history is computed anew in the background, and shown all at once. Built-in profiles stay as they are.',
  })
  @ApiParam({
    name: 'name',
    description: 'Name of the profile.',
    schema: { type: 'string', example: 'support first' },
  })
  @ApiOkResponse({ type: WeightProfileDto })
  @ApiProblems(400, 404, 409, 415, 503)
  async changeWeightProfile(
    @Organization() organization: string,
    @Param('name') name: string,
    @Body() { weights }: ChangeWeightProfileDto,
  ): Promise<WeightProfileDto> {
    return present(
      await this.commands.execute(new SaveWeightProfile(organization, name, { ...weights }, 'changed')),
    );
  }
}

const present = (profile: SavedProfile): WeightProfileDto => ({
  ...profile,
  built_in: builtInProfile(profile.name) !== undefined,
});
