//! Bringing the parts together.

use super::audio::{Stereo, from_db};
use super::pump::{pump, pump_shape};
use super::{Orchestra, SAMPLE_RATE, integrated_lufs};
use crate::composition::{BEATS_PER_BAR, Outcome, Part, Piece, humanised};

/// Renders all parts of a piece and mixes them to a loop, before the finish.
pub(crate) fn mix(piece: &Piece, orchestra: &Orchestra) -> Outcome<Stereo> {
    let frames = piece.loop_frames();
    let beat_secs = piece.secs(1.0);
    let mut dry = Stereo::silence(frames);
    let mut to_room = Stereo::silence(frames);
    let mut to_echo = Stereo::silence(frames);
    let kick_secs: Vec<f64> = piece
        .parts
        .iter()
        .filter(|part| part.strip.leads_pump)
        .flat_map(|part| part.notes.iter().map(|note| piece.secs(note.start)))
        .collect();
    let shape = pump_shape(&kick_secs, beat_secs * 0.8, frames);

    for part in &piece.parts {
        let mut stem = render_part(piece, part, orchestra)?;
        if part.strip.pump_db > 0.0 {
            pump(&mut stem, &shape, part.strip.pump_db);
        }
        dry.add(&stem, 1.0);
        to_room.add(&stem, part.strip.room);
        to_echo.add(&stem, part.strip.echo);
    }

    let echoes = to_echo.in_loop(|twice| piece.mastering.echo.apply(twice, beat_secs));
    to_room.add(&echoes, 0.5);
    let room = to_room.in_loop(|twice| piece.mastering.room.apply(twice));
    let room_level = integrated_lufs(&dry)? - piece.mastering.room.below_dry_db;
    let room_now = integrated_lufs(&room)?;
    if room_now.is_finite() {
        dry.add(&room, from_db(room_level - room_now));
    }
    dry.add(&echoes, 1.0);
    Ok(dry)
}

/// Renders one part as a loop, through its strip and at its level.
fn render_part(piece: &Piece, part: &Part, orchestra: &Orchestra) -> Outcome<Stereo> {
    let played = humanised(piece, part.name, &part.notes);
    let frames = piece.loop_frames();
    let mut sound = orchestra.play(part.instrument, &played, piece.secs(1.0), frames)?;
    part.strip.apply_fade(&mut sound, piece.secs(BEATS_PER_BAR));
    let mut looped = sound.fold(frames);
    let early_secs = part.instrument.attack_millis() / 1000.0;
    looped.rotate((early_secs * f64::from(SAMPLE_RATE)) as usize);
    let mut stem = part.strip.shape(looped);
    let level = integrated_lufs(&stem)?;
    if !level.is_finite() {
        return Err(format!("{}: the part \"{}\" is silent", piece.name, part.name).into());
    }
    stem.scale(from_db(part.strip.level_lufs - level));
    Ok(stem)
}
