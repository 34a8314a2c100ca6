"""A rendering that is stopped just while it writes down what is finished."""

from concurrent.futures import ThreadPoolExecutor, wait

import pytest

from salesnb.reports.making import Running
from salesnb.reports.runner import _gather


def test_what_was_finished_together_is_told_although_the_first_is_interrupted() -> None:
    told: list[str] = []

    def done(outcome: str) -> None:
        told.append(outcome)
        if len(told) == 1:
            raise KeyboardInterrupt

    with ThreadPoolExecutor(2) as pool:
        waiting = {pool.submit(str, place): place for place in range(3)}
        wait(waiting)
        with pytest.raises(KeyboardInterrupt):
            _gather(waiting, Running(), done)
    assert set(told) == {"0", "1", "2"}
