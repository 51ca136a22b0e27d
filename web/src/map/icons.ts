// The pictures on the map, drawn in the colours of the page: ports, terminals, what is closed, numbers.

import type { Colour } from './style';

/** Pixels of a picture to one of the page, so that fine screens show it sharp. */
export const RATIO = 2;

interface Picture {
  /** Width and height, px. */
  size: number;
  draw: (pen: CanvasRenderingContext2D, c: Colour) => void;
}

const disc = (pen: CanvasRenderingContext2D, size: number, fill: string, edge: string, width: number) => {
  pen.beginPath();
  pen.arc(size / 2, size / 2, size / 2 - width, 0, 2 * Math.PI);
  pen.fillStyle = fill;
  pen.fill();
  pen.lineWidth = width;
  pen.strokeStyle = edge;
  pen.stroke();
};

const strokes = (pen: CanvasRenderingContext2D, colour: string, width: number, path: string) => {
  pen.lineWidth = width;
  pen.strokeStyle = colour;
  pen.lineCap = 'round';
  pen.stroke(new Path2D(path));
};

const PICTURES: Record<string, Picture> = {
  port: {
    size: 18,
    draw: (pen, c) => {
      disc(pen, 18, c('map-port'), c('map-halo'), 1.4);
      strokes(pen, c('map-halo'), 1.5, 'M9 6.2v7.6M6.4 8h5.2M5 10.6c.3 2 1.9 3.2 4 3.2s3.7-1.2 4-3.2');
      strokes(pen, c('map-halo'), 1.3, 'M9 5.9a1.15 1.15 0 1 0 0-2.3 1.15 1.15 0 0 0 0 2.3');
    },
  },
  rail_terminal: {
    size: 12,
    draw: (pen, c) => {
      pen.fillStyle = c('map-port');
      pen.strokeStyle = c('map-halo');
      pen.lineWidth = 1.4;
      pen.beginPath();
      pen.rect(1.5, 1.5, 9, 9);
      pen.fill();
      pen.stroke();
    },
  },
  closed: {
    size: 20,
    draw: (pen, c) => {
      disc(pen, 20, c('map-halo'), c('bad'), 2.6);
      strokes(pen, c('bad'), 2.6, 'M5 5l10 10');
    },
  },
  number: { size: 20, draw: (pen, c) => disc(pen, 20, c('map-halo'), c('ink'), 1.4) },
  'number-lit': { size: 22, draw: (pen, c) => disc(pen, 22, c('accent'), c('map-halo'), 1.6) },
};

/** The pictures by name, in the colours that hold now. */
export function pictures(c: Colour): [string, ImageData][] {
  return Object.entries(PICTURES).flatMap(([name, { size, draw }]) => {
    const canvas = document.createElement('canvas');
    canvas.width = size * RATIO;
    canvas.height = size * RATIO;
    const pen = canvas.getContext('2d');
    if (!pen) return [];
    pen.scale(RATIO, RATIO);
    draw(pen, c);
    return [[name, pen.getImageData(0, 0, canvas.width, canvas.height)]];
  });
}
