// What is closed or avoided, and what is supposed: one click each.

import { OFTEN_CLOSED, thingName } from '../logic/names';
import { ask, toggleAvoid, toggleScenario } from '../state/planning';
import { useStore } from '../state/store';
import { useTexts } from '../text';
import { Icon } from './icon';
import { ThingField } from './thing-field';

export function Closures() {
  const { t, f } = useTexts();
  const avoid = useStore((state) => state.question.avoid);
  const corridors = useStore((state) => state.corridors);
  const others = avoid.filter((name) => !OFTEN_CLOSED.includes(name));
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
      <ThingField label={t.avoidHint} onChoose={(id) => !avoid.includes(id) && toggleAvoid(id)} />
    </fieldset>
  );
}

const OWN_EXAMPLE = 'id = "mine"\nname = "Mine"\nabout = "What if."\n\n[[modification]]\nclose = "hormuz"';

export function Scenarios() {
  const { t } = useTexts();
  const known = useStore((state) => state.scenarios);
  const on = useStore((state) => state.question.scenarios);
  const unknown = on.filter((id) => !known.some((scenario) => scenario.id === id));
  const own = useStore((state) => state.question.own);
  const count = on.length + (own === '' ? 0 : 1);
  return (
    <details class="options scenarios" open={count > 0}>
      <summary>
        <span>{t.scenarios}</span>
        <small>{count > 0 ? t.supposed(count) : t.scenariosHint}</small>
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
            {t.scenarioNames[id] ?? name}
          </button>
        ))}
        {unknown.map((id) => (
          <button key={id} type="button" class="chip" aria-pressed="true" onClick={() => toggleScenario(id)}>
            <bdi>{id}</bdi>
          </button>
        ))}
      </div>
      <label class="own">
        {t.ownScenario}
        <textarea
          rows={6}
          spellcheck={false}
          placeholder={OWN_EXAMPLE}
          value={own}
          onChange={(event) => ask({ own: event.currentTarget.value.trim() })}
        />
      </label>
    </details>
  );
}
