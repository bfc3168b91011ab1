// How the story of a history puts things into words.
import { orchestrator } from '@saga-lab/contracts/services';
import type { Line } from '@saga-lab/contracts/primitives';
import { duration } from '../cli/status/age.ts';

/** Minor units, as people read them. */
export const amountText = (amount: number): string => amount.toLocaleString('en-US');

const MOST_LINES = 3;

export const linesText = (lines: readonly Line[]): string => {
  const shown = lines.slice(0, MOST_LINES).map(({ sku, quantity }) => `${quantity} x ${sku}`);
  const more = lines.length - shown.length;
  return listText(more > 0 ? [...shown, `${more} more`] : shown);
};

/** `a, b and c` */
export const listText = (items: readonly string[]): string =>
  items.length < 2 ? items.join() : `${items.slice(0, -1).join(', ')} and ${items.at(-1) ?? ''}`;

/** `payment-service` -> `the payment service` */
export const serviceText = (service: string): string =>
  service === orchestrator.name ? 'the orchestrator' : `the ${service.replaceAll('-', ' ')}`;

/** Always in UTC, so that everybody reads the same; `at` in milliseconds since the epoch. */
export const instantText = (at: number): string => {
  const [day = '', time = ''] = new Date(at).toISOString().split('T');
  return `${day} ${time.slice(0, -1)} UTC`;
};

export const spanText = (ms: number): string => (ms < 10_000 ? shortSpan(ms) : duration(ms));

const shortSpan = (ms: number): string => (ms < 1_000 ? `${ms} ms` : `${ms / 1_000} s`);

export const timesText = (times: number): string => (times === 1 ? 'once' : `${times} times`);

export const sentence = (text: string): string => `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;
