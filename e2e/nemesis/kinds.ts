// Every kind of fault that the nemesis knows, as data: what it does, what it can be done to, and how long it lasts.
import { queues } from '@saga-lab/contracts/topology';
import { bindings } from '@saga-lab/protocols/topology';
import { participants, serviceNames } from '@saga-lab/contracts/services';
import { partName } from '@saga-lab/launcher/engine/engine';

export type Group = 'link' | 'service' | 'database' | 'broker' | 'message' | 'clock';

export interface FaultKind {
  readonly group: Group;
  /** What happens to the target, in words. */
  readonly words: string;
  /** Least and most seconds. */
  readonly seconds: readonly [least: number, most: number];
  /** One in five lasts up to so long: past what heartbeats, drivers and deadlines wait for. */
  readonly longSeconds?: number;
  /** Until the target can take another fault after this one, s. */
  readonly recovery: number;
}

const link = { group: 'link', seconds: [2, 6], recovery: 1 } as const;
const broker = { group: 'broker', seconds: [2, 5], recovery: 12 } as const;
const message = { group: 'message', seconds: [3, 6], recovery: 3 } as const;

export const kinds = {
  refuse: { ...link, words: 'every connection is reset, and none is let in' },
  'black-hole': { ...link, longSeconds: 18, words: 'nothing gets through, either way' },
  'lost-requests': { ...link, longSeconds: 12, words: 'nothing gets to the server' },
  'lost-answers': { ...link, longSeconds: 12, words: 'nothing comes back from the server' },
  reset: { ...link, words: 'every connection is reset again and again' },
  delay: { ...link, longSeconds: 15, words: 'everything is late, there and back' },
  narrow: { ...link, words: 'only some KB a second get through, each way' },
  slices: { ...link, words: 'everything comes in pieces of 1 to 7 bytes' },
  'cut-after': { ...link, words: 'every connection breaks after some KB, in the middle of a frame' },
  'kill-service': { group: 'service', seconds: [0, 5], recovery: 4, words: 'SIGKILL, and started again' },
  'freeze-service': {
    group: 'service',
    seconds: [2, 6],
    longSeconds: 20,
    recovery: 2,
    words: 'SIGSTOP, then SIGCONT',
  },
  'kill-database': { group: 'database', seconds: [0, 4], recovery: 4, words: 'SIGKILL, and started again' },
  'freeze-database': {
    group: 'database',
    seconds: [2, 6],
    longSeconds: 15,
    recovery: 2,
    words: 'SIGSTOP, then SIGCONT',
  },
  'kill-broker': { ...broker, seconds: [0, 2], words: 'SIGKILL, and started again' },
  'freeze-broker': { ...broker, longSeconds: 18, words: 'SIGSTOP, then SIGCONT' },
  'memory-alarm': { ...broker, words: 'it has no memory left, and takes no messages' },
  'remove-queue': { ...broker, words: 'it is deleted with all that waits in it, and made again' },
  'remove-binding': { ...message, words: 'messages with this key have nowhere to go' },
  'double-messages': { ...message, seconds: [4, 10], words: 'it comes twice, or up to five times' },
  'reverse-messages': { ...message, longSeconds: 9, words: 'they are held back, and come in reverse order' },
  'dead-letter': { ...message, words: 'they are held back; the broker gives one up, and it is replayed' },
  'jump-clock': { group: 'clock', seconds: [3, 8], recovery: 1, words: 'its clock jumps up to 5 minutes' },
} as const satisfies Readonly<Record<string, FaultKind>>;
export type KindName = keyof typeof kinds;

export const kindNames = Object.keys(kinds) as readonly KindName[];

export const isKind = (name: string): name is KindName => Object.hasOwn(kinds, name);

export const kindOf = (name: KindName): FaultKind => kinds[name];

/** `payment-service to broker`: the link of all instances of a service. */
const links = serviceNames.flatMap((service) => [`${service} to broker`, `${service} to database`]);

const EVERY = 'every service';
const BOTH = 'broker and database';

const targetsOfLinks: readonly string[] = [
  ...links,
  `${EVERY} to broker`,
  `${EVERY} to database`,
  ...serviceNames.map((service) => `${service} to ${BOTH}`),
];

/** What a kind of fault can be done to, in a system with so many instances of each service. */
export const targetsOf = (name: KindName, instances: number): readonly string[] => {
  switch (kinds[name].group) {
    case 'link':
      return targetsOfLinks;
    case 'service':
      return serviceNames.flatMap((service) =>
        Array.from({ length: instances }, (_each, n) => partName(service, n + 1)),
      );
    case 'database':
      return serviceNames.map((service) => `mongo-${service}`);
    case 'broker':
      return name === 'remove-queue' ? queues : ['broker'];
    case 'message':
      return targetsOfMessages(name);
    case 'clock':
      return serviceNames;
  }
};

/** Of events; and of services, which stand for all that is said to them, whatever the protocol. Keys of single messages of a protocol have a dot. */
const names = bindings.map(({ key }) => key).filter((key) => !key.includes('.'));

const targetsOfMessages = (name: KindName): readonly string[] => {
  if (name === 'double-messages') return ['every message'];
  return name === 'remove-binding' ? names : Object.keys(participants);
};

/** Two faults that claim the same thing never go on at the same time. */
export const claimsOf = (name: KindName, target: string): readonly string[] => {
  const { group } = kinds[name];
  if (group === 'link') return linksAt(target);
  if (group === 'broker' || group === 'message') return ['broker'];
  return [target]; // a clock is read by the first instance of its service, which is the part of this name
};

/** The single links that a target of a link fault stands for. */
export const linksAt = (target: string): readonly string[] => {
  const [from = '', to = ''] = target.split(' to ');
  return links.filter((name) => {
    const [service, server] = name.split(' to ');
    return (from === EVERY || from === service) && (to === BOTH || to === server);
  });
};
