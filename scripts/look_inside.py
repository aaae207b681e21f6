"""Run by the Python of an environment into which the wheel was installed: is everything that the program needs in it?

Prints what was found; an assertion that fails says what is missing.
"""

from importlib import import_module
from importlib.metadata import distribution, packages_distributions
from importlib.resources import files
from importlib.util import find_spec
from pathlib import Path
from pkgutil import walk_packages
from string import Template

import eval.gate
import eval.gold
import prompts

parts = [file.parts for file in distribution("dateline").files or ()]
tops = {first for first, *_ in parts if first not in {"..", "__pycache__"} and not first.endswith(".dist-info")}
names = {top.removesuffix(".py") for top in tops}
assert {"dateline", "corpus", "ingest", "service", "prompts", "eval"} == names, f"the wheel brings {sorted(names)}"

owners = packages_distributions()
shared = {name: owners[name] for name in names if owners[name] != ["dateline"]}
assert not shared, f"another distribution claims a name of ours: {shared}"

environment = Path(eval.__file__).parents[1]
strays = {
    name: spec.origin
    for name in names
    if (spec := find_spec(name)) and environment not in Path(str(spec.origin)).parents
}
assert not strays, f"found elsewhere than in the environment: {strays}"

# A module that needs what only the extras bring cannot be imported here.
packages = [name for name in names if name != "dateline"]
modules = [found.name for name in packages for found in walk_packages([str(environment / name)], f"{name}.")]
for module in ["dateline", *modules]:
    import_module(module)

loaded = []
for file in files("prompts").iterdir():
    name, _, suffix = file.name.rpartition(".")
    if suffix == "md":
        placeholders = frozenset(Template(file.read_text(encoding="utf-8")).get_identifiers())
        loaded.append(f"{name} {prompts.load(name, placeholders).version}")
assert loaded, "the wheel has no prompts"

static = files("service") / "static"
for name in ("index.html", "widget.js"):
    assert (static / name).is_file(), f"the wheel lacks service/static/{name}"

gold = eval.gold.load()
thresholds = eval.gate.load_thresholds()
assert thresholds, "the wheel's gate has no thresholds"
print(f"   {len(modules)} modules of {sorted(names)}, prompts {sorted(loaded)}")
print(f"   {len(gold.questions)} gold questions, {len(thresholds)} limits of the gate")
