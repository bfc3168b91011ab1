// Every scenario that needs other settings than the usual ones, more instances, or clocks that differ.
import { testKind } from './scenario-tests.ts';

await testKind('other-set-ups');
