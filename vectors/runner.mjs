// A sample runner: node runner.mjs [folder]. No packages. It interprets tables.json and holds it to every vector:
// the states after each event, the events allowed then, and the ends of all terms. Judging (the rest of `findings`)
// is left to the reader; `docs/dev/vectors.md` says what a runner is to do.
import { readFileSync, readdirSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const folder = process.argv[2] ?? dirname(fileURLToPath(import.meta.url));
const load = (name) => JSON.parse(readFileSync(join(folder, name), "utf8"));
const tables = load("tables.json");
const procedureOf = new Map(tables.procedures.flatMap((p) => p.transitions.map((row) => [row.event, p])));

// --- the state machine ---------------------------------------------------------------------------------------

const START = { state: "start", shortened: false, answering: null, others: [], published: false };
const kind = (facts) => facts.approved ?? facts.draft ?? "final";

// What a guard asks. Without an event it tells whether some event could still satisfy it.
const GUARDS = {
  by_answering_body: (facts, event) => (event ? event.body === facts.answering : facts.answering !== null),
  by_co_executor: (facts, event) => (event ? facts.others.includes(event.body) : facts.others.length > 0),
  final_answer: (facts) => kind(facts) === "final",
  interim_answer: (facts) => kind(facts) === "interim",
  unanswered: (facts) => !facts.published,
  crime_detected: (facts) => facts.crime === true,
  resonance_flagged: (facts) => facts.resonance === true,
  chair_informed: (facts) => facts.chair === true,
};

const EFFECTS = {
  identified: (event) => ({ shortened: event.shortened ?? false }),
  routed: (event) => {
    const answering = event.responsible ?? event.executors[0].body;
    return { answering, others: event.executors.map((e) => e.body).filter((body) => body !== answering) };
  },
  draft_submitted: (event) => ({ draft: event.kind }),
  approved: (_, facts) => ({ approved: facts.draft }),
  published: () => ({ published: true, draft: undefined, approved: undefined }),
  reclassified: (event) => ({ shortened: event.shortened }),
  crime_detected: () => ({ crime: true }),
  resonance_flagged: () => ({ resonance: true }),
  chair_informed: () => ({ chair: true }),
};

const passes = (row, facts, event) =>
  row.sources.includes(facts.state) && (!row.guard || GUARDS[row.guard](facts, event));

function step(facts, event, procedure, irregular) {
  const rows = procedureOf.get(event.event) === procedure ? procedure.transitions : [];
  const row = rows.find((r) => r.event === event.event && (irregular || !r.irregular) && passes(r, facts, event));
  if (!row) return null;
  const state = row.target === "=" ? facts.state : row.target;
  return { ...facts, ...(EFFECTS[event.event]?.(event, facts) ?? {}), state };
}

// --- the terms -----------------------------------------------------------------------------------------------

const DAY = 86400000;
const off = new Set(tables.calendar.off);
const worked = new Set(tables.calendar.worked);
const shift = (day, by) => new Date(Date.parse(day) + by * DAY).toISOString().slice(0, 10);
const isWorked = (day) => worked.has(day) || (![0, 6].includes(new Date(day).getUTCDay()) && !off.has(day));

function addWorkingDays(day, count) {
  for (let left = Math.abs(count); left > 0; left -= isWorked(day) ? 1 : 0) day = shift(day, Math.sign(count));
  return day;
}

const settle = (cell, readings) => (cell?.question ? cell.options[readings[cell.question]] : cell);
const midnightAfter = (day) => Date.parse(`${shift(day, 1)}T00:00:00+08:00`);

// The instant at which a term ends, in milliseconds; undefined where it needs the hours of an office.
function endOf(limit, startsAt, readings, facts) {
  const { term } = limit;
  const day = startsAt.slice(0, 10); // instants are written in the act's zone
  if ([term.clock, term.end].some((cell) => settle(cell, readings) === "office")) return undefined;
  switch (term.kind) {
    case "Elapsed":
      return Date.parse(startsAt) + term.length * 1000;
    case "Before": {
      const whole = tables.limits.find((row) => row.duty === term.duties[facts.shortened ? 1 : 0]);
      const end = endOf(whole, startsAt, readings, facts);
      return end === undefined ? undefined : end - term.length * 1000;
    }
    case "WorkingDays": {
      const already = settle(term.first, readings) === "same" && isWorked(day) ? 1 : 0;
      return midnightAfter(addWorkingDays(day, term.count - already));
    }
    case "DayOfMonth": {
      const last = `${day.slice(0, 8)}${settle(term.last, readings)}`;
      const where = { backward: -1, none: 0, forward: 1 }[settle(term.day_off, readings)];
      return midnightAfter(isWorked(last) || !where ? last : addWorkingDays(last, where));
    }
    default:
      return null; // at once
  }
}

// --- the vectors ---------------------------------------------------------------------------------------------

const counts = { vectors: 0, steps: 0, terms: 0, skipped: 0 };
const failures = [];
const same = (id, what, got, expected) => {
  if (JSON.stringify(got) !== JSON.stringify(expected))
    failures.push(`${id}: ${what}: got ${JSON.stringify(got)}, expected ${JSON.stringify(expected)}`);
};

function term(id, duty, startsAt, due, readings, facts) {
  const limit = tables.limits.find((row) => row.duty === duty);
  const end = endOf(limit, startsAt, readings, facts);
  counts[end === undefined ? "skipped" : "terms"] += 1;
  if (end !== undefined) same(id, `term ${duty}`, end, due ? Date.parse(due) : null);
}

function run({ id, events, readings, expect }) {
  const procedure = procedureOf.get(events[0].event);
  let facts = { ...START };
  let audited = facts;
  events.forEach((event, place) => {
    const next = step(facts, event, procedure, false);
    audited = step(audited, event, procedure, true) ?? audited;
    facts = next ?? facts;
    same(id, `step ${place}`, { accepted: next !== null, state: facts.state, audit_state: audited.state }, expect.steps[place]);
    counts.steps += 1;
  });
  const open = facts.state === "start" ? tables.procedures : [procedure];
  const rows = open.flatMap((p) => p.transitions).filter((row) => !row.irregular && passes(row, facts));
  same(id, "allowed", [...new Set(rows.map((row) => row.event))], expect.allowed);
  const fixed = { ...tables.defaults, ...readings };
  for (const owed of expect.due) term(id, owed.duty, owed.starts_at, owed.due, fixed, facts);
  for (const { duty, started_at, due } of expect.findings) if (due) term(id, duty, started_at, due, fixed, audited);
  counts.vectors += 1;
}

for (const name of readdirSync(folder).filter((file) => file.endsWith(".json")).sort()) {
  const file = load(name);
  if (Array.isArray(file.vectors)) {
    if (file.schema !== tables.schema) throw new Error(`${name} is ${file.schema}, this runner reads ${tables.schema}`);
    file.vectors.forEach(run);
  }
}
failures.slice(0, 20).forEach((failure) => console.error(failure));
console.log(
  `${counts.vectors} vectors, ${counts.steps} steps, ${counts.terms} terms ` +
    `(${counts.skipped} in office hours skipped), ${failures.length} failures`,
);
process.exit(failures.length ? 1 : 0);
