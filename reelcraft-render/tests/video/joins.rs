//! The joined video has exactly the composed frames.

use reelcraft_core::provider::Quality;
use reelcraft_core::timeline::{Timeline, VoiceTrack};
use reelcraft_core::voiceover::Pcm;
use reelcraft_core::{Control, FrameRate};
use reelcraft_render::audio::encode_sound;

use super::support::{Rig, TestPattern, decode, probe, psnr, timeline, warnings};

fn assert_exact(rig: &Rig, timeline: &Timeline, name: &str) {
    let (video, _) = rig.render(timeline, name);
    assert_eq!(warnings(&video), "", "{name}");
    let frames = decode(&video);
    assert_eq!(frames.len() as u64, timeline.length, "{name}");
    let pattern = TestPattern::new(timeline);
    for (index, frame) in frames.iter().enumerate() {
        let own = psnr(frame, &pattern.frame(index as u64));
        assert!(own > 35.0, "{name}: frame {index} has {own:.1} dB");
    }
}

#[test]
fn every_frame_is_the_composed_one_across_all_joins() {
    for &quality in Quality::ALL {
        let rig = Rig {
            quality,
            ..Rig::new()
        };
        let timeline = timeline(FrameRate::whole(30), &[40, 300, 50], 15, &["a", "b", "c"]);
        assert!(rig.plan(&timeline).len() > 5);
        assert_exact(&rig, &timeline, quality.name());
    }
}

#[test]
fn short_and_odd_timelines_are_exact() {
    let rig = Rig::new();
    let of = |fps: f64, scenes: &[u64], transition| {
        let pictures = ["a", "b", "c", "d"];
        timeline(
            FrameRate::from_fps(fps).unwrap(),
            scenes,
            transition,
            &pictures,
        )
    };
    let cases = [
        ("three seconds", of(30.0, &[30, 30, 30], 15)),
        ("ntsc", of(29.97, &[31, 44, 300], 7)),
        ("single frames", of(30.0, &[1, 1, 2, 1], 0)),
        ("single frame bodies", of(30.0, &[5, 9, 5], 8)),
        ("single frame transitions", of(25.0, &[3, 3, 3], 1)),
        ("one frame", of(30.0, &[1], 0)),
        ("slow", of(23.976, &[30, 90], 20)),
        ("fast", of(60.0, &[30, 300], 15)),
    ];
    for (name, timeline) in cases {
        assert_exact(&rig, &timeline, &format!("{name}.mp4"));
    }
}

#[test]
fn ffprobe_sees_what_platforms_expect() {
    let rig = Rig::new();
    for (fps, rate) in [(30.0, "30/1"), (29.97, "30000/1001"), (25.0, "25/1")] {
        let frame_rate = FrameRate::from_fps(fps).unwrap();
        let timeline = timeline(frame_rate, &[40, 200, 50], 15, &["a", "b", "c"]);
        let sound = rig.folder.path().join("sound.m4a");
        encode_sound(&timeline, &sound, &Control::default()).unwrap();
        let (video, _) = rig.render_with(&timeline, "facts.mp4", Some(&sound), || {});
        assert_eq!(warnings(&video), "");

        let facts = probe(&video, &["-show_streams", "-show_format"]);
        let picture = &facts["streams"][0];
        for (name, value) in [
            ("codec_name", "h264"),
            ("profile", "High"),
            ("pix_fmt", "yuv420p"),
            ("color_range", "tv"),
            ("color_space", "bt709"),
            ("color_transfer", "bt709"),
            ("color_primaries", "bt709"),
            ("chroma_location", "left"),
            ("field_order", "progressive"),
            ("sample_aspect_ratio", "1:1"),
            ("r_frame_rate", rate),
            ("avg_frame_rate", rate),
            ("nb_frames", "290"),
            ("start_time", "0.000000"),
        ] {
            assert_eq!(picture[name], value, "{name}");
        }
        let heard = &facts["streams"][1];
        for (name, value) in [
            ("codec_name", "aac"),
            ("profile", "LC"),
            ("sample_rate", "48000"),
            ("channel_layout", "stereo"),
            ("start_time", "0.000000"),
        ] {
            assert_eq!(heard[name], value, "{name}");
        }
        assert_eq!(heard["tags"]["language"], "uzb");
        let tags = &facts["format"]["tags"];
        assert_eq!(tags["title"], "Why the sea is salty");
        assert!(tags["comment"].as_str().unwrap().contains("Reelcraft"));
        assert!(tags["creation_time"].is_null(), "{tags}");
        for duration in [
            &facts["format"]["duration"],
            &picture["duration"],
            &heard["duration"],
        ] {
            let secs: f64 = duration.as_str().unwrap().parse().unwrap();
            let difference = (secs - timeline.secs()).abs();
            assert!(difference <= 1.0 / fps, "{secs} is not {}", timeline.secs());
        }
        let bytes = std::fs::read(&video).unwrap();
        let place = |name: &[u8]| bytes.windows(4).position(|window| window == name).unwrap();
        assert!(place(b"moov") < place(b"mdat"), "the index is not in front");
    }
}

#[test]
fn times_are_exact_and_decoding_never_runs_backwards() {
    let rig = Rig::new();
    let timeline = timeline(FrameRate::whole(30), &[40, 300, 50], 15, &["a", "b", "c"]);
    let (video, _) = rig.render(&timeline, "times.mp4");
    let packets = probe(&video, &["-select_streams", "v", "-show_packets"]);
    let packets = packets["packets"].as_array().unwrap();
    // The muxer's unit for 30 frames per second is 1/15360 s: 512 for a frame.
    let times = |name: &str| -> Vec<i64> {
        packets
            .iter()
            .map(|packet| packet[name].as_i64().unwrap())
            .collect()
    };
    let decoding = times("dts");
    assert!(
        decoding.windows(2).all(|pair| pair[1] - pair[0] == 512),
        "{decoding:?}"
    );
    let mut shown = times("pts");
    assert!(
        shown
            .iter()
            .zip(&decoding)
            .all(|(shown, decoded)| shown >= decoded)
    );
    shown.sort_unstable();
    assert_eq!(
        shown,
        (0..390).map(|frame| frame * 512).collect::<Vec<i64>>()
    );

    let keys: Vec<i64> = packets
        .iter()
        .filter(|packet| packet["flags"].as_str().unwrap().starts_with('K'))
        .map(|packet| packet["pts"].as_i64().unwrap() / 512)
        .collect();
    let starts: Vec<i64> = rig
        .plan(&timeline)
        .iter()
        .map(|segment| segment.frames().start as i64)
        .collect();
    assert_eq!(
        keys, starts,
        "keyframes are where segments begin, and nowhere else"
    );
}

#[test]
fn sound_stays_in_step_with_the_picture() {
    let rig = Rig::new();
    let mut timeline = timeline(
        FrameRate::from_fps(29.97).unwrap(),
        &[40, 80, 50],
        15,
        &["a", "b", "c"],
    );
    // A click at each second; AAC smears it by less than a window of 128 samples.
    let clicks = [48_000, 96_000, 144_000];
    let mut pcm = Pcm {
        samples: vec![0.0; 48_000 * 5],
        sample_rate_hz: 48_000,
    };
    for at in clicks {
        pcm.samples[at] = 0.9;
    }
    let file = rig.folder.path().join("clicks.wav");
    std::fs::write(&file, pcm.to_wav().unwrap()).unwrap();
    timeline.voice = Some(VoiceTrack {
        file,
        digest: "clicks".to_owned(),
        lines: vec![None; 3],
    });
    let sound = rig.folder.path().join("sound.m4a");
    encode_sound(&timeline, &sound, &Control::default()).unwrap();
    let (video, _) = rig.render_with(&timeline, "clicks.mp4", Some(&sound), || {});
    let output = std::process::Command::new("ffmpeg")
        .args(["-v", "error", "-i"])
        .arg(&video)
        .args(["-map", "0:a", "-ac", "1", "-f", "f32le", "-"])
        .output()
        .unwrap();
    let heard: Vec<f32> = output
        .stdout
        .chunks_exact(4)
        .map(|bytes| f32::from_le_bytes(bytes.try_into().unwrap()))
        .collect();
    let length = timeline.frame_rate.sample_at(timeline.length) as usize;
    let facts = probe(&video, &["-show_streams"]);
    assert_eq!(facts["streams"][1]["start_pts"], 0);
    assert_eq!(facts["streams"][1]["duration_ts"], length);
    for at in clicks {
        let around = &heard[at - 4800..at + 4800];
        let loudest = (0..around.len())
            .max_by(|a, b| around[*a].abs().total_cmp(&around[*b].abs()))
            .unwrap();
        assert!(around[loudest].abs() > 0.05);
        assert!(
            loudest.abs_diff(4800) <= 64,
            "a click is {} samples off",
            loudest as i64 - 4800
        );
    }
}
