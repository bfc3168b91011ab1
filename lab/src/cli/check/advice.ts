// What in an audit an operator should look at, and where to read on.
import type { Audit } from '../../reader/audit.ts';
import type { Forgotten } from '../../checker/forgotten.ts';
import type { Finding } from '../finding.ts';

const PAGE = 'docs/operations.md';

export const adviceOn = ({
  forgotten,
  open,
  leftOut,
  orders,
  forgottenOrders,
}: Audit): readonly Finding[] => [
  ...forgotten.map(looksRestored),
  ...(open.length > 0 ? [stillOpen(open.length)] : []),
  ...(forgottenOrders > 0 ? [gone(forgottenOrders)] : []),
  ...(leftOut > 0 ? [tooMany(leftOut, orders + open.length + leftOut)] : []),
];

const looksRestored = ({ service, messages: [first, ...rest] }: Forgotten): Finding => ({
  state: 'violated',
  sentence:
    `${service} looks restored from an older backup: it does not know of ${rest.length + 1} ` +
    `${rest.length === 0 ? 'message' : 'messages'} that others have from it` +
    (first ? `, such as the ${first.type} that ${first.knownTo} took in for saga ${first.saga}` : ''),
  next: `${PAGE}#a-service-restored-from-a-backup`,
});

const stillOpen = (open: number): Finding => ({
  state: 'open',
  sentence: `${open} ${open === 1 ? 'order is' : 'orders are'} still on the way, and judged only once the saga has ended`,
  next: 'npm run lab -- check --wait 60   (or, for one that is PARKED: npm run lab -- status)',
});

const gone = (many: number): Finding => ({
  state: 'holds',
  sentence: `${many} ${many === 1 ? 'order was' : 'orders were'} forgotten: what they did to money and stock is judged, and nothing else of them is known`,
});

const tooMany = (leftOut: number, all: number): Finding => ({
  state: 'open',
  sentence: `The ${leftOut} oldest of ${all} orders were not judged, only what they did to money and stock`,
  next: `npm run lab -- check --limit ${all}   (takes longer, and memory for all their histories)`,
});
