"""What stands before the stages for users of the library: inputs that people have, and defaults."""
