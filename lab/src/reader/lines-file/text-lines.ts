// The lines of a file, one by one, of whatever size the file is.
import { createReadStream } from 'node:fs';
import { LinesFileError } from './lines-file-error.ts';

/** No commit comes near it; what is longer was never written line by line. */
const LONGEST = 64 * 2 ** 20;

/** Without the line breaks. @throws LinesFileError for bytes that are no text, and for a line without end; the error of the file system. */
export async function* textLines(path: string): AsyncGenerator<string> {
  const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
  let line = 1;
  let rest = '';
  const decode = (bytes?: Buffer): string => {
    try {
      return decoder.decode(bytes, { stream: bytes !== undefined });
    } catch {
      throw new LinesFileError(line, 'there are bytes in it, or soon behind it, that are no text');
    }
  };
  for await (const bytes of createReadStream(path)) {
    const lines = (rest + decode(bytes as Buffer)).split('\n');
    rest = lines.pop() ?? '';
    for (const whole of lines) {
      yield whole;
      line += 1;
    }
    if (rest.length > LONGEST) throw new LinesFileError(line, 'it does not end');
  }
  rest += decode();
  if (rest !== '') yield rest;
}
