"""Every picture of the course: notebooks and feedback draw with the same functions.

Each function makes a figure of its own, or draws into the axes that it is given, and returns the figure. No global
state of pyplot is used: a returned figure shows itself as the result of a notebook cell. Nets may be given as
students return them, with lists for arrays.
"""

from autograder.figures.connectivity import draw_barriers, draw_similarity, draw_steps, draw_ways
from autograder.figures.convexity import draw_chord, draw_levels, draw_table
from autograder.figures.counting import draw_growth, draw_orbit, draw_shares
from autograder.figures.descent import draw_descents, draw_paths, draw_spectrum
from autograder.figures.homotopy import draw_landscapes, draw_smoothed, draw_track
from autograder.figures.jensen import draw_average, draw_partial_averages
from autograder.figures.mistakes import draw_answers, draw_choices, draw_heights, draw_marked, draw_two_paths
from autograder.figures.nets import draw_net, draw_swap
from autograder.figures.profiles import draw_profile
from autograder.figures.symmetries import draw_contributions, draw_segments, draw_twins, draw_two_factors

__all__ = [
    "draw_answers",
    "draw_average",
    "draw_barriers",
    "draw_choices",
    "draw_chord",
    "draw_contributions",
    "draw_descents",
    "draw_growth",
    "draw_heights",
    "draw_landscapes",
    "draw_levels",
    "draw_marked",
    "draw_net",
    "draw_orbit",
    "draw_partial_averages",
    "draw_paths",
    "draw_profile",
    "draw_segments",
    "draw_shares",
    "draw_similarity",
    "draw_smoothed",
    "draw_spectrum",
    "draw_steps",
    "draw_swap",
    "draw_table",
    "draw_track",
    "draw_twins",
    "draw_two_factors",
    "draw_two_paths",
    "draw_ways",
]
