// The servers that all contestants stand on: fresh ones of the benchmark's own, or those that `npm test` has already.
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { prepareDataDir } from '@saga-lab/launcher/system/data-dir';
import { startServers } from '@saga-lab/launcher/system/servers';
import { databasesAt } from '../counters/databases.ts';
import type { Ground } from './contestant.ts';

export interface OpenGround extends Ground {
  readonly close: () => Promise<void>;
}

/** Nothing that an earlier run left is there any more, so that each measures the same history. */
export const openGround = async (
  dataDir: string,
  log: (line: string) => void,
  isCluster = false,
): Promise<OpenGround> => {
  await prepareDataDir(dataDir, log);
  for (const part of ['mongo', 'broker', 'cluster'])
    rmSync(join(dataDir, part), { recursive: true, force: true });
  const { servers, infrastructure } = await startServers({ dataDir, log, isCluster });
  const databases = await databasesAt(infrastructure.mongoUrl).catch(async (error: unknown) => {
    await servers.stop();
    throw error;
  });
  return {
    infrastructure,
    databases,
    dataDir,
    log: () => undefined,
    close: async () => {
      await databases.close();
      await servers.stop();
    },
  };
};
