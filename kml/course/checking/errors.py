"""Usual exceptions of Python, NumPy, pandas and PyTorch, said in words that tell a learner what to look at.

    in_words(kind, message, line)     a sentence about an exception, from its class's name, its text and the learner's
                                      line that raised it; "" where none fits
    unsolved()                        the sentence about a solver's `.x` that is None

The text of the exception itself is never changed: it is shown below the sentence.
"""

import re

from kml.core.words import N_, _

_NONE = N_(
    "One side of `{operator}` is None. A function without `return` gives None, and so does `print(...)`: does every "
    "function that is called here give its result back?"
)
# (class, pattern of the message, sentence): groups of the pattern are the values of the sentence
_KNOWN = (
    # shapes
    (
        "ValueError",
        r"solve1?: .*\(size (?P<one>\d+) is different from (?P<other>\d+)\)",
        N_(
            "`solve(A, b)` needs as many rows in b as in A, and b has {one} where A has {other}: is a product missing "
            "on one of the two sides?"
        ),
    ),
    (
        "ValueError",
        r"matmul: .*\(size (?P<one>\d+) is different from (?P<other>\d+)\)",
        N_(
            "The two sides of `@` do not fit: {other} columns on the left would have to meet as many "
            "rows on the right, and it has {one}. Is the order turned round, or a `.T` missing?"
        ),
    ),
    (
        "ValueError",
        r"matmul: Input operand (?P<n>\d) does not have enough dimensions",
        N_(
            "`@` multiplies arrays, and one of its sides is a single number, which takes `*`, or a `...` that still "
            "waits for your code."
        ),
    ),
    (
        "ValueError",
        r"shapes (?P<one>\([\d,]+\)) and (?P<other>\([\d,]+\)) not aligned: (?P<a>\d+) \(dim \d\) "
        r"!= (?P<b>\d+)",
        N_(
            "Shapes {one} and {other} cannot be multiplied as matrices: {a} would have to be {b}. Is "
            "the order turned round, or a `.T` missing?"
        ),
    ),
    (
        "ValueError",  # two that fit each other under `@`
        r"operands could not be broadcast together with shapes (?P<shapes>\(\d+,(?P<k>\d+)\) \((?P=k),\d+\))",
        N_(
            "Arrays of shapes {shapes} cannot be put together number by number, as `*`, `+` and `-` do. If they are "
            "to be multiplied as matrices, that is `@`."
        ),
    ),
    (
        "ValueError",
        r"operands could not be broadcast together with (?:remapped )?shapes (?P<shapes>\([\d,() ]+\))",
        N_(
            "Arrays of shapes {shapes} cannot be put together number by number: the lengths must be "
            "the same, or 1. Which of them has a row too many, or goes along another axis?"
        ),
    ),
    (
        "ValueError",
        r"cannot reshape array of size (?P<size>\d+) into shape (?P<shape>\([\d,]+\))",
        N_("{size} numbers do not fill the shape {shape}."),
    ),
    (
        "ValueError",
        r"all the input array dimensions.* must match exactly.* size (?P<one>\d+) .* size (?P<other>\d+)",
        N_("Arrays that are joined must be of one size along the other axes: one has {one} there, another {other}."),
    ),
    (
        "ValueError",
        r"setting an array element with a sequence",
        N_(
            "A whole list stands where one number belongs: the rows are of different lengths, or a "
            "result is put into a single place."
        ),
    ),
    (
        "ValueError",
        r"could not broadcast input array from shape (?P<one>\([\d,]+\)) into shape (?P<other>\([\d,]*\))",
        N_("Something of shape {one} is put into a place of shape {other}."),
    ),
    (
        "IndexError",
        r"boolean index did not match indexed array along (?:axis|dimension) (?P<axis>\d+); "
        r"(?:size of axis|dimension) is (?P<one>\d+) but (?:size of )?corresponding boolean "
        r"(?:axis|dimension) is (?P<other>\d+)",
        N_(
            "A mask of {other} True and False chooses from an array of {one}: they must be equally "
            "long. Was the mask made from another array?"
        ),
    ),
    (
        "IndexError",
        r"index (?P<index>-?\d+) is out of bounds for axis (?P<axis>\d+) with size 1$",
        N_(
            "There is no place {index} along axis {axis}, which has one place here, number 0. Other inputs have other "
            "sizes: is one of them written into the code? Or are rows and columns exchanged?"
        ),
    ),
    (
        "IndexError",
        r"index (?P<index>-?\d+) is out of bounds for axis (?P<axis>\d+) with size (?P<size>\d+)",
        N_(
            "There is no place {index} along axis {axis}: its places go from 0 to {size} − 1. Does a "
            "loop go one step too far, or are rows and columns exchanged?"
        ),
    ),
    (
        "IndexError",
        r"(?P<what>list|tuple|string) index out of range",
        N_("An index goes beyond the end: the places of n items are 0 to n − 1. Does a loop go one step too far?"),
    ),
    (
        "IndexError",
        r"too many indices for array: array is (?P<have>\d+)-dimensional, but (?P<given>\d+) were indexed",
        N_("The array has {have} axes, and {given} places are asked for: a vector has no columns."),
    ),
    (
        "IndexError",
        r"only integers, slices \(`:`\).*are valid indices",
        N_(
            "An index must be a whole number, and this one is not: a division gives a float; "
            "`int(...)` or `//` gives a whole number. A list of True and False needs `np.array(...)`."
        ),
    ),
    (
        "IndexError",
        r"arrays used as indices must be of integer \(or boolean\) type",
        N_("An array of floats cannot choose places: compare something to get True and False, or use `.astype(int)`."),
    ),
    (
        "AxisError",
        r"axis (?P<axis>-?\d+) is out of bounds for array of dimension (?P<dimension>\d+)",
        N_("There is no axis {axis} in an array of {dimension} axes: a vector has axis 0 only."),
    ),
    (
        "TypeError",
        r"only (?:integer scalar arrays|0-dimensional arrays|length-1 arrays|size-1 arrays) can "
        r"be converted",
        N_(
            "One number is needed, and a whole array is there: does `range`, `int` or `float` get an "
            "array where its length, or one of its entries, is meant?"
        ),
    ),
    (
        "TypeError",
        r"list indices must be integers or slices, not (?P<kind>[\w.]+)",
        N_(
            "A place in a list is a whole number, and here it is a {kind}. If the items themselves "
            "run through the loop, no index is needed."
        ),
    ),
    (
        "TypeError",
        r"tuple indices must be integers or slices, not (?P<kind>[\w.]+)",
        N_("A place in a tuple is a whole number, and here it is a {kind}. Is it a row that should be a dict?"),
    ),
    (
        "TypeError",
        r"slice indices must be integers",
        N_("The ends of a slice must be whole numbers: `int(...)` or `//` makes one."),
    ),
    (
        "TypeError",
        r"'float' object cannot be interpreted as an integer",
        N_(
            "A whole number is needed, such as for `range` or a shape, and this one is a float: "
            "`int(...)` or `//` makes a whole number."
        ),
    ),
    (
        "ValueError",
        r"boolean array indexing assignment cannot assign (?P<given>\d+) input values to the (?P<places>\d+) output",
        N_("The mask picks {places} places, and {given} values are to go there: the right of `=` needs it, too."),
    ),
    # truth
    (
        "ValueError",
        r"The truth value of an array with more than one element is ambiguous|The truth value of "
        r"a (?P<kind>Series|DataFrame) is ambiguous",
        N_(
            "`if`, `and`, `or` and `not` want one True or False, and here is a whole array of them. "
            "Use `&`, `|`, `~` with brackets around each comparison, `np.where`, or `.any()` and "
            "`.all()`. Python's own `min`, `max` and `sorted` compare, too: use `np.min`, `np.max`, `np.sort`, with an "
            "`axis`."
        ),
    ),
    (
        "RuntimeError",
        r"Boolean value of Tensor with more than one value is ambiguous",
        N_(
            "`if`, `and`, `or` and `not` want one True or False, and here is a whole tensor of them. "
            "Use `&`, `|`, `~` with brackets around each comparison, or `torch.where`."
        ),
    ),
    (
        "TypeError",
        r"ufunc 'bitwise_xor' not supported",
        N_("`^` is no power in Python: write `**`, as in `x ** 2`."),
    ),
    (
        "TypeError",
        r"ufunc 'bitwise_(?P<word>and|or)' not supported",
        N_("`&` and `|` bind more strongly than comparisons: put brackets around each, as in `(a > 0) & (b > 0)`."),
    ),
    (
        "TypeError",
        r"The numpy boolean subtract|numpy boolean subtract",
        N_("True and False cannot be subtracted: `~` turns them round, `.astype(int)` makes 1 and 0 of them."),
    ),
    (
        "TypeError",
        r"ufunc 'invert' not supported|bad operand type for unary ~: '(?P<kind>[\w.]+)'",
        N_("`~` turns True and False round, and here it meets numbers: compare first, as in `clicked == 0`."),
    ),
    # names and keys
    (
        "NameError",
        r"name '(?P<name>_+)' is not defined",
        N_("A `{name}` of the frame is still there: it stands for what you are to write in its place."),
    ),
    (
        "NameError",
        r"name '(?P<name>\w+)' is not defined",
        N_(
            "There is no `{name}` here: is it spelled as it was made, and made before this line? "
            "What belongs to another cell or function must be handed in."
        ),
    ),
    (
        "UnboundLocalError",
        r"local variable '(?P<name>\w+)'",
        N_(
            "`{name}` is used before this function has given it a value: does an `if` skip that "
            "line, or is the name set further below?"
        ),
    ),
    (
        "KeyError",
        r"(?P<key>.+)",
        N_("There is no entry or column {key}: `.keys()` or `.columns` shows which there are."),
    ),
    (
        "AttributeError",
        r"module '(?P<module>[\w.]+)' has no attribute '(?P<name>\w+)'",
        N_("`{module}` has no `{name}`: is it spelled right? `dir({module})` lists what there is."),
    ),
    (
        "AttributeError",
        r"'NoneType' object has no attribute '(?P<name>\w+)'",
        N_(
            "Something is None, and has no `{name}`: methods such as `.sort()` and `.append()` "
            "change a list and return None, and a function without `return` gives None."
        ),
    ),
    (
        "AttributeError",
        r"'(?P<kind>[\w.]+)' object has no attribute '(?P<name>\w+)'",
        N_("A {kind} has no `{name}`. Is it another kind of value than you thought? `type(...)` tells."),
    ),
    (
        "TypeError",
        r"'NoneType' object is not (?P<what>subscriptable|iterable|callable)|object of type 'NoneType' has no len",
        N_(
            "Something is None where a value is needed: methods such as `.sort()` and `.append()` "
            "change a list and return None, and a function without `return` gives None."
        ),
    ),
    (
        "TypeError",
        r"'(?P<kind>[\w.]+)' object is not callable",
        N_(
            "A {kind} is called as if it were a function: is an operator missing before a bracket, "
            "or do square brackets belong there?"
        ),
    ),
    (
        "IndexError",
        r"invalid index to scalar variable",
        N_("A single number has no places to choose from with `[...]`: is one index too many?"),
    ),
    (
        "TypeError",
        r"'(?P<kind>[\w.]+)' object is not subscriptable",
        N_(
            "A {kind} has no places to choose from with `[...]`: is it one number, or a function "
            "without its round brackets?"
        ),
    ),
    (
        "TypeError",
        r"'(?P<kind>[\w.]+)' object is not iterable",
        N_("A {kind} is no list to go through: does `range(...)` belong around it?"),
    ),
    (
        "TypeError",
        r"unhashable type: '(?P<kind>[\w.]+)'",
        N_(
            "A {kind} cannot be an item of a `set`, or a key. A table gives its rows one by one: `.ravel()` gives its "
            "single values, and `np.unique(...)` each of them once."
        ),
    ),
    (
        "TypeError",
        r"object of type '(?P<kind>[\w.]+)' has no len\(\)",
        N_("A {kind} has no length: a list or an array is needed there."),
    ),
    # operators and calls
    (
        "TypeError",
        r"can't multiply sequence by non-int of type '(?P<kind>[\w.]+)'",
        N_("A list times a number repeats the list. `np.array(...)` makes an array of it, which computes."),
    ),
    (
        "TypeError",
        r"unsupported operand type\(s\) for (?P<operator>\S+): (?:'NoneType' and|'[\w.]+' and 'NoneType')",
        _NONE,
    ),
    (
        "TypeError",
        r"unsupported operand type\(s\) for (?P<operator>\S+): '(?P<one>[\w.]+)' and '(?P<other>[\w.]+)'",
        N_(
            "`{operator}` does not work between a {one} and a {other}. Of a list `np.array(...)` "
            "makes an array, which computes."
        ),
    ),
    (
        "TypeError",
        r"can only concatenate (?P<one>\w+) \(not \"(?P<other>[\w.]+)\"\) to (?P<three>\w+)",
        N_(
            "`+` joins a {one} to another {one}, and here it meets a {other}. `np.array(...)` makes "
            "an array of a list, which computes."
        ),
    ),
    (
        "TypeError",
        r"'(?P<operator>[<>=!]+)' not supported between instances of (?:'NoneType' and|'[\w.]+' and 'NoneType')",
        _NONE,
    ),
    (
        "TypeError",
        r"'(?P<operator>[<>=!]+)' not supported between instances of '(?P<one>[\w.]+)' and "
        r"'(?P<other>[\w.]+)'",
        N_("Values of the types {one} and {other} cannot be compared with `{operator}`."),
    ),
    (
        "TypeError",
        r"(?P<name>[\w.<>]+)\(\) missing (?P<n>\d+) required positional arguments?: (?P<names>.+)",
        N_("The function `{name}` needs more arguments: {names}."),
    ),
    (
        "TypeError",
        r"(?P<name>[\w.<>]+)\(\) takes (?P<takes>.+?) positional arguments? but (?P<given>\d+) "
        r"(?:was|were) given",
        N_("`{name}` takes {takes} arguments and gets {given}."),
    ),
    (
        "TypeError",
        r"(?P<name>[\w.<>]+)\(\) got an unexpected keyword argument '(?P<word>\w+)'",
        N_("`{name}` has no argument `{word}`."),
    ),
    (
        "ValueError",
        r"not enough values to unpack \(expected (?P<wanted>\d+), got (?P<given>\d+)\)",
        N_("{wanted} names stand left of `=`, and the right side has {given} values."),
    ),
    (
        "ValueError",
        r"too many values to unpack \(expected (?P<wanted>\d+)",
        N_(
            "{wanted} names stand left of `=`, and the right side has more values: does a loop over "
            "a dict need `.items()`, or one over an array its rows?"
        ),
    ),
    (
        "TypeError",
        r"cannot unpack non-iterable (?P<kind>[\w.]+) object",
        N_("Several names stand left of `=`, and the right side is a single {kind}."),
    ),
    (
        "ZeroDivisionError",
        r"",
        N_("Something is divided by 0: which input makes the divisor 0, and what should come out then?"),
    ),
    (
        "ValueError",
        r"(?P<value>.+) is not in (?:list|tuple)|list\.index\(x\): x not in list",
        N_("The value that is looked for is not in the list."),
    ),
    (
        "ValueError",
        r"zero-size array to reduction operation (?P<name>\w+) which has no identity|attempt to "
        r"get (?P<other>argmax|argmin) of an empty sequence|(?P<third>min|max)\(\)[\w ]* (?:arg "
        r"is an empty sequence|iterable argument is empty)",
        N_(
            "The largest or smallest of nothing is asked for: which input leaves the list empty, and "
            "what should come out then?"
        ),
    ),
    (
        "ValueError",
        r"math domain error|expected a (?:nonnegative|positive) input",
        N_("A logarithm of a number that is not above 0, or a square root of one below 0."),
    ),
    (
        "LinAlgError",
        r"Singular matrix",
        N_("The matrix has no inverse: a column says what others say already, or a table is the wrong way round."),
    ),
    (
        "LinAlgError",
        r"\d-dimensional array given. Array must be at least two-dimensional",
        N_("A matrix is needed there, a table with rows and columns, and this is a vector or a single number."),
    ),
    (
        "LinAlgError",
        r"Last 2 dimensions of the array must be square",
        N_(
            "A square matrix is needed, and this one has more rows than columns, or fewer: is a "
            "product such as `X.T @ X` missing?"
        ),
    ),
    ("RecursionError", r"", N_("The function calls itself without end.")),
    # pandas and PyTorch
    (
        "ValueError",
        r"Length of values \((?P<one>\d+)\) does not match length of index \((?P<other>\d+)\)",
        N_("A column of {one} values does not fit a table of {other} rows."),
    ),
    (
        "RuntimeError",
        r"mat1 and mat2 shapes cannot be multiplied \((?P<one>\d+x\d+) and (?P<other>\d+x\d+)\)",
        N_(
            "Matrices of {one} and {other} do not fit: the columns of the first must be as many as "
            "the rows of the second."
        ),
    ),
    (
        "RuntimeError",
        r"The size of tensor a \((?P<one>\d+)\) must match the size of tensor b \((?P<other>\d+)\)",
        N_("Tensors of length {one} and {other} cannot be put together number by number."),
    ),
    (
        "RuntimeError",
        r"Can't call numpy\(\) on Tensor that requires grad",
        N_("This tensor remembers how it was made: `.detach().numpy()` takes its numbers alone."),
    ),
    (
        "RuntimeError",
        r"expected (?:m1 and m2|both .*|scalar type .*) (?:to have the same dtype|.*but (?:got|found))",
        N_(
            "Two tensors have different types, such as float32 and float64: `.float()` or `.double()` makes them alike."
        ),
    ),
    (
        "TypeError",
        r"(?:unsupported operand type\(s\)|can't convert np\.ndarray|expected Tensor)",
        N_("A tensor meets something that is none: `torch.as_tensor(...)` makes one, `.numpy()` makes an array."),
    ),
)
# SciPy's solvers give None for the solution where there is none
_SOLVED = re.compile(r"(?<![\w.])\w+(\(.*\))?\.x\b")
_UNSOLVABLE = N_(
    "`.x` is None: the solver found nothing that meets all conditions at once. What it gives has a `.message` "
    "that says why. "
    "Do two conditions contradict each other?"
)
_FRAME = N_("A `...` of the frame is still there: it stands for what you are to write in its place.")
_PATTERNS = tuple((kind, re.compile(pattern, re.DOTALL), sentence) for kind, pattern, sentence in _KNOWN)


def in_words(kind, message, line=""):
    """A sentence about an exception of the class called `kind` with this text, in the language in use; "" for others.

    `line` is the learner's line that raised it.

    >>> in_words("ZeroDivisionError", "division by zero")
    'Something is divided by 0: which input makes the divisor 0, and what should come out then?'
    """
    if "NoneType" in message and _SOLVED.search(line):
        return unsolved()
    if "'ellipsis'" in message:
        return _(_FRAME)
    for known, pattern, sentence in _PATTERNS:
        found = pattern.search(message) if known == kind or kind.endswith(f".{known}") else None
        if found:
            groups = {name: value or "" for name, value in found.groupdict().items()}
            return _(sentence).format(**groups)
    return ""


def unsolved():
    """What there is to say of a solver's `.x` that is None, in the language in use.

    >>> unsolved()[:42]
    '`.x` is None: the solver found nothing tha'
    """
    return _(_UNSOLVABLE)
