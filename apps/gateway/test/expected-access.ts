/** Who may call what, written down a second time: by role, apart from the code that decides it. */
const ALL = ['owner', 'admin', 'analyst', 'reviewer', 'agent', 'viewer', 'ingest'];
const NUMBERS = ['owner', 'admin', 'analyst', 'reviewer', 'viewer'];
const CONVERSATIONS = ['owner', 'admin', 'analyst', 'reviewer', 'agent', 'viewer'];
const TRANSCRIPTS = ['owner', 'admin', 'analyst', 'reviewer', 'agent'];
const REVIEW = ['owner', 'admin', 'analyst', 'reviewer'];
const DATA = ['owner', 'admin', 'analyst'];
const DATA_IN = ['owner', 'admin', 'analyst', 'ingest'];
const UPLOADS = ['owner', 'admin', 'analyst', 'reviewer', 'ingest'];
const MANAGERS = ['owner', 'admin'];
const OWNERS = ['owner'];

/** `anybody`: no credential needed. */
export const EXPECTED_ACCESS: Readonly<Record<string, readonly string[] | 'anybody'>> = {
  'POST /api/upload-json': DATA_IN,
  'POST /api/upload-preview': DATA_IN,
  'POST /api/conversations': DATA_IN,
  'GET /api/conversations': CONVERSATIONS,
  'GET /api/conversations/{chat_id}': CONVERSATIONS,
  'GET /api/conversations/{chat_id}/daily': CONVERSATIONS,
  'GET /api/conversations/{chat_id}/messages': TRANSCRIPTS,
  'GET /api/progress': UPLOADS,
  'GET /api/progress/{upload_id}': UPLOADS,
  'DELETE /api/progress/{upload_id}': DATA_IN,
  'GET /api/progress/{upload_id}/events': UPLOADS,
  'GET /api/progress/{upload_id}/rejects': UPLOADS,
  'GET /api/metrics': NUMBERS,
  'GET /api/metrics/daily': NUMBERS,
  'GET /api/metrics/historical': NUMBERS,
  'GET /api/metrics/explain': NUMBERS,
  'GET /api/metrics/lowest-days': NUMBERS,
  'GET /api/charts/csi-trend': NUMBERS,
  'GET /api/charts/sentiment-trend': NUMBERS,
  'GET /api/charts/volume': NUMBERS,
  'GET /api/charts/sentiment-distribution': NUMBERS,
  'GET /api/charts/topic-frequency': NUMBERS,
  'GET /api/download': DATA,
  'GET /api/settings': NUMBERS,
  'PUT /api/settings': MANAGERS,
  'GET /api/weight-profiles': NUMBERS,
  'GET /api/jobs': REVIEW,
  'GET /api/jobs/{job_id}': REVIEW,
  'GET /api/usage': REVIEW,
  'GET /api/budgets': REVIEW,
  'PUT /api/budgets': MANAGERS,
  'GET /api/rubrics': REVIEW,
  'POST /api/rubrics': MANAGERS,
  'GET /api/backfills': REVIEW,
  'POST /api/backfills': MANAGERS,
  'POST /api/backfills/{backfill_id}/pause': MANAGERS,
  'POST /api/backfills/{backfill_id}/resume': MANAGERS,
  'POST /api/backfills/{backfill_id}/cancel': MANAGERS,
  'POST /api/labels': REVIEW,
  'GET /api/calibration': REVIEW,
  'GET /api/dead-letters': MANAGERS,
  'GET /api/dead-letters/{dead_letter_id}': MANAGERS,
  'POST /api/dead-letters/redrive': MANAGERS,
  'POST /api/dead-letters/{dead_letter_id}/redrive': MANAGERS,
  'POST /api/dead-letters/{dead_letter_id}/discard': MANAGERS,
  'POST /api/consumers/{consumer}/resume': MANAGERS,
  'POST /api/auth/login': 'anybody',
  'POST /api/auth/link': 'anybody',
  'POST /api/auth/logout': ALL,
  'GET /api/auth/session': ALL,
  // Whoever has a password; sessions.int.spec.ts.
  'PUT /api/auth/password': ALL,
  'GET /api/api-keys': MANAGERS,
  'POST /api/api-keys': MANAGERS,
  'DELETE /api/api-keys/{key_id}': MANAGERS,
  'GET /api/members': MANAGERS,
  'POST /api/members': MANAGERS,
  'PUT /api/members/{member_id}': MANAGERS,
  'DELETE /api/members/{member_id}': MANAGERS,
  'POST /api/members/{member_id}/sign-in-link': MANAGERS,
  'GET /api/organizations': OWNERS,
  'POST /api/organizations': OWNERS,
  'PUT /api/organizations/{organization}': OWNERS,
  'GET /health/live': 'anybody',
  'GET /health/ready': 'anybody',
};
