// Messages on their way: who gets what a decision sends, and what a message is as long as nothing reads its ids.
import type { Message, Outgoing } from '@saga-lab/platform/decider/message';
import type { Role } from './roles.ts';

/** A message on its way to one role. */
export interface Letter {
  /** Index of the role. */
  readonly to: number;
  readonly message: Message;
  /** It was taken in before, and comes again: the inbox knows its id. */
  readonly again: boolean;
  /** Asked from outside: its id is its idempotency key, so that it cannot come under another one. */
  readonly isRequest: boolean;
}

/**
 * Deciders read neither ids nor lamport, and the time only to see that something is late, which is nothing here: they are the same
 * for all messages of a world. Repeats differ by no attempt.
 */
export const complete = (source: string, sent: Outgoing, owner: string): Message => {
  const { to: _to, notBefore: _notBefore, attempt, ...parts } = sent;
  return {
    ...parts,
    ...(attempt !== undefined && { attempt: 1 }),
    id: `${owner}.${sent.type}`,
    source: `/${source}`,
    time: '2026-01-01T00:00:00.000Z',
    correlationId: owner,
    causationId: owner,
    lamport: 0,
    schemaVersion: 1,
  };
};

/** A command goes to one role, an event to all that listen. @throws Error for a command to nobody, or one that its receiver cannot read. */
export const lettersOf = (roles: readonly Role[], sent: Outgoing, message: Message): readonly Letter[] => {
  const receivers = roles.flatMap((role, to) => (hears(role, sent) ? [{ to, role }] : []));
  if (sent.to !== undefined && receivers.length === 0)
    throw new Error(`${sent.type} goes to ${sent.to}, who does not know it`);
  return receivers.map(({ to, role }) => {
    const checked = role.schemas[sent.type]?.safeParse(message);
    if (checked?.success === false)
      throw new Error(`${role.name} cannot read ${sent.type}: ${JSON.stringify(checked.error.issues)}`);
    return { to, message, again: false, isRequest: false };
  });
};

const hears = ({ name, schemas }: Role, { to, type }: Outgoing): boolean =>
  Object.hasOwn(schemas, type) && (to === undefined || to === name);
