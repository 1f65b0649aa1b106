"""What neurons do to the predictions of a network: they are replaced, and it runs on from there."""
