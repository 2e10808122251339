import { Readable } from 'node:stream';
import { ZipFile } from 'yazl';

export interface ZippedFile {
  readonly name: string;
  /** Called when it is this file's turn, so that only one is read at a time. */
  readonly text: () => AsyncIterable<string>;
}

/** Files written one after the other while the zip is being sent; nothing is held but what the sender has not taken. */
export function zipOf(files: readonly ZippedFile[]): Readable {
  const zip = new ZipFile();
  const output = Readable.from(zip.outputStream as AsyncIterable<Buffer>, { objectMode: false });
  // A zip that breaks off is no zip: whoever unpacks it notices.
  zip.on('error', (error: Error) => output.destroy(error));
  for (const { name, text } of files) {
    zip.addReadStreamLazy(name, (give) => {
      give(
        null,
        Readable.from(text()).on('error', (error) => output.destroy(error)),
      );
    });
  }
  zip.end();
  return output;
}
