"""An analyst's own metrics, alert rules and figures, from the files in `plugins/` of a workspace.

A file there says what it adds:

>>> from salesnb.plugins import alert_rule, figure, metric
>>> metric("avg_order_value", zh="单均额", en="Average order value")  # doctest: +SKIP
"""

from salesnb.plugins.adding import alert_rule, figure, metric
from salesnb.plugins.loading import load_plugins, plugin_files

__all__ = ["alert_rule", "figure", "load_plugins", "metric", "plugin_files"]
