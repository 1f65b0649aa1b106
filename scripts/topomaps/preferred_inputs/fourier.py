"""Images by their frequencies, in which Olah and others (2017) seek them."""

import numpy as np

# Colours of natural images without their correlation: the directions that Olah and others publish,
# from which red, green and blue follow.
COLORS = np.array([[0.26, 0.09, 0.02], [0.27, 0.00, -0.05], [0.27, -0.09, 0.03]])
COLORS = COLORS / np.linalg.norm(COLORS, axis=0).max()
CONTRAST = 0.25  # of the values that become shades by a sigmoid, as Olah and others have it


class Frequencies:
    """Images of a size as functions of their frequencies.

    Parameters
    ----------
    shape : tuple
        (height, width, channels) of an image.
    """

    def __init__(self, shape):
        self.height, self.width, self.channels = shape
        rows, columns = np.fft.fftfreq(self.height), np.fft.rfftfreq(self.width)
        lengths = np.hypot(rows[:, None], columns)
        # As in natural images, low frequencies are stronger.
        scale = 1 / np.maximum(lengths, 1 / max(self.height, self.width))
        self._scale = scale[:, :, None] * np.sqrt(self.height * self.width)
        is_whole = np.isin(np.arange(len(columns)), [0, self.width / 2])
        self._twice = np.where(is_whole, 1, 2)[:, None]  # what stands for its mirror image, too

    def start(self, n_images, generator):
        """Parameters (2, n_images, height, width // 2 + 1, channels) of faint noise."""
        shape = 2, n_images, self.height, self.width // 2 + 1, self.channels
        return 0.01 * generator.standard_normal(shape)

    def images(self, parameters):
        """Images (n, height, width, channels) between 0 and 1."""
        spectrum = self._scale * (parameters[0] + 1j * parameters[1])
        values = np.fft.irfft2(spectrum, s=(self.height, self.width), axes=(1, 2))
        values = CONTRAST * values
        return 1 / (1 + np.exp(-(values @ COLORS.T if self.channels == 3 else values)))

    def gradients(self, images, gradients):
        """Gradients by the parameters, from those by the images that they give."""
        values = gradients * images * (1 - images) * CONTRAST
        values = values @ COLORS if self.channels == 3 else values
        spectrum = np.fft.rfft2(values, axes=(1, 2)) * self._twice * self._scale
        spectrum /= self.height * self.width
        return np.stack([spectrum.real, spectrum.imag])
