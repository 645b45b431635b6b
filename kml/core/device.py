"""Which device PyTorch finds on this machine: asked in one place. PyTorch is loaded when the question is."""

import sys


def best_device():
    """(kind, name) of the best device: ("cuda", the card's name), ("mps", "Apple GPU") or ("cpu", "CPU")."""
    if sys.platform == "emscripten":  # a browser, which has no PyTorch
        return "cpu", "CPU"
    import torch

    if torch.cuda.is_available():
        return "cuda", torch.cuda.get_device_name()
    if torch.backends.mps.is_available():
        return "mps", "Apple GPU"
    return "cpu", "CPU"
