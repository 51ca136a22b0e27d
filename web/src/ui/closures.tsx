// What is closed or avoided, and what is supposed: one click each.

import { useState } from 'preact/hooks';
import { OFTEN_CLOSED, thingName } from '../logic/names';
import { toggleAvoid, toggleScenario } from '../state/planning';
import { useStore } from '../state/store';
import { useTexts } from '../text';
import { Icon } from './icon';

export function Closures() {
  const { t, f } = useTexts();
  const avoid = useStore((state) => state.question.avoid);
  const corridors = useStore((state) => state.corridors);
  const [typed, setTyped] = useState('');
  const others = avoid.filter((name) => !OFTEN_CLOSED.includes(name));
  const add = (event: Event) => {
    event.preventDefault();
    const name = typed.trim();
    if (name === '') return;
    setTyped('');
    if (!avoid.includes(name)) toggleAvoid(name);
  };
  return (
    <fieldset class="closures">
      <legend>{t.closures}</legend>
      <div class="chips">
        {[...OFTEN_CLOSED, ...others].map((name) => (
          <button
            key={name}
            type="button"
            class="chip"
            aria-pressed={avoid.includes(name)}
            onClick={() => toggleAvoid(name)}
          >
            {avoid.includes(name) && <Icon name="ban" />}
            <bdi>{thingName(name, corridors, t, f)}</bdi>
          </button>
        ))}
      </div>
      <form class="adder" onSubmit={add}>
        <input
          aria-label={t.avoidHint}
          placeholder={t.avoidHint}
          list="avoidable"
          value={typed}
          onInput={(event) => setTyped(event.currentTarget.value)}
        />
        <datalist id="avoidable">
          {corridors.map((corridor) => (
            <option key={corridor.id} value={corridor.id}>
              {corridor.name}
            </option>
          ))}
        </datalist>
        <button type="submit" class="quiet">
          {t.add}
        </button>
      </form>
    </fieldset>
  );
}

export function Scenarios() {
  const { t } = useTexts();
  const known = useStore((state) => state.scenarios);
  const on = useStore((state) => state.question.scenarios);
  const unknown = on.filter((id) => !known.some((scenario) => scenario.id === id));
  if (known.length === 0 && unknown.length === 0) return null;
  return (
    <details class="options scenarios" open={on.length > 0}>
      <summary>
        <span>{t.scenarios}</span>
        <small>{on.length > 0 ? t.supposed(on.length) : t.scenariosHint}</small>
      </summary>
      <div class="chips">
        {known.map(({ id, name, about }) => (
          <button
            key={id}
            type="button"
            class="chip"
            title={about}
            aria-pressed={on.includes(id)}
            onClick={() => toggleScenario(id)}
          >
            {name}
          </button>
        ))}
        {unknown.map((id) => (
          <button key={id} type="button" class="chip" aria-pressed="true" onClick={() => toggleScenario(id)}>
            <bdi>{id}</bdi>
          </button>
        ))}
      </div>
    </details>
  );
}
