// A field for an amount of the question; empty leaves it to the server.

import { ask } from '../state/planning';
import type { Amount } from '../state/query';
import { useStore } from '../state/store';

export function AmountField({ name, label, usual }: { name: Amount; label: string; usual: string }) {
  const value = useStore((state) => state.question[name]);
  return (
    <label>
      {label}
      <input
        type="number"
        min="0"
        step="any"
        inputmode="decimal"
        placeholder={usual}
        value={value ?? ''}
        onChange={(event) => {
          const text = event.currentTarget.value;
          ask({ [name]: text === '' ? null : Number(text) });
        }}
      />
    </label>
  );
}
