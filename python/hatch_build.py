"""Copies the figures, one self-contained module, from the built site into the package."""

import shutil
from pathlib import Path

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

MODULE = "attention-explainer.js"


class CopyModule(BuildHookInterface):
    def initialize(self, version, build_data):
        root = Path(self.root)
        built = root.parent / "dist" / MODULE
        kept = root / "src" / "attention_explainer" / MODULE
        if built.is_file():
            shutil.copyfile(built, kept)
        elif not kept.is_file():
            raise FileNotFoundError(f"{built} is missing: run `cargo xtask build` first.")
