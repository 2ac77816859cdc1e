"""Run the command line with ``python -m sakip_excel``."""

import sys

from sakip_excel.cli import main

if __name__ == "__main__":
    sys.exit(main())
