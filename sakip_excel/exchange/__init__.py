"""Seal a workbook, send it up, receive it at the province."""
