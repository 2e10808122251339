import type { FastifyReply } from 'fastify';
import type { Accepted } from './accept-upload.js';
import type { UploadAcceptedDto } from './upload.dto.js';

export const statusUrl = (uploadId: string): string => `/api/progress/${uploadId}`;

export function acceptedAnswer({ uploadId, repeated }: Accepted, reply: FastifyReply): UploadAcceptedDto {
  void reply.header('location', statusUrl(uploadId));
  return {
    success: true,
    message: repeated
      ? 'This was accepted before; this is the upload that stands for it.'
      : 'It is committed and will be processed.',
    upload_id: uploadId,
    status_url: statusUrl(uploadId),
  };
}
