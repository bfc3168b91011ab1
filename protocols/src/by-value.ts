// The countermeasure "by value": how an order is agreed on is chosen order by order, by how much is at stake.
// Source: C. Richardson, Microservices Patterns, 2018, section 4.3, after L. Frank and T. Zahle, 1998.

/** Asked for in the place of a protocol. */
export const BY_VALUE = 'by-value';

/** Where little is at stake: what is charged is paid back if need be. */
const CHEAP = 'saga';
/** Where much is: nothing is charged before all have promised. */
const CAREFUL = '2pc';

interface Line {
  readonly quantity: number;
}

/** `protocol`: as it is asked for. `from`: pieces from which on much is at stake. */
export const wayOf = (
  protocol: string,
  { lines, from }: { readonly lines: readonly Line[]; readonly from: number },
): string => {
  if (protocol !== BY_VALUE) return protocol;
  return lines.reduce((sum, { quantity }) => sum + quantity, 0) < from ? CHEAP : CAREFUL;
};
