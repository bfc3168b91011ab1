// What is wrong with a path or a disk, in a line for whoever typed the path.
import { exitCodes, ExitError } from '@saga-lab/launcher/command/exit-codes';

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

/**
 * @param command where its help is: `check`.
 * @throws ExitError 64 if the path is wrong, 69 if the disk gives or takes nothing; what is no error of the file system as it is.
 */
export const pathTrouble = (
  error: unknown,
  {
    path,
    done,
    command,
  }: { readonly path: string; readonly done: 'read' | 'written'; readonly command: string },
): never => {
  const { code, message } = error as NodeJS.ErrnoException;
  if (code === undefined) throw error;
  const isWrongPath = WRONG_PATH.has(code);
  throw new ExitError(
    isWrongPath ? exitCodes.usage : exitCodes.missing,
    `${path} cannot be ${done}: ${message}. ${isWrongPath ? 'Give the path of a file' : 'See whether the disk is full or broken'}: npm run lab -- ${command} --help`,
  );
};
