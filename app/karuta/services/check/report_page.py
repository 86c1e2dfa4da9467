"""Writes a check as one HTML file: sortable, filterable, no second file and no connection, with any number of rows."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from html import escape
from pathlib import Path
from typing import Any, TextIO

from karuta.domain.listings.buried import Buried
from karuta.domain.listings.listing import FieldVerdict, ListingVerdict
from karuta.domain.listings.words import FIELD_NAMES, FIELD_OF_TOKEN, VERDICTS
from karuta.files import write_whole
from karuta.services.check.report_rows import CheckReport, ReportRow, reasons, set_codes

# Nothing from anywhere: the page's own script and style alone.
POLICY = "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; img-src data:"
COLUMNS = ("listing", "title", "verdict", "card", "set code", "reasons", "same photos", "buried", "better title")

_BURIED = {"": "found or not", "any": "buried"}
_LOST = {
    Buried.NO_NAME: "no name",
    Buried.NICKNAME: "a nickname alone",
    Buried.MISSPELLED: "misspelled",
    Buried.PART: "part of the name",
    Buried.ROMAJI: "Japanese in Latin letters",
    Buried.NO_CODE: "no set code",
    Buried.WRONG_WORD: "words of another game",
}
_FIELDS = {**{field: str(words) for field, words in FIELD_NAMES.items()}, "price": "Price"}
# How the page says what the rows have as the JSON has it.
_WORDS = {
    **{one.value: str(words) for one, words in VERDICTS.items()},
    **{one.value: said for one, said in _LOST.items()},
}

_STYLE = """
:root{color-scheme:light dark;font:14px/1.45 system-ui,sans-serif}
body{margin:0;padding:1.2rem}h1{font-size:1.3rem;margin:0 0 .6rem}
.bar{display:flex;gap:.5rem;flex-wrap:wrap;margin:.6rem 0}input,select{font:inherit;padding:.3rem .5rem}
table{border-collapse:collapse;width:100%;table-layout:fixed}
th,td{text-align:left;vertical-align:top;padding:.35rem .5rem}
th,td{border-bottom:1px solid #8884;overflow-wrap:anywhere}th{position:sticky;top:0;background:Canvas;cursor:pointer}
th[aria-sort]::after{content:" \\2191"}th[aria-sort=descending]::after{content:" \\2193"}
.wrong_card,.not_genuine{color:#c62828}.wrong_printing,.count_differs{color:#b26a00}.match{color:#2e7d32}
mark{background:#c6282826;color:inherit}td img{display:block;max-width:100%;margin-top:.3rem}
@media(prefers-color-scheme:dark){.wrong_card,.not_genuine{color:#ff8a80}.wrong_printing,.count_differs{color:#ffcc80}
.match{color:#a5d6a7}}
"""
# Rows are made as they come into sight, 200 at a time: 100,000 at once would take a browser a minute.
_SCRIPT = """
const all=JSON.parse(document.getElementById('rows').textContent),body=document.querySelector('tbody');
const search=document.getElementById('search'),pick=document.getElementById('verdict');
const lost=document.getElementById('buried');
const heads=[...document.querySelectorAll('th')],count=document.getElementById('count');
const said=JSON.parse(document.getElementById('words').textContent);
const word=(cell,at)=>at===2||at===7?cell.split(' ').filter(Boolean).map(one=>said[one]||one).join(', '):cell;
let shown=all,made=0,by=-1,down=false;
const place=(td,text,marks)=>{let from=0;for(const[start,end]of marks){const mark=document.createElement('mark');
mark.textContent=text.slice(start,end);td.append(text.slice(from,start),mark);from=end}td.append(text.slice(from))};
function more(){const end=Math.min(made+200,shown.length);for(;made<end;made++){const tr=document.createElement('tr');
const row=shown[made],cells=row.slice(0,heads.length);
for(const[at,cell]of cells.entries()){const td=document.createElement('td');
if(at===1)place(td,cell,row[cells.length]);else td.textContent=word(cell,at);
if(at===2)td.className=cell;if(at===5)for(const src of row[cells.length+1]){const img=new Image();
img.src=src;img.alt='';td.append(img)}tr.append(td)}body.append(tr)}}
function draw(){const words=search.value.toLowerCase().split(/\\s+/).filter(Boolean);
const hides=row=>!lost.value||(lost.value==='any'?row[7]:row[7].split(' ').includes(lost.value));
const fits=row=>words.every(one=>row.slice(0,heads.length).some((cell,at)=>word(cell,at).toLowerCase().includes(one)));
shown=all.filter(row=>(!pick.value||row[2]===pick.value)&&hides(row)&&fits(row));
if(by>=0)shown=shown.slice().sort((a,b)=>(down?-1:1)*word(a[by],by).localeCompare(word(b[by],by),undefined,{numeric:true}));
body.replaceChildren();made=0;more();count.textContent=shown.length+' / '+all.length}
heads.forEach((head,at)=>head.addEventListener('click',()=>{down=by===at&&!down;by=at;
heads.forEach(one=>one.removeAttribute('aria-sort'));head.setAttribute('aria-sort',down?'descending':'ascending');draw()}));
search.addEventListener('input',draw);pick.addEventListener('change',draw);lost.addEventListener('change',draw);
addEventListener('scroll',()=>{if(innerHeight+scrollY>document.body.scrollHeight-1500)more()});draw();
"""


def write_page(path: Path, report: CheckReport, *, title: str) -> None:
    """Write the whole page or nothing; the same findings give the same bytes."""

    def fill(beside: Path) -> None:
        with beside.open("w", encoding="utf-8", errors="replace", newline="\n") as file:
            _write(file, report, title)

    write_whole(path, fill)


def _write(file: TextIO, report: CheckReport, title: str) -> None:
    counts = Counter(row.found["verdict"] for row in report.rows())
    there = [verdict for verdict in ListingVerdict if counts[verdict]]
    said = ", ".join(f"{_WORDS[verdict.value]} {counts[verdict]}" for verdict in there)
    options = "".join(f'<option value="{one.value}">{_WORDS[one.value]}</option>' for one in there)
    lost = Counter(reason for row in report.rows() for reason in row.found["buried"]["reasons"])
    found = ("", "any", *(one.value for one in Buried if lost[one.value]))
    missed = "".join(f'<option value="{one}">{_BURIED.get(one) or _WORDS[one]}</option>' for one in found)
    heads = "".join(f"<th>{escape(name)}</th>" for name in COLUMNS)
    file.write(
        f'<!doctype html><html lang="en"><head><meta charset="utf-8"><meta http-equiv="Content-Security-Policy" '
        f'content="{POLICY}"><meta name="viewport" content="width=device-width"><title>{escape(title)}</title>'
        f"<style>{_STYLE}</style></head><body><h1>{escape(title)}</h1><p>{said}</p>"
        f'<div class="bar"><input id="search" placeholder="Search" aria-label="Search"><select id="verdict" '
        f'aria-label="Verdict"><option value="">all verdicts</option>{options}</select>'
        f'<select id="buried" aria-label="Buried">{missed}</select><span id="count"></span></div>'
        f"<table><thead><tr>{heads}</tr></thead><tbody></tbody></table>"
        f'<script type="application/json" id="words">{json.dumps(_WORDS)}</script>'
        f'<script type="application/json" id="rows">['
    )
    for number, cells in enumerate(_cells(row) for row in report.rows()):
        # No text of a listing can end the script: `<` is written as an escape.
        text = json.dumps(cells, ensure_ascii=False).replace("<", "\\u003c")
        file.write(("" if number == 0 else ",") + "\n" + text)
    file.write(f"\n]</script><script>{_SCRIPT}</script></body></html>\n")


def _cells(row: ReportRow) -> list[Any]:
    """A text for each of `COLUMNS`; then what is marked in the title, and small pictures for the reasons."""
    found = row.found
    names: Iterator[str] = (card["name"] for card in found["title"]["cards"])
    return [
        row.listing.listing_id,
        row.listing.title,
        found["verdict"],
        ", ".join(names),
        " ".join(set_codes(found)),
        " ".join(reasons(found, _FIELDS)),
        ", ".join(found["same_photos"]),
        " ".join(found["buried"]["reasons"]),
        found["buried"]["better"] or "",
        _marks(row.listing.title, found),
        list(row.strips),
    ]


def _marks(title: str, found: dict[str, Any]) -> list[tuple[int, int]]:
    """Where the title says what the photos do not show, counted as a browser counts letters."""
    differs = {one["field"] for one in found["fields"] if one["verdict"] == FieldVerdict.DIFFERS}
    tokens = (one for one in found["title"]["tokens"] if FIELD_OF_TOKEN.get(one["field"]) in differs)
    return [(_units(title[: one["start"]]), _units(title[: one["end"]])) for one in tokens]


def _units(text: str) -> int:
    return len(text.encode("utf-16-le", "surrogatepass")) // 2
