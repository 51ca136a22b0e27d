"""What `notebooks.py` takes for the same, and what it keeps."""

import nbformat
import notebooks
import pages


def made(*sources):
    cells = [nbformat.v4.new_code_cell(source) for source in sources]
    return nbformat.v4.new_notebook(cells=cells)


def test_a_notebook_is_run_and_a_wrong_one_is_told(tmp_path):
    book = made(
        "print('a', 2)\n3 + 4",
        "from IPython.display import HTML, display\nopen('here', 'w').close()\ndisplay(HTML('<' + 'b>x'))",
    )
    came = notebooks.run(book, tmp_path)
    assert (tmp_path / "here").exists()
    assert notebooks.texts(came.cells[0]) == ["a 2", "7"]
    assert [number for number, _, _ in notebooks.wrong_cells(book, came)] == [1, 2]
    kept = notebooks.kept(came)
    assert notebooks.wrong_cells(kept, came) == []
    assert "<b>" not in nbformat.writes(kept) and "<b>" in nbformat.writes(came)
    again = notebooks.kept(notebooks.run(kept, tmp_path))
    assert nbformat.writes(again) == nbformat.writes(kept)
    kept.cells[0].outputs[0]["text"] = "a 3\n"
    assert [number for number, _, _ in notebooks.wrong_cells(kept, came)] == [1]


def test_every_notebook_holds_texts_and_is_in_the_handbook():
    index = (pages.FOLDER / "index.md").read_text()
    assert len(notebooks.notebooks()) >= 3
    for path in notebooks.notebooks():
        book = nbformat.read(path, as_version=4)
        nbformat.validate(book)
        assert any(notebooks.texts(cell) for cell in book.cells), path
        assert f"notebooks/{path.stem}" in index, path
        assert nbformat.writes(notebooks.kept(book)).strip() == path.read_text().strip(), path
