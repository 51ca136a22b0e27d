// What the tests in a browser need: the program and Chromium. Without them nothing is tested, and that is
// said: exit code 3 without a browser, 2 without the program.

import { existsSync } from 'node:fs';
import { BROWSER, PROGRAM } from './stage';

const missing = (status: number, what: string): never => {
  process.stderr.write(`NOT TESTED IN A BROWSER: ${what}\n`);
  process.exit(status);
};

export default function setup(): void {
  if (!PROGRAM || !existsSync(PROGRAM)) {
    missing(2, 'CORRIDOR_BIN names no program; set it to the path of `corridor`, built with --release');
  }
  if (!existsSync(BROWSER)) {
    missing(3, `no ${BROWSER}; install Debian's package chromium, or set CHROMIUM to a browser's path`);
  }
}
