// MongoDB as a program, for tests that need more of it than a server that is there.
import { join } from 'node:path';
import { installMongod, mongodProgram } from '../databases/mongod-program.ts';
import { defaultDataDir } from '../system/system.ts';

/** Found, or installed. @throws Error if there is none */
export const ownMongod = async (): Promise<string> => {
  const where = { cacheDir: join(defaultDataDir, 'cache'), log: () => undefined };
  const program = mongodProgram(where) ?? (await installMongod(where));
  if (program === undefined)
    throw new Error('There is no mongod on this machine, and none can be installed.');
  return program;
};
