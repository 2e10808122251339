import { randomUUID } from 'node:crypto';
import { Body, Controller, Get, Param, Post, Put, Query } from '@nestjs/common';
import { ApiCreatedResponse, ApiOkResponse, ApiOperation, ApiParam, ApiTags } from '@nestjs/swagger';
import { pageInfo, PageParams, Paging } from '../../http/paging.js';
import { ApiProblems } from '../../openapi/problems.js';
import { Allow } from '../allow.js';
import { AskedBy, type Caller, nameOf } from '../caller.js';
import { KEY_PREFIX } from '../credentials.js';
import { KeyStore } from '../keys/key-store.js';
import { newSecret } from '../secrets.js';
import { SessionStore } from '../sessions/session-store.js';
import { assertRunsInstallation } from './first-organization.js';
import { OrganizationStore, type OrganizationRow } from './organization-store.js';
import {
  ChangeOrganizationDto,
  MakeOrganizationDto,
  NewOrganizationDto,
  OrganizationDto,
  OrganizationsDto,
} from './organizations.dto.js';

@ApiTags('access')
@Controller('api/organizations')
@Allow('organizations:write')
export class OrganizationsController {
  constructor(
    private readonly organizations: OrganizationStore,
    private readonly keys: KeyStore,
    private readonly sessions: SessionStore,
    private readonly paging: Paging,
  ) {}

  @Get()
  @ApiOperation({
    summary: 'The organizations of this installation',
    description: 'For owners of the first one, `default`; so are the next two.',
  })
  @ApiOkResponse({ type: OrganizationsDto })
  @ApiProblems(400, 503)
  async listOrganizations(@AskedBy() caller: Caller, @Query() params: PageParams): Promise<OrganizationsDto> {
    assertRunsInstallation(caller);
    const page = this.paging.pageOf(params);
    const { rows, total } = await this.organizations.page(page.size, page.offset);
    return { organizations: rows.map(present), ...pageInfo(page, total) };
  }

  @Post()
  @ApiOperation({
    summary: 'Make an organization',
    description: "The answer holds its owner's API key; nobody can ask for it again.",
  })
  @ApiCreatedResponse({ type: NewOrganizationDto })
  @ApiProblems(400, 409, 415, 503)
  async makeOrganization(
    @AskedBy() caller: Caller,
    @Body() { organization, name }: MakeOrganizationDto,
  ): Promise<NewOrganizationDto> {
    assertRunsInstallation(caller);
    const row = await this.organizations.add(organization, name);
    const owner_key = newSecret(KEY_PREFIX);
    await this.keys.add({
      organization,
      keyId: randomUUID(),
      secret: owner_key,
      name: 'first key',
      role: 'owner',
      agentEmail: null,
      createdBy: nameOf(caller),
      expiresAt: null,
    });
    return { ...present(row), owner_key };
  }

  @Put(':organization')
  @ApiOperation({
    summary: 'Rename an organization, suspend it or open it again',
    description: 'A suspended one is shut for all its keys and sessions, within 2 seconds at every replica.',
  })
  @ApiParam({
    name: 'organization',
    description: 'Its id.',
    schema: { type: 'string', example: 'shop-north' },
  })
  @ApiOkResponse({ type: OrganizationDto })
  @ApiProblems(400, 404, 409, 415, 503)
  async changeOrganization(
    @AskedBy() caller: Caller,
    @Param('organization') organization: string,
    @Body() { name, suspended = false }: ChangeOrganizationDto,
  ): Promise<OrganizationDto> {
    assertRunsInstallation(caller);
    const row = await this.organizations.change(organization, { name, suspended });
    this.keys.forget();
    this.sessions.forget();
    return present(row);
  }
}

const present = ({ created_at, suspended_at, ...row }: OrganizationRow): OrganizationDto => ({
  ...row,
  created_at: new Date(created_at).toISOString(),
  suspended_at: suspended_at === null ? null : new Date(suspended_at).toISOString(),
});
