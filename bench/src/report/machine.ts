// On what something was measured, as a table of a page.
import { figureTable } from '@saga-lab/lab/report/pieces';
import type { Markup } from '@saga-lab/lab/report/markup';
import type { Machine } from '../figures/machine.ts';

/** `more`: rows beside those of the machine. */
export const machineTable = (
  { settings, ...rest }: Machine,
  more: readonly (readonly [string, string])[] = [],
): Markup => {
  const differing = Object.entries(settings).map(([name, value]) => `${name}=${value}`);
  return figureTable({
    name: 'Machine, versions and settings',
    heading: ['what', 'which'],
    rows: [
      ...Object.entries(rest).map(([name, value]) => [name, String(value)] as const),
      ['settings that differ from the defaults', differing.join(', ')],
      ...more,
    ],
  });
};
