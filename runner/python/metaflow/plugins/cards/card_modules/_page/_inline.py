"""What stands inside a paragraph of Markdown: emphasis, code, links, pictures."""

from __future__ import annotations

import re

from ._escape import quoted, safe_url, text

_SIGNS = re.compile(
    r"""
    (?P<escaped>\\[!-/:-@\[-`{-~])
  | (?P<code>(?P<ticks>`+)(?P<coded>.+?)(?<!`)(?P=ticks)(?!`))
  | (?P<picture>!\[(?P<alt>[^\]]*)\]\((?P<src>[^()\s]*(?:\([^()\s]*\)[^()\s]*)*)
      (?:\s+"[^"]*")?\))
  | (?P<link>\[(?P<said>(?:[^\[\]]|\[[^\]]*\])*)\]\((?P<href>[^()\s]*(?:\([^()\s]*\)[^()\s]*)*)
      (?:\s+"[^"]*")?\))
  | (?P<auto><(?P<url>https?://[^\s<>]+)>)
  | (?P<bare>(?<![\w"'=])https?://[^\s<>()]+[\w/])
  | (?P<tag></?(?:br|b|i|u|s|em|strong|small|sub|sup|kbd|code|mark)\s*/?>)
  | (?P<strong>(?P<two>\*\*|__)(?=\S)(?P<bold>.+?)(?<=\S)(?P=two))
  | (?P<em>(?P<one>\*|(?<!\w)_)(?=\S)(?P<slanted>.+?)(?<=\S)(?P=one)(?!\w))
  | (?P<struck>~~(?=\S)(?P<gone>.+?)(?<=\S)~~)
  | (?P<broken>(?:\ {2,}|\\)\n)
    """,
    re.VERBOSE | re.DOTALL,
)
_ENTITY = re.compile(r"&amp;(#\d{1,7}|#x[0-9a-fA-F]{1,6}|[a-zA-Z][a-zA-Z0-9]{1,31});")


def inline(source: str) -> str:
    out = []
    at = 0
    for found in _SIGNS.finditer(source):
        out.append(_plain(source[at : found.start()]))
        out.append(_sign(found))
        at = found.end()
    out.append(_plain(source[at:]))
    return "".join(out)


def _plain(source: str) -> str:
    # Entities are Markdown's own way to write signs.
    return _ENTITY.sub(r"&\1;", text(source))


def _sign(found: re.Match[str]) -> str:
    kind = found.lastgroup or ""
    parts = found.groupdict()
    for name in ("escaped", "code", "picture", "link", "auto", "bare", "tag", "strong", "em"):
        if parts[name] is not None:
            kind = name
            break
    if kind == "escaped":
        return text(parts["escaped"][1])
    if kind == "code":
        return f"<code>{text(parts['coded'].strip())}</code>"
    if kind == "picture":
        return _picture(parts["src"], parts["alt"])
    if kind == "link":
        return _link(parts["href"], inline(parts["said"]))
    if kind in ("auto", "bare"):
        url = parts["url"] or parts["bare"]
        return _link(url, text(url))
    if kind == "tag":
        return _bare_tag(parts["tag"])
    if kind == "strong":
        return f"<strong>{inline(parts['bold'])}</strong>"
    if kind == "em":
        return f"<em>{inline(parts['slanted'])}</em>"
    return f"<del>{inline(parts['gone'])}</del>" if parts["struck"] else "<br>\n"


def _link(url: str, said: str) -> str:
    safe = safe_url(url)
    if safe is None:
        return said
    return f'<a href="{quoted(safe)}" target="_blank" rel="noopener noreferrer">{said}</a>'


def _picture(url: str, said: str) -> str:
    safe = safe_url(url, picture=True)
    return text(said) if safe is None else f'<img src="{quoted(safe)}" alt="{quoted(said)}">'


def _bare_tag(tag: str) -> str:
    """Tags without attributes do no harm."""
    name = tag.strip("</> ").rstrip("/").strip()
    return "<br>" if name == "br" else f"</{name}>" if tag.startswith("</") else f"<{name}>"
