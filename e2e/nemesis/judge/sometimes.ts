// I-14: what must be seen now and then, or else its mechanism was never tried (the "sometimes" assertions of Antithesis).
import { verdict } from '@saga-lab/lab/checker/verdict';
import type { Verdict } from '@saga-lab/lab/checker/verdict';
import type { Performed } from '../conduct.ts';
import type { KindName } from '../kinds.ts';

export interface Sighting {
  /** What is to be seen, in words. */
  readonly what: string;
  readonly times: number;
  /** Whether it must have been seen in this run. */
  readonly due: boolean;
  /** Why it need not have been: in words that go on "because ...". */
  readonly excuse?: string;
}

/** What was counted from outside, in metrics and histories. */
export type Seen = Readonly<Record<keyof typeof list, number>>;

export interface Circumstances {
  readonly performed: readonly Performed[];
  readonly instances: number;
  readonly durationMs: number;
  readonly stepDeadlineMs: number;
  /** Some orders are placed under the saga. */
  readonly hasSagas: boolean;
}

interface Sometimes {
  readonly what: string;
  /** Any of these brings it about, nearly always. */
  readonly by: readonly KindName[] | 'load';
  /** If it lasts longer than a step may take. */
  readonly pastDeadline?: true;
  /** Two of each service are needed for it. */
  readonly instances?: number;
  /** Only sagas do it. */
  readonly ofSagas?: true;
  /** It takes luck, too: over many seeds it is seen, but not in each. */
  readonly rare?: true;
}

const LONG_ENOUGH_MS = 120_000;

const list = {
  duplicate: {
    what: 'a message that came twice did nothing the second time',
    by: ['double-messages', 'dead-letter', 'kill-service', 'kill-broker'],
  },
  empty: {
    what: 'a compensation came before its action, and there was nothing to undo',
    by: ['reverse-messages', 'remove-queue'],
    rare: true,
  },
  hanging: {
    what: 'an action came after its compensation, and was refused',
    by: ['reverse-messages', 'lost-answers'],
    rare: true,
  },
  conflict: {
    what: 'a decision was taken again, because another instance was faster on its stream',
    by: 'load',
    instances: 2,
  },
  lateReply: {
    what: 'a reply that answered nothing that was open was ignored',
    by: ['double-messages', 'reverse-messages', 'freeze-service'],
    rare: true,
  },
  lostConfirm: {
    what: 'a message without a confirm was kept, and sent again',
    by: ['lost-answers', 'black-hole', 'freeze-broker', 'kill-broker', 'refuse', 'reset', 'cut-after'],
  },
  returned: {
    what: 'a message that no queue took came back, and was sent again',
    by: ['remove-binding', 'remove-queue'],
  },
  blocked: { what: 'the broker took no messages because of an alarm', by: ['memory-alarm'] },
  unknownOutcome: {
    what: 'the outcome of a write was unknown, and the same write was sent again',
    by: ['kill-database', 'reset', 'cut-after', 'lost-answers', 'freeze-database'],
    rare: true,
  },
  timeout: {
    what: 'a step was given up at its deadline, and the saga was undone',
    by: ['black-hole', 'freeze-database', 'lost-requests', 'reverse-messages'],
    pastDeadline: true,
    ofSagas: true,
  },
  takeover: {
    what: 'sagas were ended by one orchestrator while the other was dead or stood still',
    by: ['freeze-service', 'kill-service'],
    instances: 2,
    rare: true,
  },
  replay: { what: 'a dead letter was replayed, and took effect', by: ['dead-letter'] },
} as const satisfies Readonly<Record<string, Sometimes>>;

export const sightings = (seen: Seen, circumstances: Circumstances): readonly Sighting[] =>
  (Object.keys(list) as (keyof Seen)[]).map((name) => {
    const excuse = excuseOf(list[name], circumstances);
    return {
      what: list[name].what,
      times: seen[name],
      due: excuse === undefined,
      ...(excuse !== undefined && { excuse }),
    };
  });

const excuseOf = (sometimes: Sometimes, circumstances: Circumstances): string | undefined => {
  const { by, pastDeadline, rare } = sometimes;
  const leastMs = pastDeadline ? circumstances.stepDeadlineMs : 0;
  const caused = (each: Performed) => by !== 'load' && by.includes(each.kind) && each.forMs >= leastMs;
  const missing = missingFor(sometimes, circumstances);
  if (missing !== undefined) return missing;
  if (circumstances.durationMs < LONG_ENOUGH_MS) return 'the run was too short to count on it';
  if (by !== 'load' && !circumstances.performed.some((each) => caused(each) && each.met > 0))
    return 'no fault of this seed brings it about';
  return rare ? 'it takes luck, too' : undefined;
};

/** What the run does not have at all. */
const missingFor = (
  { instances = 1, ofSagas }: Sometimes,
  circumstances: Circumstances,
): string | undefined => {
  if (circumstances.instances < instances) return `it takes ${instances} instances of each service`;
  return ofSagas && !circumstances.hasSagas ? 'no order is placed under the saga' : undefined;
};

export const sometimesSeen = (all: readonly Sighting[]): Verdict => {
  const missing = all.filter(({ due, times }) => due && times === 0);
  const seen = all.filter(({ times }) => times > 0);
  return verdict(
    'I-14',
    missing.map(({ what }) => `never seen: ${what}.`),
    {
      holds: `Of ${all.length} things that must be seen now and then, ${seen.length} were seen; none of the others had to be.`,
      violated: 'Something that this run must show was not seen.',
    },
  );
};
