from collections.abc import Callable, Sequence
from typing import Any, final

__all__ = [
    "CorridorError",
    "Engine",
    "NoRouteError",
    "Table",
    "__version__",
    "columns",
    "fields",
    "project_tables",
]
__version__: str

class CorridorError(ValueError):
    code: str
    detail: str
    action: str
    field: str | None

class NoRouteError(CorridorError): ...

@final
class Table:
    @property
    def column_names(self) -> list[str]: ...
    @property
    def num_rows(self) -> int: ...
    def __len__(self) -> int: ...
    def __arrow_c_stream__(self, requested_schema: Any | None = None) -> Any: ...
    def to_dict(self) -> dict[str, list[Any]]: ...
    def widened(self) -> Table: ...

@final
class Engine:
    def __new__(
        cls,
        network: Any | None = None,
        parameters: Sequence[tuple[str, str]] = ...,
        scenarios: Sequence[str | tuple[str, str]] = ...,
    ) -> Engine: ...
    @property
    def dataset(self) -> str: ...
    def ask(self, name: str, json: str) -> str: ...
    def ports(self) -> list[tuple[str, str, str, float, float, bool]]: ...
    def page(self, plan: str) -> str: ...
    def picture(self, plan: str, width: int) -> str: ...
    def pairs(
        self,
        table: Any,
        options: str,
        threads: int | None = None,
        progress: Callable[[int, int | None], Any] | None = None,
    ) -> tuple[Table, list[str]]: ...
    def plans(
        self,
        table: Any,
        question: str,
        threads: int | None = None,
        progress: Callable[[int, int | None], Any] | None = None,
    ) -> tuple[Table, list[str]]: ...
    def matrix(
        self,
        origins: Any,
        destinations: Any,
        options: str,
        wide: bool,
        memory: int,
        threads: int | None = None,
        progress: Callable[[int, int | None], Any] | None = None,
    ) -> Table: ...

def columns(names: Sequence[str], values: Sequence[Sequence[Any]]) -> Table: ...
def fields(name: str) -> str: ...
def project_tables(name: str, text: str) -> list[str]: ...
