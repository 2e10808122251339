import { Controller, Get, Query } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Paging } from '../../http/paging.js';
import { ApiProblems } from '../../openapi/problems.js';
import { Allow } from '../allow.js';
import { Organization } from '../caller.js';
import { AuditDto, AuditParams, AuditVerificationDto } from './audit.dto.js';
import { AuditLog } from './audit-log.js';

@ApiTags('access')
@Controller('api/audit')
@Allow('audit:read')
export class AuditController {
  constructor(
    private readonly log: AuditLog,
    private readonly paging: Paging,
  ) {}

  @Get()
  @ApiOperation({
    summary: 'What was done in the organization, newest first',
    description:
      'Changes, exports, sign-ins, refusals; never message text. Append-only, each entry hashes the one before.',
  })
  @ApiOkResponse({ type: AuditDto })
  @ApiProblems(400, 503)
  async listAudit(@Organization() organization: string, @Query() params: AuditParams): Promise<AuditDto> {
    const size = this.paging.sizeOf(params);
    const rows = await this.log.page(organization, params.cursor ?? null, size + 1);
    const shown = rows.slice(0, size);
    return {
      entries: shown.map(({ requestId, at, ...row }) => ({
        ...row,
        at: new Date(at).toISOString(),
        request_id: requestId,
      })),
      next_cursor: rows.length > size ? (shown.at(-1)?.sequence ?? null) : null,
    };
  }

  @Get('verify')
  @ApiOperation({
    summary: 'Whether the audit log was tampered with',
    description:
      'Computes every hash of the chain anew. Whoever keeps `head` elsewhere also notices a cut-off end.',
  })
  @ApiOkResponse({ type: AuditVerificationDto })
  @ApiProblems(503)
  async verifyAudit(@Organization() organization: string): Promise<AuditVerificationDto> {
    const verification = await this.log.verify(organization);
    return { intact: verification.broken_at === null, ...verification };
  }
}
