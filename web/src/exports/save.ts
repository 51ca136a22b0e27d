// Files handed to the person, and the page handed to the printer.

import { mapCanvas } from './picture';

/** Offers bytes as a file. */
export function save(name: string, content: Blob): void {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(content);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}

/** Puts a still of the map into the page for as long as it is printed: printers see no WebGL. */
export function followPrinting(): void {
  let still: HTMLImageElement | null = null;
  addEventListener('beforeprint', () => {
    const place = document.querySelector('.map');
    const picture = mapCanvas();
    if (!picture || !place) return;
    still = document.createElement('img');
    still.src = picture.toDataURL();
    still.alt = '';
    still.className = 'map-still';
    place.append(still);
  });
  addEventListener('afterprint', () => {
    still?.remove();
    still = null;
  });
}
