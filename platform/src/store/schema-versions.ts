// Events as they look today, whatever version they were stored in: what every reader of a store goes through.
import { schemaVersionOf, schemaVersions, upcast } from '@saga-lab/contracts/schema-versions';
import type { RecordedEvent } from '../decider/decider.ts';
import { PermanentError } from '../decider/errors.ts';

export { schemaVersionOf, schemaVersions };

/** Why an event cannot be read; `undefined` if it can. */
export const newerThanKnown = ({
  type,
  stream,
  version,
  schemaVersion,
}: RecordedEvent): string | undefined =>
  schemaVersion > schemaVersionOf(type)
    ? `${type}, event ${version} of ${stream}, has schema version ${schemaVersion}; this build knows up to ${schemaVersionOf(type)}`
    : undefined;

/**
 * Never skips what it cannot read: nothing behind it would be true.
 * @throws PermanentError, code SCHEMA_VERSION_UNKNOWN, for an event that a newer build wrote.
 */
export const upToDate = <E extends RecordedEvent>(event: E): E => {
  const newer = newerThanKnown(event);
  if (newer !== undefined)
    throw new PermanentError(
      'SCHEMA_VERSION_UNKNOWN',
      `${newer}. Run the build that wrote it, or a newer one.`,
    );
  return upcast(event);
};
