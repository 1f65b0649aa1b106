"""Tables of labels: which inputs and classes are suspicious, and which groups are two."""

from topomaps.report.columns import (
    count,
    group,
    interval,
    number,
    of_class,
    p_without_least,
    percent,
    percent_interval,
    text,
    words,
)
from topomaps.report.words import YES

_EVIDENCE = (
    count("expected_wrong", "wrong labels expected, by single inputs"),
    of_class("likelier_class", "most of them likelier"),
    text("reason", "note"),
)

TABLES_OF_LABELS = {
    "find_suspicious_inputs": (
        text("file", "file"),
        text("name", "name"),
        count("index", "input"),
        of_class("given_label", "given label"),
        of_class("predicted_label", "likelier label"),
        percent("score", "probability that the label is wrong"),
        percent("from_outputs", "by the outputs alone"),
        percent("from_activations", "by the activations alone"),
        words("is_label_issue", "rather wrong than right", YES),
    ),
    "expected_wrong": (
        count("first", "of the first inputs"),
        number("expected", "wrong labels expected"),
        interval("low", "high", "95 % interval"),
        count("planted", "errors planted to try it"),
        percent("found", "of these found"),
        percent("found_near_boundary", "found near a boundary of classes"),
        text("verdict", "verdict"),
    ),
    "find_subgroups": (
        group("group", "group"),
        words("towards", "second part like", {"groups": "another group"}),
        count("n", "inputs"),
        words("divided", "two modes", YES),
        p_without_least("p"),
        p_without_least("p_holm", "p (Holm)"),
        group("acts_like", "second part acts like"),
        number("similarity", "cosine with it"),
        percent("share", "share of the second part"),
        percent_interval("low", "high", "95 % interval"),
        number("distance", "standard deviations apart"),
        text("causes", "possible causes"),
        text("reads", "in words"),
    ),
    "rank_label_errors": (
        words("suspected", "suspected", {"test": "labels of the test", "train": "of the training"}),
        count("rank", "rank"),
        of_class("class", "class"),
        number("score", "suspicion"),
        of_class("most_similar_class", "wrongly classified ones act like"),
        number("similarity_to_other", "cosine with these"),
        number("similarity_to_own", "cosine with the own class"),
        count("n_correct", "classified correctly"),
        count("n_wrong", "classified wrongly"),
        *_EVIDENCE,
    ),
    "rank_confused_cells": (
        count("rank", "rank"),
        of_class("class", "given class"),
        of_class("predicted", "predicted class"),
        number("similarity", "cosine with the correct cell of the row"),
        count("n", "inputs"),
        *_EVIDENCE,
    ),
}
