"""Tables of results as people read them: names in words, rounded numbers, one way of writing p."""
