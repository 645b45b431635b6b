"""A tiny course for the tests of kml_classroom: one lesson with one exercise, one prediction and one figure."""

from types import SimpleNamespace

EXERCISE = SimpleNamespace(
    id="03.1", name="twice", title="Twice", term="两倍", minutes=4, difficulty=2, importance=3, points=1,
    reference=lambda x: 2 * x, hints=("Once more.", "doubled_number = 2 * x"),
    mistakes=(SimpleNamespace(because="This is x itself."), SimpleNamespace(because="Not `2 * x + 0 * x`.")),
)  # fmt: skip
PREDICTION = SimpleNamespace(id="03.p1")

LESSON = """\
---
title: Tiny
lesson: "03"
question: What is twice | two?
minutes: 6
gpu: no
needs: [counting]
objectives:
  - double a number
kernelspec: {name: python3, display_name: Python 3 (ipykernel), language: python}
---

## 1 · Doubling · 2 min

Some text.

+++

### Exercise 03.1

Return twice x.

```{code-cell} python3
:tags: [exercise]

def twice(x):
    \"\"\"Twice x.\"\"\"
    ### BEGIN SOLUTION
    doubled_number = 2 * x + 0 * x
    return doubled_number
    ### END SOLUTION
```

```{code-cell} python3
:tags: [solution]

print("only in the solution")
```

```{code-cell} python3
%matplotlib inline
import os

import matplotlib.pyplot as plt
from IPython.display import display

figure, axes = plt.subplots(figsize=(1, 1))
display(figure, metadata={"image/png": {"alt": "an empty figure"}})
plt.close()
folder = os.path.basename(os.getcwd())
print("static:", os.environ["KML_STATIC"], folder, os.environ.get("KML_CREATOR"))
```

```{code-cell} python3
:tags: [check]

class Result:
    __repr__ = lambda self: "Correct · 03.1"


kml = type("kml", (), {"check": lambda *_: Result(), "predict": print})
kml.predict("03.p1")
kml.check("03.1", twice)
```

## Summary

Twice is two times.

## Check yourself

What is twice two?

### Answers

Four.

## Further reading

Read on.
"""


def declared(number):
    """What the tiny lesson's module would declare."""
    return ({"03.1": EXERCISE}, {"03.p1": PREDICTION}) if number == "03" else ({}, {})
