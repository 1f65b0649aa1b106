"""What would excite a region of neurons most: images sought by gradients (Olah and others 2017)."""
