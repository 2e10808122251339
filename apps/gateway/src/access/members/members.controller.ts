import { randomUUID } from 'node:crypto';
import { Body, Controller, Delete, Get, HttpCode, Param, Post, Put, Query } from '@nestjs/common';
import {
  ApiCreatedResponse,
  ApiNoContentResponse,
  ApiOkResponse,
  ApiOperation,
  ApiParam,
  ApiTags,
} from '@nestjs/swagger';
import { idPipe } from '../../http/id.pipe.js';
import { pageInfo, PageParams, Paging } from '../../http/paging.js';
import { HttpProblem } from '../../http/problem.js';
import { ApiProblems } from '../../openapi/problems.js';
import { Allow } from '../allow.js';
import { AskedBy, type Caller, Organization } from '../caller.js';
import { mayGrant, type Role } from '../domain/roles.js';
import { SignInLinkDto } from '../sessions/auth.dto.js';
import { SessionStore } from '../sessions/session-store.js';
import { MemberStore, NO_SUCH_MEMBER, type MemberRow } from './member-store.js';
import { AddMemberDto, ChangeMemberDto, MemberDto, MembersDto, NewMemberDto } from './members.dto.js';

const ApiMemberId = (): MethodDecorator =>
  ApiParam({
    name: 'member_id',
    description: 'The member, as the list has them.',
    schema: { type: 'string', format: 'uuid', example: '3f8c1f7e-52f1-8a94-9d0e-2b1a7c5e4d30' },
  });

const memberPipe = idPipe(NO_SUCH_MEMBER);

@ApiTags('access')
@Controller('api/members')
export class MembersController {
  constructor(
    private readonly members: MemberStore,
    private readonly sessions: SessionStore,
    private readonly paging: Paging,
  ) {}

  @Get()
  @Allow('members:read')
  @ApiOperation({ summary: 'The members of the organization' })
  @ApiOkResponse({ type: MembersDto })
  @ApiProblems(400, 503)
  async listMembers(@Organization() organization: string, @Query() params: PageParams): Promise<MembersDto> {
    const page = this.paging.pageOf(params);
    const { rows, total } = await this.members.page(organization, page.size, page.offset);
    return { members: rows.map(present), ...pageInfo(page, total) };
  }

  @Post()
  @Allow('members:write')
  @ApiOperation({
    summary: 'Add a member',
    description: 'The answer has the one-time link of their first session.',
  })
  @ApiCreatedResponse({ type: NewMemberDto })
  @ApiProblems(400, 409, 415, 503)
  async addMember(@AskedBy() caller: Caller, @Body() body: AddMemberDto): Promise<NewMemberDto> {
    assertMayGrant(caller, body.role);
    const reference = { organization: caller.organization, member_id: randomUUID() };
    const row = await this.members.add({ ...body, ...reference });
    return { ...present(row), sign_in_link: await this.link(reference) };
  }

  @Put(':member_id')
  @Allow('members:write')
  @ApiOperation({
    summary: "Change a member's name and role, disable or enable them",
    description: 'Holds at once here and within 2 seconds at every replica, also for their open sessions.',
  })
  @ApiMemberId()
  @ApiOkResponse({ type: MemberDto })
  @ApiProblems(400, 404, 409, 415, 503)
  async changeMember(
    @AskedBy() caller: Caller,
    @Param('member_id', memberPipe) member_id: string,
    @Body() { name, role, disabled = false }: ChangeMemberDto,
  ): Promise<MemberDto> {
    const reference = await this.within(caller, member_id);
    assertMayGrant(caller, role);
    const row = await this.members.change(reference, { name, role, disabled });
    this.sessions.forget();
    return present(row);
  }

  @Delete(':member_id')
  @HttpCode(204)
  @Allow('members:write')
  @ApiOperation({ summary: 'Remove a member', description: 'Their sessions and links end with them.' })
  @ApiMemberId()
  @ApiNoContentResponse({ description: 'Removed.' })
  @ApiProblems(404, 409, 503)
  async removeMember(
    @AskedBy() caller: Caller,
    @Param('member_id', memberPipe) member_id: string,
  ): Promise<void> {
    await this.members.remove(await this.within(caller, member_id));
    this.sessions.forget();
  }

  @Post(':member_id/sign-in-link')
  @Allow('members:write')
  @ApiOperation({
    summary: 'Make a one-time link that signs a member in',
    description: 'For who has lost the password, or has none. Works once, for 24 hours.',
  })
  @ApiMemberId()
  @ApiCreatedResponse({ type: SignInLinkDto })
  @ApiProblems(404, 503)
  async makeSignInLink(
    @AskedBy() caller: Caller,
    @Param('member_id', memberPipe) member_id: string,
  ): Promise<SignInLinkDto> {
    return this.link(await this.within(caller, member_id));
  }

  /** The member exists here, and is nobody above the caller. */
  private async within({ organization, role }: Caller, member_id: string) {
    const reference = { organization, member_id };
    const member = await this.members.one(reference);
    assertMayGrant({ role }, member.role);
    return reference;
  }

  private async link(reference: { organization: string; member_id: string }): Promise<SignInLinkDto> {
    const link = await this.sessions.makeLink(reference);
    return { ...link, path: `/#sign-in=${link.token}` };
  }
}

function assertMayGrant(caller: Pick<Caller, 'role'>, role: Role): void {
  if (mayGrant(caller.role, role)) return;
  throw new HttpProblem('forbidden', `The role ${caller.role} has no say over the role ${role}.`);
}

const present = ({ created_at, disabled_at, ...row }: MemberRow): MemberDto => ({
  ...row,
  created_at: new Date(created_at).toISOString(),
  disabled_at: disabled_at === null ? null : new Date(disabled_at).toISOString(),
});
