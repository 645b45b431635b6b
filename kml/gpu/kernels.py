"""The Triton kernels behind `kml.gpu`: one gradient step in one pass over the data, and a plain read to compare with.

Loaded by `kml.gpu` at first use on a CUDA device (Triton comes with PyTorch's CUDA builds and with no other).

A step of gradient descent on the mean squared error, theta ← theta − eta · (2/N) Xᵀ(Xθ − y), needs each number of X
twice: once for the residual of its row, once for the gradient. Two matrix products fetch X from memory twice. Here a
row is held in registers between the two uses, so X is fetched once, and the time of a step is the time to read X and y.
"""

import triton
import triton.language as tl


def tiling(rows, features, itemsize, processors, threads=1024, blocks_each=1, bytes_each=112):
    """How blocks and threads share the rows: (compile-time numbers of `one_pass_step`, blocks, warps in a block).

    `W` columns at a time, neighbouring threads share a row: each reads `vector` numbers (16 bytes, where rows start on
    such a boundary). Few threads to a row mean few exchanges between threads, many mean few registers: we take the
    fewest that keep a thread's share of a row within 48 bytes. Each thread asks for `bytes_each` bytes, `U` rows,
    before it uses the first, because memory answers late and only many open requests keep it busy.
    """
    vector = 16 // itemsize
    while features % vector:
        vector //= 2
    lanes = min(max(1, 16 // (itemsize * vector)), triton.next_power_of_2(triton.cdiv(features, vector)))
    while lanes < 32 and triton.cdiv(features, lanes * vector) * vector * itemsize > 48:
        lanes *= 2
    width = lanes * vector
    chunks = triton.cdiv(features, width)
    height = threads // lanes
    tall = 1
    while tall < 8 and tall * 2 * (chunks * vector + 1) * itemsize <= bytes_each and height * tall * processors < rows:
        tall *= 2
    blocks = min(processors * blocks_each, triton.cdiv(rows, height * tall))
    columns = triton.next_power_of_2(features)
    lines = min(triton.next_power_of_2(blocks), max(1, 16 * threads // columns))
    numbers = dict(D=features, W=width, C=chunks, R=height, U=tall, BLOCKS=blocks, LINES=lines, COLUMNS=columns)
    return numbers, blocks, threads // 32


@triton.jit
def _add_tile(sums, X, y, weights, first, rows, D: tl.constexpr, W: tl.constexpr, C: tl.constexpr,
              R: tl.constexpr, U: tl.constexpr, WHOLE: tl.constexpr):  # fmt: skip
    """Add the share of R·U rows from row `first` on to `sums`: every load first, then the arithmetic."""
    X += first * D
    y += first
    cols = tl.arange(0, W)
    data = ()
    targets = ()
    for u in tl.static_range(U):
        row = u * R + tl.arange(0, R)
        for c in tl.static_range(C):
            inside = (c * W + cols < D)[None, :]
            if not WHOLE:
                inside &= (first + row < rows)[:, None]
            if WHOLE and (c + 1) * W <= D:
                data += (tl.load(X + row[:, None] * D + (c * W + cols)[None, :]),)
            else:
                data += (tl.load(X + row[:, None] * D + (c * W + cols)[None, :], mask=inside, other=0.0),)
        if WHOLE:
            targets += (tl.load(y + row),)
        else:
            targets += (tl.load(y + row, mask=first + row < rows, other=0.0),)
    for u in tl.static_range(U):
        products = data[u * C] * weights[0][None, :]
        for c in tl.static_range(1, C):
            products += data[u * C + c] * weights[c][None, :]
        residual = tl.sum(products, axis=1) - targets[u]
        added = ()
        for c in tl.static_range(C):
            added += (sums[c] + data[u * C + c] * residual[:, None],)
        sums = added
    return sums


@triton.jit
def _finish(total, theta, gradient, scales, cols, D: tl.constexpr):
    """From Xᵀ(Xθ − y), in float64: write the gradient and move theta. scales holds 2/N and eta."""
    inside = cols < D
    slope = total * tl.load(scales)
    old = tl.load(theta + cols, mask=inside, other=0.0)
    tl.store(gradient + cols, slope, mask=inside)
    tl.store(theta + cols, old - tl.load(scales + 1) * slope, mask=inside)


@triton.jit
def one_pass_step(X, y, theta, gradient, scales, partials, finished, rows, D: tl.constexpr, W: tl.constexpr,
                  C: tl.constexpr, R: tl.constexpr, U: tl.constexpr, BLOCKS: tl.constexpr, LINES: tl.constexpr,
                  COLUMNS: tl.constexpr):  # fmt: skip
    """One full-batch step: writes `gradient` (D,) and moves `theta` (D,) in place.

    Each block adds up its own rows, and the block that finishes last adds up the blocks' sums, always in the same
    order and in float64: the same data give the same bits at every run. `finished` counts blocks and is left at 0.
    """
    block = tl.program_id(0).to(tl.int64)  # so that rows × features may pass 2³¹
    cols = tl.arange(0, W)
    weights = ()
    sums = ()
    for c in tl.static_range(C):
        weights += (tl.load(theta + c * W + cols, mask=c * W + cols < D, other=0.0),)
        sums += (tl.zeros((R, W), X.dtype.element_ty),)
    whole = rows // (R * U)
    for tile in range(block, whole, BLOCKS):
        sums = _add_tile(sums, X, y, weights, tile * (R * U), rows, D, W, C, R, U, True)
    for tile in range(whole + block, tl.cdiv(rows, R * U), BLOCKS):  # the rest of the rows: one tile, block 0
        sums = _add_tile(sums, X, y, weights, tile * (R * U), rows, D, W, C, R, U, False)

    if BLOCKS == 1:
        for c in tl.static_range(C):
            _finish(tl.sum(sums[c].to(tl.float64), axis=0), theta, gradient, scales, c * W + cols, D)
    else:
        for c in tl.static_range(C):
            mine = tl.sum(sums[c].to(tl.float64), axis=0)
            tl.store(partials + block * D + c * W + cols, mine, mask=c * W + cols < D)
        tl.debug_barrier()  # every thread of this block has written before the block is counted
        if tl.atomic_add(finished, 1, sem="acq_rel") == BLOCKS - 1:
            column = tl.arange(0, COLUMNS)
            total = tl.zeros((LINES, COLUMNS), tl.float64)
            for start in tl.static_range(0, BLOCKS, LINES):
                line = start + tl.arange(0, LINES)
                inside = (line < BLOCKS)[:, None] & (column < D)[None, :]
                where = partials + line[:, None] * D + column[None, :]
                total += tl.load(where, mask=inside, other=0.0, cache_modifier=".cg").to(tl.float64)
            tl.store(finished, 0)
            _finish(tl.sum(total, axis=0), theta, gradient, scales, column, D)


@triton.jit
def read_only(X, out, numbers, SIZE: tl.constexpr):
    """Add up all numbers of X, and nothing else: the fastest that any step can be."""
    block = tl.program_id(0).to(tl.int64)
    at = tl.arange(0, SIZE)
    total = tl.zeros((SIZE,), X.dtype.element_ty)
    whole = numbers // SIZE
    for tile in range(block, whole, tl.num_programs(0)):
        total += tl.load(X + tile * SIZE + at)
    tl.store(out + block, tl.sum(total))
