// Uploads an export of so many bytes, produced while it is sent: `node send-export.mjs URL BYTES [IDEMPOTENCY-KEY]`. Prints the answer.
// Every run sends other bytes, unless it has a key.
// A process of its own, so that the memory of the receiver can be seen apart.
import http from 'node:http';
import { once } from 'node:events';

const [url, size, key] = process.argv.slice(2);
const bytes = Number(size);
const start = Date.UTC(2026, 0, 1);

function pieceFrom(index) {
  const messages = Array.from({ length: 100 }, (_, i) => ({
    MESSAGE_CONTENT: 'x'.repeat(2_000),
    DIRECTION: 'to_company',
    SOCIAL_CREATE_TIME: new Date(start + (index + i) * 1000).toISOString(),
  }));
  return JSON.stringify(messages).slice(1, -1);
}

const headers = {
  'content-type': 'multipart/form-data; boundary=b',
  ...(key ? { 'idempotency-key': key } : {}),
};
const request = http.request(url, { method: 'POST', headers }, (response) => response.pipe(process.stdout));
// After an early answer nobody takes the rest.
request.on('error', (error) => {
  if (!request.res) throw error;
});
request.write(
  `--b\r\ncontent-disposition: form-data; name="file"; filename="x.json"\r\n\r\n{"${key || process.pid}":[`,
);
for (let sent = 0, index = 0; sent < bytes; index += 100) {
  const piece = (index > 0 ? ',' : '') + pieceFrom(index);
  sent += piece.length;
  if (!request.write(piece)) await once(request, 'drain');
}
request.end(']}\r\n--b--\r\n');
