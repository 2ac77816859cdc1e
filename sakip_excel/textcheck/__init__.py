"""Compare a written performance report (LKj) with the workbook that its figures come from."""
