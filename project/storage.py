"""Static files under hashed names, ES modules included, each with its compressed twin."""

from __future__ import annotations

from whitenoise.storage import CompressedManifestStaticFilesStorage


class ModuleManifestStorage(CompressedManifestStaticFilesStorage):
    """Rewrite `import` and `export ... from` in modules, so that a module and what it imports change names together."""

    support_js_module_import_aggregation = True
