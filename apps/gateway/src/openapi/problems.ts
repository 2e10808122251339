import { applyDecorators } from '@nestjs/common';
import { ApiProperty, ApiResponse } from '@nestjs/swagger';
import { PROBLEMS, type ProblemCode } from '../http/problem.js';
import { Amount, Text } from './fields.js';

export class FieldProblemDto {
  @Text('Parameter, header or field.', 'end_date')
  path: string;

  @Text('What is wrong with it.', 'must not be before start_date')
  message: string;
}

export class ProblemDto {
  @Text('`urn:powerpulse:problem:<code>`.', 'urn:powerpulse:problem:invalid-request')
  type: string;

  @Text('The kind of problem.', 'The request is not valid')
  title: string;

  @Amount('HTTP status.', 'Status code', 400, { minimum: 400, maximum: 599 })
  status: number;

  @Text('What happened.', 'end_date: must not be before start_date')
  detail: string;

  @Text(
    'Id of the request, also in X-Request-Id and in the log.',
    'urn:uuid:0b0f0f6e-0c2b-4c58-9f61-7a2b9e0d4f11',
    {
      required: false,
    },
  )
  instance?: string;

  @ApiProperty({
    type: [FieldProblemDto],
    required: false,
    description: 'What exactly, where it can be named.',
  })
  errors?: FieldProblemDto[];

  @ApiProperty({
    type: 'integer',
    minimum: 0,
    required: false,
    description: 'Of a refused file: bytes before the place that is wrong. Count.',
    example: 1042,
  })
  byte_offset?: number;

  @Text('Of a refused file: how to mend it.', 'Close the array with ].', { required: false })
  hint?: string;
}

type Status = (typeof PROBLEMS)[ProblemCode]['status'];

/** Documents the problems a call can answer with; those of every call (404, 405, 500, ...) are in the introduction. */
export const ApiProblems = (...statuses: Status[]): MethodDecorator =>
  applyDecorators(
    ...statuses.map((status) => {
      const kinds = Object.entries(PROBLEMS).filter(([, kind]) => kind.status === status);
      return ApiResponse({
        status,
        description: kinds.map(([code, { title }]) => `\`${code}\`: ${title}.`).join(' '),
        content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/ProblemDto' } } },
      });
    }),
  );

/** Referenced by `$ref` only, so the document has to be told. */
export const PROBLEM_MODELS = [ProblemDto, FieldProblemDto];
