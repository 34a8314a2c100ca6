"""A board before a page follows imports, params and the day; it says when that fails."""

import shutil
from datetime import datetime
from pathlib import Path

import pytest

import salesnb as product
from salesnb.imports import import_files
from salesnb.workbench.live.following import Following
from salesnb.workbench.live.shared import drawn_once, newest_drawing
from salesnb.workspace import Workspace

pytest.importorskip("ipywidgets")
NOON = datetime(2026, 10, 31, 12)


@pytest.fixture
def shop(demo_en: Workspace, tmp_path: Path) -> Workspace:
    return Workspace(shutil.copytree(demo_en.root, tmp_path / "shop"))


def follow(
    shop: Workspace, now: list[datetime], shared: Path | None = None, **asked: str
) -> Following:
    wb = product.open(shop.root, period="this-month", **asked)
    following = Following(wb, "this-month", lambda: now[0], shared)
    following.look()
    return following


def picture(following: Following) -> str:
    return following.widget.children[1].value


def test_it_is_drawn_again_after_an_import_a_change_of_params_and_midnight(
    shop: Workspace, tmp_path: Path
) -> None:
    now = [NOON]
    following = follow(shop, now)
    drawn: list[str] = []
    following.widget.children[1].observe(lambda change: drawn.append(change["new"]), "value")
    following.look()
    assert drawn == []
    orders = tmp_path / "orders.csv"
    orders.write_text("Product,Product line,List price\nBoard tester,Boards,10\n", "utf-8")
    import_files(shop, [orders], at=datetime(2026, 11, 1, 9, 30), by="operator")
    following.look()
    assert len(drawn) == 1
    assert "09:30" in drawn[0]
    shop.change_setting("company", "Another name")
    following.look()
    assert "Another name" in drawn[1]
    shop.change_setting("today", "null")
    now[0] = datetime(2026, 11, 3, 0, 1)
    following.look()
    assert "snb-board-remark" in drawn[2]


def test_a_failure_keeps_the_figures_and_says_so_until_it_works_again(shop: Workspace) -> None:
    following = follow(shop, [NOON])
    before = picture(following)
    shop.change_setting("lang", "klingon")
    following.look()
    assert "The update of 12:00 failed" in picture(following)
    assert before.partition("</header>")[2] in picture(following)
    shop.change_setting("lang", "en")
    following.look()
    assert picture(following) == before


def test_whose_right_has_ended_sees_nothing_any_longer(shop: Workspace, tmp_path: Path) -> None:
    staff = product.open(shop.root).table("staff")
    boss = staff[staff["role"] == "manager"].iloc[0]
    (shared := tmp_path / "shared").mkdir()
    following = follow(shop, [NOON], shared, viewer=str(boss["name"]))
    assert "snb-board-figure" in picture(following)
    assert "snb-board-figure" in newest_drawing(shared)
    place = shop.root / "params" / "organisation.yml"
    place.write_text(f"people:\n  {boss['name']}: {{active: false}}\n", "utf-8")
    following.look()
    assert "snb-board-figure" not in picture(following)
    assert newest_drawing(shared) == ""


def test_of_several_kernels_one_draws_and_the_others_take_it(tmp_path: Path) -> None:
    drawn: list[str] = []

    def draw(name: str) -> str:
        drawn.append(name)
        return f"<p>{name}</p>"

    taken = [
        drawn_once(tmp_path, key, lambda key=key: draw(key)) for key in ("a", "a", "b", "b", "a")
    ]
    assert taken == [f"<p>{key}</p>" for key in ("a", "a", "b", "b", "a")]
    assert drawn == ["a", "b", "a"]
    assert newest_drawing(tmp_path).endswith("<p>a</p>")
    assert len(list(tmp_path.glob("*.html"))) == 1
