"""The company of the walk, made once."""

import pytest

from salesnb.workspace import Workspace
from tests.walk.company import Marker, make_company


@pytest.fixture(scope="package")
def company(tmp_path_factory: pytest.TempPathFactory) -> tuple[Workspace, list[Marker]]:
    return make_company(tmp_path_factory.mktemp("walk") / "shop")
