// Databases of the user's own, one replica set for each service, instead of those that the launcher starts.
import { PermanentError } from '@saga-lab/platform/decider/errors';
import { connectMongo } from '@saga-lab/platform/store/mongo-connection';
import { serviceNames } from '@saga-lab/contracts/services';
import { exitCodes, ExitError } from '../command/exit-codes.ts';
import { GIVEN_DATABASES } from '../settings/given-servers.ts';

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
        `Place ${n + 1} of ${GIVEN_DATABASES} (${serviceNames[n] ?? 'no service'}) will not do. ${trouble} ` +
          `Or unset ${GIVEN_DATABASES} to have databases started.`,
      );
  return urls;
};

/** Why no service can work with the database at this address, as far as a connection tells. Looks for at most 5 s. */
const troubleAt = async (url: string): Promise<string | undefined> => {
  try {
    const { close } = await connectMongo({ url });
    await close();
    return undefined;
  } catch (error) {
    if (error instanceof PermanentError) return error.message.replaceAll('MONGO_URL', GIVEN_DATABASES);
    return 'No primary of the replica set answers there within 5 s: start it, or correct the address.';
  }
};
