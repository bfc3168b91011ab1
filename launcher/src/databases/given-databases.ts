// Databases of the user's own, one replica set for each service, instead of those that the launcher starts.
import { exitCodes, ExitError } from '../exit-codes.ts';
import { GIVEN_DATABASES } from '../given-servers.ts';
import { serviceNames } from '../services.ts';
import { troubleAt } from './replica-set.ts';

/** The first `count` addresses. @throws ExitError if they are too few, shared, or not replica sets that answer. */
export const givenDatabases = async (given: readonly string[], count: number): Promise<readonly string[]> => {
  const urls = given.slice(0, count);
  if (urls.length < count)
    throw new ExitError(
      exitCodes.configuration,
      `${GIVEN_DATABASES} holds ${urls.length} of ${count} addresses; give each service its own, separated by commas.`,
    );
  const shared = urls.findIndex((url, n) => urls.indexOf(url) < n);
  if (shared >= 0)
    throw new ExitError(
      exitCodes.configuration,
      `${GIVEN_DATABASES} names one database for two services, in the places ${urls.indexOf(urls[shared] ?? '') + 1} and ` +
        `${shared + 1}; give each service its own.`,
    );
  const troubles = await Promise.all(urls.map(async (url, n) => ({ n, trouble: await troubleAt(url) })));
  for (const { n, trouble } of troubles)
    if (trouble !== undefined)
      throw new ExitError(
        exitCodes.configuration,
        `The MongoDB in place ${n + 1} of ${GIVEN_DATABASES} (${serviceNames[n] ?? 'no service'}) ${trouble}. ` +
          `Correct that, or unset ${GIVEN_DATABASES} to have databases started.`,
      );
  return urls;
};
