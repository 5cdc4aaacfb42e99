"""deploy/k8s as its checks see it: they are no package of the project."""

import sys

from tests.house.test_house_rules import ROOT

K8S = ROOT / "deploy" / "k8s"
sys.path.insert(0, str(K8S))
