"""Import every module of kml, but for those whose own needs are not on this machine (a GPU's compiler)."""

import importlib
import pkgutil

import kml

for module in pkgutil.walk_packages(kml.__path__, "kml."):
    if not module.name.endswith("__main__"):
        try:
            importlib.import_module(module.name)
        except ModuleNotFoundError as problem:
            if problem.name.partition(".")[0] == "kml":
                raise
