"""`python -m learnhub.cli`: how `up` starts its parts, in this same environment."""

import sys

from learnhub.cli import main

sys.exit(main())
