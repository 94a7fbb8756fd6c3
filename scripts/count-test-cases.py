#!/usr/bin/env python3
"""count-test-cases.py EVENTS...: tells how many cases the tests have run, those of parameterised tests counted one by one.

EVENTS are files that `swift test --event-stream-output-path` has written. Exits with 1 where a side has fewer than it must.
"""
import collections
import json
import sys

# How many cases each side must have, and whose they are.
SIDES = {
    "server": (535, ["DraftCoreTests", "DraftStorageTests", "CollabServerTests"]),
    "client": (299, ["CellGridTests", "DraftScreensTests", "DraftTUITests", "CollabClientTests"]),
    "both": (1, ["RulesTests", "FuzzTests", "EndToEndTests"]),
}


def counted(paths: list[str]) -> collections.Counter[str]:
    cases: collections.Counter[str] = collections.Counter()
    for path in paths:
        with open(path, encoding="utf-8") as lines:
            for line in lines:
                payload = json.loads(line)["payload"]
                if payload.get("kind") == "testCaseStarted":
                    cases[payload["testID"].split(".")[0]] += 1
    return cases


def main() -> int:
    cases = counted(sys.argv[1:])
    is_enough = True
    for side, (least, targets) in SIDES.items():
        total = sum(cases[target] for target in targets)
        parts = ", ".join(f"{target} {cases[target]}" for target in targets)
        print(f"draft: {side}: {total} cases ({parts})")
        is_enough = is_enough and total >= least
    return 0 if is_enough else 1


if __name__ == "__main__":
    sys.exit(main())
