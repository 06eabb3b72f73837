"""Proofs, not tolerances: exact rationals where they suffice, interval arithmetic with outward rounding elsewhere."""

from autograder.certify import balls, exact
from autograder.certify.convexity import nonconvexity
from autograder.certify.curvature import curvature_above, gradient_below, negative_curvature, second_derivative
from autograder.certify.dead import dead_relu_minimum
from autograder.certify.descent import downhill_path
from autograder.certify.functions import same_function
from autograder.certify.losses import LastLayerLoss, LogisticLoss, Loss, NetLoss, SquaredSigmoidLoss
from autograder.certify.numbers import Unfit
from autograder.certify.paths import zero_loss_path
from autograder.certify.smoothing import convexity_threshold
from autograder.certify.swaps import SwapExample
from autograder.certify.tables import above_chord
from autograder.certify.verdict import Verdict
from autograder.certify.wells import Wells

__all__ = [
    "LastLayerLoss",
    "LogisticLoss",
    "Loss",
    "NetLoss",
    "SquaredSigmoidLoss",
    "SwapExample",
    "Unfit",
    "Verdict",
    "Wells",
    "above_chord",
    "balls",
    "convexity_threshold",
    "curvature_above",
    "dead_relu_minimum",
    "downhill_path",
    "exact",
    "gradient_below",
    "negative_curvature",
    "nonconvexity",
    "same_function",
    "second_derivative",
    "zero_loss_path",
]
