"""A built wheel in an empty environment: init, demo, reports, all outside the checkout."""

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]


def run(*words: str | Path, cwd: Path) -> str:
    """Run a command without anything of the checkout in its environment; return what it prints."""
    clean = {k: v for k, v in os.environ.items() if not k.startswith(("PYTHON", "SALESNB_"))}
    done = subprocess.run(
        [str(word) for word in words], cwd=cwd, env=clean, capture_output=True, text=True
    )
    assert done.returncode == 0, f"{words}\n{done.stdout[-2000:]}\n{done.stderr[-4000:]}"
    return done.stdout + done.stderr


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel, built from the checkout as a user would."""
    out = tmp_path_factory.mktemp("dist")
    run(sys.executable, "-m", "build", "--wheel", "--outdir", out, ROOT, cwd=out)
    (built,) = out.glob("*.whl")
    return built


def test_the_wheel_carries_notebooks_params_and_the_template(wheel: Path) -> None:
    names = set(zipfile.ZipFile(wheel).namelist())
    for path in [*ROOT.glob("notebooks/*.ipynb"), *ROOT.glob("params/**/*.yml")]:
        assert f"salesnb/_workspace/{path.relative_to(ROOT).as_posix()}" in names
    for needed in ("reports/template/index.html.j2", "figures/report.css"):
        assert f"salesnb/{needed}" in names
    for path in ROOT.glob("salesnb/models/*.*"):
        if path.suffix in (".sql", ".yml"):
            assert f"salesnb/models/{path.name}" in names


def test_an_empty_environment_runs_init_and_demo_outside_the_checkout(
    wheel: Path, tmp_path: Path
) -> None:
    run(sys.executable, "-m", "venv", tmp_path / "env", cwd=tmp_path)
    python = tmp_path / "env" / "bin" / "python"
    # Most modules are never imported here: those that are get compiled then.
    quiet = ("-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-compile")
    run(python, *quiet, "--require-hashes", "-r", ROOT / "requirements.lock", cwd=tmp_path)
    run(python, *quiet, "--no-deps", wheel, cwd=tmp_path)
    command = tmp_path / "env" / "bin" / "salesnb"

    run(command, "init", "shop", "--lang", "en", cwd=tmp_path)
    shop = tmp_path / "shop"
    told = run(command, "demo", ".", "--until", "2026-10-31", "--scale", "0.02", cwd=shop)

    assert "72 reports made, 0 failed" in told
    assert "Traceback" not in told
    pages = list((shop / "reports").rglob("*.en.html"))
    assert len(pages) == 72
    assert (shop / "reports" / "index.html").is_file()
    assert "salesnb" in run(command, "--version", cwd=tmp_path)
