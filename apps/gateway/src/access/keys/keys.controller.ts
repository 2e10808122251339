import { randomUUID } from 'node:crypto';
import { Body, Controller, Delete, Get, Param, Post, Query } from '@nestjs/common';
import { ApiCreatedResponse, ApiOkResponse, ApiOperation, ApiParam, ApiTags } from '@nestjs/swagger';
import { NotFound } from '@powerpulse/runtime';
import { idPipe } from '../../http/id.pipe.js';
import { pageInfo, PageParams, Paging } from '../../http/paging.js';
import { HttpProblem, invalidParameter } from '../../http/problem.js';
import { ApiProblems } from '../../openapi/problems.js';
import { Allow } from '../allow.js';
import { AskedBy, type Caller, nameOf, Organization } from '../caller.js';
import { KEY_PREFIX } from '../credentials.js';
import { mayGrant } from '../domain/roles.js';
import { newSecret } from '../secrets.js';
import { KeyStore, type KeyRow } from './key-store.js';
import { KeyDto, KeysDto, MakeKeyDto, NewKeyDto } from './keys.dto.js';

const NO_SUCH_KEY = 'There is no such API key.';
const DAY_MS = 86_400_000;

@ApiTags('access')
@Controller('api/api-keys')
export class KeysController {
  constructor(
    private readonly keys: KeyStore,
    private readonly paging: Paging,
  ) {}

  @Get()
  @Allow('keys:read')
  @ApiOperation({ summary: 'The API keys, without their secrets' })
  @ApiOkResponse({ type: KeysDto })
  @ApiProblems(400, 503)
  async listKeys(@Organization() organization: string, @Query() params: PageParams): Promise<KeysDto> {
    const page = this.paging.pageOf(params);
    const { rows, total } = await this.keys.page(organization, page.size, page.offset);
    return { keys: rows.map(present), ...pageInfo(page, total) };
  }

  @Post()
  @Allow('keys:write')
  @ApiOperation({
    summary: 'Make an API key',
    description:
      'The answer holds the key; nobody can ask for it again. Nobody makes a key that may do more than they.',
  })
  @ApiCreatedResponse({ type: NewKeyDto })
  @ApiProblems(400, 415, 503)
  async makeKey(@AskedBy() caller: Caller, @Body() body: MakeKeyDto): Promise<NewKeyDto> {
    const { name, role, agent_email = null, expires_in_days = null } = body;
    if (!mayGrant(caller.role, role)) {
      throw new HttpProblem('forbidden', `The role ${caller.role} may not give away the role ${role}.`);
    }
    if (role !== 'agent' && agent_email !== null) {
      throw invalidParameter('agent_email', 'is for the role agent only');
    }
    const key = newSecret(KEY_PREFIX);
    const row = await this.keys.add({
      organization: caller.organization,
      keyId: randomUUID(),
      secret: key,
      name,
      role,
      agentEmail: agent_email?.toLowerCase() ?? null,
      createdBy: nameOf(caller),
      expiresAt: expires_in_days === null ? null : new Date(Date.now() + expires_in_days * DAY_MS),
    });
    return { ...present(row), key };
  }

  @Delete(':key_id')
  @Allow('keys:write')
  @ApiOperation({
    summary: 'Revoke an API key',
    description:
      'It is refused at once here and within 2 seconds at every replica. Revoking twice is no error.',
  })
  @ApiParam({
    name: 'key_id',
    description: 'The key, as the list has it.',
    schema: { type: 'string', format: 'uuid', example: '3f8c1f7e-52f1-8a94-9d0e-2b1a7c5e4d30' },
  })
  @ApiOkResponse({ type: KeyDto })
  @ApiProblems(404, 503)
  async revokeKey(
    @AskedBy() caller: Caller,
    @Param('key_id', idPipe(NO_SUCH_KEY)) keyId: string,
  ): Promise<KeyDto> {
    const row = await this.keys.one(caller.organization, keyId);
    if (row === undefined) throw new NotFound(NO_SUCH_KEY);
    if (!mayGrant(caller.role, row.role)) {
      throw new HttpProblem(
        'forbidden',
        `The role ${caller.role} may not revoke a key with the role ${row.role}.`,
      );
    }
    await this.keys.revoke(caller.organization, keyId);
    return present((await this.keys.one(caller.organization, keyId)) ?? row);
  }
}

const instant = (at: number | null): string | null => (at === null ? null : new Date(at).toISOString());

const present = ({ key_id, name, prefix, role, agent_email, created_by, ...at }: KeyRow): KeyDto => ({
  key_id,
  name,
  prefix,
  role,
  agent_email,
  created_by,
  created_at: new Date(at.created_at).toISOString(),
  expires_at: instant(at.expires_at),
  revoked_at: instant(at.revoked_at),
});
