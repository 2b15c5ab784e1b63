"""A session in the Rerun viewer: video, skeletons, curves, events. See docs/rerun.md.

Rerun takes a second to load, so only what shows or records a session imports the modules in here.
"""

import os

# Rerun's own messages would be written across the dashboard; what matters of them fitcoach says.
os.environ.setdefault("RUST_LOG", "off")
