import pytest
from topomaps.data.keras_weights import FILES, NETWORKS, weights_file
from topomaps.data.sources import SOURCES


def test_vgg16_and_the_small_mobilenet_are_known_with_their_checksums():
    files = SOURCES["keras-applications"].files
    vgg16 = files[weights_file("VGG16")]
    assert vgg16.checksum == "64373286793e3c8b2b4e3219cbf3544b"
    assert vgg16.urls[0].endswith("/vgg16/vgg16_weights_tf_dim_ordering_tf_kernels.h5")
    mobilenet = files[weights_file("MobileNet", include_top=False, alpha=0.25)]
    assert mobilenet.checksum.startswith("dbdb03ee2a22fd89")


def test_every_file_has_an_address_and_a_checksum():
    for address, checksum in FILES.values():
        assert address.startswith("https://")
        assert len(bytes.fromhex(checksum)) in (16, 32)


@pytest.mark.parametrize("network", ["MobileNet", "MobileNetV2"])
def test_without_published_checksum_there_is_no_file(network):
    assert network in NETWORKS
    assert weights_file(network) is None
