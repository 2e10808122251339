import { Body, Controller, Get, Put } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { ApiProblems } from '../../openapi/problems.js';
import { Allow } from '../allow.js';
import { Organization } from '../caller.js';
import { OrganizationStore, type OrganizationRow } from './organization-store.js';
import { OwnOrganizationDto, RenameOrganizationDto } from './organizations.dto.js';

@ApiTags('organization')
@Controller('api/organization')
export class OwnOrganizationController {
  constructor(private readonly organizations: OrganizationStore) {}

  @Get()
  @Allow('settings:read')
  @ApiOperation({ summary: "The caller's organization" })
  @ApiOkResponse({ type: OwnOrganizationDto })
  @ApiProblems(503)
  async getOrganization(@Organization() organization: string): Promise<OwnOrganizationDto> {
    return present(await this.organizations.one(organization));
  }

  @Put()
  @Allow('settings:write')
  @ApiOperation({ summary: 'Give it another name', description: 'Its id stays.' })
  @ApiOkResponse({ type: OwnOrganizationDto })
  @ApiProblems(400, 415, 503)
  async renameOrganization(
    @Organization() organization: string,
    @Body() { name }: RenameOrganizationDto,
  ): Promise<OwnOrganizationDto> {
    return present(await this.organizations.rename(organization, name));
  }
}

const present = ({ organization, name, created_at }: OrganizationRow): OwnOrganizationDto => ({
  organization,
  name,
  created_at: new Date(created_at).toISOString(),
});
