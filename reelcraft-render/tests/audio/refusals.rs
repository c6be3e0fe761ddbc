//! What is no sound is refused, and nothing else is opened for it.

use std::path::Path;

use reelcraft_core::{Control, ErrorKind};
use reelcraft_render::audio::{decode_mono, encode_sound};

use super::measure::ffmpeg;
use super::signals::{RATE, timeline, write_wav};

/// Asserts that a file is refused in every role, in words that name it.
fn assert_refused(path: &Path, kind: &ErrorKind) {
    let folder = tempfile::tempdir().unwrap();
    let target = folder.path().join("sound.m4a");
    let as_voice = timeline(1.0, Some(path.to_owned()), None);
    let as_music = timeline(1.0, None, Some((path.to_owned(), 0.5, true)));
    let errors = [
        decode_mono(path).unwrap_err(),
        encode_sound(&as_voice, &target, &Control::default()).unwrap_err(),
        encode_sound(&as_music, &target, &Control::default()).unwrap_err(),
    ];
    for error in errors {
        assert_eq!(error.kind(), kind, "{}", error.chain());
        let name = path.file_name().unwrap().to_str().unwrap();
        assert!(error.to_string().contains(name), "{error}");
    }
    assert!(!target.exists());
}

#[test]
fn playlists_do_not_open_other_files() {
    let folder = tempfile::tempdir().unwrap();
    let secret = folder.path().join("secret.wav");
    write_wav(&secret, 1, 48_000, &vec![0.5; RATE]);
    let secret = secret.to_str().unwrap();
    let playlists = [
        format!(
            "#EXTM3U\n#EXT-X-VERSION:3\n#EXT-X-TARGETDURATION:10\n#EXTINF:10,\n{secret}\n#EXT-X-ENDLIST\n"
        ),
        format!(
            "#EXTM3U\n#EXT-X-TARGETDURATION:10\n#EXT-X-MEDIA-SEQUENCE:0\n#EXTINF:10,\nfile:{secret}\n#EXT-X-ENDLIST\n"
        ),
        format!("ffconcat version 1.0\nfile '{secret}'\n"),
        "ffconcat version 1.0\nfile secret.wav\n".to_owned(),
        format!("[playlist]\nFile1={secret}\n"),
        format!(
            "<?xml version=\"1.0\"?><MPD xmlns=\"urn:mpeg:dash:schema:mpd:2011\"><Period><AdaptationSet><BaseURL>{secret}</BaseURL></AdaptationSet></Period></MPD>"
        ),
        "v=0\no=- 0 0 IN IP4 127.0.0.1\ns=x\nc=IN IP4 127.0.0.1\nt=0 0\nm=audio 5004 RTP/AVP 0\n"
            .to_owned(),
    ];
    for playlist in playlists {
        for name in ["list.wav", "list.mp3", "list.m3u8", "list.m4a"] {
            let path = folder.path().join(name);
            std::fs::write(&path, &playlist).unwrap();
            assert_refused(&path, &ErrorKind::Media);
        }
    }
}

#[test]
fn names_that_look_like_protocols_are_names() {
    let folder = tempfile::tempdir().unwrap();
    for name in [
        "concat:a.wav|b.wav",
        "data:audio,x",
        "pipe:0",
        "http:x.wav",
        "%03d.wav",
        "file:x",
    ] {
        let path = folder.path().join(name);
        write_wav(&path, 1, 48_000, &vec![0.25; 4800]);
        assert_eq!(decode_mono(&path).unwrap().samples.len(), 4800, "{name}");
    }
    assert_refused(
        Path::new("concat:missing.wav|other.wav"),
        &ErrorKind::NotFound,
    );
}

#[cfg(unix)]
#[test]
fn names_need_not_be_unicode() {
    use std::os::unix::ffi::OsStrExt as _;
    let folder = tempfile::tempdir().unwrap();
    let path = folder
        .path()
        .join(std::ffi::OsStr::from_bytes(b"\xFFsound.wav"));
    write_wav(&path, 1, 48_000, &vec![0.25; 4800]);
    assert!(decode_mono(&path).is_ok());
}

#[test]
fn what_is_missing_is_not_found() {
    let folder = tempfile::tempdir().unwrap();
    assert_refused(&folder.path().join("missing.wav"), &ErrorKind::NotFound);
}

#[test]
fn what_is_no_sound_is_media() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.wav");
    let header = [
        &b"RIFF\x24\0\0\0WAVEfmt \x10\0\0\0"[..],
        &[0; 16],
        b"data\0\0\0\0",
    ]
    .concat();
    let zeros = vec![0; 100_000];
    let contents: [&[u8]; 5] = [b"", b"RIFF", b"just some text\n", &zeros, &header];
    for content in contents {
        std::fs::write(&path, content).unwrap();
        assert_refused(&path, &ErrorKind::Media);
    }
    assert_refused(folder.path(), &ErrorKind::Media);
}

#[test]
fn a_video_without_sound_is_media_and_says_so() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("silent.mp4");
    let source = "testsrc=d=0.2:s=64x64";
    ffmpeg(&[
        "-f",
        "lavfi",
        "-i",
        source,
        "-c:v",
        "mpeg4",
        path.to_str().unwrap(),
    ]);
    assert_refused(&path, &ErrorKind::Media);
    assert!(
        decode_mono(&path)
            .unwrap_err()
            .to_string()
            .contains("no sound")
    );
}

#[test]
fn a_wav_without_samples_is_media() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("empty.wav");
    write_wav(&path, 1, 48_000, &[]);
    assert_refused(&path, &ErrorKind::Media);
}

#[test]
fn sound_at_a_few_samples_a_second_is_refused_before_it_fills_the_memory() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("slow.wav");
    write_wav(&path, 1, 1, &vec![0.5; 30_000]);
    assert_refused(&path, &ErrorKind::Media);
}
