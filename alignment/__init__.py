"""How a city's strategy lines up with the SDGs: framework, strategies, matrices, cells, review.

Owns: goals, targets, indicators; strategies with their elements; alignment matrices with import,
export, rules, analysis and review. Does not own: cities (participants), workshops that made a matrix.
"""
