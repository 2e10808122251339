import { connect } from 'node:net';

/** Writes bytes as they are; gives everything that comes back until the server closes or has answered once. */
export function exchange(port: number, ...pieces: (string | Buffer)[]): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, '127.0.0.1');
    let answer = '';
    const done = (): void => {
      socket.destroy();
      resolve(answer);
    };
    socket.setEncoding('latin1');
    socket.on('error', (error) => (answer === '' ? reject(error) : done()));
    socket.on('close', done);
    socket.on('data', (text: string) => {
      answer += text;
      if (isWhole(answer, String(pieces[0]).startsWith('HEAD '))) done();
    });
    for (const piece of pieces) socket.write(piece);
  });
}

function isWhole(answer: string, headersOnly: boolean): boolean {
  const end = answer.indexOf('\r\n\r\n');
  if (end < 0) return false;
  if (headersOnly) return true;
  const length = /content-length: (\d+)/i.exec(answer.slice(0, end))?.[1];
  return length === undefined ? answer.endsWith('\r\n0\r\n\r\n') : answer.length >= end + 4 + Number(length);
}
