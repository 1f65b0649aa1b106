"""The grid of a layout, for arrays of any package."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from topomaps.library.array_doors import as_array
from topomaps.library.prepared import one_row_per_group
from topomaps.library.shapes import check_positions
from topomaps.maps import interpolation


class MapGrid(interpolation.MapGrid):  # noqa: D101, its docstring is that of the stage
    __doc__ = interpolation.MapGrid.__doc__

    def __init__(self, layout: Any, resolution: int = 100) -> None:
        self._positions = as_array(layout, "layout", np.float64)
        super().__init__(self._positions, resolution)

    def interpolate(self, values: Any) -> NDArray[np.float64]:
        """Interpolate the values of each group.

        Parameters
        ----------
        values : array-like, shape (G, N), (G, height, width, N), or (N,)
            One value per group and neuron; feature maps are averaged. A row of NaN (an empty group)
            gives a field of NaN.

        Returns
        -------
        ndarray, shape (G, R, R)
            Fields with row 0 on top (largest y), NaN outside the hull; of values (N,), one. Where
            neurons coincide, the field takes the mean of their values.

        Raises
        ------
        ValueError
            If the number of values per group is not the number of neurons.
        """
        rows = one_row_per_group(as_array(values, "values", np.float64))
        check_positions(rows, self._positions, "values")
        return super().interpolate(rows)
