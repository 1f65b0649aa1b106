"""Groups of inputs."""
