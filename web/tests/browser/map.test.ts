import { describe, expect, it } from 'vitest';
import { findings } from './axe';
import { drawn, offered, open, stage, ways } from './stage';

const on = stage(true);

describe('the map of a first visit', () => {
  it('shows both ends and keeps to the content policy', async () => {
    const { page, faults } = await open(on.browser, on.server.url);
    expect((await ways(page)).length).toBe(await offered(on.server.url, 'Mumbai, IN', 'Moscow, RU'));
    await drawn(page);
    expect(await page.locator('.pin').count()).toBe(2);
    expect(new URL(page.url()).search).toBe('');
    expect(faults).toEqual([]);
  });
});

describe('two clicks', () => {
  it('plan from one spot of the map to another', async () => {
    const { page, faults } = await open(on.browser, `${on.server.url}/?view=flat&map=60,40,2.5`);
    await ways(page);
    await drawn(page);
    const canvas = page.locator('.map canvas');
    const middle = await canvas.boundingBox();
    if (!middle) throw new Error('the map has no size');
    const at = (lng: number, lat: number) => {
      const scale = (512 * 2 ** 2.5) / 360;
      const north = (degrees: number) =>
        (Math.log(Math.tan(Math.PI / 4 + (degrees * Math.PI) / 360)) * 180) / Math.PI;
      return {
        x: middle.x + middle.width / 2 + (lng - 60) * scale,
        y: middle.y + middle.height / 2 - (north(lat) - north(40)) * scale,
      };
    };
    // By the mouse, not on the canvas: the pin of the example stands there, and a click on it counts too.
    const click = ({ x, y }: { x: number; y: number }) => page.mouse.click(x, y);
    await click(at(72.88, 19.07));
    await page.getByText('Now click where it goes').first().waitFor();
    await click(at(37.62, 55.75));
    await page.waitForURL(/to=3[67]\./);
    const { searchParams } = new URL(page.url());
    const [from, to] = ['from', 'to'].map((end) => searchParams.get(end) ?? '');
    expect((await ways(page)).length).toBe(await offered(on.server.url, from ?? '', to ?? ''));
    expect(searchParams.get('from')).toMatch(/^7[23]\.\d+,1[89]\.\d+$/);
    expect(faults).toEqual([]);
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
