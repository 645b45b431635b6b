"""Pages that a browser may hold to a strict policy: nothing from other hosts, no script and no style within a page.

What a cell shows has styles in its elements. They are moved to the site's own style sheet, so that the policy can say
no to all others.
"""

import hashlib
import html
import re

# `wasm-unsafe-eval` lets Python run in the page: it compiles WebAssembly, and no text as JavaScript.
POLICY = {
    "default-src": "'none'",
    "script-src": "'self' 'wasm-unsafe-eval'",
    "style-src": "'self'",
    "img-src": "'self' data: blob:",
    "font-src": "'self'",
    "connect-src": "'self'",
    "worker-src": "'self'",
    "manifest-src": "'self'",
    "base-uri": "'none'",
    "form-action": "'none'",
}
_STYLED = re.compile(r'(<[a-zA-Z][^<>]*?) style="([^"]*)"')


def policy():
    """The policy as a page's meta tag has it."""
    return "; ".join(f"{kind} {allowed}" for kind, allowed in POLICY.items())


class Styles:
    """The styles that stood in elements, each with a name; `sheet` is what goes into the style sheet."""

    def __init__(self):
        self.known = {}

    def moved(self, page):
        """A page whose elements name their styles instead of having them.

        >>> styles = Styles()
        >>> styles.moved('<b style="color:red">1</b>')
        '<b data-s="f1ff77e5">1</b>'
        >>> styles.sheet()
        '[data-s="f1ff77e5"]{color:red}'
        """

        def name(found):
            key = hashlib.sha256(found[2].encode()).hexdigest()[:8]
            self.known[key] = html.unescape(found[2])
            return f'{found[1]} data-s="{key}"'

        return _STYLED.sub(name, page)

    def sheet(self):
        return "\n".join(f'[data-s="{key}"]{{{style}}}' for key, style in sorted(self.known.items()))
