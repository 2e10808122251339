import { applyDecorators } from '@nestjs/common';
import { ApiAcceptedResponse, ApiBody, ApiConsumes, ApiOperation } from '@nestjs/swagger';
import { ApiProblems } from '../openapi/problems.js';
import { ApiIdempotencyKey } from './idempotency-key.js';
import { UploadAcceptedDto, UploadFormDto } from './upload.dto.js';

export const ApiUpload = (): MethodDecorator =>
  applyDecorators(
    ApiOperation({
      summary: 'Upload a chat export',
      description:
        'The file is scanned while it streams in. 202 means that all of it is committed; processing goes on in the background, see `status_url`. Defective messages inside a well-formed file are listed in its rejects report while the rest is processed.',
    }),
    ApiConsumes('multipart/form-data'),
    ApiBody({ type: UploadFormDto }),
    ApiIdempotencyKey(),
    ApiAcceptedResponse({
      type: UploadAcceptedDto,
      description: 'Committed. `Location` says where its progress is.',
      headers: {
        Location: {
          description: 'The same as `status_url`.',
          schema: { type: 'string', example: '/api/progress/3f8c1f7e-52f1-8a94-9d0e-2b1a7c5e4d30' },
        },
      },
    }),
    ApiProblems(400, 408, 409, 413, 415, 422, 503),
  );
