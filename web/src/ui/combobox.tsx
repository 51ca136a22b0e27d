// A field with completion: a combobox as the ARIA authoring practices have it.

import { useEffect, useId, useRef, useState } from 'preact/hooks';
import { Refusal } from '../api/client';
import { useTexts } from '../text';

const PAUSE_MS = 120;

/** Something that can be chosen. */
export interface Choice {
  /** What the question says when it is chosen. */
  value: string;
  name: string;
  /** What tells it from others of the same name. */
  detail: string;
}

interface Props {
  /** Choices for what is typed, the likeliest first. */
  find: (typed: string, signal: AbortSignal) => Promise<Choice[]>;
  onChoose: (value: string) => void;
  value: string;
  label: string;
  /** Whether the label stands beside the field or is only read out. */
  labelled?: boolean;
  hint: string;
  note: string;
  /** What is said where there is no choice. */
  nothing: string;
  /** Whether a text that is none of the choices may be asked with. */
  free: boolean;
}

/** Keeps to what can be chosen: leaving the field half typed takes the first choice, or the old value back. */
export function Combobox({ find, onChoose, value, label, labelled, hint, note, nothing, free }: Props) {
  const { t } = useTexts();
  const id = useId();
  const [text, setText] = useState(value);
  const [found, setFound] = useState<Choice[]>([]);
  const [open, setOpen] = useState(false);
  const [isNothing, setNothing] = useState(false);
  const [isAway, setAway] = useState(false);
  const [active, setActive] = useState(-1);
  const call = useRef<AbortController | null>(null);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => {
    setText(value);
  }, [value]);

  const stop = () => {
    clearTimeout(timer.current);
    call.current?.abort();
  };
  const shut = () => {
    stop();
    setOpen(false);
    setNothing(false);
    setAway(false);
    setActive(-1);
  };
  const choose = (chosen: string) => {
    shut();
    setText(chosen);
    if (chosen.trim() !== '' && chosen !== value) onChoose(chosen.trim());
  };
  const ask = async (typed: string): Promise<Choice[]> => {
    const mine = new AbortController();
    call.current = mine;
    try {
      return await find(typed, mine.signal);
    } catch (error) {
      if (mine.signal.aborted || error instanceof Refusal) return [];
      throw error;
    }
  };
  const look = (typed: string) => {
    setText(typed);
    stop();
    setFound([]);
    if (typed.trim().length < 2) {
      shut();
      return;
    }
    timer.current = setTimeout(async () => {
      const mine = () => call.current;
      const choices = ask(typed.trim());
      const asked = mine();
      const known = await choices.catch(() => null);
      if (asked?.signal.aborted) return;
      setAway(known === null);
      if (known === null) return;
      setFound(known);
      setNothing(known.length === 0);
      setOpen(known.length > 0);
      setActive(-1);
    }, PAUSE_MS);
  };
  /** Takes what is typed for what it most likely means. */
  const settle = async (left: boolean) => {
    const typed = text.trim();
    if (typed === value || typed === '') {
      shut();
      setText(value);
      return;
    }
    const first = open ? found[Math.max(active, 0)] : undefined;
    if (first && (left || active >= 0 || !free)) {
      choose(first.value);
      return;
    }
    stop();
    const choices = first ? found : await ask(typed).catch(() => null);
    const exact = choices?.find((one) => named(one, typed));
    if (free && (!left || choices === null || exact)) choose(typed);
    else if (choices?.[0]) choose(choices[0].value);
    else if (left) {
      shut();
      setText(value);
    } else setNothing(true);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      if (!open) return;
      event.preventDefault();
      const step = event.key === 'ArrowDown' ? 1 : -1;
      setActive((active + step + found.length + (active < 0 && step < 0 ? 1 : 0)) % found.length);
    } else if (event.key === 'Enter') {
      event.preventDefault();
      void settle(false);
    } else if (event.key === 'Escape') {
      shut();
      setText(value);
    }
  };

  return (
    <div class={labelled ? 'place' : 'place bare'}>
      <label class={labelled ? '' : 'unseen'} for={`${id}-input`}>
        {label}
      </label>
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
        placeholder={hint}
        value={text}
        onInput={(event) => look(event.currentTarget.value)}
        onKeyDown={onKeyDown}
        onFocus={(event) => event.currentTarget.select()}
        onBlur={() => void settle(true)}
      />
      <small id={`${id}-note`} class="place-note" aria-live="polite">
        {isAway ? t.unreachable : isNothing ? nothing : note}
      </small>
      <div id={`${id}-list`} role="listbox" aria-label={label} hidden={!open} class="choices">
        {found.map((choice, at) => (
          // The input keeps the focus and the keys; a pointer chooses on the way down, before the blur.
          <div
            key={choice.value + choice.detail}
            id={`${id}-${at}`}
            role="option"
            tabIndex={-1}
            aria-selected={at === active}
            class={at === active ? 'active' : ''}
            onPointerDown={(event) => {
              event.preventDefault();
              choose(choice.value);
            }}
          >
            <bdi>{choice.name}</bdi>
            <small>{choice.detail}</small>
          </div>
        ))}
      </div>
    </div>
  );
}

/** Whether a choice is what was typed, not only something that begins so. */
const named = ({ value, name }: Choice, typed: string): boolean => {
  const plain = (text: string) => text.toLocaleLowerCase();
  return [value, name, name.replace(/,.*$/, '')].some((one) => plain(one) === plain(typed));
};
