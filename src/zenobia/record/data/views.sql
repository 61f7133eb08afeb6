-- The documented views of a record (docs/sql.md): a name, then its query, a blank line between.

-- reports
select r.name as report,
r.revision,
r.title,
o.name as outlet,
o.independent as independent_outlet,
r.url,
r.published,
r.language,
r.text,
lower(hex(r.sha256)) as sha256,
rd.version as reader_version,
a.at as added_at,
a.who as added_by
from report r left join outlet o on o.id = r.outlet
join reader rd on rd.id = r.reader
join act a on a.id = r.run

-- mentions
select r.name as report,
m.id as mention,
m.type,
substr(r.text, m.start + 1, m."end" - m.start) as words,
m.start,
m."end",
e.name as entity,
ac.actor_id,
p.place_id
from mention m
join report r on r.id = m.report left join entity e on e.report = m.report and e.id = m.entity left join actor ac on ac.id = e.actor left join place p on p.id = e.place

-- events
select printf('e-%012x', ev.key) as event,
r.name as report,
ev.number,
ev.type,
ev.status,
ev.confidence,
substr(r.text, ev.trigger_start + 1, ev.trigger_end - ev.trigger_start) as words,
substr(r.text, ev.sentence_start + 1, ev.sentence_end - ev.sentence_start) as evidence,
ev.start,
ev."end",
ev.assumed,
p.place_id,
p.name as place,
p.latitude,
p.longitude,
p.country,
(select group_concat(ac.actor_id, '; ') from event_actor x join actor ac on ac.id = x.actor where x.event = ev.id and x.role = 'actor') as actors,
(select group_concat(ac.actor_id, '; ') from event_actor x join actor ac on ac.id = x.actor where x.event = ev.id and x.role = 'target') as targets,
(select t.low from toll t where t.event = ev.id and t.kind = 'killed' and t.scope = 'event' limit 1) as killed_low,
(select t.high from toll t where t.event = ev.id and t.kind = 'killed' and t.scope = 'event' limit 1) as killed_high,
o.name as outlet,
r.published,
ev.review,
printf('i-%012x', first.key) as incident,
ev.apart
from event ev
join report r on r.id = ev.report left join outlet o on o.id = r.outlet left join place p on p.id = ev.place left join event first on first.id = ev.incident

-- incidents
select coalesce((select m.name from imported m where m.id = i.imported),
printf('i-%012x', (select first.key from event first where first.id = i.id))) as incident,
i.type,
i.status,
i.start,
i."end",
i.precision,
p.place_id,
p.name as place,
i.latitude,
i.longitude,
i.country,
i.killed_low,
i.killed_best,
i.killed_high,
i.certainty,
i.accounts,
i.reports,
i.outlets,
i.first_published,
i.disagreements,
i.review
from incident i
left join place p on p.id = i.place

-- actors
select ac.actor_id,
ac.name,
ac.country,
ac.sector,
ac.kind,
ac.parent,
ac.sponsors,
count(distinct x.event) as events
from actor ac left join event_actor x on x.actor = ac.id
group by ac.id

-- places
select p.place_id,
p.name,
p.latitude,
p.longitude,
p.country,
p.admin1,
p.admin2,
p.feature,
p.radius_km,
(select count(*) from event ev where ev.place = p.id) as events
from place p

-- relations
select r.name as report,
x.id as relation,
x.type,
f.name as
from_name,
fa.actor_id as
from_actor,
t.name as to_name,
ta.actor_id as to_actor,
tp.place_id as to_place,
x.status,
x.confidence,
substr(r.text, x.evidence_start + 1, x.evidence_end - x.evidence_start) as evidence,
r.published
from relation x
join report r on r.id = x.report
join mention fm on fm.report = x.report and fm.id = x."from"
join mention tm on tm.report = x.report and tm.id = x."to" left join entity f on f.report = x.report and f.id = fm.entity left join entity t on t.report = x.report and t.id = tm.entity left join actor fa on fa.id = f.actor left join actor ta on ta.id = t.actor left join place tp on tp.id = t.place

-- control_signs
select r.name as report,
c.number as sign,
c.kind,
p.place_id,
p.name as place,
p.country,
a.actor_id as party,
g.actor_id as against,
b.actor_id as attributed_to,
c.by_mention is not null as attributed,
c.first,
c.last,
c.told,
c.open,
c.whole,
c.hedged,
substr(r.text, c.evidence_start + 1, c.evidence_end - c.evidence_start) as evidence,
c.confidence,
r.published
from control_sign c
join report r on r.id = c.report join place p on p.id = c.place
left join actor a on a.id = c.party left join actor g on g.id = c.against left join actor b on b.id = c."by"
