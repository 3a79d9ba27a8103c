"""Holds a manifest against the schemas of several versions of the Kubernetes API, strictly, and prints it as JSON. manifest.py FILE"""
import json
import sys

import kubernetes_validate
import yaml

with open(sys.argv[1], encoding="utf-8") as file:
    document = yaml.safe_load(file)
for version in ("1.29", "1.31", kubernetes_validate.latest_version()):
    kubernetes_validate.validate(document, version, strict=True)
sys.stdout.reconfigure(encoding="utf-8")
print(json.dumps(document))
