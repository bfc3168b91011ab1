// What MongoDB answers at the start that no waiting mends: a person has to, so the start ends with what to do.
import { MongoServerError } from 'mongodb';
import { PermanentError } from '../decider/errors.ts';
import { DUPLICATE_KEY } from './mongo-errors.ts';

const UNAUTHORIZED = 13;
const AUTHENTICATION_FAILED = 18;
const CANNOT_CREATE_INDEX = 67;
const INVALID_NAMESPACE = 73;
const INDEX_OPTIONS_CONFLICT = 85;
const INDEX_KEY_SPECS_CONFLICT = 86;

/** Runs what the start needs of the database. @throws PermanentError for a refusal; any other error as it is. */
export const unlessRefused = async <T>(work: () => Promise<T>): Promise<T> => {
  try {
    return await work();
  } catch (error) {
    throw error instanceof MongoServerError ? (refusalOf(error) ?? error) : error;
  }
};

const refusalOf = ({ code, message }: MongoServerError): PermanentError | undefined => {
  switch (code) {
    case UNAUTHORIZED:
    case AUTHENTICATION_FAILED:
      return new PermanentError(
        'MONGO_ACCESS_REFUSED',
        'MongoDB refuses the user: check user and password in MONGO_URL (and its authSource); on its own database ' +
          'the user needs the roles readWrite and dbAdmin.',
      );
    case INVALID_NAMESPACE:
      return databaseNameInvalid();
    case CANNOT_CREATE_INDEX:
    case INDEX_OPTIONS_CONFLICT:
    case INDEX_KEY_SPECS_CONFLICT:
      return new PermanentError(
        'MONGO_INDEX_DIFFERS',
        'An index of the collection commits in the database of MONGO_URL is not as it must be. Stop every instance of ' +
          `the service, drop that index, and start again: it is made anew. MongoDB says: ${message}`,
      );
    case DUPLICATE_KEY:
      return new PermanentError(
        'MONGO_HISTORY_DAMAGED',
        'Two commits in the database of MONGO_URL claim the same version of a stream, so the unique index on writes ' +
          `cannot be made: restore the database from a backup. MongoDB says: ${message}`,
      );
    default:
      return undefined;
  }
};

export const historyOlder = (): PermanentError =>
  new PermanentError(
    'MONGO_HISTORY_OLDER',
    'The commits in the database of MONGO_URL were written by an older version, which did not keep what each commit was ' +
      'decided on. Start with an empty database (for `npm start`: with another data folder), or with the version that wrote them.',
  );

export const databaseNameInvalid = (): PermanentError =>
  new PermanentError(
    'MONGO_URL_INVALID',
    'The database in MONGO_URL must have a name of at most 63 characters without any of / \\ . " $ and spaces.',
  );
