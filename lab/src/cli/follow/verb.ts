// How `lab follow` prints: a line each, until Ctrl-C.
import { endOnSignals } from '@saga-lab/launcher/command/ending';
import { exitCodes } from '@saga-lab/launcher/command/exit-codes';
import { lab } from '../../client/lab.ts';
import { clock } from '../clock.ts';
import { systemIn } from '../system-in.ts';
import type { VerbOptions } from '../verb.ts';
import { follow } from './follow.ts';
import type { FollowedLine } from './follow.ts';

/** With `json` each line is a JSON document. */
export const followUntilInterrupted = async (
  saga: string | undefined,
  { json, dataDir }: VerbOptions,
  say: (line: string) => void,
): Promise<void> => {
  const access = await systemIn(dataDir);
  const over = new AbortController();
  endOnSignals({
    stop: () => {
      over.abort();
      return Promise.resolve();
    },
    exitCode: () => exitCodes.holds,
    say: () => undefined,
  });
  say(`Following ${saga === undefined ? 'all sagas' : `saga ${saga}`} from now on; Ctrl-C ends it.`);
  const write = (line: FollowedLine) => {
    process.stdout.write(`${json ? JSON.stringify(line) : lineOf(line)}\n`);
  };
  await follow(lab(access), { write, saga, signal: over.signal });
};

const lineOf = ({ at, saga, sentence }: FollowedLine): string => `${clock(at)}  ${saga}  ${sentence}`;
