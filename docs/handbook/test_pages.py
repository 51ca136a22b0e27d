"""What `pages.py` takes for the same, and what it does not."""

from pathlib import Path

import pages
import pytest


@pytest.mark.parametrize(
    ("expected", "came", "verdict"),
    [
        (["28.6 days"], ["28.9 days"], True),
        (["28.6 days"], ["32.6 days"], False),
        (["28.6 days"], ["28.6 weeks"], False),
        ([" 1   98,026 "], ["1 98,500"], True),
        (["departs 2026-12-01"], ["departs 2026-12-02"], False),
        (["────", "a"], ["──────────", "a"], True),
        (["a", "...", "z"], ["a", "b", "c", "z"], True),
        (["a", "...", "z"], ["a", "b", "c"], False),
        (["...", "b", "..."], ["a", "b", "c"], True),
        (["a"], ["a", "b"], False),
        (["a", "b"], ["a"], False),
        ([], ["a"], False),
        (["USD ... in all"], ["USD 5 and 6 in all"], True),
        (["USD ... in all"], ["USD 5 and 6"], False),
        (["-3"], ["3"], False),
        (["0"], ["1"], False),
    ],
)
def test_what_is_the_same(expected, came, verdict):
    assert pages.same(expected, came) is verdict


def test_a_page_is_run_and_a_wrong_one_is_told(tmp_path):
    page = """\
```{code-block} text
:caption: words.txt

one two
```

```console
$ wc -w < words.txt
2
$ echo a; exit 3
a
[exit code 3]
$ echo more \\
>   words
more words
```

```pycon
>>> for n in range(2):
...     print(n)
0
1
>>> open("words.txt").read().split()
['one', 'three']
```
"""
    steps = pages.run(page, tmp_path)
    wrong = [step for step in steps if not pages.same(step.expected, step.came)]
    assert [step.came for step in wrong] == [["['one', 'two']"]]
    corrected = pages.accepted(page, steps)
    assert corrected == page.replace("'three'", "'two'")


def test_a_block_that_is_not_run_is_an_error(tmp_path):
    for kind in ("sh", "python", ""):
        with pytest.raises(ValueError, match="neither run nor a file"):
            pages.run(f"```{kind}\nls\n```\n", tmp_path)
    with pytest.raises(ValueError, match="begins with a command"):
        pages.run("```console\nls\n```\n", tmp_path)


def test_every_page_has_something_to_run():
    for page in pages.pages():
        steps = [kind for kind, _, _ in pages.blocks(page.read_text()) if kind in ("console", "pycon")]
        assert steps or page.name == "index.md", page
    assert Path(pages.FOLDER / "shipper.md") in pages.pages()
