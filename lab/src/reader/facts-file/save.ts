// Writes an observation as a file of facts: under its name it is there as a whole, or not at all.
import { open, rename, rm, stat } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Observation } from '../audit.ts';
import { FORMAT, VERSION } from './lines.ts';
import { factsIn } from './observation-lines.ts';

export interface FactsFile {
  /** Resolves with the number of lines, once they are on the disk under the file's name. */
  readonly write: (observation: Observation) => Promise<number>;
  /** Nothing is left of it, unless it has been written. */
  readonly close: () => Promise<void>;
}

/** A file that was there before is replaced. @throws the error of the file system if the path cannot be written. */
export const newFactsFile = async (path: string): Promise<FactsFile> => {
  await refuseOther(path);
  const part = `${path}.${process.pid}.part`;
  const file = await open(part, 'wx', 0o600);
  return {
    write: async (observation) => {
      const lines = numbered(observation);
      await pipeline(Readable.from(lines), file.createWriteStream({ flush: true }));
      await rename(part, path);
      return lines.count();
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

const numbered = (observation: Observation) => {
  let n = 0;
  const text = (line: object): string => {
    n += 1;
    return `${JSON.stringify({ n, ...line })}\n`;
  };
  return {
    count: () => n,
    *[Symbol.iterator]() {
      const counts: Record<string, number> = {};
      yield text({ kind: 'header', format: FORMAT, version: VERSION, savedAt: new Date().toISOString() });
      for (const fact of factsIn(observation)) {
        counts[fact.kind] = (counts[fact.kind] ?? 0) + 1;
        yield text(fact);
      }
      yield text({ kind: 'end', counts });
    },
  };
};
