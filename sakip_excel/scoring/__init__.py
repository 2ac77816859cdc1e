"""Scores: capaian, budget figures, RAK progress and the settings that differ by year or office.

Pure functions: no file, no Excel, no clock. Each formula is computed as IEEE doubles in the order
of operations that its docstring states, so that an Excel formula can be its exact twin.
"""
