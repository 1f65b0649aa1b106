"""The main ways through an explorer in a real Firefox."""

import numpy as np
import pytest
from expected import NAMES, naps, on_figure, positions, python_maps, some_points

CANVAS = """
const canvas = document.querySelectorAll("#maps .map canvas")[arguments[0]];
return [...canvas.getContext("2d").getImageData(0, 0, 100, 100).data];
"""
BOX = """
const box = document.getElementById("figure").getBoundingClientRect();
return { x: box.x, y: box.y, width: box.width };
"""
ENTER, SHIFT = "\ue007", "\ue008"


@pytest.fixture
def opened(fox, html):
    fox.open(html)
    return fox


def text(fox, selector):
    return fox.run("return document.querySelector(arguments[0]).textContent", selector)


def click(fox, selector, shift=False):
    fox.run(
        "document.querySelector(arguments[0]).dispatchEvent("
        "new MouseEvent('click', {bubbles: true, shiftKey: arguments[1]}))",
        selector, shift,
    )  # fmt: skip


def test_firefox_paints_the_same_maps(opened, contents):
    view = contents["views"][0]
    images, inner = python_maps(view, naps(view), view["limit"])
    rows, columns = some_points(inner)
    for group in range(len(NAMES)):
        shown = np.array(opened.run(CANVAS, group)).reshape(100, 100, 4)
        assert np.abs(shown[rows, columns, :3] - images[group, rows, columns]).max() <= 2


def test_firefox_shows_neurons_groups_and_differences(opened, contents):
    view = contents["views"][0]
    place = on_figure(view, positions(view)[[17]], opened.run(BOX))[0]
    opened.mouse(*place)
    opened.wait("return document.getElementById('tip').textContent.startsWith('Neuron 17: ')")
    opened.mouse(*place, click=True)
    opened.wait(
        "return document.querySelector('#panel-neuron h2').textContent.includes('Neuron 17 of')"
    )
    click(opened, "#maps .map:nth-child(2)")
    assert text(opened, "#large-title") == "“light” · layer_0"
    click(opened, "#maps .map:nth-child(3)", shift=True)
    assert text(opened, "#large-title") == "“light” minus “10” · layer_0"
    assert "neurons differ" in text(opened, "#panel-pair")


def test_firefox_restores_a_link_and_asks_for_nothing(fox, html):
    fox.open(
        html, "#group=light&neuron=5&palette=puor&tab=region&region=m_my+%3Ci%3Eeyes%3C%2Fi%3E"
    )
    assert text(fox, "#large-title") == "“light” · layer_0"
    assert "3 neurons" in text(fox, "#region-title")
    assert fox.run("return document.getElementById('palette').value") == "puor"
    assert fox.run("return performance.getEntriesByType('resource').length") == 0
    refused = "return fetch('http://127.0.0.1:9/').then(() => 'out', () => 'refused')"
    assert fox.run(refused) == "refused"


def test_firefox_is_worked_by_keys(opened):
    opened.run("document.getElementById('plot').focus()")
    opened.keys("\ue015", "r")
    assert "neurons of layer_0" in text(opened, "#region-title")
