// Builds with a bug planted on purpose, above the traps: where the sweep must show red cells, and nowhere else.
import type { Bus, Delivery } from '@saga-lab/platform/bus/bus';
import { forwardingBus } from '@saga-lab/platform/bus/forwarding-bus';
import { exitCodes, ExitError } from '@saga-lab/launcher/command/exit-codes';
import type { Ports } from '@saga-lab/platform/service/ports';
import { orchestrator } from '@saga-lab/contracts/services';
import type { Cell } from '../cells/cells.ts';
import type { Point } from '../cells/points.ts';

/** What became of a cell; `blocked`: others waited for whoever did not return, as their protocol promises. */
export type CellState = 'green' | 'red' | 'not reached' | 'blocked';

export interface TwinBuild {
  /** What is wrong with it, in a sentence. */
  readonly sentence: string;
  readonly ports: (ports: Ports) => Ports;
  /** What may become of a cell; `landed`: a commit that was on its way when the process died arrived. */
  readonly expected: (cell: Cell, landed: boolean | undefined) => readonly CellState[];
}

/** Nothing is wrong with it. */
const right: TwinBuild = {
  sentence: 'It is the build as it should be.',
  ports: (ports) => ports,
  expected: ({ pass }) => (pass === 'away' ? ['green', 'blocked'] : ['green']),
};

/** The first death loses the message. The start of a saga is announced again under another id, and then nothing is lost. */
const lostOnce = ({ message, pass }: Cell): CellState => {
  if (!(message in orchestrator.starts)) return 'red';
  return pass === 'first' ? 'green' : 'not reached';
};

const ackBeforeCommit: TwinBuild = {
  sentence: 'Every delivery is acked when it comes, and not after its commit.',
  ports: (ports) => ({ ...ports, bus: forwardingBus(ports.bus, { delivery: ackedAtOnce }) }),
  expected: (cell, landed) => {
    const { way, point, pass } = cell;
    if (way !== 'delivery' || point === 'before-position') return othersLost(cell);
    if (point === 'before-ack') return ['not reached'];
    const isThere = point === 'during-commit' && pass === 'first' && landed === true;
    return [isThere ? 'green' : lostOnce(cell)];
  },
};

/** Points at which the first death leaves the saga going on, so that the second may meet its next message. */
const goingOn: readonly Point[] = ['before-confirm', 'before-mark', 'before-position'];

/** Whatever else the process has acked and not committed is lost with it, too. */
const othersLost = ({ pass, point }: Cell): readonly CellState[] =>
  pass === 'redelivery' && goingOn.includes(point) ? ['green', 'red'] : ['green'];

const ackedAtOnce = (delivery: Delivery): Delivery => {
  delivery.ack();
  return { ...delivery, ack: () => undefined };
};

const markBeforePublish: TwinBuild = {
  sentence: 'A message is marked as sent in the outbox first, and published after that.',
  ports: (ports) => {
    const waiting = new Map<string, (() => void)[]>();
    const publish: Bus['publish'] = (message, destination) => {
      const later = () => void ports.bus.publish(message, destination);
      waiting.set(message.causationId, [...(waiting.get(message.causationId) ?? []), later]);
      return Promise.resolve('confirmed');
    };
    const markSent: Ports['store']['markSent'] = async (marks) => {
      await ports.store.markSent(marks);
      for (const { id } of marks) {
        for (const send of waiting.get(id) ?? []) send();
        waiting.delete(id);
      }
    };
    return { ...ports, bus: forwardingBus(ports.bus, { publish }), store: { ...ports.store, markSent } };
  },
  expected: (cell) => {
    const { way, point, pass } = cell;
    if (way !== 'sent') return ['green'];
    if (point === 'before-mark') return ['not reached'];
    if (point === 'before-confirm') return [pass === 'first' ? 'green' : 'not reached'];
    return [lostOnce(cell)];
  },
};

export const twins = {
  'ack-before-commit': ackBeforeCommit,
  'mark-before-publish': markBeforePublish,
} as const satisfies Readonly<Record<string, TwinBuild>>;

export type TwinName = keyof typeof twins;
export const twinNames = Object.keys(twins) as readonly TwinName[];

const isTwinName = (name: string): name is TwinName => Object.hasOwn(twins, name);

/** Without a name the right one. @throws ExitError 64 for a name that none has. */
export const twinNamed = (name: string | undefined): TwinBuild => {
  if (name === undefined || name === '') return right;
  if (isTwinName(name)) return twins[name];
  throw new ExitError(exitCodes.usage, `There is no twin ${name}, only: ${twinNames.join(', ')}`);
};
