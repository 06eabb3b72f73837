"""The grader, graded: how often is it wrong, on right solutions and on wrong ones?"""
