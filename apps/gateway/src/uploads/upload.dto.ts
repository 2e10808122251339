import { ApiProperty } from '@nestjs/swagger';
import { Flag, Text, Uuid } from '../openapi/fields.js';

export class UploadFormDto {
  @ApiProperty({
    type: 'string',
    format: 'binary',
    description:
      'The export in UTF-8: JSON (an object of chat id to messages, an array of messages, or an object with one key that holds such an array), NDJSON, CSV, or conversations of Chatwoot, Intercom or Zendesk; each also packed as gzip. At most MAX_UPLOAD_BYTES (1 GiB), unpacked.',
  })
  file: unknown;

  @Flag('Judge every day of its conversations again, also those that did not change.', false, {
    required: false,
    default: false,
  })
  force_reprocess?: boolean;
}

export class UploadAcceptedDto {
  @Flag('Always true; kept from the older product.', true)
  success: boolean;

  @Text('For people.', 'The file is committed and will be processed.')
  message: string;

  @Uuid('The upload.')
  upload_id: string;

  @Text('Where its progress is.', '/api/progress/3f8c1f7e-52f1-8a94-9d0e-2b1a7c5e4d30')
  status_url: string;
}
