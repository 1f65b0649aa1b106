"""Networks: architectures, files, training, layers."""
