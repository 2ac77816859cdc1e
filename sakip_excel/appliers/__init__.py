"""Bring the list of changes into a workbook: the closed file, the open Excel, the macro's answer.

A list is first settled against the workbook as it was read (`closed_file.apply`): what stands
there already falls away, and what cannot be written stops everything before the first cell is
touched. The open Excel and the macro then get what is left, so that all ways give one result.
"""
