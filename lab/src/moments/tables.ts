// What the lab remembers of the histories, so that a moment is found without reading all of them again: nothing that is not in them.
import type { DatabaseSync } from 'node:sqlite';
import { LANES } from '../reader/follow/lanes.ts';
import { openTables } from '../reader/follow/tables.ts';

const TABLES = `${LANES}
  CREATE TABLE commits (
    service TEXT, id TEXT, seq INTEGER, lamport INTEGER, instant INTEGER, did TEXT, sums TEXT,
    PRIMARY KEY (service, id)) WITHOUT ROWID;
  CREATE INDEX commits_lamport ON commits (lamport);
  CREATE INDEX commits_instant ON commits (instant);
  CREATE TABLE sent (id TEXT PRIMARY KEY, instant INTEGER) WITHOUT ROWID;
  CREATE TABLE written (write TEXT PRIMARY KEY, instant INTEGER) WITHOUT ROWID;
  CREATE TABLE things (stream TEXT PRIMARY KEY, version INTEGER, document TEXT, part TEXT) WITHOUT ROWID;
  CREATE TABLE ranges (
    axis TEXT, level INTEGER, bucket INTEGER, summary TEXT, PRIMARY KEY (axis, level, bucket)) WITHOUT ROWID;
  CREATE TABLE intervals (
    axis TEXT, saga TEXT, node INTEGER, lower INTEGER, upper INTEGER, PRIMARY KEY (axis, saga)) WITHOUT ROWID;
  CREATE INDEX intervals_lower ON intervals (axis, node, lower);
  CREATE INDEX intervals_upper ON intervals (axis, node, upper);
  CREATE TABLE correlations (saga TEXT, correlation TEXT, PRIMARY KEY (saga, correlation)) WITHOUT ROWID
`;
const EDITION = 2;

/** @throws as `openTables`. */
export const openMoments = (path: string): DatabaseSync =>
  openTables(path, { tables: TABLES, edition: EDITION });
