// Where the lab remembers what it has read of a system's histories: a file in its data directory.
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { exitCodes, ExitError } from '@saga-lab/launcher/command/exit-codes';
import { defaultDataDir } from '@saga-lab/launcher/system/system';
import type { Lab } from '../../client/lab.ts';
import { moments } from '../../moments/moments.ts';
import type { Moments } from '../../moments/moments.ts';
import { HistoryHole } from '../../moments/things.ts';
import type { Far } from '../how-far.ts';
import { cannotBeKept, keptIn } from '../kept.ts';
import { upToNow } from '../up-to-now.ts';

/** @throws ExitError 1 for a history with a hole, 69 where the file cannot be written or another process is just reading. */
export const rememberedIn =
  (dataDir: string = defaultDataDir, far: Far = () => undefined) =>
  async (lab: Lab): Promise<Moments> => {
    const path = join(dataDir, 'moments.sqlite');
    try {
      mkdirSync(dataDir, { recursive: true });
    } catch (error) {
      throw cannotBeKept(path, error);
    }
    return keptIn(path, () => moments(lab, path, upToNow(far))).catch(explain);
  };

const explain = (error: unknown): never => {
  if (!(error instanceof HistoryHole)) throw error;
  throw new ExitError(
    exitCodes.violated,
    `The histories cannot be added up: ${error.message}. Judge all: npm run lab -- check`,
  );
};
