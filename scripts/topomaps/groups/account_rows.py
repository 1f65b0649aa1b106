"""What the rows of a table of inputs are, in their order.

Imports the standard library only, so that the rules can read such a table.
"""

INPUTS, LEFT_OUT, TRAINING, NO_GROUP = "inputs", "left out", "for training", "in no group"
GROUPED, DROPPED, NOTE = "in groups", "group left out", "note"
