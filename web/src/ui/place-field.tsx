// A field for a place: towns, ports and terminals by name in any script, UN/LOCODE or position.

import * as api from '../api/client';
import { placeText } from '../logic/names';
import { useTexts } from '../text';
import { type Choice, Combobox } from './combobox';

interface Props {
  label: string;
  value: string;
  /** What the value was understood as, or nothing yet. */
  note: string;
  onChoose: (text: string) => void;
}

export function PlaceField({ label, value, note, onChoose }: Props) {
  const { t } = useTexts();
  const find = usePlaces();
  return (
    <Combobox
      {...{ label, value, note, onChoose, find }}
      labelled
      free
      hint={t.placeHint}
      nothing={t.noPlace}
    />
  );
}

/** Looks places up, told apart by code, inhabitants or position. */
export function usePlaces(): (typed: string, signal?: AbortSignal) => Promise<Choice[]> {
  const { t, f } = useTexts();
  return async (typed, signal) => {
    const places = await api.places(typed, signal);
    return places.map((place) => {
      const twins = places.filter((other) => other.name === place.name).length > 1;
      const detail =
        place.locode ||
        (place.population > 0 ? t.inhabitants(f.number(place.population)) : place.terminal ? t.terminal : '');
      const where = twins ? ` · ${place.at.map((degrees) => f.number(degrees, 1)).join(', ')}` : '';
      return { value: placeText(place, places), name: place.name, detail: detail + where };
    });
  };
}
