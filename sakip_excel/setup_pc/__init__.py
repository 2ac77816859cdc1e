"""Setting up one user's account on a PC, and undoing it: ``sakip siapkan``."""

from __future__ import annotations

from sakip_excel.setup_pc.computer import Computer, Folders, Registry, this_computer

__all__ = ["Computer", "Folders", "Registry", "this_computer"]
