"""Which parts of the inputs drive a region of neurons, and whether that can be believed.

The region's activity is the mean activation of its neurons, feature maps averaged.
"""
