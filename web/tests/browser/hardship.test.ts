import { describe, expect, it } from 'vitest';
import { offered, open, serve, stage, ways } from './stage';

const on = stage();

describe('the keyboard alone', () => {
  it('plans, sorts, opens an itinerary, reads a source and closes a strait', async () => {
    const { page } = await open(on.browser, on.server.url);
    await ways(page);
    const press = (...keys: string[]) =>
      keys.reduce((before, key) => before.then(() => page.keyboard.press(key)), Promise.resolve());
    const reach = async (selector: string) => {
      for (let presses = 0; presses < 120; presses += 1) {
        if (await page.evaluate((one) => document.activeElement?.matches(one) ?? false, selector)) return;
        await page.keyboard.press('Tab');
      }
      throw new Error(`the keyboard does not reach ${selector}`);
    };
    await press('Tab');
    expect(await page.evaluate(() => document.activeElement?.className)).toBe('skip');
    await reach('.place input');
    await page.keyboard.type('Челяб');
    await page.locator('[role=option]').first().waitFor();
    await press('ArrowDown', 'Enter');
    await page.waitForURL(/from=/);
    await ways(page);
    await reach('.chip');
    await press('Enter');
    await page.waitForURL(/avoid=suez/);
    await ways(page);
    await reach('.itineraries .segments input');
    await press('ArrowRight');
    await page.waitForURL(/sort=time/);
    await reach('.card-title');
    await press('Enter');
    await page.locator('.leg-list').waitFor();
    await reach('.figure');
    await press('Enter');
    await page.getByRole('dialog').waitFor();
    await press('Escape');
    expect(await page.evaluate(() => document.activeElement?.className)).toContain('figure');
  });
});

describe('a browser without WebGL', () => {
  it('says so, and plans all the same', async () => {
    const { page, faults } = await open(on.browser, on.server.url);
    await page.getByText('The map needs WebGL').waitFor();
    expect((await ways(page)).length).toBe(await offered(on.server.url, 'Mumbai, IN', 'Moscow, RU'));
    await page.locator('.chart').waitFor();
    await page.getByRole('button', { name: 'Suez', exact: true }).click();
    await page.locator('.comparison').waitFor();
    expect(faults).toEqual([]);
  });
});

describe('a server that goes', () => {
  it('is told, what was typed stays, and its return is noticed', async () => {
    const first = await serve();
    const { page } = await open(on.browser, first.url);
    await ways(page);
    await first.stop();
    const to = page.getByRole('combobox', { name: 'To', exact: true });
    await to.fill('Novosibirsk, RU');
    await to.press('Enter');
    await page.getByText('Can’t reach the server').first().waitFor();
    await page.locator('.itineraries[aria-busy="true"]').waitFor();
    expect(await to.inputValue()).toBe('Novosibirsk, RU');
    expect(page.url()).toContain('to=Novosibirsk');
    const second = await serve(Number(new URL(first.url).port));
    await page.getByRole('alert').waitFor({ state: 'detached' });
    expect((await ways(page)).length).toBeGreaterThan(0);
    await second.stop();
  });
});

describe('a question without an answer', () => {
  it('is refused with the reason and what to try', async () => {
    const { page } = await open(on.browser, `${on.server.url}/?from=Xyzzyville&to=Moscow`);
    const alert = page.getByRole('alert');
    await alert.waitFor();
    expect(await alert.textContent()).toContain('Xyzzyville');
    expect(await page.getByRole('combobox', { name: 'From', exact: true }).inputValue()).toBe('Xyzzyville');
  });
});

describe('what is typed', () => {
  it('by halves means the first that is offered, or nothing at all', async () => {
    const { page } = await open(on.browser, `${on.server.url}/?from=Chennai&to=Moscow`);
    await ways(page);
    const from = page.getByRole('combobox', { name: 'From', exact: true });
    await from.fill('Mumb');
    await page.locator('[role=option]').first().waitFor();
    await from.press('Tab');
    await page.waitForURL(/from=(Mumbai|INBOM)/);
    await ways(page);
    await from.fill('qqqxyz');
    await page.getByText('No place of that name').waitFor();
    await from.press('Tab');
    await page.waitForFunction(
      () => document.querySelector<HTMLInputElement>('.place input')?.value.startsWith('Mum') ?? false,
    );
    expect((await ways(page)).length).toBeGreaterThan(0);
    expect(await page.getByRole('alert').count()).toBe(0);
  });

  it('of several places is asked back with a button for each', async () => {
    const { page } = await open(on.browser, `${on.server.url}/?from=Springfield&to=Rotterdam`);
    await page.getByText('Which Springfield?').waitFor();
    await page.locator('.notice .chip').first().click();
    await ways(page);
    expect(page.url()).toMatch(/from=-\d+/);
  });

  it('twice the same is told', async () => {
    const { page } = await open(on.browser, `${on.server.url}/?from=Mumbai&to=Mumbai`);
    await page.getByRole('alert').getByText('same place').first().waitFor();
  });

  it('names countries, passages and ports to avoid, and what is none of these is not asked', async () => {
    const { page } = await open(on.browser, `${on.server.url}/?from=Mumbai&to=Moscow`);
    await ways(page);
    const avoid = page.getByRole('combobox', { name: 'Passage, country, port or corridor' }).last();
    for (const [typed, id] of [
      ['Iran', 'IR'],
      ['turkiye', 'TR'],
      ['kiel', 'kiel'],
    ] as const) {
      await avoid.fill(typed);
      await page.locator('[role=option]').first().waitFor();
      await avoid.press('Enter');
      await page.waitForURL((url) => url.searchParams.getAll('avoid').includes(id));
    }
    await avoid.fill('zzzzqq');
    await avoid.press('Enter');
    await page.getByText('Nothing of that name').waitFor();
    expect(new URL(page.url()).searchParams.getAll('avoid')).toEqual(['IR', 'TR', 'kiel']);
    await ways(page);
  });
});

describe('answers that come late', () => {
  it('show progress and never overtake a later question', async () => {
    const { page } = await open(on.browser, `${on.server.url}/?from=Mumbai&to=Moscow`);
    await ways(page);
    let held = 0;
    await page.route('**/v1/plan?*Delhi*', async (route) => {
      held += 1;
      await new Promise((go) => setTimeout(go, 4000));
      await route.continue().catch(() => undefined);
    });
    const from = page.getByRole('combobox', { name: 'From', exact: true });
    await from.fill('Delhi, IN');
    await from.press('Enter');
    await page.getByText('Still working').waitFor();
    await from.fill('Chennai, IN');
    await from.press('Enter');
    await ways(page);
    await page.waitForTimeout(1500);
    expect(held).toBe(1);
    expect(await page.locator('.place-note').first().textContent()).toContain('Chennai');
  });
});
