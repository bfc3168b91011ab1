// Writes an observation as a file of facts: under its name it is there as a whole, or not at all.
import type { Observation } from '../audit.ts';
import { newLinesFile } from '../lines-file/new-lines-file.ts';
import { FORMAT, VERSION } from './lines.ts';
import { factsIn } from './observation-lines.ts';

export interface FactsFile {
  /** Resolves with the number of lines, once they are on the disk under the file's name. */
  readonly write: (observation: Observation) => Promise<number>;
  /** Nothing is left of it, unless it has been written. */
  readonly close: () => Promise<void>;
}

/** As `newLinesFile`. */
export const newFactsFile = async (path: string): Promise<FactsFile> => {
  const file = await newLinesFile(path);
  return {
    ...file,
    write: async (observation) => {
      const lines = numbered(observation);
      await file.write(lines);
      return lines.count();
    },
  };
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
