// What a service counts about itself, as `/metrics` says it.
import type { ServiceName } from '@saga-lab/contracts/services';
import type { Lab } from './lab.ts';

/** One line of the text format of Prometheus. */
export interface Sample {
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
}

/** Every value of one metric: one for each set of labels that has been counted, so possibly none. */
export const samplesOf = async (
  lab: Pick<Lab, 'ask'>,
  service: ServiceName,
  name: string,
): Promise<readonly Sample[]> => {
  const { body } = await lab.ask(service, { method: 'get', path: '/metrics' });
  return samplesIn(String(body), name);
};

/** `name` is plain: letters, digits and `_`. */
export const samplesIn = (text: string, name: string): readonly Sample[] =>
  Array.from(text.matchAll(new RegExp(`^${name}(?:{(.*)})? (\\S+)$`, 'gm')), ([, labels = '', value]) => ({
    labels: Object.fromEntries(
      Array.from(labels.matchAll(LABEL), ([, label = '', text = '']) => [label, text]),
    ),
    value: Number(value),
  }));

const LABEL = /(\w+)="((?:[^"\\]|\\.)*)"/g;
