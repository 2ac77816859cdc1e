"""Read workbooks and write them back so that nothing of the user's is lost."""

from sakip_excel.workbook.book import Book, Table
from sakip_excel.workbook.cell import Cell, ErrorValue
from sakip_excel.workbook.patch import Patch
from sakip_excel.workbook.replace import WriteResult, write_book

__all__ = ["Book", "Cell", "ErrorValue", "Patch", "Table", "WriteResult", "write_book"]
