// Downloads the program mongod, and writes its path to a file.
//   node --import tsx download-mongod.ts <version> <directory> <file for the path>
import { writeFileSync } from 'node:fs';
import { MongoBinary } from 'mongodb-memory-server-core';

const [version = '', downloadDir = '', file = ''] = process.argv.slice(2);
try {
  writeFileSync(file, await MongoBinary.getPath({ version, downloadDir }));
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}
