import { Body, Controller, Get, HttpCode, Post, Query } from '@nestjs/common';
import { ApiBody, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { GetCalibration, LabelBatch, RatedMetric, RecordLabels } from '@powerpulse/contracts';
import { Requests } from '@powerpulse/messaging';
import { contractBody } from '../http/contract-body.pipe.js';
import { Allow } from '../access/allow.js';
import { Organization } from '../access/caller.js';
import { ApiProblems } from '../openapi/problems.js';
import { CalibrationDto, CalibrationParams, LABELS_SCHEMA, RecordedLabelsDto } from './calibration.dto.js';

@ApiTags('calibration')
@Controller('api')
export class CalibrationController {
  constructor(private readonly requests: Requests) {}

  @Post('labels')
  @Allow('labels:write')
  @HttpCode(200)
  @ApiOperation({
    summary: 'Record what people think of conversation-days',
    description:
      'One value per rater, day and metric: the last one counts, the same again changes nothing. They are kept beside the text that was read and survive every rebuild.',
  })
  @ApiBody({ schema: LABELS_SCHEMA })
  @ApiOkResponse({ type: RecordedLabelsDto })
  @ApiProblems(400, 413, 415, 422, 503)
  async recordLabels(
    @Organization() organization: string,
    @Body(contractBody(LabelBatch)) batch: object,
  ): Promise<RecordedLabelsDto> {
    return this.requests.ask(RecordLabels, { organization, ...(batch as LabelBatch) });
  }

  @Get('calibration')
  @Allow('labels:read')
  @ApiOperation({
    summary: 'Agreement of scorers with people',
    description:
      'Per scorer, rubric and metric: Spearman, quadratically weighted kappa, mean absolute error and bias against the mean of the raters, each with a 95 % interval, and what people reach among themselves.',
  })
  @ApiOkResponse({ type: CalibrationDto })
  @ApiProblems(400, 503)
  async getCalibration(
    @Organization() organization: string,
    @Query() { scorer, metric }: CalibrationParams,
  ): Promise<CalibrationDto> {
    return this.requests.ask(GetCalibration, {
      organization,
      scorer: scorer ?? null,
      metrics: metric === undefined ? null : [RatedMetric.parse(metric)],
    });
  }
}
