"""Where a label finds room beside its dot, without lying on another."""

Bounds = tuple[float, float, float, float]  # left, top, right, bottom


class LabelPlacer:
    """Remembers what is taken on a sheet."""

    def __init__(self, bounds: Bounds) -> None:
        self._bounds = bounds
        self._taken: list[Bounds] = []
        self._shunned: list[Bounds] = []

    def occupy(self, taken: Bounds) -> None:
        """Keep a rectangle free of labels."""
        self._taken.append(taken)

    def shun(self, area: Bounds) -> None:
        """Keep labels off a rectangle as long as there is room elsewhere."""
        self._shunned.append(area)

    def place(
        self, x: float, y: float, radius: float, width: float, size: float
    ) -> tuple[float, float] | None:
        """Return the left end of the baseline of a label, and keep it; None without room.

        Right of the dot is best, then left, above, beneath, and the corners.

        Examples
        --------
        >>> placer = LabelPlacer((0, 0, 200, 100))
        >>> placer.place(50, 50, 4, 60, 12)
        (59, 54.2)
        >>> placer.place(52, 50, 4, 40, 12)
        (3, 54.2)
        """
        beside, above, below = radius + 5, y - radius - 5, y + radius + size
        middle = y + 0.35 * size
        places = [
            (x + beside, middle),
            (x - beside - width, middle),
            (x - width / 2, above),
            (x - width / 2, below),
            (x + radius, above + 2),
            (x + radius, below - 2),
            (x - radius - width, above + 2),
            (x - radius - width, below - 2),
        ]
        for avoided in ([*self._taken, *self._shunned], self._taken):
            for left, base in places:
                box = (left, base - 0.97 * size, left + width, base + 0.3 * size)
                if self._is_free(box, avoided):
                    self._taken.append(box)
                    return left, base
        return None

    def _is_free(self, box: Bounds, avoided: list[Bounds]) -> bool:
        left, top, right, bottom = self._bounds
        within = left <= box[0] and top <= box[1] and box[2] <= right and box[3] <= bottom
        return within and not any(
            box[0] < taken[2] and taken[0] < box[2] and box[1] < taken[3] and taken[1] < box[3]
            for taken in avoided
        )
