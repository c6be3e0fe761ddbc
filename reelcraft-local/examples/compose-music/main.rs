//! Composes and renders the bundled background music.
//!
//! Every track is written down in `tracks/` as chords, rhythms and melodies. `composition/` turns that into notes, with
//! voice leading and a player's small deviations; `sound/` plays the notes with the instruments of a SoundFont, mixes
//! and finishes them as a seamless loop; `encode` writes MP3 files. The same program always makes the same sound.
#![expect(
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "the program reports its tracks on standard output and errors on standard error"
)]

mod arguments;
mod composition;
mod encode;
mod sound;
mod tracks;

use std::fs;
use std::process::ExitCode;

use arguments::{Arguments, USAGE};
use composition::{Outcome, Piece, check_harmony};
use encode::encode_mp3;
use sound::{Orchestra, SAMPLE_RATE, master, mix};

fn main() -> ExitCode {
    match run() {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::FAILURE
        }
    }
}

fn run() -> Outcome<()> {
    let Some(arguments) = Arguments::parse(std::env::args().skip(1))? else {
        println!("{USAGE}");
        return Ok(());
    };
    let mut pieces = tracks::all()?;
    if let Some(only) = &arguments.only {
        let names: Vec<&str> = pieces.iter().map(|piece| piece.name).collect();
        if !names.contains(&only.as_str()) {
            return Err(format!("no track \"{only}\"; there are {}", names.join(", ")).into());
        }
        pieces.retain(|piece| piece.name == only);
    }
    pieces.iter().try_for_each(check_harmony)?;

    fs::create_dir_all(&arguments.output_dir)
        .map_err(|error| format!("cannot make {}: {error}", arguments.output_dir.display()))?;
    let orchestra = Orchestra::load(&arguments.sound_font)?;
    for piece in &pieces {
        render(piece, &orchestra, &arguments)?;
    }
    Ok(())
}

fn render(piece: &Piece, orchestra: &Orchestra, arguments: &Arguments) -> Outcome<()> {
    let (sound, loudness) = master(mix(piece, orchestra)?, &piece.mastering)?;
    let path = arguments.output_dir.join(piece.name).with_extension("mp3");
    encode_mp3(piece, &sound, &path)?;
    println!(
        "{:<14} {:6.2} s  {:5.1} bpm  {:<8}  {:6.2} LUFS  {:5.2} dBTP  {}",
        piece.name,
        sound.frames() as f64 / f64::from(SAMPLE_RATE),
        piece.tempo_bpm,
        piece.key.name(),
        loudness.integrated_lufs,
        loudness.true_peak_db,
        path.display(),
    );
    Ok(())
}
