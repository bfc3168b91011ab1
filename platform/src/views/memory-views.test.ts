// The read models in memory keep the contract.
import { memoryViews } from './memory-views.ts';
import { viewsContract } from './views.contract.ts';

viewsContract('memory', () => Promise.resolve(memoryViews()));
