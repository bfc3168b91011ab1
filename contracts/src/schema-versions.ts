// How the events of old look today. An event is never changed once it is stored; where its shape has to change, its type gets a
// new schema version, and a function that makes the new shape of the old one. A history of any age is then read as if it had been
// written today. The name is Marten's and Axon's: upcasting; the pattern is G. Young's, Versioning in an Event Sourced System, 2017.
import { CURRENCY } from './primitives.ts';

/** The data of one version of an event; it is given none but that version's. Pure: it may be called as often as one likes. */
type Upcaster = (data: Readonly<Record<string, unknown>>) => Readonly<Record<string, unknown>>;

/** In the days of version 1 there was no other. */
const inTheOneCurrency: Upcaster = (data) => ({ ...data, currency: CURRENCY });

/** In the days of version 1 every order that was taken back was named. */
const onlyThoseNamed: Upcaster = (data) => ({ ...data, undoneSince: false });

/** In the days of version 1 no command waited longer because answers had been slow. */
const asUsual: Upcaster = (data) => data;

/**
 * Type of an event -> from its version 1 to 2, from 2 to 3, ...; a type that is not here has version 1. To change a shape: put
 * a function here, and an example of the new shape into `event-fixtures.json`, where the old ones stay for ever.
 */
export const upcasters: ReadonlyMap<string, readonly Upcaster[]> = new Map([
  ['AmountCharged', [inTheOneCurrency]],
  ['AmountRefunded', [inTheOneCurrency]],
  ['CommandSent', [asUsual]],
  ['AccountRestored', [onlyThoseNamed]],
  ['StockRestored', [onlyThoseNamed]],
]);

/** The version in which such an event is written today. */
export const schemaVersionOf = (type: string): number => 1 + (upcasters.get(type)?.length ?? 0);

/** The versions of all events whose shape ever changed, as one text: what was folded under another one is not of today. */
export const schemaVersions: string = [...upcasters.keys()]
  .map((type) => `${type}@${schemaVersionOf(type)}`)
  .sort()
  .join();

interface Versioned {
  readonly type: string;
  readonly schemaVersion: number;
  readonly data: unknown;
}

/** @param event of today's version at most; one of today is given back as it is. */
export const upcast = <E extends Versioned>(event: E): E => {
  const steps = (upcasters.get(event.type) ?? []).slice(event.schemaVersion - 1);
  if (steps.length === 0) return event;
  const data = steps.reduce((old, step) => step(old), event.data as Readonly<Record<string, unknown>>);
  return { ...event, data, schemaVersion: event.schemaVersion + steps.length };
};
