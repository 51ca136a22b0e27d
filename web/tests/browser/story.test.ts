import { describe, expect, it } from 'vitest';
import { findings } from './axe';
import { offered, open, stage, ways } from './stage';

const on = stage();

describe('a first visit', () => {
  it('shows an example with its explanation, not an empty form', async () => {
    const { page, faults } = await open(on.browser, on.server.url);
    expect((await ways(page)).length).toBe(await offered(on.server.url, 'Mumbai, IN', 'Moscow, RU'));
    await page.getByText('An example:').waitFor();
    expect(await page.getByRole('combobox', { name: 'From', exact: true }).inputValue()).toBe('Mumbai, IN');
    expect(new URL(page.url()).search).toBe('');
    expect(faults).toEqual([]);
  });
});

describe('closing Suez', () => {
  it('takes one click, and tells what is gone and what it costs', async () => {
    const { page } = await open(on.browser, `${on.server.url}/?from=Mumbai&to=Rotterdam`);
    expect((await ways(page)).some((name) => name.startsWith('Suez'))).toBe(true);
    await page.getByRole('button', { name: 'Suez', exact: true }).click();
    await page.getByRole('heading', { name: 'Before and after' }).waitFor();
    expect((await ways(page)).some((name) => name.startsWith('Suez'))).toBe(false);
    expect(await page.locator('.change.gone').first().textContent()).toContain('Suez');
    await page.locator('.headline', { hasText: 'cheapest route costs' }).waitFor();
    const counts = await page.locator('.bests tr').last().locator('td').allTextContents();
    const [before = 0, after = 0] = counts.map(Number);
    const rows = async (status: string) => page.locator(`.change.${status}`).count();
    const [gone, fresh, all] = [await rows('gone'), await rows('new'), await page.locator('.change').count()];
    const same = Number(
      (await page.locator('.comparison > .soft').last().textContent())?.match(/^\d+/)?.[0] ?? 0,
    );
    // Every route of both answers is told once.
    expect(before).toBe(all - fresh + same);
    expect(after).toBe(all - gone + same);
    expect(page.url()).toContain('avoid=suez');
    await page.goBack();
    await page.locator('.comparison').waitFor({ state: 'detached' });
    expect((await ways(page)).some((name) => name.startsWith('Suez'))).toBe(true);
  });
});

describe('the other examples', () => {
  it('are a click each', async () => {
    const { page } = await open(on.browser, on.server.url);
    await ways(page);
    await page.getByRole('button', { name: /Rotterdam without Suez/ }).click();
    await page.getByRole('heading', { name: 'Before and after' }).waitFor();
    expect(page.url()).toContain('avoid=suez');
  });
});

describe('the language', () => {
  it('is that of the reader, unless the link says another', async () => {
    const { page } = await open(on.browser, on.server.url, { locale: 'ru-RU' });
    await page.getByRole('heading', { name: /Маршруты/ }).waitFor();
    const { page: other } = await open(on.browser, `${on.server.url}/?lang=en`, { locale: 'ru-RU' });
    await other.getByRole('heading', { name: /Routes/ }).waitFor();
  });
});

describe('a link', () => {
  it('is the answer: the same question, order, itinerary, chart, colours and language', async () => {
    const { page } = await open(on.browser, on.server.url);
    await ways(page);
    await page.locator('.itineraries').getByRole('radio', { name: 'Cost' }).check();
    await page.getByRole('radio', { name: 'Along the way' }).check();
    await page.locator('.card-title').nth(1).click();
    const first = await ways(page);
    const link = page.url();
    const other = await open(on.browser, link);
    expect(await ways(other.page)).toEqual(first);
    expect(await other.page.locator('.card').nth(1).getAttribute('class')).toContain('open');
    expect(await other.page.getByRole('radio', { name: 'Along the way' }).isChecked()).toBe(true);
    const russian = await open(on.browser, `${link}&lang=ru&theme=dark`);
    await russian.page.getByRole('heading', { name: /Маршруты/ }).waitFor();
    expect(await russian.page.locator('html').getAttribute('lang')).toBe('ru');
  });
});

describe('figures', () => {
  it('open their sources, and what is not offered says why in place', async () => {
    const { page } = await open(on.browser, `${on.server.url}/?from=Murmansk&to=Yokohama&depart=2026-01-15`);
    await ways(page);
    await page.locator('.figure').nth(1).click();
    const dialog = page.getByRole('dialog');
    expect(await dialog.locator('.source-list li').count()).toBeGreaterThan(0);
    await page.keyboard.press('Escape');
    await dialog.waitFor({ state: 'detached' });
    await page.getByText('Why not …').click();
    await page.locator('.not-offered li', { hasText: 'Northern Sea Route' }).first().waitFor();
  });
});

describe('landed cost', () => {
  it('stands beside the freight, orders the ways and names the agreement that saves', async () => {
    const goods = 'hs=300490&origin=IN&value_usd=50000&duty=6.5%25&fees_usd=300';
    const { page } = await open(
      on.browser,
      `${on.server.url}/?from=Mumbai&to=Moscow&depart=2026-07-01&${goods}&scenario=india-eaeu-fta&pick=1`,
    );
    await ways(page);
    await page.locator('.landed').first().waitFor();
    expect(await page.locator('.goods-note').textContent()).toContain('Eurasian Economic Union');
    expect(await page.locator('.landed-lines li').count()).toBeGreaterThan(5);
    await page.locator('.itineraries').getByRole('radio', { name: 'Landed' }).check();
    expect(page.url()).toContain('sort=landed');
    expect(await findings(page)).toEqual([]);
  });

  it('is asked for what it needs', async () => {
    const { page } = await open(on.browser, `${on.server.url}/?from=Mumbai&to=Moscow&hs=300490`);
    await page.getByText('Give the value and the origin of the goods.').waitFor();
  });
});

describe('a scenario of one’s own', () => {
  it('is in the link, and what is wrong in it is told', async () => {
    const toml = (text: string) =>
      `${on.server.url}/?from=Mumbai&to=Rotterdam&toml=${encodeURIComponent(text)}`;
    const { page } = await open(
      on.browser,
      toml('id = "mine"\nname = "Mine"\nabout = "Mine."\n\n[[modification]]\nclose = "suez"\n'),
    );
    await page.getByRole('heading', { name: 'Before and after' }).waitFor();
    expect((await ways(page)).some((name) => name.startsWith('Suez'))).toBe(false);
    const wrong = await open(
      on.browser,
      toml('id = "mine"\nname = "Mine"\nabout = "Mine."\n\n[[modification]]\nclose = "sues"'),
    );
    const alert = wrong.page.getByRole('alert');
    await alert.waitFor();
    expect(await alert.textContent()).toContain('sues');
  });
});

describe('agreements', () => {
  it('between both countries are told on demand', async () => {
    const { page } = await open(on.browser, `${on.server.url}/?from=Mumbai&to=Moscow`);
    await ways(page);
    await page.locator('summary', { hasText: /^Agreements/ }).click();
    await page.locator('.not-offered li', { hasText: 'North-South' }).first().waitFor();
  });
});

describe('hostile text', () => {
  it('is shown as text', async () => {
    const text = '<img src=x onerror=alert(1)>';
    const { page, faults } = await open(
      on.browser,
      `${on.server.url}/?from=${encodeURIComponent(text)}&to=Moscow&avoid=${encodeURIComponent(text)}`,
    );
    await page.getByRole('alert').waitFor();
    expect(await page.locator('img').count()).toBe(0);
    expect(faults).toEqual([]);
  });
});

describe('accessibility', () => {
  it.each([
    ['light', '/'],
    ['dark', '/?theme=dark'],
    ['a closure', '/?from=Mumbai&to=Moscow&avoid=suez&pick=1&chart=totals'],
    ['Hindi', '/?lang=hi&chart=path'],
  ])('has no serious finding: %s', async (_, path) => {
    const { page } = await open(on.browser, on.server.url + path);
    await ways(page);
    expect(await findings(page)).toEqual([]);
  });
});
