// The names of itineraries in the language of the page.

import type { Itinerary } from '../api/types';
import { useStore } from '../state/store';
import { useTexts } from '../text';
import { itineraryNames } from './names';

/** Names by id; each tells its way from the others. */
export function useNames(itineraries: readonly Itinerary[]): Map<string, string> {
  const { t, f } = useTexts();
  const corridors = useStore((state) => state.corridors);
  return itineraryNames(itineraries, corridors, t, f);
}
