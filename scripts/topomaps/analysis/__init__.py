"""One analysis in memory: layers, their groups, maps and tests, as the object `topomaps.Maps`."""
