const get=id=>document.getElementById(id),all=JSON.parse(get('rows').textContent),body=document.querySelector('tbody');
const search=get('search'),pick=get('verdict'),lost=get('buried'),count=get('count');
const heads=[...document.querySelectorAll('th')],both=JSON.parse(get('words').textContent);
const asked=new URLSearchParams(location.search).get('lang')||navigator.language;
const mine=asked.startsWith('ja')?1:0,said=key=>both[key]?both[key][mine]:key;
document.documentElement.lang=mine?'ja':'en';search.placeholder=said('search');search.setAttribute('aria-label',said('search'));
for(const one of document.querySelectorAll('[data-word]'))one.prepend(said(one.dataset.word));
document.title=document.querySelector('h1').textContent;
const fill=(key,values)=>said(key).replace(/[{](\w+)[}]/g,(_,name)=>values[name]);
const cents=new Intl.NumberFormat(undefined,{maximumFractionDigits:2});
const whole=new Intl.NumberFormat(undefined,{maximumFractionDigits:0});
const amount=price=>(price<1000?cents:whole).format(price);
const priced=p=>{if(!p||!p.n)return'';const parts=[];if(p.verdict!=='cannot_tell')parts.push(said('price '+p.verdict));
if(p.asked!=null)parts.push(fill('asks',{asked:amount(p.asked)+' '+p.currency}));
if(p.low!=null)parts.push(fill('half',{n:p.n,low:amount(p.low),high:amount(p.high),currency:p.currency}));
if(p.outliers)parts.push(fill('aside',{n:p.outliers}));return[...parts,...p.widened.map(said)].join('; ')};
const templates=JSON.parse(get('sentences').textContent);
const told=one=>Array.isArray(one)?templates[one[0]][mine].replace(/[{](\w+)[}]/g,(all,name)=>one[1]&&name in one[1]?
told(one[1][name]):all):one;
for(const row of all)row.text=row.slice(0,heads.length).map((cell,at)=>at===PRICE?priced(cell):
at===REASONS?cell.map(told).join('\n'):
at===VERDICT||at===BURIED?cell.split(' ').filter(Boolean).map(said).join(said(', ')):
Array.isArray(cell)?cell.join(said(', ')):cell);
for(const row of all)row.sought=row.text.join('\n').toLowerCase();
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
function draw(){const words=search.value.toLowerCase().split(/\s+/).filter(Boolean);
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
