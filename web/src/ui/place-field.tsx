// A field for a place, with completion: a combobox as the ARIA authoring practices have it.

import { useEffect, useId, useRef, useState } from 'preact/hooks';
import * as api from '../api/client';
import type { Place } from '../api/types';
import { placeText } from '../logic/names';
import { useTexts } from '../text';

const PAUSE_MS = 120;

interface Props {
  label: string;
  value: string;
  /** What the value was understood as, or nothing yet. */
  note: string;
  onChoose: (text: string) => void;
}

export function PlaceField({ label, value, note, onChoose }: Props) {
  const { t, f } = useTexts();
  const id = useId();
  const [text, setText] = useState(value);
  const [found, setFound] = useState<Place[]>([]);
  const [open, setOpen] = useState(false);
  const [nothing, setNothing] = useState(false);
  const [active, setActive] = useState(-1);
  const call = useRef<AbortController | null>(null);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => {
    setText(value);
  }, [value]);

  const shut = () => {
    clearTimeout(timer.current);
    call.current?.abort();
    setOpen(false);
    setNothing(false);
    setActive(-1);
  };
  const choose = (chosen: string) => {
    shut();
    setText(chosen);
    if (chosen.trim() !== '' && chosen !== value) onChoose(chosen.trim());
  };
  const look = (query: string) => {
    setText(query);
    clearTimeout(timer.current);
    call.current?.abort();
    if (query.trim().length < 2) {
      shut();
      return;
    }
    timer.current = setTimeout(async () => {
      const mine = new AbortController();
      call.current = mine;
      try {
        const places = await api.places(query.trim(), mine.signal);
        setFound(places);
        setNothing(places.length === 0);
        setOpen(places.length > 0);
        setActive(-1);
      } catch (error) {
        if (mine.signal.aborted) return;
        setOpen(false);
        setNothing(error instanceof api.Refusal);
      }
    }, PAUSE_MS);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      if (!open) return;
      event.preventDefault();
      const step = event.key === 'ArrowDown' ? 1 : -1;
      setActive((active + step + found.length + (active < 0 && step < 0 ? 1 : 0)) % found.length);
    } else if (event.key === 'Enter') {
      event.preventDefault();
      // Without a choice among what is shown the server judges the text, and says what it took it for.
      const place = open ? found[active] : undefined;
      choose(place ? placeText(place, found) : text);
    } else if (event.key === 'Escape') {
      shut();
    }
  };

  return (
    <div class="place">
      <label for={`${id}-input`}>{label}</label>
      <input
        id={`${id}-input`}
        role="combobox"
        autocomplete="off"
        spellcheck={false}
        aria-autocomplete="list"
        aria-expanded={open}
        aria-controls={`${id}-list`}
        aria-describedby={`${id}-note`}
        aria-activedescendant={open && active >= 0 ? `${id}-${active}` : undefined}
        placeholder={t.placeHint}
        value={text}
        onInput={(event) => look(event.currentTarget.value)}
        onKeyDown={onKeyDown}
        onFocus={(event) => event.currentTarget.select()}
        onBlur={() => choose(text)}
      />
      <small id={`${id}-note`} class="place-note" aria-live="polite">
        {nothing ? t.noPlace : note}
      </small>
      <div id={`${id}-list`} role="listbox" aria-label={label} hidden={!open} class="choices">
        {found.map((place, at) => (
          // The input keeps the focus and the keys; a pointer chooses on the way down, before the blur.
          <div
            key={`${place.name}${place.locode}${place.at}`}
            id={`${id}-${at}`}
            role="option"
            tabIndex={-1}
            aria-selected={at === active}
            class={at === active ? 'active' : ''}
            onPointerDown={(event) => {
              event.preventDefault();
              choose(placeText(place, found));
            }}
          >
            <bdi>{place.name}</bdi>
            <small>
              {place.locode ||
                (place.population > 0
                  ? t.inhabitants(f.number(place.population))
                  : place.terminal
                    ? t.terminal
                    : '')}
            </small>
          </div>
        ))}
      </div>
    </div>
  );
}
