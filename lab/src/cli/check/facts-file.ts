// Files of facts as a person names them: what is wrong with the path, with the disk or with the file is said in a line.
import { exitCodes, ExitError } from '@saga-lab/launcher/command/exit-codes';
import type { Observation } from '../../reader/audit.ts';
import { LinesFileError } from '../../reader/lines-file/lines-file-error.ts';
import { loadObservation } from '../../reader/facts-file/load.ts';
import type { FactsFile } from '../../reader/facts-file/save.ts';
import { newFactsFile } from '../../reader/facts-file/save.ts';
import { pathTrouble } from '../path-trouble.ts';

const command = 'check';

/** @throws ExitError 2 if the file is not whole or none of ours, 64 if the path is wrong, 69 if the disk gives nothing. */
export const factsFrom = (path: string): Promise<Observation> =>
  loadObservation(path).catch((error: unknown) => {
    if (!(error instanceof LinesFileError)) return pathTrouble(error, { path, done: 'read', command });
    throw new ExitError(
      exitCodes.unknown,
      `Nothing can be said: ${path}, ${error.message}. A new one: npm run lab -- check --save ${path}`,
    );
  });

/** The path is tried before anything is read, which may take long. @throws ExitError 64 if it is wrong, 69 if the disk takes nothing. */
export const withFactsFile = async <T>(path: string, work: (file: FactsFile) => Promise<T>): Promise<T> => {
  const refuse = (error: unknown): never => pathTrouble(error, { path, done: 'written', command });
  const file = await newFactsFile(path).catch(refuse);
  try {
    return await work({ ...file, write: (observation) => file.write(observation).catch(refuse) });
  } finally {
    await file.close();
  }
};
