"""Fits a `Curve` to outcomes: logistic regression with a small ridge penalty, by Newton's method. Knows no cards."""

from __future__ import annotations

import numpy as np

from karuta.domain.calibration import Curve
from karuta.training.recalibrate import Values, design, logistic

# Values beyond these quantiles of the data are clamped to them.
LIMITS = (0.002, 0.998)
RIDGE = 1e-3
STEPS = 60


def fit_curve(values: Values, outcomes: Values, weights: Values | None = None, *, ridge: float = RIDGE) -> Curve:
    """`values`: (n, features); `outcomes`: (n,) 0 or 1; `weights`: (n,) how much each row counts.

    The ridge penalty (relative to the mean loss) keeps weights finite if outcomes can be separated without error.
    Newton's method for logistic regression: Hastie, Tibshirani, Friedman, The Elements of Statistical Learning (2009),
    4.4.1.
    """
    low, high = np.quantile(values, LIMITS, axis=0)
    high = np.maximum(high, low + 1e-6)
    rows = design(values, low, high)
    counts = np.ones(len(values)) if weights is None else weights
    counts = counts / counts.sum()
    penalty = np.full(rows.shape[1], ridge)
    penalty[0] = 0.0
    theta = np.zeros(rows.shape[1])
    loss = _loss(rows, outcomes, counts, penalty, theta)
    for _ in range(STEPS):
        chance = logistic(rows @ theta)
        gradient = rows.T @ (counts * (chance - outcomes)) + penalty * theta
        curvature = (rows * (counts * chance * (1 - chance))[:, None]).T @ rows + np.diag(penalty + 1e-9)
        step = np.linalg.solve(curvature, gradient)
        size = 1.0
        while size > 1e-4 and _loss(rows, outcomes, counts, penalty, theta - size * step) > loss:
            size /= 2
        theta = theta - size * step
        before, loss = loss, _loss(rows, outcomes, counts, penalty, theta)
        if before - loss < 1e-10:
            break
    return Curve(tuple(map(float, low)), tuple(map(float, high)), tuple(map(float, theta)))


def _loss(rows: Values, outcomes: Values, counts: Values, penalty: Values, theta: Values) -> float:
    logits = rows @ theta
    return float((counts * (np.logaddexp(0, logits) - outcomes * logits)).sum() + (penalty * theta**2).sum() / 2)
