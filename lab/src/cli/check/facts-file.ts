// Files of facts as a person names them: what is wrong with the path, with the disk or with the file is said in a line.
import { exitCodes, ExitError } from '@saga-lab/launcher/command/exit-codes';
import type { Observation } from '../../reader/audit.ts';
import { LinesFileError } from '../../reader/lines-file/lines-file-error.ts';
import { loadObservation } from '../../reader/facts-file/load.ts';
import type { FactsFile } from '../../reader/facts-file/save.ts';
import { newFactsFile } from '../../reader/facts-file/save.ts';

/** @throws ExitError 2 if the file is not whole or none of ours, 64 if the path is wrong, 69 if the disk gives nothing. */
export const factsFrom = (path: string): Promise<Observation> =>
  loadObservation(path).catch((error: unknown) => {
    if (!(error instanceof LinesFileError)) return explained(error, 'read', path);
    throw new ExitError(
      exitCodes.unknown,
      `Nothing can be said: ${path}, ${error.message}. A new one: npm run lab -- check --save ${path}`,
    );
  });

/** The path is tried before anything is read, which may take long. @throws ExitError 64 if it is wrong, 69 if the disk takes nothing. */
export const withFactsFile = async <T>(path: string, work: (file: FactsFile) => Promise<T>): Promise<T> => {
  const refuse = (error: unknown): never => explained(error, 'written', path);
  const file = await newFactsFile(path).catch(refuse);
  try {
    return await work({ ...file, write: (observation) => file.write(observation).catch(refuse) });
  } finally {
    await file.close();
  }
};

/** What a person gets wrong about a path. */
const WRONG_PATH = new Set([
  'ENOENT',
  'ENOTDIR',
  'EISDIR',
  'EACCES',
  'EPERM',
  'EROFS',
  'ELOOP',
  'ENAMETOOLONG',
]);

const explained = (error: unknown, done: string, path: string): never => {
  const { code, message } = error as NodeJS.ErrnoException;
  if (code === undefined) throw error;
  const isWrongPath = WRONG_PATH.has(code);
  throw new ExitError(
    isWrongPath ? exitCodes.usage : exitCodes.missing,
    `${path} cannot be ${done}: ${message}. ${isWrongPath ? 'Give the path of a file' : 'See whether the disk is full or broken'}: npm run lab -- check --help`,
  );
};
