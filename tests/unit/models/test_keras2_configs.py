from topomaps.models.keras2_configs import modernised, with_modules_of_today


def layer(kind, name="x", **arguments):
    return {"class_name": kind, "config": {"name": name, **arguments}}


def test_arguments_that_keras_3_dropped_are_left_out_where_they_say_nothing():
    assert modernised(layer("DepthwiseConv2D", groups=1)) == layer("DepthwiseConv2D")
    assert modernised(layer("Conv2D", groups=2)) == layer("Conv2D", groups=2)
    assert modernised(layer("LSTM", time_major=False)) == layer("LSTM")
    assert modernised(layer("LSTM", time_major=True)) == layer("LSTM", time_major=True)
    separable = layer("SeparableConv2D", kernel_initializer={}, depthwise_initializer={})
    assert modernised(separable) == layer("SeparableConv2D", depthwise_initializer={})
    assert modernised(layer("BatchNormalization", axis=[3])) == layer("BatchNormalization", axis=3)
    policy = {"class_name": "Policy", "config": {"name": "mixed_float16"}}
    assert modernised(layer("Dense", dtype=policy)) == layer("Dense", dtype="mixed_float16")


def test_layers_of_wrappers_get_a_module_and_those_of_models_lose_it():
    inner = {**layer("Dense"), "module": "keras.layers", "registered_name": None}
    model = {"class_name": "Sequential", "config": {"name": "m", "layers": [inner]}}
    assert modernised(model)["config"]["layers"] == [layer("Dense")]
    wrapped = modernised(layer("TimeDistributed", layer=layer("Dense")))
    assert wrapped["config"]["layer"] == {**layer("Dense"), "module": "keras.layers"}


def test_a_list_of_layers_becomes_a_sequential_model():
    found = modernised({"class_name": "Sequential", "config": [layer("Dense")]})
    assert found["config"] == {"name": "sequential", "layers": [layer("Dense")]}


def graph(nodes, outputs):
    sequential = {**layer("Sequential", "s", layers=[]), "name": "s", "inbound_nodes": nodes}
    dense = {**layer("Dense", "d"), "name": "d", "inbound_nodes": [[["s", 2, 0, {}]]]}
    config = {"layers": [sequential, dense], "input_layers": [["i", 0, 0]]}
    return {"class_name": "Functional", "config": {**config, "output_layers": outputs}}


def test_uses_of_models_within_models_are_counted_from_zero():
    found = modernised(graph([[["i", 0, 0, {}]], [["s", 1, 0, {}]]], [["s", 1, 0]]))["config"]
    assert found["layers"][0]["inbound_nodes"] == [[["i", 0, 0, {}]], [["s", 0, 0, {}]]]
    assert found["layers"][1]["inbound_nodes"] == [[["s", 1, 0, {}]]]
    assert found["input_layers"] == ["i", 0, 0]
    assert found["output_layers"] == ["s", 0, 0]
    both = modernised(graph([[["i", 0, 0, {}]]], [["s", 1, 0], ["d", 0, 0]]))["config"]
    assert both["output_layers"] == [["s", 0, 0], ["d", 0, 0]]


def test_configurations_of_keras_3_stay_as_they_are(nested):
    config = {"class_name": "Sequential", "config": nested.get_config()}
    inner = modernised(config)["config"]["layers"]
    assert [each["config"]["name"] for each in inner[1:]] == ["base", "pooled", "classes"]
    node = [{"args": [{"class_name": "__keras_tensor__", "config": {}}], "kwargs": {}}]
    kept = {**layer("Dense", "d"), "name": "d", "inbound_nodes": node}
    model = {"class_name": "Functional", "config": {"layers": [kept], "output_layers": [["d", 0]]}}
    assert modernised(model) == model


def test_modules_of_keras_2_are_named_as_today_and_those_of_others_stay():
    def module(name, kind):
        return with_modules_of_today([{"module": name, "class_name": kind}])[0]["module"]

    assert module("keras.src.engine.functional", "Functional") == "keras"
    assert module("tf_keras.src.engine.sequential", "Sequential") == "keras"
    assert module("keras.engine.training", "Anything") == "keras.engine.training"
    assert module("keras.layers.core.tf_op_layer", "TFOpLambda") == "keras.layers"
    assert module("my.keras.layers.core", "Dense") == "my.keras.layers.core"


def test_what_is_for_training_alone_is_left_out_or_replaced():
    assert modernised(layer("RandomFlip", rng_type="stateful")) == layer("RandomFlip")
    model = {"class_name": "Sequential", "config": {"name": "m", "layers": [
        layer("RandomHeight", factor=0.1, interpolation="bilinear"),
        layer("RandomCrop", height=3, width=4, seed=None),
    ]}}  # fmt: skip
    assert modernised(model)["config"]["layers"] == [
        layer("Identity"),
        layer("Resizing", height=3, width=4, crop_to_aspect_ratio=True),
    ]


def test_operations_of_tensorflow_take_tensors_and_constants():
    def kept(function, node):
        ends = {"input_layers": [["i", 0, 0]], "output_layers": [["o", 0, 0]]}
        entry = {**layer("TFOpLambda", "o", function=function), "name": "o"}
        entry["inbound_nodes"] = [node]
        model = {"class_name": "Functional", "config": {"layers": [entry], **ends}}
        (found,) = modernised(model)["config"]["layers"]
        assert found["class_name"] == "TensorOperation"
        return found["inbound_nodes"][0]

    def place(value):
        return value["config"]["keras_history"]

    found = kept("math.truediv", ["i", 0, 0, {"y": 127.5, "name": None}])
    assert place(found["args"][0]) == ["i", 0, 0]
    assert found["kwargs"] == {"y": 127.5}
    found = kept("math.subtract", ["_CONSTANT_VALUE", -1, 1.0, {"y": ["i", 0, 0], "name": None}])
    assert place(found["args"][0]) == ["i", 0, 0]
    assert found["kwargs"] == {"first": 1.0}
    found = kept("math.multiply", ["i", 0, 0, {"y": ["j", 0, 0]}])
    assert place(found["kwargs"]["y"]) == ["j", 0, 0]
    found = kept("concat", [["i", 0, 0, {"axis": -1}], ["j", 0, 0, {"axis": -1}]])
    assert [place(each) for each in found["args"][0]] == [["i", 0, 0], ["j", 0, 0]]
    assert found["kwargs"] == {"axis": -1}


def test_attention_of_keras_2_gets_its_other_tensors():
    attention = {**layer("MultiHeadAttention", "a", query_shape=[None, 3, 4]), "name": "a"}
    attention["inbound_nodes"] = [[["i", 0, 0, {"value": ["j", 0, 0]}]]]
    ends = {"input_layers": [["i", 0, 0]], "output_layers": [["a", 0, 0]]}
    model = {"class_name": "Functional", "config": {"layers": [attention], **ends}}
    (found,) = modernised(model)["config"]["layers"]
    assert found["config"] == {"name": "a"}
    value = found["inbound_nodes"][0]["kwargs"]["value"]
    assert value["config"]["keras_history"] == ["j", 0, 0]
