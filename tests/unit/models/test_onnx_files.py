"""What ONNX files say of their models, and files that reach out."""

import builtins
from pathlib import Path

import numpy as np
import onnx
import pytest
from onnx import TensorProto, helper, numpy_helper
from topomaps.models.layer_info import LayerInfo
from topomaps.models.model_outputs import OutputInfo
from topomaps.models.onnx_files import data_files, describe_onnx_file, read_onnx
from topomaps.models.onnx_graphs import activations

FLOAT = TensorProto.FLOAT


def value(name, shape):
    return helper.make_tensor_value_info(name, FLOAT, shape)


def write(path, nodes, weights=(), inputs=(("x", ("n", 4)),), functions=(), domains=("",)):
    """A model whose output is `y`, of shape (n, 3)."""
    graph = helper.make_graph(
        list(nodes),
        "tiny",
        [value(*each) for each in inputs],
        [value("y", ("n", 3))],
        list(weights),
    )
    versions = [helper.make_opsetid(domain, 17 if domain == "" else 1) for domain in domains]
    model = helper.make_model(
        graph, opset_imports=versions, functions=list(functions), ir_version=9
    )
    onnx.save(model, path)
    return path


def linear_nodes():
    return [
        helper.make_node("MatMul", ["x", "kernel"], ["/block/product:0"], name="product"),
        helper.make_node("Relu", ["/block/product:0"], ["y"], name="relu"),
    ]


def kernel():
    return numpy_helper.from_array(np.ones((4, 3), np.float32), "kernel")


def test_layers_shape_and_outputs_are_told(tmp_path):
    path = write(tmp_path / "tiny.onnx", linear_nodes(), [kernel()])
    facts = describe_onnx_file(path)
    assert facts.layers == facts.names == ("/block/product:0", "y")
    assert (facts.input_shape, facts.input_dtype, facts.scales) == ((4,), "float32", False)
    assert facts.outputs == (OutputInfo("y", (3,)),)
    assert facts.infos[1] == LayerInfo("y", "Relu", (3,), -1)


def test_layers_depend_on_the_input_and_are_no_shapes(tmp_path):
    nodes = [
        helper.make_node("Transpose", ["kernel"], ["turned"]),
        helper.make_node("Shape", ["x"], ["shape"]),
        helper.make_node("Dropout", ["x"], ["kept", ""]),
        helper.make_node("MatMul", ["kept", "kernel"], ["y"]),
    ]
    model = read_onnx(write(tmp_path / "tiny.onnx", nodes, [kernel()]))
    assert activations(model.graph) == {"kept": "Dropout", "y": "MatMul"}


def test_weights_among_the_inputs_are_no_inputs(tmp_path):
    inputs = [("x", ("n", 4)), ("kernel", (4, 3))]
    path = write(tmp_path / "tiny.onnx", linear_nodes(), [kernel()], inputs)
    assert describe_onnx_file(path).input_shape == (4,)


def test_an_input_without_a_shape_is_refused(tmp_path):
    path = write(tmp_path / "tiny.onnx", linear_nodes(), [kernel()], [("x", None)])
    words = r"tiny\.onnx has 1 inputs \(x\); models with inputs of known"
    with pytest.raises(ValueError, match=words):
        describe_onnx_file(path)


@pytest.mark.parametrize("content", [b"", b"no model", bytes(range(256)) * 9, None])
def test_broken_files_are_named_and_refused(tmp_path, content):
    path = tmp_path / "broken.onnx"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(ValueError, match=r"broken\.onnx (is no|does not exist)"):
        describe_onnx_file(path)


def test_a_cut_file_is_refused(tmp_path):
    path = write(tmp_path / "cut.onnx", linear_nodes(), [kernel()])
    path.write_bytes(path.read_bytes()[:-20])
    with pytest.raises(ValueError, match=r"cut\.onnx is no whole ONNX file .*export it again"):
        describe_onnx_file(path)


@pytest.mark.parametrize("domain", ["my.company", "com.microsoft.extensions", "ai.onnx.contrib"])
def test_operators_of_others_are_refused(tmp_path, domain):
    nodes = linear_nodes()
    nodes[1] = helper.make_node("Relu", ["/block/product:0"], ["y"], name="relu", domain=domain)
    path = write(tmp_path / "tiny.onnx", nodes, [kernel()], domains=("", domain))
    with pytest.raises(ValueError, match=f"node 'relu' is the operator Relu of {domain}, which"):
        describe_onnx_file(path)


def test_operators_of_others_within_branches_are_refused(tmp_path):
    foreign = helper.make_node("Steal", [], ["z"], domain="my.company")
    branch = helper.make_graph([foreign], "branch", [], [value("z", ("n", 3))])
    choice = helper.make_node("If", ["yes"], ["y"], then_branch=branch, else_branch=branch)
    yes = numpy_helper.from_array(np.array(True), "yes")
    path = write(tmp_path / "tiny.onnx", [choice], [yes], domains=("", "my.company"))
    with pytest.raises(ValueError, match=r"the operator Steal of my\.company"):
        describe_onnx_file(path)


def test_functions_within_the_model_are_no_operators_of_others(tmp_path):
    inner = helper.make_node("Relu", ["a"], ["b"])
    versions = [helper.make_opsetid("", 17)]
    function = helper.make_function("mine", "Rectify", ["a"], ["b"], [inner], versions)
    nodes = linear_nodes()
    nodes[1] = helper.make_node("Rectify", ["/block/product:0"], ["y"], domain="mine")
    path = write(tmp_path / "tiny.onnx", nodes, [kernel()], functions=[function],
                 domains=("", "mine"))  # fmt: skip
    assert describe_onnx_file(path).layers[-1] == "y"
    function.node[0].domain = "my.company"
    path = write(tmp_path / "tiny.onnx", nodes, [kernel()], functions=[function],
                 domains=("", "mine"))  # fmt: skip
    with pytest.raises(ValueError, match=r"the operator Relu of my\.company"):
        describe_onnx_file(path)


def external(location):
    """The kernel, whose numbers lie in another file."""
    tensor = kernel()
    tensor.ClearField("raw_data")
    tensor.data_location = TensorProto.EXTERNAL
    tensor.external_data.add(key="location", value=location)
    return tensor


@pytest.mark.parametrize("where", ["beside", "in a folder"])
def test_data_beside_the_model_are_welcome(tmp_path, where):
    location = "kernel.bin" if where == "beside" else "data/kernel.bin"
    (tmp_path / "data").mkdir()
    (tmp_path / location).write_bytes(np.ones((4, 3), np.float32).tobytes())
    path = write(tmp_path / "tiny.onnx", linear_nodes(), [external(location)])
    assert describe_onnx_file(path).input_shape == (4,)


@pytest.mark.parametrize(
    "location",
    ["{outside}", "../secret.bin", "data/../../secret.bin", "..\\secret.bin", "link.bin",
     "folder/secret.bin", ""],
)  # fmt: skip
def test_data_from_elsewhere_are_refused(tmp_path, location):
    outside, folder = tmp_path / "secret.bin", tmp_path / "model"
    outside.write_bytes(np.ones((4, 3), np.float32).tobytes())
    (folder / "data").mkdir(parents=True)
    (folder / "link.bin").symlink_to(outside)
    (folder / "folder").symlink_to(tmp_path)
    tensor = external(location.format(outside=outside))
    path = write(folder / "tiny.onnx", linear_nodes(), [tensor])
    with pytest.raises(ValueError, match=r"the data of 'kernel' lie in .* outside the model's own"):
        describe_onnx_file(path)


def test_data_of_constants_are_looked_at_too(tmp_path):
    constant = helper.make_node("Constant", [], ["kernel"], value=external("/etc/passwd"))
    path = write(tmp_path / "tiny.onnx", [constant, *linear_nodes()])
    with pytest.raises(ValueError, match="'/etc/passwd', outside the model's own folder"):
        describe_onnx_file(path)


def test_missing_data_are_named(tmp_path):
    path = write(tmp_path / "tiny.onnx", linear_nodes(), [external("kernel.bin")])
    with pytest.raises(ValueError, match=r"the file kernel\.bin with the data of 'kernel' is"):
        describe_onnx_file(path)


def test_files_with_the_weights_are_named(tmp_path):
    path = write(tmp_path / "tiny.onnx", linear_nodes(), [external("kernel.bin")])
    assert data_files(onnx.load(path, load_external_data=False), path) == (
        str(tmp_path / "kernel.bin"),
    )
    path = write(tmp_path / "tiny.onnx", linear_nodes(), [kernel()])
    assert describe_onnx_file(path).files == ()


def test_without_onnx_nothing_is_told(tmp_path, monkeypatch):
    path = write(tmp_path / "tiny.onnx", linear_nodes(), [kernel()])
    import_module = builtins.__import__

    def without_onnx(name, *arguments, **options):
        if name == "onnx":
            raise ImportError(name)
        return import_module(name, *arguments, **options)

    monkeypatch.setattr(builtins, "__import__", without_onnx)
    assert describe_onnx_file(Path(path)) is None
