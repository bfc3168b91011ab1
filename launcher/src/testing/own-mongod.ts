// MongoDB as a program, for tests that need more of it than a server that is there.
import { ownMongodOf } from '../databases/provide-mongo.ts';
import { defaultDataDir } from '../system/system.ts';

/** Found, or installed. @throws ExitError if there is none */
export const ownMongod = (): Promise<string> =>
  ownMongodOf({ dataDir: defaultDataDir, log: () => undefined });
