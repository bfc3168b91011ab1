// Files of schedules as a person names them: what is wrong with the path or with what is in it is said in a line.
import { mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { errorMessage } from '@saga-lab/platform/decider/errors';
import { exitCodes, ExitError } from '@saga-lab/launcher/command/exit-codes';
import { parseSchedule, ScheduleError, scheduleText } from './schedule.ts';
import type { Schedule } from './schedule.ts';

/** A schedule has some hundred lines at most. */
const MOST_BYTES = 8 * 2 ** 20;
const MAKE_ONE = 'A new one comes from a red run: npm run sim -- --seeds 1000';

/** @throws ExitError 64 if the path is wrong, 2 if what is there is no schedule, or not all of one. */
export const readSchedule = (path: string): Schedule => {
  const text = textIn(path);
  try {
    return parseSchedule(text);
  } catch (error) {
    if (!(error instanceof ScheduleError)) throw error;
    throw new ExitError(exitCodes.unknown, `${path} cannot be replayed: ${error.message}. ${MAKE_ONE}`);
  }
};

const textIn = (path: string): string => {
  try {
    const { size } = statSync(path);
    if (size > MOST_BYTES) throw new ScheduleError(`it has ${size} bytes, and no schedule is as large`);
    return new TextDecoder('utf-8', { fatal: true }).decode(readFileSync(path));
  } catch (error) {
    if (error instanceof ScheduleError || error instanceof TypeError)
      throw new ExitError(exitCodes.unknown, `${path} is no schedule: ${errorMessage(error)}. ${MAKE_ONE}`);
    throw new ExitError(
      exitCodes.usage,
      `${path} cannot be read: ${errorMessage(error)}. Give the path of a schedule: npm run sim -- --help`,
    );
  }
};

/** Makes the folder, too. @throws ExitError 69 if the disk does not take it. */
export const writeSchedule = (path: string, schedule: Schedule): void => {
  try {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, scheduleText(schedule));
  } catch (error) {
    throw new ExitError(
      exitCodes.missing,
      `${path} cannot be written: ${errorMessage(error)}. See whether the disk is full or may not be written to`,
    );
  }
};
