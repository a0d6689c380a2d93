"""Static files under hashed names, ES modules included, each with its compressed twin."""

from __future__ import annotations

from whitenoise.storage import CompressedManifestStaticFilesStorage


class ModuleManifestStorage(CompressedManifestStaticFilesStorage):
    """Rewrite `import` and `export ... from` in modules, so that a module and what it imports change names together."""

    support_js_module_import_aggregation = True
    # A pass settles at least one level of modules that import others, and there are more levels than Django expects.
    max_post_process_passes = 12
