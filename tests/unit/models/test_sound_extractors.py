import numpy as np
from topomaps.models.sound_extractors import ExtractedFeatures


def test_what_an_extractor_fills_up_does_not_count():
    class Extractor:
        sampling_rate, return_attention_mask = 8000, False

        def __call__(self, waves, **options):
            mask = np.array([np.arange(8) < 2 * len(each) / 1000 for each in waves])
            return {"input_features": np.zeros((len(waves), 5, 8)), "attention_mask": mask}

    found = ExtractedFeatures(Extractor(), {"piece": 0.25}).pieces([np.ones(2000), np.ones(3000)])
    assert list(found.inputs) == ["input_features"]
    assert found.owners.tolist() == [0, 1, 1]
    np.testing.assert_allclose(found.parts, [[0, 0.5], [0, 0.5], [0.25, 0.5]])
