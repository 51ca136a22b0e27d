// What the charts share: their size on the screen, and picking itineraries in them.

import type { ComponentChildren } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import type { Itinerary } from '../api/types';
import { store } from '../state/store';

interface FrameProps {
  label: string;
  /** Least height in pixels; more is taken where there is room, or the chart scrolls. */
  minHeight: number;
  draw: (width: number, height: number) => ComponentChildren;
}

/** An SVG as large as its place. To a screen reader it is one picture: the cards say the same in words. */
export function Frame({ label, minHeight, draw }: FrameProps) {
  const place = useRef<HTMLDivElement>(null);
  const [[width, height], setSize] = useState<[number, number]>([0, 0]);
  useEffect(() => {
    const element = place.current;
    if (!element) return;
    const watch = new ResizeObserver(([entry]) => {
      if (entry) setSize([Math.floor(entry.contentRect.width), Math.floor(entry.contentRect.height)]);
    });
    watch.observe(element);
    return () => watch.disconnect();
  }, []);
  const tall = Math.max(height, minHeight);
  return (
    <div class="frame" ref={place}>
      {width > 0 && (
        <svg
          class="chart"
          role="img"
          aria-label={label}
          width={width}
          height={tall}
          viewBox={`0 0 ${width} ${tall}`}
        >
          {draw(width, tall)}
        </svg>
      )}
    </div>
  );
}

/** What makes a mark stand for its itinerary: hovered here it is lit everywhere, a click opens it. */
export const marks = (itinerary: Itinerary) => ({
  onPointerEnter: () => store.set({ hover: itinerary.id }),
  onPointerLeave: () => store.set({ hover: null }),
  onClick: () => store.look({ pick: store.get().view.pick === itinerary.id ? null : itinerary.id }),
});
