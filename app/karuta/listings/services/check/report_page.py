"""Writes a check as one HTML file: sortable, filterable, no second file and no connection, with any number of rows."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from html import escape
from pathlib import Path
from typing import Any, TextIO
from xml.etree import ElementTree

from karuta.domain.sentence import Sentence
from karuta.files import write_whole
from karuta.listings.domain.check.buried import Buried
from karuta.listings.domain.check.listing import FieldVerdict, ListingVerdict
from karuta.listings.domain.check.words import FIELD_OF_TOKEN
from karuta.listings.services.check.report_rows import CheckReport, ReportRow, set_codes
from karuta.listings.services.check.report_words import BURIED, COLUMNS, PRICE, REASONS, VERDICT, WORDS

# Qt Linguist's own format; sentences of all rooms but the window stand in this context.
FILE, CONTEXT = Path("translations") / "karuta_ja.ts", "Errors"
_PLACES = re.compile(r"\{\w+\}")


def japanese_words(resources: Path) -> Mapping[str, str]:
    """Templates of sentences -> Japanese ones with the same places for values; empty where the file is missing."""
    try:
        root = ElementTree.parse(resources / FILE).getroot()
    except (OSError, ElementTree.ParseError):
        return {}
    context = next((one for one in root.iter("context") if one.findtext("name") == CONTEXT), None)
    found = {}
    for message in () if context is None else context.iter("message"):
        english, japanese = message.findtext("source") or "", message.findtext("translation") or ""
        if japanese and set(_PLACES.findall(japanese)) <= set(_PLACES.findall(english)):
            found[english] = japanese
    return found


# Nothing from anywhere: the page's own script and style alone.
POLICY = "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; img-src data:"

_STYLE = """
:root{color-scheme:light dark;font:14px/1.45 system-ui,sans-serif}
body{margin:0;padding:1.2rem}h1{font-size:1.3rem;margin:0 0 .6rem}
.bar{display:flex;gap:.5rem;flex-wrap:wrap;margin:.6rem 0}input,select{font:inherit;padding:.3rem .5rem}
table{border-collapse:collapse;width:100%;min-width:60rem;table-layout:fixed}
th,td{text-align:left;vertical-align:top;padding:.35rem .5rem}
th,td{border-bottom:1px solid #8884;overflow-wrap:anywhere}th{position:sticky;top:0;background:Canvas;cursor:pointer}
th[aria-sort]::after{content:" \\2191"}th[aria-sort=descending]::after{content:" \\2193"}
.wrong_card,.not_genuine{color:#c62828}.wrong_printing,.count_differs{color:#b26a00}.match{color:#2e7d32}
mark{background:#c6282826;color:inherit}td img{display:block;max-width:100%;margin-top:.3rem}
@media(prefers-color-scheme:dark){.wrong_card,.not_genuine{color:#ff8a80}.wrong_printing,.count_differs{color:#ffcc80}
.match{color:#a5d6a7}}
.counts span{margin-right:1rem}th:focus-visible{outline:2px solid Highlight}td svg{display:block;margin-top:.3rem}
td svg{max-width:100%}[hidden]{display:none}.why{white-space:pre-line}
.band{fill:#2f6db533}.sale{fill:#2f6db5}.asked{stroke:#d62828;stroke-width:1.5}
"""
# Of a hundred: what is read has the room, and what is glanced at little.
_WIDTHS = {
    **{"listing": 6, "title": 15, "verdict": 7, "card": 11, "set code": 8, "reasons": 21},
    **{"same photos": 5, "buried": 6, "better title": 10, "price": 11},
}
# Rows are made as they come into sight, 200 at a time: 100,000 at once would take a browser a minute.
_SCRIPT = (
    """
const get=id=>document.getElementById(id),all=JSON.parse(get('rows').textContent),body=document.querySelector('tbody');
const search=get('search'),pick=get('verdict'),lost=get('buried'),count=get('count');
const heads=[...document.querySelectorAll('th')],both=JSON.parse(get('words').textContent);
const asked=new URLSearchParams(location.search).get('lang')||navigator.language;
const mine=asked.startsWith('ja')?1:0,said=key=>both[key]?both[key][mine]:key;
document.documentElement.lang=mine?'ja':'en';search.placeholder=said('search');search.setAttribute('aria-label',said('search'));
for(const one of document.querySelectorAll('[data-word]'))one.prepend(said(one.dataset.word));
document.title=document.querySelector('h1').textContent;
const fill=(key,values)=>said(key).replace(/[{](\\w+)[}]/g,(_,name)=>values[name]);
const cents=new Intl.NumberFormat(undefined,{maximumFractionDigits:2});
const whole=new Intl.NumberFormat(undefined,{maximumFractionDigits:0});
const amount=price=>(price<1000?cents:whole).format(price);
const priced=p=>{if(!p||!p.n)return'';const parts=[];if(p.verdict!=='cannot_tell')parts.push(said('price '+p.verdict));
if(p.asked!=null)parts.push(fill('asks',{asked:amount(p.asked)+' '+p.currency}));
if(p.low!=null)parts.push(fill('half',{n:p.n,low:amount(p.low),high:amount(p.high),currency:p.currency}));
if(p.outliers)parts.push(fill('aside',{n:p.outliers}));return[...parts,...p.widened.map(said)].join('; ')};
const templates=JSON.parse(get('sentences').textContent);
const told=one=>Array.isArray(one)?templates[one[0]][mine].replace(/[{](\\w+)[}]/g,(all,name)=>one[1]&&name in one[1]?
told(one[1][name]):all):one;
for(const row of all)row.text=row.slice(0,heads.length).map((cell,at)=>at===PRICE?priced(cell):
at===REASONS?cell.map(told).join('\\n'):
at===VERDICT||at===BURIED?cell.split(' ').filter(Boolean).map(said).join(said(', ')):
Array.isArray(cell)?cell.join(said(', ')):cell);
for(const row of all)row.sought=row.text.join('\\n').toLowerCase();
const lacks=heads.map((_,at)=>at>VERDICT&&all.every(row=>!row.text[at]));
heads.forEach((head,at)=>{head.hidden=lacks[at]});
let shown=all,made=0,by=-1,down=false;
const place=(td,text,marks)=>{let from=0;for(const[start,end]of marks){const mark=document.createElement('mark');
mark.textContent=text.slice(start,end);td.append(text.slice(from,start),mark);from=end}td.append(text.slice(from))};
const draws=(name,values)=>{const one=document.createElementNS(get('empty').namespaceURI,name);
for(const key in values)one.setAttribute(key,values[key]);return one};
const sales=(td,p)=>{if(!p.comparables)return;const dated=p.comparables.filter(one=>one.date);
const prices=[...p.comparables.map(one=>one.price),p.low,p.high,p.asked].filter(Boolean).map(Math.log);
const top=Math.max(...prices),least=Math.min(...prices),y=price=>8+44*(top-Math.log(price))/((top-least)||1);
const days=dated.map(one=>Date.parse(one.date)),first=Math.min(...days),wide=(Math.max(...days)-first)||1;
if(dated.length){const svg=draws('svg',{viewBox:'0 0 200 60',width:200,height:60,role:'img','aria-label':priced(p)});
svg.append(draws('rect',{x:0,width:200,y:y(p.high),height:Math.max(1,y(p.low)-y(p.high)),class:'band'}));
dated.forEach((one,at)=>svg.append(draws('circle',{cx:6+188*(days[at]-first)/wide,cy:y(one.price),r:3,class:'sale'})));
if(p.asked)svg.append(draws('line',{x1:0,x2:200,y1:y(p.asked),y2:y(p.asked),class:'asked'}));td.append(svg)}
const more=document.createElement('details'),head=document.createElement('summary');head.textContent=said('sales');
more.append(head);for(const one of p.comparables){const line=document.createElement('div');
line.textContent=[one.date,amount(one.price),one.printing,one.condition,one.grade,one.title||one.listing_id].filter(Boolean)
.join(' · ');more.append(line)}td.append(more)};
function more(){const end=Math.min(made+200,shown.length);for(;made<end;made++){const tr=document.createElement('tr');
const row=shown[made];for(const[at,text]of row.text.entries()){const td=document.createElement('td');
td.dir='auto';td.hidden=lacks[at];if(at===1)place(td,text,row[heads.length]);else td.textContent=text;
if(at===VERDICT)td.className=row[at];if(at===REASONS)td.className='why';
if(at===REASONS)for(const src of row[heads.length+1]){const img=new Image();
img.src=src;img.alt='';td.append(img)}if(at===PRICE&&row[at])sales(td,row[at]);tr.append(td)}body.append(tr)}}
function draw(){const words=search.value.toLowerCase().split(/\\s+/).filter(Boolean);
const hides=row=>!lost.value||(lost.value==='any'?row[BURIED]:row[BURIED].split(' ').includes(lost.value));
const fits=row=>words.every(one=>row.sought.includes(one));
shown=all.filter(row=>(!pick.value||row[VERDICT]===pick.value)&&hides(row)&&fits(row));
if(by===PRICE){const off=row=>row[by]&&row[by].asked&&row[by].median?Math.log(row[by].asked/row[by].median):0;
shown.sort((a,b)=>(down?-1:1)*(off(a)-off(b)))}else if(by>=0)
shown.sort((a,b)=>(down?-1:1)*order.compare(a.text[by],b.text[by]));
body.replaceChildren();made=0;more();count.textContent=shown.length+' / '+all.length}
const order=new Intl.Collator(undefined,{numeric:true});
heads.forEach((head,at)=>{const sort=()=>{down=by===at&&!down;by=at;
heads.forEach(one=>one.removeAttribute('aria-sort'));head.setAttribute('aria-sort',down?'descending':'ascending');draw()};
head.addEventListener('click',sort);
head.addEventListener('keydown',event=>{if(event.key==='Enter'||event.key===' '){event.preventDefault();sort()}})});
search.addEventListener('input',draw);pick.addEventListener('change',draw);lost.addEventListener('change',draw);
addEventListener('scroll',()=>{if(innerHeight+scrollY>document.body.scrollHeight-1500)more()});draw();
""".replace("VERDICT", str(VERDICT))
    .replace("BURIED", str(BURIED))
    .replace("PRICE", str(PRICE))
    .replace("REASONS", str(REASONS))
)


class _Sentences:
    """The templates of a page's sentences, each once: a row has their numbers and its own values."""

    def __init__(self) -> None:
        self._number_of: dict[str, int] = {}

    def cell(self, one: Sentence) -> list[Any]:
        number = self._number_of.setdefault(one.template, len(self._number_of))
        if not one.values:
            return [number]
        return [number, {name: self._value(value) for name, value in one.values.items()}]

    def pairs(self, japanese: Mapping[str, str]) -> list[tuple[str, str]]:
        """In the order of their numbers: English, and Japanese where it is known."""
        return [(one, japanese.get(one, one)) for one in self._number_of]

    def _value(self, value: object) -> object:
        return self.cell(value) if isinstance(value, Sentence) else str(value)


def write_page(path: Path, report: CheckReport, *, title: str, resources: Path) -> None:
    """Write the whole page or nothing; the same findings give the same bytes."""

    def fill(beside: Path) -> None:
        with beside.open("w", encoding="utf-8", errors="replace", newline="\n") as file:
            _write(file, report, title, japanese_words(resources))

    write_whole(path, fill)


def _write(file: TextIO, report: CheckReport, title: str, japanese: Mapping[str, str]) -> None:
    counts = Counter(row.found["verdict"] for row in report.rows())
    said = "".join(
        f'<span data-word="{verdict.value}"> {counts[verdict]}</span>' for verdict in ListingVerdict if counts[verdict]
    )
    there = ("", *(verdict.value for verdict in ListingVerdict if counts[verdict]))
    verdicts = "".join(f'<option value="{one}" data-word="{one or "all"}"></option>' for one in there)
    lost = Counter(reason for row in report.rows() for reason in row.found["buried"]["reasons"])
    found = ("", "any", *(one.value for one in Buried if lost[one.value]))
    missed = "".join(f'<option value="{one}" data-word="{one or "found"}"></option>' for one in found)
    heads = "".join(f'<th tabindex="0" data-word="{name}" style="width:{_WIDTHS[name]}%"></th>' for name in COLUMNS)
    file.write(
        f'<!doctype html><html lang="en"><head><meta charset="utf-8"><meta http-equiv="Content-Security-Policy" '
        f'content="{POLICY}"><meta name="viewport" content="width=device-width"><title>{escape(title)}</title>'
        f'<style>{_STYLE}</style></head><body><h1 dir="auto">{escape(title)}'
        f'<span data-word="checked"></span></h1><p class="counts">{said}</p>'
        f'<div class="bar"><input id="search"><select id="verdict">{verdicts}</select>'
        f'<select id="buried">{missed}</select><span id="count"></span></div>'
        '<svg id="empty" width="0" height="0"></svg>'
        f"<table><thead><tr>{heads}</tr></thead><tbody></tbody></table>"
        f'<script type="application/json" id="words">{json.dumps(WORDS, ensure_ascii=False)}</script>'
        f'<script type="application/json" id="rows">['
    )
    sentences = _Sentences()
    for number, cells in enumerate(_cells(row, sentences) for row in report.rows()):
        file.write(("" if number == 0 else ",") + "\n" + _embedded(cells))
    pairs = _embedded(sentences.pairs(japanese))
    file.write('\n]</script><script type="application/json" id="sentences">' + pairs)
    file.write(f"</script><script>{_SCRIPT}</script></body></html>\n")


def _embedded(values: object) -> str:
    """No text of a listing can end the script: `<` is written as an escape."""
    return json.dumps(values, ensure_ascii=False).replace("<", "\\u003c")


def _cells(row: ReportRow, sentences: _Sentences) -> list[Any]:
    """A cell for each of `COLUMNS`, the price as it is, reasons by their templates.

    Then what is marked in the title, and small pictures.
    """
    found = row.found
    names: Iterator[str] = (card["name"] for card in found["title"]["cards"])
    return [
        row.listing.listing_id,
        row.listing.title,
        found["verdict"],
        list(names),
        " ".join(set_codes(found)),
        [sentences.cell(one) for one in row.reasons],
        found["same_photos"],
        " ".join(found["buried"]["reasons"]),
        found["buried"]["better"] or "",
        found["price"] if found["price"]["n"] else None,
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
