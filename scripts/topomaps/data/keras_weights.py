"""Weights of `keras.applications`: names, addresses and checksums as Keras's own code has them.

Imports the standard library only, so that the rules can read it. MobileNet and MobileNetV2 have no
published checksums; of them there is the one file whose content is known.
"""

# ruff: noqa: E501
ADDRESS = "https://storage.googleapis.com/"

# Network, options of the network, with or without its top, checksum (MD5 or SHA-256), path below
# the address, and the file's name where it is not the end of the path.
_TABLE = """
ConvNeXtBase - top 52cbb006d3dadd03f6e095a8ca1aca47aecdd75acb4bc74bce1f5c695d0086e6 tensorflow/keras-applications/convnext/convnext_base.h5
ConvNeXtBase - notop 40a20c5548a5e9202f69735ecc06c990e6b7c9d2de39f0361e27baeb24cb7c45 tensorflow/keras-applications/convnext/convnext_base_notop.h5
ConvNeXtLarge - top 070c5ed9ed289581e477741d3b34beffa920db8cf590899d6d2c67fba2a198a6 tensorflow/keras-applications/convnext/convnext_large.h5
ConvNeXtLarge - notop 96f02b6f0753d4f543261bc9d09bed650f24dd6bc02ddde3066135b63d23a1cd tensorflow/keras-applications/convnext/convnext_large_notop.h5
ConvNeXtSmall - top ce1277d8f1ee5a0ef0e171469089c18f5233860ceaf9b168049cb9263fd7483c tensorflow/keras-applications/convnext/convnext_small.h5
ConvNeXtSmall - notop 6fc8009faa2f00c1c1dfce59feea9b0745eb260a7dd11bee65c8e20843da6eab tensorflow/keras-applications/convnext/convnext_small_notop.h5
ConvNeXtTiny - top 8ae6e78ce2933352b1ef4008e6dd2f17bc40771563877d156bc6426c7cf503ff tensorflow/keras-applications/convnext/convnext_tiny.h5
ConvNeXtTiny - notop d547c096cabd03329d7be5562c5e14798aa39ed24b474157cef5e85ab9e49ef1 tensorflow/keras-applications/convnext/convnext_tiny_notop.h5
ConvNeXtXLarge - top c1f5ccab661354fc3a79a10fa99af82f0fbf10ec65cb894a3ae0815f17a889ee tensorflow/keras-applications/convnext/convnext_xlarge.h5
ConvNeXtXLarge - notop de3f8a54174130e0cecdc71583354753d557fcf1f4487331558e2a16ba0cfe05 tensorflow/keras-applications/convnext/convnext_xlarge_notop.h5
DenseNet121 - top 9d60b8095a5708f2dcce2bca79d332c7 tensorflow/keras-applications/densenet/densenet121_weights_tf_dim_ordering_tf_kernels.h5
DenseNet121 - notop 30ee3e1110167f948a6b9946edeeb738 tensorflow/keras-applications/densenet/densenet121_weights_tf_dim_ordering_tf_kernels_notop.h5
DenseNet169 - top d699b8f76981ab1b30698df4c175e90b tensorflow/keras-applications/densenet/densenet169_weights_tf_dim_ordering_tf_kernels.h5
DenseNet169 - notop b8c4d4c20dd625c148057b9ff1c1176b tensorflow/keras-applications/densenet/densenet169_weights_tf_dim_ordering_tf_kernels_notop.h5
DenseNet201 - top 1ceb130c1ea1b78c3bf6114dbdfd8807 tensorflow/keras-applications/densenet/densenet201_weights_tf_dim_ordering_tf_kernels.h5
DenseNet201 - notop c13680b51ded0fb44dff2d8f86ac8bb1 tensorflow/keras-applications/densenet/densenet201_weights_tf_dim_ordering_tf_kernels_notop.h5
EfficientNetB0 - top 902e53a9f72be733fc0bcb005b3ebbac keras-applications/efficientnetb0.h5
EfficientNetB0 - notop 50bc09e76180e00e4465e1a485ddc09d keras-applications/efficientnetb0_notop.h5
EfficientNetB1 - top 1d254153d4ab51201f1646940f018540 keras-applications/efficientnetb1.h5
EfficientNetB1 - notop 74c4e6b3e1f6a1eea24c589628592432 keras-applications/efficientnetb1_notop.h5
EfficientNetB2 - top b15cce36ff4dcbd00b6dd88e7857a6ad keras-applications/efficientnetb2.h5
EfficientNetB2 - notop 111f8e2ac8aa800a7a99e3239f7bfb39 keras-applications/efficientnetb2_notop.h5
EfficientNetB3 - top ffd1fdc53d0ce67064dc6a9c7960ede0 keras-applications/efficientnetb3.h5
EfficientNetB3 - notop af6d107764bb5b1abb91932881670226 keras-applications/efficientnetb3_notop.h5
EfficientNetB4 - top 18c95ad55216b8f92d7e70b3a046e2fc keras-applications/efficientnetb4.h5
EfficientNetB4 - notop ebc24e6d6c33eaebbd558eafbeedf1ba keras-applications/efficientnetb4_notop.h5
EfficientNetB5 - top ace28f2a6363774853a83a0b21b9421a keras-applications/efficientnetb5.h5
EfficientNetB5 - notop 38879255a25d3c92d5e44e04ae6cec6f keras-applications/efficientnetb5_notop.h5
EfficientNetB6 - top 165f6e37dce68623721b423839de8be5 keras-applications/efficientnetb6.h5
EfficientNetB6 - notop 9ecce42647a20130c1f39a5d4cb75743 keras-applications/efficientnetb6_notop.h5
EfficientNetB7 - top 8c03f828fec3ef71311cd463b6759d99 keras-applications/efficientnetb7.h5
EfficientNetB7 - notop cbcfe4450ddf6f3ad90b1b398090fe4a keras-applications/efficientnetb7_notop.h5
EfficientNetV2B0 - top 21ecbf6da12460d5c40bb2f29ceb2188 tensorflow/keras-applications/efficientnet_v2/efficientnetv2-b0.h5
EfficientNetV2B0 - notop 893217f2bb855e2983157299931e43ff tensorflow/keras-applications/efficientnet_v2/efficientnetv2-b0_notop.h5
EfficientNetV2B1 - top 069f0534ff22adf035c89e2d9547a9dc tensorflow/keras-applications/efficientnet_v2/efficientnetv2-b1.h5
EfficientNetV2B1 - notop 0e80663031ca32d657f9caa404b6ec37 tensorflow/keras-applications/efficientnet_v2/efficientnetv2-b1_notop.h5
EfficientNetV2B2 - top 424e49f28180edbde1e94797771950a7 tensorflow/keras-applications/efficientnet_v2/efficientnetv2-b2.h5
EfficientNetV2B2 - notop 1dfe2e7a5d45b6632553a8961ea609eb tensorflow/keras-applications/efficientnet_v2/efficientnetv2-b2_notop.h5
EfficientNetV2B3 - top 1f1fc43bd98a6e4fd8fdfd551e02c7a0 tensorflow/keras-applications/efficientnet_v2/efficientnetv2-b3.h5
EfficientNetV2B3 - notop f6abf7b5849ac99a89b50dd3fd532856 tensorflow/keras-applications/efficientnet_v2/efficientnetv2-b3_notop.h5
EfficientNetV2L - top 27e6d408b53c7ebc868fefa357689935 tensorflow/keras-applications/efficientnet_v2/efficientnetv2-l.h5
EfficientNetV2L - notop b0b66b5c863aef5b46e8608fe1711615 tensorflow/keras-applications/efficientnet_v2/efficientnetv2-l_notop.h5
EfficientNetV2M - top a3bf6aa3276309f4fc6a34aa114c95cd tensorflow/keras-applications/efficientnet_v2/efficientnetv2-m.h5
EfficientNetV2M - notop 1b8dc055df72dde80d614482840fe342 tensorflow/keras-applications/efficientnet_v2/efficientnetv2-m_notop.h5
EfficientNetV2S - top e1d88a8495beba45748fedd0cecbe016 tensorflow/keras-applications/efficientnet_v2/efficientnetv2-s.h5
EfficientNetV2S - notop af0682fb74e8c54910f2d4393339c070 tensorflow/keras-applications/efficientnet_v2/efficientnetv2-s_notop.h5
InceptionResNetV2 - top e693bd0210a403b3192acc6073ad2e96 tensorflow/keras-applications/inception_resnet_v2/inception_resnet_v2_weights_tf_dim_ordering_tf_kernels.h5
InceptionResNetV2 - notop d19885ff4a710c122648d3b5c3b684e4 tensorflow/keras-applications/inception_resnet_v2/inception_resnet_v2_weights_tf_dim_ordering_tf_kernels_notop.h5
InceptionV3 - top 9a0d58056eeedaa3f26cb7ebd46da564 tensorflow/keras-applications/inception_v3/inception_v3_weights_tf_dim_ordering_tf_kernels.h5
InceptionV3 - notop bcbd6486424b2319ff4ef7d526e38f63 tensorflow/keras-applications/inception_v3/inception_v3_weights_tf_dim_ordering_tf_kernels_notop.h5
MobileNet alpha=0.25 notop dbdb03ee2a22fd895301636cd328b234bb3a9952358f436d82f46b81e0d5b0bf tensorflow/keras-applications/mobilenet/mobilenet_2_5_224_tf_no_top.h5
MobileNetV3Large - top 59e551e166be033d707958cf9e29a6a7 tensorflow/keras-applications/mobilenet_v3/weights_mobilenet_v3_large_224_1.0_float.h5
MobileNetV3Large - notop 07fb09a5933dd0c8eaafa16978110389 tensorflow/keras-applications/mobilenet_v3/weights_mobilenet_v3_large_224_1.0_float_no_top_v2.h5
MobileNetV3Small - top 8768d4c2e7dee89b9d02b2d03d65d862 tensorflow/keras-applications/mobilenet_v3/weights_mobilenet_v3_small_224_1.0_float.h5
MobileNetV3Small - notop d3e8ec802a04aa4fc771ee12a9a9b836 tensorflow/keras-applications/mobilenet_v3/weights_mobilenet_v3_small_224_1.0_float_no_top_v2.h5
NASNetLarge - top 11577c9a518f0070763c2b964a382f17 tensorflow/keras-applications/nasnet/NASNet-large.h5 nasnet_large.h5
NASNetLarge - notop d81d89dc07e6e56530c4e77faddd61b5 tensorflow/keras-applications/nasnet/NASNet-large-no-top.h5 nasnet_large_no_top.h5
NASNetMobile - top 020fb642bf7360b370c678b08e0adf61 tensorflow/keras-applications/nasnet/NASNet-mobile.h5 nasnet_mobile.h5
NASNetMobile - notop 1ed92395b5b598bdda52abe5c0dbfd63 tensorflow/keras-applications/nasnet/NASNet-mobile-no-top.h5 nasnet_mobile_no_top.h5
ResNet101 - top f1aeb4b969a6efcfb50fad2f0c20cfc5 tensorflow/keras-applications/resnet/resnet101_weights_tf_dim_ordering_tf_kernels.h5
ResNet101 - notop 88cf7a10940856eca736dc7b7e228a21 tensorflow/keras-applications/resnet/resnet101_weights_tf_dim_ordering_tf_kernels_notop.h5
ResNet101V2 - top 6343647c601c52e1368623803854d971 tensorflow/keras-applications/resnet/resnet101v2_weights_tf_dim_ordering_tf_kernels.h5
ResNet101V2 - notop c0ed64b8031c3730f411d2eb4eea35b5 tensorflow/keras-applications/resnet/resnet101v2_weights_tf_dim_ordering_tf_kernels_notop.h5
ResNet152 - top 100835be76be38e30d865e96f2aaae62 tensorflow/keras-applications/resnet/resnet152_weights_tf_dim_ordering_tf_kernels.h5
ResNet152 - notop ee4c566cf9a93f14d82f913c2dc6dd0c tensorflow/keras-applications/resnet/resnet152_weights_tf_dim_ordering_tf_kernels_notop.h5
ResNet152V2 - top a49b44d1979771252814e80f8ec446f9 tensorflow/keras-applications/resnet/resnet152v2_weights_tf_dim_ordering_tf_kernels.h5
ResNet152V2 - notop ed17cf2e0169df9d443503ef94b23b33 tensorflow/keras-applications/resnet/resnet152v2_weights_tf_dim_ordering_tf_kernels_notop.h5
ResNet50 - top 2cb95161c43110f7111970584f804107 tensorflow/keras-applications/resnet/resnet50_weights_tf_dim_ordering_tf_kernels.h5
ResNet50 - notop 4d473c1dd8becc155b73f8504c6f6626 tensorflow/keras-applications/resnet/resnet50_weights_tf_dim_ordering_tf_kernels_notop.h5
ResNet50V2 - top 3ef43a0b657b3be2300d5770ece849e0 tensorflow/keras-applications/resnet/resnet50v2_weights_tf_dim_ordering_tf_kernels.h5
ResNet50V2 - notop fac2f116257151a9d068a22e544a4917 tensorflow/keras-applications/resnet/resnet50v2_weights_tf_dim_ordering_tf_kernels_notop.h5
VGG16 - top 64373286793e3c8b2b4e3219cbf3544b tensorflow/keras-applications/vgg16/vgg16_weights_tf_dim_ordering_tf_kernels.h5
VGG16 - notop 6d6bbae143d832006294945121d1f1fc tensorflow/keras-applications/vgg16/vgg16_weights_tf_dim_ordering_tf_kernels_notop.h5
VGG19 - top cbe5617147190e668d6c5d5026f83318 tensorflow/keras-applications/vgg19/vgg19_weights_tf_dim_ordering_tf_kernels.h5
VGG19 - notop 253f8cb515780f3b799900260a226db6 tensorflow/keras-applications/vgg19/vgg19_weights_tf_dim_ordering_tf_kernels_notop.h5
Xception - top 0a58e3b7378bc2990ea3b43d5981f1f6 tensorflow/keras-applications/xception/xception_weights_tf_dim_ordering_tf_kernels.h5
Xception - notop b0042744bf5b25fce3cb969f33bebb97 tensorflow/keras-applications/xception/xception_weights_tf_dim_ordering_tf_kernels_notop.h5
"""


def _read(table):
    """Yield (network, options, include_top), file name, checksum and address of each line."""
    for line in table.split("\n")[1:-1]:
        network, options, top, checksum, path, *name = line.split()
        file_name = name[0] if name else path.rsplit("/", 1)[1]
        yield (network, options, top == "top"), file_name, checksum, ADDRESS + path


_ROWS = tuple(_read(_TABLE))
NETWORKS = tuple(sorted({key[0] for key, *_ in _ROWS} | {"MobileNetV2"}))
FILE_NAMES = {key: name for key, name, _, _ in _ROWS}
FILES = {name: (address, checksum) for _, name, checksum, address in _ROWS}


def weights_file(network, include_top=True, alpha=None):
    """Name of the file of ImageNet weights, None where no checksum is published.

    Parameters
    ----------
    network : str
        Name in `keras.applications`.
    include_top : bool
    alpha : float, optional
        Width of a MobileNet, as its argument of that name.
    """
    options = "-" if alpha is None else f"alpha={alpha:g}"
    return FILE_NAMES.get((network, options, include_top))
