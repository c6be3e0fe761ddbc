//! Speech, recordings, and when each line is heard.

use std::fs;
use std::sync::{Arc, Mutex};

use reelcraft_core::pipeline::{AssetKind, Record};
use reelcraft_core::project::FrameSize;
use reelcraft_core::provider::SpeechUnit;
use reelcraft_core::testing::{FakeVoice, tiny_picture};
use reelcraft_core::{Control, Error, ErrorKind, Event, Stage, Work};

use crate::world::{SEA, World, fields};

/// A project with two lines and the person's own recording.
const OWN_VOICE: &str = "[voice]\nprovider = \"file\"\nfile = \"me.wav\"\n[music]\n\
    track = \"none\"\n[captions]\nstyle = \"none\"\n[[scene]]\nline = \"One short line.\"\n[[scene]]\n\
    line = \"And one that is a bit longer.\"\n";

#[tokio::test]
async fn lines_start_where_they_are_spoken() {
    let world = World::new(&SEA.replace("scenes = 3", "scenes = 8"));
    world.make().await.unwrap();
    let timeline = world.timeline();
    let records = world.records();
    let voiceover = records
        .iter()
        .find(|r| r.kind == AssetKind::Voiceover)
        .unwrap();
    let spans = voiceover.lines.as_ref().unwrap();
    assert_eq!(spans.len(), 8);
    for (clip, span) in timeline["clips"]
        .as_array()
        .unwrap()
        .iter()
        .zip(spans)
        .skip(1)
    {
        let start = clip["frames"]["start"].as_u64().unwrap() as f64 / 30.0;
        assert!((start - span.unwrap().start).abs() <= 1.0 / 30.0);
    }
}

#[tokio::test]
async fn a_whole_script_may_be_spoken_in_one_call() {
    let mut world = World::new(SEA);
    for tells_times in [true, false] {
        world.studio.tts = Arc::new(FakeVoice {
            log: world.log.clone(),
            unit: SpeechUnit::Script,
            tells_times,
        });
        let work = Work {
            force: [Stage::Voice].into(),
            ..Work::only([Stage::Script, Stage::Voice])
        };
        world.run(&work).await.unwrap();
        let calls = world.log.take();
        let spoken: Vec<&String> = calls
            .iter()
            .filter(|call| call.starts_with("speak"))
            .collect();
        assert_eq!(spoken.len(), 1, "{calls:?}");
        let records = world.records();
        let voiceover = records
            .iter()
            .rfind(|r| r.kind == AssetKind::Voiceover)
            .unwrap();
        let spans: Vec<_> = voiceover.lines.as_ref().unwrap().iter().flatten().collect();
        assert_eq!(spans.len(), 3);
        assert!(spans.windows(2).all(|pair| pair[0].end <= pair[1].start));
        // The fake hums each line for 0.1 s a letter, 0.4 s apart.
        for (index, span) in spans.iter().enumerate() {
            let start = 0.25 + index as f64 * (2.6 + 0.4);
            assert!((span.start - start).abs() < 0.02, "{span:?}");
            assert!((span.end - start - 2.6).abs() < 0.02, "{span:?}");
        }
    }
    world.make().await.unwrap();
    let calls = world.log.take();
    assert!(
        !calls.iter().any(|call| call.starts_with("speak")),
        "{calls:?}"
    );
}

/// Writes a recording of 8 kHz that hums in some stretches, in seconds.
pub(crate) fn write_recording(world: &World, secs: f64, stretches: &[(f64, f64)]) {
    let samples = (0..(8000.0 * secs) as usize).map(|i| {
        let at = i as f64 / 8000.0;
        let is_heard = stretches
            .iter()
            .any(|(start, end)| (*start..*end).contains(&at));
        if is_heard {
            (i as f32 * 0.3).sin() * 0.4
        } else {
            0.0
        }
    });
    let sound = reelcraft_core::voiceover::Pcm {
        samples: samples.collect(),
        sample_rate_hz: 8000,
    };
    fs::write(world.path("me.wav"), sound.to_wav().unwrap()).unwrap();
}

#[tokio::test]
async fn silence_around_a_recording_of_ones_own_goes_unless_it_shall_stay() {
    let world = World::new(OWN_VOICE);
    let error = world.make().await.unwrap_err();
    assert_eq!(*error.kind(), ErrorKind::InvalidInput);
    write_recording(&world, 5.0, &[(0.5, 1.7), (2.2, 5.0)]);
    assert_eq!(world.warnings(&Work::default()).await, Vec::<String>::new());
    assert!(
        !world
            .log
            .calls()
            .iter()
            .any(|call| call.starts_with("speak"))
    );
    let frames = world.timeline()["length"].as_u64().unwrap();
    assert_eq!(
        frames, 155,
        "5 s of voice without 0.42 s of silence, and 0.6 s after it"
    );
    let cut = world.timeline()["clips"][1]["frames"]["start"].as_u64();
    assert_eq!(
        cut,
        Some(53),
        "the second line starts 1.78 s after that silence"
    );
    world.replace("[voice]", "[voice]\ntrim = false");
    world.make().await.unwrap();
    let frames = world.timeline()["length"].as_u64().unwrap();
    assert_eq!(frames, 168, "5 s of voice and 0.6 s after it");
    let cut = world.timeline()["clips"][1]["frames"]["start"].as_u64();
    assert_eq!(cut, Some(66), "the second line starts at 2.2 s");
}

#[tokio::test]
async fn where_a_line_of_a_recording_is_uncertain_it_is_told() {
    let world = World::new(OWN_VOICE);
    write_recording(&world, 5.0, &[(0.0, 5.0)]);
    for _ in 0..2 {
        assert_eq!(
            world.warnings(&Work::default()).await,
            [
                "when the voice speaks the line of scenes 1 and 2 is uncertain: check the cuts, or \
              have each line spoken alone"
            ]
        );
        let frames = world.timeline()["length"].as_u64().unwrap();
        assert_eq!(frames, 168, "5 s of voice and 0.6 s after it");
        let records = world.records();
        let found: Vec<&Record> = records
            .iter()
            .filter(|record| record.kind == AssetKind::Recording)
            .collect();
        assert_eq!(found.len(), 1, "it is looked for once");
        assert_eq!(found[0].unsure, [0, 1]);
    }
}

/// A voice that speaks all lines in one call and does not tell when.
fn by_script(world: &World) -> Arc<FakeVoice> {
    Arc::new(FakeVoice {
        log: world.log.clone(),
        unit: SpeechUnit::Script,
        tells_times: false,
    })
}

fn newest_voiceover(world: &World) -> Record {
    let is_voiceover = |record: &&Record| record.kind == AssetKind::Voiceover;
    world.records().iter().rfind(is_voiceover).unwrap().clone()
}

fn spoken(world: &World) -> Vec<String> {
    let calls = world.log.take().into_iter();
    calls.filter(|call| call.starts_with("speak")).collect()
}

#[tokio::test]
async fn what_cannot_be_cut_out_of_a_longer_sound_is_spoken_alone() {
    let mut world = World::new(SEA);
    world.studio.tts = by_script(&world);
    world.run(&Work::only([Stage::Script])).await.unwrap();
    // The fake hums a tenth of a second a letter: the first line is as long as its letters
    // are not.
    let digits = "1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1";
    world.replace("Line 1 of the fake script.", digits);
    let work = Work::only([Stage::Voice]);
    world.log.take();
    let warnings = world.warnings(&work).await;
    assert_eq!(spoken(&world).len(), 1);
    assert_eq!(warnings.len(), 1);
    assert!(warnings[0].contains("is uncertain: check the cuts"));
    let unsure = {
        let records = world.records();
        let speech = records.iter().rfind(|r| r.kind == AssetKind::Speech);
        speech.unwrap().unsure.clone()
    };
    assert!(!unsure.is_empty());

    // Now the second line has to wait for the first scene, so the sound is cut.
    world.replace("line = \"1 1", "duration = 30\nline = \"1 1");
    let lines = world.project().lines();
    let alone: Vec<String> = unsure
        .iter()
        .map(|at| format!("speak {}", lines[*at]))
        .collect();
    let forecast = world.studio.forecast(&world.file(), &work).unwrap();
    let numbers: Vec<usize> = unsure.iter().map(|at| at + 1).collect();
    assert_eq!(forecast.speech, numbers);
    assert_eq!(world.warnings(&work).await, Vec::<String>::new());
    assert_eq!(spoken(&world), alone);
    let records = world.records();
    let voiceover = records.iter().rfind(|r| r.kind == AssetKind::Voiceover);
    let second = voiceover.unwrap().lines.as_ref().unwrap()[1].unwrap();
    assert!((second.start - 30.0).abs() < 0.03, "{second:?}");
}

#[tokio::test]
async fn one_line_is_spoken_again_and_the_others_keep_their_sound() {
    let mut world = World::new(SEA);
    world.studio.tts = Arc::new(FakeVoice {
        unit: SpeechUnit::Script,
        ..FakeVoice::by_line(world.log.clone())
    });
    world.make().await.unwrap();
    assert_eq!(
        spoken(&world),
        [
            "speak Line 1 of the fake script. | Line 2 of the fake script. | Line 3 of the fake script."
        ]
    );
    // Asked for by its number.
    let again = Work {
        scenes: Some([2].into()),
        force: [Stage::Voice].into(),
        ..Work::only([Stage::Voice])
    };
    let before = world.project().voice.file;
    world.run(&again).await.unwrap();
    assert_eq!(spoken(&world), ["speak Line 2 of the fake script."]);
    assert_ne!(world.project().voice.file, before);
    // Edited.
    world.replace(
        "line = \"Line 3 of the fake script.\"",
        "line = \"The end.\"",
    );
    let forecast = world.studio.forecast(&world.file(), &Work::default());
    assert_eq!(forecast.unwrap().speech, [3]);
    world.make().await.unwrap();
    assert_eq!(spoken(&world), ["speak The end."]);
    world.make().await.unwrap();
    assert_eq!(spoken(&world), Vec::<String>::new());
    let voice = &world.timeline()["voice"]["lines"];
    assert_eq!(voice.as_array().unwrap().len(), 3);
    // All of them anew are one call again.
    let all = Work {
        force: [Stage::Voice].into(),
        ..Work::only([Stage::Voice])
    };
    world.run(&all).await.unwrap();
    assert_eq!(spoken(&world).len(), 1);
}

#[tokio::test]
async fn a_long_script_is_spoken_in_parts_of_a_minute() {
    let text = SEA.replace("scenes = 3", "scenes = 60\n[voice]\nunit = \"script\"");
    let mut world = World::new(&text);
    world.studio.tts = Arc::new(FakeVoice {
        unit: SpeechUnit::Script,
        ..FakeVoice::by_line(world.log.clone())
    });
    let work = Work::only([Stage::Script, Stage::Voice]);
    world.run(&work).await.unwrap();
    let calls = spoken(&world);
    assert!((2..=6).contains(&calls.len()), "{calls:?}");
    let lengths: Vec<usize> = calls.iter().map(|call| call.matches('|').count()).collect();
    let (least, most) = (lengths.iter().min().unwrap(), lengths.iter().max().unwrap());
    assert!(most - least <= 2, "{lengths:?}");
    let records = world.records();
    let voiceover = records.iter().rfind(|r| r.kind == AssetKind::Voiceover);
    assert_eq!(
        voiceover
            .unwrap()
            .lines
            .as_ref()
            .unwrap()
            .iter()
            .flatten()
            .count(),
        60
    );
}

#[tokio::test]
async fn a_project_may_ask_for_line_by_line() {
    let mut world = World::new(&format!("{SEA}[voice]\nunit = \"line\"\n"));
    world.studio.tts = by_script(&world);
    world
        .run(&Work::only([Stage::Script, Stage::Voice]))
        .await
        .unwrap();
    assert_eq!(spoken(&world).len(), 3);
}

#[tokio::test]
async fn a_voice_that_failed_in_part_goes_on_where_it_was() {
    let world = World::new(SEA);
    world.make().await.unwrap();
    world.log.take();
    let busy = Error::unavailable("the voice is busy");
    world.log.fail("speak Line 3", busy);
    let force = Work {
        force: [Stage::Voice].into(),
        ..Work::only([Stage::Voice])
    };
    world.run(&force).await.unwrap_err();
    world.log.heal();
    assert_eq!(world.log.take().len(), 3);
    let old = newest_voiceover(&world).spoken;
    world.run(&Work::only([Stage::Voice])).await.unwrap();
    assert_eq!(
        world.log.take(),
        Vec::<String>::new(),
        "two are new, one is old"
    );
    assert_ne!(newest_voiceover(&world).spoken, old);
}

#[tokio::test]
async fn durations_cost_no_new_speech() {
    for unit in [SpeechUnit::Line, SpeechUnit::Script] {
        let mut world = World::new(SEA);
        world.studio.tts = Arc::new(FakeVoice {
            unit,
            ..FakeVoice::by_line(world.log.clone())
        });
        world.make().await.unwrap();
        world.log.take();
        world.replace("line = \"Line 1", "duration = 10\nline = \"Line 1");
        world.make().await.unwrap();
        assert_eq!(world.log.take().len(), 1, "only the render");
        let records = world.records();
        let is_voiceover = |r: &&Record| r.kind == AssetKind::Voiceover;
        let voiceover = records.iter().rfind(is_voiceover).unwrap();
        let second = voiceover.lines.as_ref().unwrap()[1].unwrap();
        assert!((second.start - 10.0).abs() < 0.03, "{unit:?} {second:?}");
        let frame = world.timeline()["clips"][1]["frames"]["start"].as_u64();
        assert_eq!(frame, Some(300));
    }
}

#[tokio::test]
async fn an_old_voice_is_told_and_keeps_its_lines() {
    let world = World::new(SEA);
    world.make().await.unwrap();
    let second = world.timeline()["voice"]["lines"][1].clone();
    world.replace(
        "[[scene]]\nline = \"Line 2",
        "[[scene]]\nline = \"New.\"\nimage = \"new.png\"\n\n[[scene]]\nline = \"Line 2",
    );
    let png = tiny_picture(FrameSize::new(90, 160), [7, 7, 7]);
    fs::write(world.path("new.png"), png).unwrap();
    let warnings: Arc<Mutex<Vec<String>>> = Arc::default();
    let seen = Arc::clone(&warnings);
    let control = Control::new(move |event: Event| {
        if let Event::Warning { message } = event {
            seen.lock().unwrap().push(message);
        }
    });
    let work = Work::only([Stage::Render]);
    world
        .studio
        .run(&world.file(), &work, &control)
        .await
        .unwrap();
    let lines = world.timeline()["voice"]["lines"]
        .as_array()
        .unwrap()
        .clone();
    assert_eq!(lines.len(), 4, "one entry a clip");
    assert!(lines[1].is_null());
    assert_eq!(lines[2], second);
    assert!(warnings.lock().unwrap()[0].contains("older lines"));
}

#[tokio::test]
async fn a_voice_that_fails_does_not_hide_a_scene_that_failed() {
    let mut world = World::new(SEA);
    world.studio.tts = Arc::new(FakeVoice {
        unit: SpeechUnit::Script,
        ..FakeVoice::by_line(world.log.clone())
    });
    world
        .log
        .fail("speak", Error::unavailable("the voice is down"));
    let missing = Error::unavailable("no picture");
    world.log.fail("draw A picture of Line 2", missing);
    let error = world.make().await.unwrap_err();
    assert_eq!(fields(&error), ["voice", "scene 2, visuals"]);
}

#[tokio::test]
async fn a_line_alone_never_cuts_others_at_uncertain_places() {
    let mut world = World::new(SEA);
    world.studio.tts = by_script(&world);
    world.run(&Work::only([Stage::Script])).await.unwrap();
    let digits = "1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1";
    world.replace("Line 1 of the fake script.", digits);
    world.run(&Work::only([Stage::Voice])).await.unwrap();
    spoken(&world);
    let unsure = {
        let records = world.records();
        let speech = records.iter().rfind(|r| r.kind == AssetKind::Speech);
        speech.unwrap().unsure.clone()
    };
    let asked = (0..3).find(|at| !unsure.contains(at)).unwrap_or(2);
    let again = Work {
        scenes: Some([asked + 1].into()),
        force: [Stage::Voice].into(),
        ..Work::only([Stage::Voice])
    };
    let forecast = world.studio.forecast(&world.file(), &again).unwrap();
    world.run(&again).await.unwrap();
    let alone: usize = unsure.iter().filter(|at| **at != asked).count();
    assert_eq!(spoken(&world).len(), 1 + alone);
    assert_eq!(forecast.speech.len(), 1 + alone);
    assert!(newest_voiceover(&world).unsure.is_empty());
}

#[tokio::test]
async fn an_older_voice_can_be_chosen_again() {
    let world = World::new(SEA);
    world.make().await.unwrap();
    let old = world.project().voice.file.unwrap();
    world.replace("line = \"Line 2 of the fake script.\"", "line = \"Two.\"");
    world.make().await.unwrap();
    let new = world.project().voice.file.unwrap();
    world.replace("line = \"Two.\"", "line = \"Line 2 of the fake script.\"");
    world.replace(&new.display().to_string(), &old.display().to_string());
    spoken(&world);
    world.make().await.unwrap();
    assert_eq!(world.project().voice.file.unwrap(), old);
    assert_eq!(spoken(&world), Vec::<String>::new());
}

#[tokio::test]
async fn what_is_not_joined_is_told() {
    let world = World::new(SEA);
    world.run(&Work::only([Stage::Script])).await.unwrap();
    let one = Work {
        scenes: Some([2].into()),
        ..Work::only([Stage::Voice])
    };
    let warnings = world.warnings(&one).await;
    assert_eq!(
        warnings,
        [
            "the voice is not joined yet: scenes 1 and 3 still without sound; `reelcraft voice \
             FILE` speaks the rest"
        ]
    );
    assert_eq!(spoken(&world).len(), 1);
    world.run(&Work::only([Stage::Voice])).await.unwrap();
    assert_eq!(spoken(&world).len(), 2, "the second line is kept");
}

#[tokio::test]
async fn a_declined_line_costs_no_other() {
    let mut world = World::new(SEA);
    world.studio.tts = by_script(&world);
    let reason = "unfit".to_owned();
    let refusal = Error::new(ErrorKind::Refused { reason }, "declined");
    world
        .log
        .fail("speak Line 1 of the fake script. |", refusal.clone());
    world.log.fail("speak Line 2", refusal);
    let error = world
        .run(&Work::only([Stage::Script, Stage::Voice]))
        .await
        .unwrap_err();
    assert_eq!(fields(&error), ["scene 2, voice"]);
    assert_eq!(spoken(&world).len(), 4, "all at once, then each alone");
}

#[tokio::test]
async fn a_silent_scene_has_its_time() {
    let mut world = World::new(
        "[music]\ntrack = \"none\"\n[[scene]]\nline = \"One line.\"\n[[scene]]\nline = \"…\"\n\
         prompt = \"A gap\"\n[[scene]]\nline = \"Another line.\"\n",
    );
    world.studio.tts = Arc::new(FakeVoice {
        unit: SpeechUnit::Script,
        ..FakeVoice::by_line(world.log.clone())
    });
    world.make().await.unwrap();
    assert_eq!(spoken(&world), ["speak One line. | Another line."]);
    let clips = &world.timeline()["clips"];
    let frames = |at: usize| {
        let frames = &clips[at]["frames"];
        frames["end"].as_u64().unwrap() - frames["start"].as_u64().unwrap()
    };
    assert!(frames(1) >= 80, "{} frames", frames(1));
}
