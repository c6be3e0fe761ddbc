//! The cheapest way through the sounds of a script and the frames of a recording at the same
//! time: a Viterbi alignment with explicit lengths (S. E. Levinson, "Continuously variable
//! duration hidden Markov models for automatic speech recognition", 1986).

use super::costs::{Costs, FRAME_SECS, LengthCost, Place, length_cost};
use super::sounds::Unit;

/// The cheapest cost of reaching each frame of a stretch after some unit.
#[derive(Clone)]
struct Row {
    first: usize,
    costs: Vec<f32>,
}

impl Row {
    fn get(&self, frame: usize) -> f32 {
        frame
            .checked_sub(self.first)
            .and_then(|at| self.costs.get(at))
            .copied()
            .unwrap_or(f32::INFINITY)
    }

    /// Before the first unit.
    fn start() -> Self {
        Self {
            first: 0,
            costs: vec![0.0],
        }
    }
}

/// How many cells are computed at most before the way is looked for near the expected one only.
const MOST_CELLS: usize = 2_000_000;
/// How far from the expected way it may lie then, in seconds.
const REACH_SECS: f64 = 8.0;

/// Goes over all units, and gives the rows after those that are wanted.
fn rows(units: &[Unit], costs: &Costs, rate: f64, is_wanted: impl Fn(usize) -> bool) -> Vec<Row> {
    let mut row = Row::start();
    let mut wanted = Vec::new();
    for (index, (unit, band)) in units.iter().zip(bands(units, costs)).enumerate() {
        let length = length_cost(unit, rate / FRAME_SECS);
        row = step(&row, costs.sums_of(unit), &length, band);
        if is_wanted(index) {
            wanted.push(row.clone());
        }
    }
    wanted
}

/// The way of a script through a recording.
pub(super) struct Path {
    /// One entry a unit.
    pub(super) places: Vec<Place>,
    rows: Vec<Row>,
}

/// Finds the frames of each unit. `rate` is the length of a sound over its usual length.
pub(super) fn cheapest_path(units: &[Unit], costs: &Costs, rate: f64) -> Path {
    let rows = rows(units, costs, rate, |_| true);
    let mut end = costs.frames();
    let start = Row::start();
    let before = rows.iter().rev().skip(1).chain([&start]);
    let mut places: Vec<Place> = units
        .iter()
        .rev()
        .zip(before)
        .map(|(unit, before)| {
            let length = length_cost(unit, rate / FRAME_SECS);
            let start = cheapest_start(before, costs.sums_of(unit), &length, end);
            let place = Place { start, end };
            end = start;
            place
        })
        .collect();
    places.reverse();
    Path { places, rows }
}

/// Where a unit that ends at a frame began.
fn cheapest_start(before: &Row, sums: &[f32], length: &LengthCost, end: usize) -> usize {
    let mut cheapest = (f32::INFINITY, end);
    for start in (before.first..before.first + before.costs.len()).rev() {
        let Some(frames) = end.checked_sub(start) else {
            continue;
        };
        let Some(length) = length.of(frames) else {
            break;
        };
        let open = before.get(start) - sums.get(start).copied().unwrap_or(0.0);
        if open + length < cheapest.0 {
            cheapest = (open + length, start);
        }
    }
    cheapest.1
}

/// How many nats more the cheapest path costs on which a unit begins at least `distance` frames
/// from where it was found; one entry for each of `wanted`, which ascend and are not 0.
pub(super) fn rival_margins(
    units: &[Unit],
    costs: &Costs,
    rate: f64,
    path: &Path,
    wanted: &[usize],
    distance: usize,
) -> Vec<f32> {
    let frames = costs.frames();
    let reversed: Vec<Unit> = units.iter().rev().copied().collect();
    let back = rows(&reversed, &costs.reversed(), rate, |unit| {
        wanted.binary_search(&(units.len() - 1 - unit)).is_ok()
    });
    let margin = |(unit, after): (&usize, &Row)| {
        let before = path.rows.get(unit.checked_sub(1)?)?;
        let found = path.places.get(*unit)?.start;
        let cost = |frame: usize| before.get(frame) + after.get(frames - frame.min(frames));
        let rival = (before.first..before.first + before.costs.len())
            .filter(|frame| frame.abs_diff(found) >= distance)
            .map(cost)
            .fold(f32::INFINITY, f32::min);
        Some(rival - cost(found))
    };
    let margins = wanted.iter().zip(back.iter().rev()).map(margin);
    margins.map(|margin| margin.unwrap_or(0.0)).collect()
}

/// The frames at which each unit may end: first and last.
fn bands(units: &[Unit], costs: &Costs) -> Vec<(usize, usize)> {
    let frames = costs.frames();
    let length_of = |unit: &Unit| match unit {
        Unit::Sound(_, secs) => *secs,
        Unit::Gap(_) => 0.0,
    };
    let total: f64 = units.iter().map(length_of).sum();
    let speech = costs.speech_between(Place {
        start: 0,
        end: frames,
    });
    let is_small = units.len().saturating_mul(frames) <= MOST_CELLS;
    let reach = (REACH_SECS / FRAME_SECS) as usize;
    let mut before = 0.0;
    let mut bands: Vec<(usize, usize)> = units
        .iter()
        .map(|unit| {
            before += length_of(unit);
            if is_small {
                return (0, frames);
            }
            let near = |part: f64| costs.frame_after_speech(part * speech).min(frames);
            let middle = near(before / total.max(1e-9));
            (middle.saturating_sub(reach), (middle + reach).min(frames))
        })
        .collect();
    // A pause may last longer than the reach: it ends where the next sound may.
    let mut last = frames;
    for (unit, band) in units.iter().zip(&mut bands).rev() {
        if matches!(unit, Unit::Gap(_)) {
            band.1 = last;
        }
        last = band.1;
    }
    bands
}

/// Goes on by one unit, which may end from the first to the last frame of a band.
fn step(before: &Row, sums: &[f32], length: &LengthCost, (first, last): (usize, usize)) -> Row {
    let sum = |frame: usize| sums.get(frame).copied().unwrap_or(0.0);
    let longest = length.short.len() - 1;
    // What is left of the cost before when the frames up to there are taken off. From here on
    // there are `longest` entries before that of the first frame.
    let mut open = vec![f32::INFINITY; longest.saturating_sub(first)];
    open.extend((first.saturating_sub(longest)..=last).map(|at| before.get(at) - sum(at)));
    let mut costs = vec![f32::INFINITY; last + 1 - first];
    for (frames, cost) in length.short.iter().enumerate() {
        let starts = open.get(longest - frames..).unwrap_or_default();
        for (cheapest, open) in costs.iter_mut().zip(starts) {
            let whole = open + cost;
            *cheapest = if whole < *cheapest { whole } else { *cheapest };
        }
    }
    let mut long = LongUnit::new(before, sums, length);
    for (frame, cheapest) in (first..=last).zip(&mut costs) {
        *cheapest = cheapest.min(long.until(frame)) + sum(frame);
    }
    Row { first, costs }
}

/// The cheapest cost of a unit that lasts longer than its short lengths.
struct LongUnit<'a> {
    before: &'a Row,
    sums: &'a [f32],
    per_frame: Option<f32>,
    /// The longest of the short lengths, and its cost.
    short: (usize, f32),
    next: usize,
    cheapest: f32,
}

impl<'a> LongUnit<'a> {
    fn new(before: &'a Row, sums: &'a [f32], length: &LengthCost) -> Self {
        let last = length.short.last().copied().unwrap_or(0.0);
        Self {
            before,
            sums,
            per_frame: length.longer,
            short: (length.short.len() - 1, last),
            next: before.first,
            cheapest: f32::INFINITY,
        }
    }

    /// Its cost, freed of the frames' own, where it ends at a frame; infinite where it cannot.
    /// Frames ascend from call to call.
    fn until(&mut self, frame: usize) -> f32 {
        let Some(per_frame) = self.per_frame else {
            return f32::INFINITY;
        };
        let (shortest, cost) = self.short;
        while self.next + shortest < frame {
            let sum = self.sums.get(self.next).copied().unwrap_or(0.0);
            let open = self.before.get(self.next) - sum - per_frame * self.next as f32;
            self.cheapest = self.cheapest.min(open);
            self.next += 1;
        }
        self.cheapest + cost + per_frame * (frame as f32 - shortest as f32)
    }
}
