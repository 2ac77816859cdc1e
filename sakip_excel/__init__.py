"""Checks, computes and summarises SAKIP workbooks: Excel in, Excel out."""

__version__ = "0.1.0"

__all__ = ["__version__"]
