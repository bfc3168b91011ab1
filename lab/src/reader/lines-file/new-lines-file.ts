// Writes a file of lines: under its name it is there as a whole, or not at all.
import { open, rename, rm, stat } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';

export interface LinesFile {
  /** Resolves once all lines, each with its line break, are on the disk under the file's name. */
  readonly write: (lines: Iterable<string>) => Promise<void>;
  /** Nothing is left of it, unless it has been written. */
  readonly close: () => Promise<void>;
}

/** A file that was there before is replaced. @throws the error of the file system if the path cannot be written. */
export const newLinesFile = async (path: string): Promise<LinesFile> => {
  await refuseOther(path);
  const part = `${path}.${process.pid}.part`;
  const file = await open(part, 'wx', 0o600);
  return {
    write: async (lines) => {
      await pipeline(Readable.from(lines), file.createWriteStream({ flush: true }));
      await rename(part, path);
    },
    close: async () => {
      await file.close().catch(() => undefined); // the stream may have closed it already
      await rm(part, { force: true });
    },
  };
};

/** A pipe or a device would be replaced by a file of its name. */
const refuseOther = async (path: string): Promise<void> => {
  const there = await stat(path).catch(() => undefined);
  if (there && !there.isFile()) throw Object.assign(new Error(`${path} is not a file`), { code: 'EISDIR' });
};
