// What is read of histories is kept in a file meanwhile: which may be broken, busy, or in the way.
import { exitCodes, ExitError } from '@saga-lab/launcher/command/exit-codes';
import { removeTables } from '../reader/follow/tables.ts';

/** SQLite's result codes: another process writes to the file; it is no such file, or not whole. */
const BUSY = 5;
const BROKEN: readonly unknown[] = [11, 26];

/** A broken file is made anew. @throws ExitError 69 where it cannot be written, or another process is just writing it. */
export const keptIn = async <T>(path: string, open: () => Promise<T>): Promise<T> => {
  try {
    return await open().catch((error: unknown) => {
      if (!BROKEN.includes(resultOf(error))) throw error;
      removeTables(path);
      return open();
    });
  } catch (error) {
    const result = resultOf(error);
    if (result === undefined) throw error;
    if (result !== BUSY) throw cannotBeKept(path, error);
    throw new ExitError(
      exitCodes.missing,
      `Another command is just reading the histories into ${path}. Wait for it, and ask again.`,
    );
  }
};

export const cannotBeKept = (path: string, error: unknown): ExitError =>
  new ExitError(
    exitCodes.missing,
    `What is read of the histories cannot be kept in ${path}: ${String(error)}`,
  );

/** Of an error of SQLite, without what it says of the kind of file trouble. */
const resultOf = (error: unknown): number | undefined => {
  const { code, errcode } = error as { readonly code?: unknown; readonly errcode?: unknown };
  return code === 'ERR_SQLITE_ERROR' ? Number(errcode) & 0xff : undefined;
};
