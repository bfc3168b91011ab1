// The token of the admin routes, if somebody gave one: in ADMIN_TOKEN, or in the file that ADMIN_TOKEN_FILE names.
import { PermanentError } from '@saga-lab/platform/decider/errors';
import { givenSetting } from '@saga-lab/platform/service/config';
import type { Environment } from '@saga-lab/platform/service/config';
import { exitCodes, ExitError } from '../command/exit-codes.ts';

/** Fit for a service or not; `undefined` if there is none. @throws ExitError 78 for a file that cannot be read. */
export const givenToken = (env: Environment): string | undefined => {
  try {
    return givenSetting('ADMIN_TOKEN', env);
  } catch (error) {
    if (error instanceof PermanentError) throw new ExitError(exitCodes.configuration, error.message);
    throw error;
  }
};

/** For the services of a launcher, which hands them the token itself: whichever way it came, they get it once. */
export const handedOn = (adminToken: string): Environment => ({
  ADMIN_TOKEN: adminToken,
  ADMIN_TOKEN_FILE: '',
});
