"""Trains a pipeline of scikit-learn on the simulated shop and exports it to ONNX.

    python3 examples/onnx/train.py shop/history-train.csv examples/onnx/coupon-conversion.onnx

With skl2onnx the second half of this file is one call; here the graph that it writes is put together by hand, so that
scikit-learn and onnx are enough (Debian: python3-sklearn, python3-onnx).
"""

import csv
import sys

import numpy as np
from onnx import TensorProto, TypeProto, ValueInfoProto, checker, helper, save
from sklearn.compose import ColumnTransformer
from sklearn.impute import SimpleImputer
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import Pipeline
from sklearn.preprocessing import OneHotEncoder, StandardScaler

NUMBERS = ["daysSinceLastOrder", "orders", "averageOrderValue", "visits30d", "couponViews", "couponOrderShare"]
TEXTS = ["city"]

source, target = sys.argv[1:]
with open(source) as file:
    rows = [row for row in csv.DictReader(file) if row["offer"] == "coupon-20"]
numbers = np.array([[float(row[name] or "nan") for name in NUMBERS] for row in rows], dtype=np.float32)
texts = np.array([[row[name] for name in TEXTS] for row in rows], dtype=object)
bought = np.array([int(row["order_placed"]) for row in rows])

scale = Pipeline([("impute", SimpleImputer(strategy="median")), ("scale", StandardScaler())])
encode = OneHotEncoder(handle_unknown="ignore")
columns = ColumnTransformer(
    [("numbers", scale, list(range(len(NUMBERS)))), ("texts", encode, list(range(len(NUMBERS), len(NUMBERS) + len(TEXTS))))]
)
model = Pipeline([("columns", columns), ("classify", LogisticRegression(max_iter=1000))])
model.fit(np.hstack([numbers.astype(object), texts]), bought)

# From here on: what skl2onnx.to_onnx(model, initial_types=…) would write.
fitted = model.named_steps["columns"]
impute, standard = fitted.named_transformers_["numbers"].named_steps.values()
cities = [str(city) for city in fitted.named_transformers_["texts"].categories_[0]]
classify = model.named_steps["classify"]
weights = [float(weight) for weight in classify.coef_[0]]
intercept = float(classify.intercept_[0])
ML = "ai.onnx.ml"
nodes = [
    helper.make_node("Concat", NUMBERS, ["numbers"], axis=1),
    helper.make_node(
        "Imputer",
        ["numbers"],
        ["known"],
        domain=ML,
        imputed_value_floats=[float(value) for value in impute.statistics_],
        replaced_value_float=float("nan"),
    ),
    helper.make_node(
        "Scaler",
        ["known"],
        ["scaled"],
        domain=ML,
        offset=[float(mean) for mean in standard.mean_],
        scale=[1 / float(deviation) for deviation in standard.scale_],
    ),
    helper.make_node("OneHotEncoder", TEXTS, ["cities"], domain=ML, cats_strings=cities, zeros=1),
    helper.make_node("Reshape", ["cities", "cities_shape"], ["city_columns"]),
    helper.make_node("Concat", ["scaled", "city_columns"], ["all"], axis=1),
    helper.make_node(
        "LinearClassifier",
        ["all"],
        ["output_label", "probabilities"],
        domain=ML,
        classlabels_ints=[0, 1],
        coefficients=[-weight for weight in weights] + weights,
        intercepts=[-intercept, intercept],
        post_transform="LOGISTIC",
    ),
    helper.make_node("ZipMap", ["probabilities"], ["output_probability"], domain=ML, classlabels_int64s=[0, 1]),
]
maps = ValueInfoProto(name="output_probability", type=TypeProto())
maps.type.sequence_type.elem_type.map_type.key_type = TensorProto.INT64
maps.type.sequence_type.elem_type.map_type.value_type.tensor_type.elem_type = TensorProto.FLOAT
graph = helper.make_graph(
    nodes,
    "coupon conversion",
    [helper.make_tensor_value_info(name, TensorProto.FLOAT, [None, 1]) for name in NUMBERS]
    + [helper.make_tensor_value_info(name, TensorProto.STRING, [None, 1]) for name in TEXTS],
    [helper.make_tensor_value_info("output_label", TensorProto.INT64, [None]), maps],
    [helper.make_tensor("cities_shape", TensorProto.INT64, [2], [-1, len(cities)])],
)
exported = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 15), helper.make_opsetid(ML, 2)])
exported.ir_version = 8
checker.check_model(exported)
save(exported, target)
print(f"{len(rows)} rows, {bought.mean():.1%} bought; written to {target}")
