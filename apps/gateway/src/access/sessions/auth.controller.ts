import { Body, Controller, Get, HttpCode, Inject, Post, Put, Req, Res } from '@nestjs/common';
import { ApiNoContentResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { GATEWAY_CONFIG, type GatewayConfig } from '../../config.js';
import { HttpProblem, invalidParameter } from '../../http/problem.js';
import { ApiProblems } from '../../openapi/problems.js';
import { Allow } from '../allow.js';
import { AuditLog } from '../audit/audit-log.js';
import { AskedBy, type Caller, nameOf } from '../caller.js';
import { unauthenticated } from '../credentials.js';
import { passwordProblem } from '../domain/password-rules.js';
import { ROLES } from '../domain/roles.js';
import { SettingsQueries } from '../../settings/settings-store.js';
import { MemberStore } from '../members/member-store.js';
import { FIRST_ORGANIZATION } from '../organizations/first-organization.js';
import { assertSameOrigin } from '../same-origin.js';
import { TokenBuckets } from '../token-buckets.js';
import { LinkSignInDto, LoginDto, PasswordDto, SessionDto } from './auth.dto.js';
import { LocalAccounts, tooMany } from './login.js';
import { sessionIn, setSession } from './session-cookie.js';
import { SessionStore } from './session-store.js';

@ApiTags('access')
@Controller('api/auth')
export class AuthController {
  private readonly signIns: TokenBuckets;

  constructor(
    private readonly accounts: LocalAccounts,
    private readonly sessions: SessionStore,
    private readonly members: MemberStore,
    private readonly audit: AuditLog,
    private readonly settings: SettingsQueries,
    @Inject(GATEWAY_CONFIG) private readonly config: GatewayConfig,
  ) {
    this.signIns = new TokenBuckets(config.SIGN_INS_PER_MINUTE);
  }

  @Post('login')
  @HttpCode(200)
  @Allow('anybody')
  @ApiOperation({
    summary: 'Sign in with e-mail and password',
    description:
      'Sets the session cookie (HttpOnly, SameSite=Strict). One answer for every way to be wrong; ten attempts per account in 15 minutes.',
  })
  @ApiOkResponse({ type: SessionDto })
  @ApiProblems(400, 401, 403, 415, 429, 503)
  async login(
    @Body() { email, password, organization = FIRST_ORGANIZATION }: LoginDto,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<SessionDto> {
    this.slowDown(request);
    const member_id = await this.accounts.verify({ organization, email, password }, request.id);
    return this.signIn({ organization, member_id }, false, reply);
  }

  @Post('link')
  @HttpCode(200)
  @Allow('anybody')
  @ApiOperation({ summary: 'Sign in with a one-time link', description: 'Sets the session cookie.' })
  @ApiOkResponse({ type: SessionDto })
  @ApiProblems(400, 401, 403, 415, 429, 503)
  async useLink(
    @Body() { token }: LinkSignInDto,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<SessionDto> {
    this.slowDown(request);
    const member = await this.sessions.useLink(token);
    if (member === undefined) throw unauthenticated('This link is not known, was used or has expired.');
    await this.audit.record(member.organization, {
      caller: 'unknown',
      role: null,
      action: 'useLink',
      target: member.member_id,
      status: 200,
      requestId: request.id,
    });
    return this.signIn(member, true, reply);
  }

  @Post('logout')
  @HttpCode(204)
  @Allow('signed-in')
  @ApiOperation({ summary: 'Sign out', description: 'The session ends everywhere at once; a key stays.' })
  @ApiNoContentResponse({ description: 'Signed out.' })
  @ApiProblems(503)
  async logout(
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<void> {
    const session = sessionIn(request);
    if (session !== undefined) await this.sessions.close(session);
    setSession(reply, '', { secure: this.config.COOKIE_SECURE, seconds: 0 });
  }

  @Get('session')
  @Allow('signed-in')
  @ApiOperation({ summary: 'Who is signed in, and what they may do' })
  @ApiOkResponse({ type: SessionDto })
  @ApiProblems(503)
  getSession(@AskedBy() caller: Caller): Promise<SessionDto> {
    return this.present(caller);
  }

  @Put('password')
  @HttpCode(204)
  @Allow('signed-in')
  @ApiOperation({
    summary: 'Set the own password',
    description: 'Ends all other sessions of the account. Needs a session: a key has no password.',
  })
  @ApiNoContentResponse({ description: 'Set.' })
  @ApiProblems(400, 415, 503)
  async setPassword(
    @AskedBy() caller: Caller,
    @Body() { new_password, current_password }: PasswordDto,
    @Req() request: FastifyRequest,
  ): Promise<void> {
    const session = sessionIn(request);
    if (caller.by !== 'session' || session === undefined) {
      throw new HttpProblem('forbidden', 'Only a signed-in member has a password.');
    }
    this.slowDown(request);
    const problem = passwordProblem(new_password, caller.email ?? '');
    if (problem !== undefined) throw invalidParameter('new_password', problem);
    const trusted = await this.sessions.byLink(session);
    const member = { organization: caller.organization, member_id: caller.id };
    await this.members.setPassword(member, new_password, trusted ? null : (current_password ?? ''));
    await this.sessions.closeAll(member, session);
  }

  private slowDown(request: FastifyRequest): void {
    assertSameOrigin(request, 'allow');
    const { allowed, retryAfter } = this.signIns.take(request.ip);
    if (!allowed) throw tooMany('Too many attempts to sign in from this address.', retryAfter);
  }

  private async signIn(
    member: { organization: string; member_id: string },
    byLink: boolean,
    reply: FastifyReply,
  ): Promise<SessionDto> {
    const secret = await this.sessions.open(member, byLink);
    const caller = await this.sessions.callerWith(secret);
    if (caller === undefined) throw unauthenticated('This account is closed.');
    setSession(reply, secret, {
      secure: this.config.COOKIE_SECURE,
      seconds: this.config.SESSION_HOURS * 3_600,
    });
    return this.present(caller);
  }

  private async present(caller: Caller): Promise<SessionDto> {
    const { organization, role, by, email } = caller;
    const { timeZone } = await this.settings.of(organization);
    return {
      organization,
      role,
      permissions: ROLES[role].permissions,
      by,
      email,
      caller: nameOf(caller),
      time_zone: timeZone,
      max_page_size: this.config.MAX_PAGE_SIZE,
    };
  }
}
