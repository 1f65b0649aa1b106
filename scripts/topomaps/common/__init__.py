"""What all stages share: files, logs, seeds, compilation."""
