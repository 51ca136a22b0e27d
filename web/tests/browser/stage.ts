// A real server and a real browser. `CORRIDOR_BIN` is the program; `CHROMIUM` a browser, Debian's if not said.

import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll } from 'vitest';

export const PROGRAM = process.env['CORRIDOR_BIN'];
export const BROWSER = process.env['CHROMIUM'] ?? '/usr/bin/chromium';
/** How long an answer may take on a machine that draws the map with its processor, ms. */
export const PATIENCE_MS = 60_000;

export interface Server {
  url: string;
  stop(): Promise<void>;
}

/** Starts a server on a free port, or on the port of one that has gone. */
export async function serve(port = 0): Promise<Server> {
  if (!PROGRAM) throw new Error('CORRIDOR_BIN names no program: set it to the path of `corridor`');
  const jobs = mkdtempSync(join(tmpdir(), 'corridor-jobs-'));
  const child: ChildProcess = spawn(PROGRAM, ['serve', '--port', String(port), '--jobs', jobs], {
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const url = await new Promise<string>((found, failed) => {
    let told = '';
    child.stderr?.on('data', (piece: Buffer) => {
      told += piece.toString();
      const match = /http:\/\/[\d.:]+/.exec(told);
      if (match) found(match[0]);
    });
    child.on('exit', () => failed(new Error(`the server ended: ${told}`)));
    child.on('error', failed);
  });
  const stop = () =>
    new Promise<void>((done) => {
      child.on('exit', () => done());
      // As abrupt as a crash: what the page then does is what is tested.
      child.kill('SIGKILL');
    });
  return { url, stop };
}

/**
 * A browser. Drawing the map with the processor takes most of its time, so only tests about the map have
 * WebGL; the others see what a browser without it shows.
 */
function launch(webgl: boolean): Promise<Browser> {
  const drawing = webgl
    ? ['--use-angle=swiftshader', '--enable-unsafe-swiftshader', '--ignore-gpu-blocklist']
    : ['--disable-gpu', '--disable-3d-apis'];
  return chromium.launch({ executablePath: BROWSER, args: ['--no-sandbox', ...drawing] });
}

/** A server and a browser for the tests of one file. */
export interface Stage {
  readonly server: Server;
  readonly browser: Browser;
}

/**
 * Starts a server and a browser before the tests of a file and ends them after. When a test fails, both are
 * replaced: a browser that has stopped drawing must not fail all tests after it.
 */
export function stage(webgl = false): Stage {
  let server: Server | undefined;
  let browser: Browser | undefined;
  const begin = async () => {
    [server, browser] = await Promise.all([serve(), launch(webgl)]);
  };
  const end = async () => {
    await browser?.close();
    await server?.stop();
  };
  beforeAll(begin);
  afterEach(async ({ task }) => {
    if (task.result?.state !== 'fail') {
      await clear(browser);
      return;
    }
    process.stderr.write(`${task.name}: requests so far\n${await requests(server)}`);
    await end();
    await begin();
  });
  afterAll(end);
  const there = <T>(one: T | undefined): T => {
    if (!one) throw new Error('the server and the browser are started before the first test');
    return one;
  };
  return {
    get server() {
      return there(server);
    },
    get browser() {
      return there(browser);
    },
  };
}

/** What a server has answered, to tell a server that hangs from a browser that does. */
async function requests(server: Server | undefined): Promise<string> {
  try {
    const metrics = await fetch(`${server?.url}/metrics`, { signal: AbortSignal.timeout(5000) });
    const lines = (await metrics.text()).split('\n');
    return `${lines.filter((line) => /^[^#].*(requests_total|waiting)/.test(line)).join('\n')}\n`;
  } catch (error) {
    return `the server does not answer: ${error}\n`;
  }
}

/** A page that fails the test when a script fails or the content policy is broken. */
export async function open(
  browser: Browser,
  url: string,
  options: BrowserContextOptions = {},
): Promise<Watched> {
  const context = await browser.newContext({
    viewport: { width: 1280, height: 800 },
    reducedMotion: 'reduce',
    ...options,
  });
  const page = await context.newPage();
  page.setDefaultTimeout(PATIENCE_MS);
  const faults: string[] = [];
  page.on('pageerror', (error) => faults.push(error.message));
  page.on('console', (message) => {
    if (/Content.Security.Policy/i.test(message.text())) faults.push(message.text());
  });
  await page.goto(url);
  return { page, faults };
}

/** Closes the pages of a test, whether it passed or not: a map left open takes the processor from the next. */
async function clear(browser: Browser | undefined): Promise<void> {
  await Promise.all((browser?.contexts() ?? []).map((context) => context.close()));
}

export interface Watched {
  page: Page;
  faults: string[];
}

/** The titles of the cards, once the answer to the last question is there. */
export async function ways(page: Page): Promise<string[]> {
  await page.locator('.cards .card').first().waitFor();
  await page.locator('.status').waitFor({ state: 'detached' });
  return page.locator('.card-title bdi').allTextContents();
}

/** How many itineraries the server offers for a pair, asked of it beside the page. */
export async function offered(url: string, from: string, to: string): Promise<number> {
  const answer = await fetch(`${url}/v1/plan?${new URLSearchParams({ from, to })}`);
  if (!answer.ok) throw new Error(`${from} to ${to}: ${answer.status}`);
  const plan = (await answer.json()) as { itineraries: unknown[] };
  return plan.itineraries.length;
}

/** Waits until the map has drawn all that it has asked for. */
export async function drawn(page: Page): Promise<void> {
  await page.locator('.map canvas').waitFor();
  await page.locator('.map[data-drawn="true"]').waitFor();
}
