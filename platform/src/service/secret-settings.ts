// Settings that are secrets, or addresses with a password in them: no example is taken for one.
import { z } from 'zod';
import { brokerUrls } from '../bus/broker-urls.ts';

const EXAMPLE =
  /change.?me|example|password|secret|your[-_]|admin.?token|^(.)\1*$|^(0123456789|1234567890|abcdef)/i;

export const secret = (what: string) =>
  z
    .string()
    .min(16, `must have at least 16 characters (${what})`)
    .regex(/^[\x21-\x7e]+$/, 'must be visible ASCII without spaces')
    .refine((value) => !EXAMPLE.test(value), 'looks like an example; make a random one');

/** What stands between user and host. */
const passwordIn = (url: string): string => /^[a-z+]+:\/\/[^:/@]*:([^/]*)@/.exec(url)?.[1] ?? '';

const NO_EXAMPLE = 'must not hold an example as password; give the user a random one';
const holdsNoExample = (url: string): boolean => !EXAMPLE.test(passwordIn(url));

export const hasProtocol = (value: string, protocols: readonly string[]): boolean => {
  const protocol = URL.canParse(value) ? new URL(value).protocol : value.split('//', 1)[0];
  return protocols.includes(protocol ?? '');
};

/** Its failure makes refinements behind it pointless. */
const first = (error: string) => ({ error, abort: true });

/** A MongoDB URL may list several hosts, which `URL` cannot read: so only its beginning is looked at. */
export const mongoUrl = z
  .string()
  .refine((value) => /^mongodb(\+srv)?:\/\/[^/\s]+/.test(value), first('must be a mongodb:// URL'))
  .refine(holdsNoExample, NO_EXAMPLE);

/** Of a cluster every address has to hold it. */
const everyNode =
  (holds: (url: string) => boolean) =>
  (setting: string): boolean =>
    brokerUrls(setting).every(holds);

export const rabbitUrl = z
  .string()
  .refine(
    everyNode((url) => hasProtocol(url, ['amqp:', 'amqps:']) && URL.canParse(url)),
    first('must be an amqp:// URL'),
  )
  .refine(
    everyNode((url) => !new URL(url).pathname.includes('@')),
    first('must have amqp:// before the address of each node'),
  )
  .refine(
    everyNode((url) => !isGuest(url)),
    first("must not use the broker's default user; give the service its own"),
  )
  .refine(
    everyNode((url) => passwordIn(url) !== ''),
    'must hold the password of its user',
  )
  .refine(everyNode(holdsNoExample), NO_EXAMPLE);

const isGuest = (value: string): boolean => {
  const { username } = URL.canParse(value) ? new URL(value) : { username: '' };
  return username === '' || username === 'guest';
};
