// The grids of all protocols but the saga: rows from what each says of its messages, cells by how each of them comes about.
import { participants, serviceNames } from '@saga-lab/contracts/services';
import type { ServiceName } from '@saga-lab/contracts/services';
import { roles as inventoryRoles } from '@saga-lab/inventory-service/domain/roles';
import { rolesOver as orderRoles } from '@saga-lab/order-service/domain/roles';
import { roles as paymentRoles } from '@saga-lab/payment-service/domain/roles';
import type { DeciderPart } from '@saga-lab/platform/decider/combined';
import { protocols } from '@saga-lab/protocols/index';
import { coordinators } from '@saga-lab/protocols/mounted';
import type { Protocol } from '@saga-lab/protocols/protocol';
import { defaultTiming } from '@saga-lab/protocols/timing';
import { gridOf, withoutKey } from './cells.ts';
import type { Cell, Grid, Pass, Rule } from './cells.ts';
import type { Course, Courses, Pattern } from './course.ts';
import { choreography } from './courses/choreography.ts';
import { tcc } from './courses/tcc.ts';
import { threePhaseCommit } from './courses/three-phase-commit.ts';
import { twoPhaseCommit } from './courses/two-phase-commit.ts';
import type { Row } from './messages.ts';
import type { Point, Way } from './points.ts';

const courses: Readonly<Record<string, Courses>> = {
  choreo: choreography,
  tcc,
  '2pc': twoPhaseCommit,
  '3pc': threePhaseCommit,
};

const none: Courses = { special: [], eventless: [], never: [] };

/** Of a protocol of which nobody has said more, an order that nothing happens to is all. */
export const coursesOf = (protocol: string): Courses => courses[protocol] ?? none;

/** A service that takes part in sagas alone has none. */
const parts: Readonly<Partial<Record<ServiceName, Readonly<Record<string, DeciderPart>>>>> = {
  'saga-orchestrator': coordinators(defaultTiming),
  'order-service': orderRoles({}, defaultTiming),
  'inventory-service': inventoryRoles,
  'payment-service': paymentRoles,
};

/** What places and cancels an order is called alike under every protocol. */
const bare = participants['order-service'].requests;

const rowsOf = ({ name: protocol, messages }: Protocol, service: ServiceName): readonly Row[] => {
  const types = Object.entries(messages);
  const part = parts[service]?.[protocol];
  const of: Readonly<Record<Way, readonly string[]>> = {
    // A role takes in more than comes by the broker: what people say.
    request: (part?.messages ?? []).filter((type) => !(type in messages)),
    delivery: types.flatMap(([type, { to }]) => (to.includes(service) ? [type] : [])),
    timer: part?.timers ?? [],
    sent: types.flatMap(([type, { from }]) => (from.includes(service) ? [type] : [])),
  };
  const rows = Object.entries(of).flatMap(([way, names]) =>
    names.map((message) => ({ protocol, service, message, way: way as Way })),
  );
  if (service !== 'order-service') return rows;
  return [
    ...bare.map(
      (type) => ({ protocol, service, message: `${protocol}:${type}`, type, way: 'request' }) as const,
    ),
    ...rows,
  ];
};

/** By its name inside the protocol. */
export const shortNameOf = ({ protocol = '', message }: Row): string => message.slice(protocol.length + 1);

export const fits = (row: Row, pattern: Pattern): boolean => {
  const own = [row.way, row.service, shortNameOf(row)];
  return pattern.split(' ').every((part, n) => part === '*' || part === own[n]);
};

/** An order that nothing happens to. */
const usual: Course = {};

export const courseOf = (row: Row): Course =>
  coursesOf(row.protocol ?? '').special.find(([pattern]) => fits(row, pattern))?.[1] ?? usual;

/** Whoever stays away does so where nothing of a message is written yet, or all of it and nobody has heard. */
const awayAt: readonly Point[] = ['before-commit', 'before-publish'];

const passesAt = (row: Row, point: Point): readonly Pass[] => {
  const isUsual = row.way !== 'request' && courseOf(row) === usual;
  return ['first', 'redelivery', ...(isUsual && awayAt.includes(point) ? (['away'] as const) : [])];
};

const [, cancelling] = bare;

const rulesOf = ({ eventless, never }: Courses): readonly Rule[] => [
  // A person's decision has one of its own: there is only one of its kind about an order.
  withoutKey((type) => type !== cancelling),
  {
    because:
      'a timer that has gone off is not wanted any more: after a restart it is dropped, and not fired again',
    excludes: ({ way, point, pass }) => way === 'timer' && point === 'before-mark' && pass === 'redelivery',
  },
  {
    because: 'a message that is only answered writes no event, so that no feed of a read model brings it',
    excludes: (cell) => cell.point === 'before-position' && fitsAny(cell, eventless),
  },
  ...Map.groupBy(never, ([, because]) => because)
    .entries()
    .map(([because, patterns]) => ({
      because,
      excludes: (cell: Cell) =>
        fitsAny(
          cell,
          patterns.map(([pattern]) => pattern),
        ),
    })),
];

const fitsAny = (row: Row, patterns: readonly Pattern[]): boolean =>
  patterns.some((pattern) => fits(row, pattern));

const gridFor = (protocol: Protocol): Grid =>
  gridOf({
    protocol: protocol.name,
    rows: serviceNames.flatMap((service) => rowsOf(protocol, service)),
    passesAt,
    rules: rulesOf(coursesOf(protocol.name)),
  });

export const others: readonly Grid[] = protocols.map(gridFor);
