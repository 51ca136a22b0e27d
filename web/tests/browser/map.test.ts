import type { Map as GlMap } from 'maplibre-gl';
import { describe, expect, it } from 'vitest';
import { findings } from './axe';
import { drawn, offered, open, stage, ways } from './stage';

/** The section of the map, with the map itself. */
type MapElement = { gl: GlMap };
type Pair = [number, number];

const on = stage(true);

describe('the map of a first visit', () => {
  it('shows both ends and keeps to the content policy', async () => {
    const { page, faults } = await open(on.browser, on.server.url);
    expect((await ways(page)).length).toBe(await offered(on.server.url, 'Mumbai, IN', 'Moscow, RU'));
    await drawn(page);
    expect(await page.locator('.pin').count()).toBe(2);
    await page.locator('.attribution', { hasText: 'OpenStreetMap' }).waitFor();
    expect(new URL(page.url()).search).toBe('');
    expect(faults).toEqual([]);
  });
});

describe('names on the map', () => {
  it.each([
    ['Europe', [10, 50]],
    ['India', [79, 22]],
  ])('are there for the largest cities in sight at zoom 5: %s', async (_, center) => {
    const { page } = await open(
      on.browser,
      `${on.server.url}/?from=Mumbai&to=Moscow&view=flat&map=${center},5`,
    );
    await drawn(page);
    const { largest, named } = await page.evaluate(() => {
      const { gl } = document.querySelector('.map') as unknown as MapElement;
      const bounds = gl.getBounds();
      const cities = gl
        .querySourceFeatures('world', { sourceLayer: 'label', filter: ['==', ['get', 'kind'], 'city'] })
        .filter(({ geometry }) => geometry.type === 'Point' && bounds.contains(geometry.coordinates as Pair))
        .sort((a, b) => Number(b.properties['population']) - Number(a.properties['population']));
      const names = (all: typeof cities) => [...new Set(all.map(({ properties }) => properties['name']))];
      return {
        largest: names(cities).slice(0, 10),
        named: names(gl.queryRenderedFeatures({ layers: ['cities-name'] })),
      };
    });
    expect(largest).toHaveLength(10);
    // Names that would lie over each other give way to the larger city: Howrah to Kolkata.
    expect(largest.slice(0, 4).filter((name) => !named.includes(name))).toEqual([]);
    expect(largest.filter((name) => named.includes(name)).length).toBeGreaterThanOrEqual(8);
  });
});

describe('canals', () => {
  it('tell of themselves, and can be closed with a click', async () => {
    const { page } = await open(
      on.browser,
      `${on.server.url}/?from=Mumbai&to=Rotterdam&view=flat&map=32.4,30.3,6`,
    );
    await ways(page);
    await drawn(page);
    const places: [string, Pair][] = [
      ['Panama Canal', [-79.75, 9.1]],
      ['Kiel Canal', [9.6, 54.2]],
      ['Corinth Canal', [22.98, 37.93]],
      ['Volga-Don Canal', [43.9, 48.6]],
      ['Suez Canal', [32.35, 30.4]],
    ];
    for (const [name, at] of places) {
      const pixel = await page.evaluate(
        async ([wanted, center]) => {
          const { gl } = document.querySelector('.map') as unknown as MapElement;
          gl.jumpTo({ center, zoom: 6 });
          await new Promise((done) => gl.once('idle', done));
          const seen = gl.queryRenderedFeatures({ layers: ['passages-dot'] });
          const found = seen.find(({ properties }) => properties['name'] === wanted);
          return found ? gl.project((found.geometry as { coordinates: Pair }).coordinates) : null;
        },
        [name, at] as const,
      );
      const canvas = await page.locator('.map canvas').boundingBox();
      if (!pixel || !canvas) throw new Error(`${name} is not on the map`);
      await page.mouse.click(canvas.x + pixel.x, canvas.y + pixel.y);
      await page.getByRole('heading', { name, exact: true }).waitFor();
    }
    await page.getByRole('button', { name: 'Close Suez Canal' }).click();
    await page.waitForURL(/avoid=suez/);
    await page.getByRole('heading', { name: 'Before and after' }).waitFor();
    // Looked at again and again: the map may have come to rest before or after the answer is read.
    await page.waitForFunction(() => {
      const { gl } = document.querySelector('.map') as unknown as MapElement;
      const marked = gl.queryRenderedFeatures({ layers: ['closed'] });
      return marked.some(({ properties }) => properties['id'] === 'suez');
    });
  });
});

describe('a click', () => {
  it('never destroys the plan: a line opens its way, land offers to start, end or avoid', async () => {
    const asked = '?from=Mumbai&to=Moscow&view=flat&map=60,40,2.5';
    const { page, faults } = await open(on.browser, `${on.server.url}/${asked}`);
    await ways(page);
    await drawn(page);
    const canvas = await page.locator('.map canvas').boundingBox();
    if (!canvas) throw new Error('the map has no size');
    const click = (at: Pair, clickCount = 1) =>
      page
        .evaluate((place) => {
          const { gl } = document.querySelector('.map') as unknown as MapElement;
          const { x, y } = gl.project(place);
          return { x, y };
        }, at)
        .then(({ x, y }) => page.mouse.click(canvas.x + x, canvas.y + y, { clickCount }));
    const question = () => {
      const { searchParams } = new URL(page.url());
      return `${searchParams.get('from')} ${searchParams.get('to')}`;
    };
    await click([90, 55]);
    const card = page.locator('.spot');
    await card.getByRole('button', { name: 'From here' }).waitFor();
    await card.getByRole('button', { name: 'Avoid Russia' }).waitFor();
    expect(question()).toBe('Mumbai Moscow');
    await page.keyboard.press('Escape');
    await card.waitFor({ state: 'detached' });
    await click([90, 55], 2);
    expect(question()).toBe('Mumbai Moscow');
    const number = await page.evaluate(async () => {
      const { gl } = document.querySelector('.map') as unknown as MapElement;
      // A double click has zoomed in.
      gl.jumpTo({ center: [60, 40], zoom: 2.5 });
      await new Promise((done) => gl.once('idle', done));
      const { clientWidth: width, clientHeight: height } = gl.getCanvas();
      const places = gl.queryRenderedFeatures({ layers: ['numbers'] }).map((found) => {
        const { x, y } = gl.project((found.geometry as { coordinates: Pair }).coordinates);
        return { x, y, id: String(found.properties['itinerary']) };
      });
      // Well within the map, away from its controls.
      return places.find(({ x, y }) => x > 60 && y > 60 && x < width - 60 && y < height - 60) ?? null;
    });
    if (!number) throw new Error('no line has a number');
    await page.mouse.move(canvas.x + number.x + 1, canvas.y + number.y);
    await page.locator('.tip', { hasText: 'days' }).waitFor();
    await page.mouse.click(canvas.x + number.x, canvas.y + number.y);
    await page.locator(`#way-${number.id}.open`).waitFor();
    expect(question()).toBe('Mumbai Moscow');
    await page.evaluate(() => {
      const { gl } = document.querySelector('.map') as unknown as MapElement;
      gl.jumpTo({ center: [100, 60], zoom: 2.5 });
    });
    await click([100, 60]);
    await card.getByRole('button', { name: 'To here' }).click();
    await page.waitForURL(({ searchParams }) => {
      const [lng = 0, lat = 0] = (searchParams.get('to') ?? '').split(',').map(Number);
      return Math.abs(lng - 100) < 1 && Math.abs(lat - 60) < 1;
    });
    expect(faults).toEqual([]);
  });

  it('beside the globe is none', async () => {
    const { page } = await open(
      on.browser,
      `${on.server.url}/?from=Mumbai&to=Moscow&view=globe&map=60,30,0.5`,
    );
    await ways(page);
    await drawn(page);
    const canvas = await page.locator('.map canvas').boundingBox();
    if (!canvas) throw new Error('the map has no size');
    await page.mouse.click(canvas.x + 60, canvas.y + canvas.height / 2);
    await page.waitForTimeout(300);
    expect(await page.locator('.spot').count()).toBe(0);
    expect(new URL(page.url()).searchParams.get('from')).toBe('Mumbai');
  });
});

describe('a question about other places', () => {
  it('comes into view wherever the map was, and pins stand at its ends', async () => {
    const { page } = await open(
      on.browser,
      `${on.server.url}/?from=Mumbai&to=Moscow&avoid=suez&view=flat&map=60,40,3`,
    );
    await ways(page);
    await drawn(page);
    for (const [end, name] of [
      ['From', 'Santos, BR'],
      ['To', 'Los Angeles, US'],
    ] as const) {
      const field = page.getByRole('combobox', { name: end, exact: true });
      await field.fill(name);
      await field.press('Enter');
      await ways(page);
    }
    await page.waitForFunction(() => {
      const { gl } = document.querySelector('.map') as unknown as MapElement;
      const bounds = gl.getBounds();
      return bounds.contains([-46.3, -23.9]) && bounds.contains([-118.2, 34]);
    });
    expect(new URL(page.url()).searchParams.get('map')).toBe(null);
  });
});

describe('a phone', () => {
  it('shows question, map and answers one under the other, nothing beyond its edge', async () => {
    const { page } = await open(on.browser, on.server.url, {
      viewport: { width: 360, height: 740 },
      hasTouch: true,
      isMobile: true,
    });
    await ways(page);
    await drawn(page);
    const width = await page.evaluate(() => document.documentElement.scrollWidth);
    expect(width).toBeLessThanOrEqual(360);
    const top = async (selector: string) =>
      (await page.locator(selector).first().boundingBox())?.y ?? Number.NaN;
    expect(await top('.question')).toBeLessThan(await top('.map'));
    expect(await top('.map')).toBeLessThan(await top('.itineraries'));
    await page.locator('.card-title').first().tap();
    await page.locator('.leg-list').waitFor();
    expect(await findings(page)).toEqual([]);
  });
});
