"""What tests load stays: looking through it for what could go takes a sixth of the loading.

Whoever has loaded it all switches the garbage collector on again: `conftest` and `support.forkserver`.
"""

import gc

gc.disable()
