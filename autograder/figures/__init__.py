"""Every picture of the course: notebooks and feedback draw with the same functions.

Each function makes a figure of its own, or draws into the axes that it is given, and returns the figure. No global
state of pyplot is used: a returned figure shows itself as the result of a notebook cell. Nets may be given as
students return them, with lists for arrays.
"""

from autograder.figures.convexity import draw_chord, draw_levels, draw_table
from autograder.figures.counting import draw_growth, draw_orbit, draw_shares
from autograder.figures.jensen import draw_average, draw_partial_averages
from autograder.figures.nets import draw_net, draw_swap
from autograder.figures.profiles import draw_profile

__all__ = [
    "draw_average",
    "draw_chord",
    "draw_growth",
    "draw_levels",
    "draw_net",
    "draw_orbit",
    "draw_partial_averages",
    "draw_profile",
    "draw_shares",
    "draw_swap",
    "draw_table",
]
