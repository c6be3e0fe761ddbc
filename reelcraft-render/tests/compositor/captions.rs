//! Captions over pictures: where they stand, what is highlighted, what is missing.

use std::sync::Arc;

use reelcraft_core::captions::SafeArea;
use reelcraft_core::project::{
    CaptionLook, CaptionPosition, CaptionStyle, Captions, Color, Format, FrameSize, Motion,
    Project, Reel, Scene,
};
use reelcraft_core::timeline::{Materials, MediaFile, Timeline, plan};
use reelcraft_core::{Digest, ErrorKind};
use reelcraft_render::compositor::Compositor;

use crate::references::to_rgb;
use crate::world::{World, frame};

/// Lines in nine scripts and more, with the language of each.
pub(crate) const LINES: [(&str, &str, &str); 12] = [
    ("latin", "uz", "Toʻgʻri soʻz, oʻzbekcha gʻoya"),
    ("cyrillic", "ru", "Первый полёт — в космос!"),
    ("uzbek-cyrillic", "uz-Cyrl", "Ўзбекистон тоғлари, ҳаво, қор"),
    ("arabic", "ar", "مياه البحر مالحة جدا 2024 km"),
    ("hebrew", "he", "למה הים מלוח? Salt בים"),
    ("hindi", "hi", "समुद्र का पानी खारा क्यों है"),
    ("thai", "th", "ทำไมน้ำทะเลถึงเค็ม"),
    ("chinese", "zh", "海水为什么是咸的？"),
    ("japanese", "ja", "海の水はなぜ塩辛いのか"),
    ("korean", "ko", "바닷물은 왜 짤까요?"),
    ("emoji", "en", "Family 👨‍👩‍👧‍👦 and flag 🇺🇿 ❤️"),
    ("english", "en", "The sea is salty, ISN'T it?"),
];

/// A timeline of one silent scene of 3 seconds.
pub(crate) fn captioned(
    world: &World,
    format: &str,
    captions: Captions,
    language: &str,
    line: &str,
) -> Timeline {
    let picture = world.path("ground.png");
    if !picture.exists() {
        world.picture("ground.png", (64, 64), |_, _| [70, 96, 118]);
    }
    let digest = Digest::of_file(&picture).unwrap();
    let font = captions.font_file().map(|file| MediaFile {
        path: world.path(file),
        digest: Digest::of_file(&world.path(file)).unwrap(),
    });
    let project = Project {
        reel: Reel {
            language: language.parse().unwrap(),
            format: format.parse::<Format>().unwrap(),
            ..Reel::default()
        },
        captions,
        scenes: vec![Scene {
            duration: Some(3.0),
            motion: Motion::None,
            ..Scene::from_line(line)
        }],
        ..Project::default()
    };
    let materials = Materials {
        pictures: vec![MediaFile {
            path: picture,
            digest,
        }],
        caption_font: font,
        ..Materials::default()
    };
    plan(&project, &materials).unwrap().timeline
}

fn captions(style: CaptionStyle, look: CaptionLook) -> Captions {
    Captions {
        style,
        look,
        ..Captions::default()
    }
}

fn compositor(timeline: Timeline) -> Compositor {
    Compositor::new(Arc::new(timeline)).unwrap()
}

#[test]
fn text_is_inside_the_safe_area_of_every_format() {
    let world = World::new();
    let long = "Donaudampfschifffahrtselektrizitätenhauptbetriebswerk und \
                Wirtschaftsunternehmen, in einem Satz ohne Ende";
    for format in [
        "reel",
        "portrait",
        "square",
        "landscape",
        "128x4096",
        "4096x128",
        "128x128",
    ] {
        for style in [CaptionStyle::Line, CaptionStyle::Word, CaptionStyle::Pop] {
            for position in CaptionPosition::ALL {
                for line in [long, LINES[3].2, LINES[6].2, LINES[7].2] {
                    let mut captions = captions(style, CaptionLook::Bold);
                    captions.position = *position;
                    let timeline = captioned(&world, format, captions, "de", line);
                    let area = SafeArea::of(timeline.size);
                    let compositor = compositor(timeline);
                    let laid_out = compositor.captions().unwrap().unwrap();
                    for [left, top, right, bottom] in laid_out.text_areas() {
                        let place = format!(
                            "{format} {style} {position} {line}: {left} {top} {right} {bottom}"
                        );
                        assert!(
                            left >= area.left - 0.5 && right <= area.right + 0.5,
                            "{place}"
                        );
                        assert!(
                            top >= area.top - 0.5 && bottom <= area.bottom + 0.5,
                            "{place}"
                        );
                        assert!(right > left && bottom > top, "{place}");
                    }
                }
            }
        }
    }
}

#[test]
fn letters_hardly_shrink_in_the_formats_of_the_platforms() {
    let world = World::new();
    for format in ["reel", "portrait", "square", "landscape"] {
        for style in [CaptionStyle::Line, CaptionStyle::Word, CaptionStyle::Pop] {
            for (_, language, line) in LINES {
                let captions = captions(style, CaptionLook::Bold);
                let timeline = captioned(&world, format, captions, language, line);
                let em = timeline.captions.as_ref().unwrap().sheet.size * 1080.0;
                let compositor = compositor(timeline);
                for least in compositor.captions().unwrap().unwrap().letter_sizes() {
                    assert!(
                        least >= 0.6 * em,
                        "{format} {style} {line}: {least} of {em}"
                    );
                }
            }
        }
    }
}

/// How many pixels of a frame are about of a colour.
fn pixels_of(compositor: &Compositor, at: u64, color: Color) -> usize {
    let picture = to_rgb(&frame(compositor, at));
    let near = |value: u8, wanted: u8| value.abs_diff(wanted) < 24;
    let pixels = picture.pixels().filter(|pixel| {
        near(pixel[0], color.red) && near(pixel[1], color.green) && near(pixel[2], color.blue)
    });
    pixels.count()
}

#[test]
fn the_word_that_is_spoken_is_highlighted_and_no_other_one() {
    let world = World::new();
    let mut captions = captions(CaptionStyle::Word, CaptionLook::Clear);
    captions.highlight = Some(Color::rgb(255, 0, 0));
    let timeline = captioned(&world, "540x960", captions, "en", "Iiii mmmmmmmm");
    let track = timeline.captions.clone().unwrap();
    let [first, second] = track.pages[0].words.as_slice() else {
        panic!("{track:?}");
    };
    let compositor = compositor(timeline);
    let red = Color::rgb(255, 0, 0);
    let (short, long) = (
        pixels_of(&compositor, first.start, red),
        pixels_of(&compositor, second.start, red),
    );
    assert!(short > 60 && long > 3 * short, "{short} {long}");
    assert_eq!(pixels_of(&compositor, second.start - 1, red), short);
    assert_eq!(
        pixels_of(&compositor, track.pages[0].frames.end - 1, red),
        long
    );
}

#[test]
fn looks_are_what_they_say() {
    let world = World::new();
    let at = |captions: Captions, color: Color| {
        let timeline = captioned(&world, "540x960", captions, "en", "Salt water");
        let start = timeline.captions.as_ref().unwrap().pages[0].frames.start;
        pixels_of(&compositor(timeline), start + 10, color)
    };
    let style = CaptionStyle::Word;
    let violet = Color::rgb(124, 58, 237);
    assert!(at(captions(style, CaptionLook::Marker), violet) > 500);
    assert_eq!(at(captions(style, CaptionLook::Clear), violet), 0);
    let mut boxed = captions(style, CaptionLook::Boxed);
    boxed.plate = Some(Color::rgb(0, 120, 0));
    assert!(at(boxed, Color::rgb(0, 120, 0)) > 2000);
    let mut plain = captions(CaptionStyle::Line, CaptionLook::Soft);
    plain.color = Some(Color::rgb(255, 255, 0));
    assert!(at(plain, Color::rgb(255, 255, 0)) > 150);
    let outlined = at(captions(style, CaptionLook::Bold), Color::BLACK);
    let mut thin = captions(style, CaptionLook::Bold);
    (thin.outline, thin.shadow) = (Some(0.0), Some(0.0));
    assert!(outlined > 1000 && at(thin, Color::BLACK) == 0, "{outlined}");
}

#[test]
fn latin_and_cyrillic_need_no_font_of_the_system_and_a_missing_letter_is_told() {
    let world = World::new();
    let warnings = |language: &str, line: &str| {
        let captions = captions(CaptionStyle::Line, CaptionLook::Clear);
        let compositor = compositor(captioned(&world, "square", captions, language, line));
        let captions = compositor.captions().unwrap().unwrap();
        captions.warnings().to_vec()
    };
    for (name, language, line) in LINES {
        assert_eq!(warnings(language, line), Vec::<String>::new(), "{name}");
    }
    let told = warnings("en", "A letter \u{E123} of nobody");
    assert_eq!(
        told,
        ["no font on this machine has `\u{E123}` (U+E123), so captions show an empty box there"]
    );
}

#[test]
fn a_font_of_ones_own_is_used_and_a_bad_one_is_told() {
    let world = World::new();
    let bundled =
        std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("fonts/Montserrat-Black.ttf");
    std::fs::copy(bundled, world.path("own.ttf")).unwrap();
    std::fs::write(world.path("bad.ttf"), "no font").unwrap();
    let with_font = |font: &str| {
        let mut captions = captions(CaptionStyle::Line, CaptionLook::Clear);
        captions.font = Some(font.to_owned());
        compositor(captioned(&world, "square", captions, "en", "Salt")).captions()
    };
    assert!(with_font("own.ttf").unwrap().unwrap().warnings().is_empty());
    let error = with_font("bad.ttf").unwrap_err();
    assert_eq!(*error.kind(), ErrorKind::Media);
    assert!(
        error
            .to_string()
            .ends_with("bad.ttf is no font that can be read"),
        "{error}"
    );
    let missing = with_font("Nonesuch Grotesque").unwrap().unwrap();
    assert_eq!(
        missing.warnings(),
        ["the font `Nonesuch Grotesque` is not installed, so captions are in Montserrat"]
    );
}

#[test]
fn pop_springs_in_and_comes_to_rest() {
    let world = World::new();
    let captions = captions(CaptionStyle::Pop, CaptionLook::Clear);
    let timeline = captioned(&world, "540x960", captions, "en", "Salt");
    let start = timeline.captions.as_ref().unwrap().pages[0].frames.start;
    let compositor = compositor(timeline);
    let white = |at: u64| pixels_of(&compositor, start + at, Color::WHITE);
    let (first, peak, rest) = (white(0), (2..6).map(white).max().unwrap(), white(20));
    assert!(
        first < rest * 8 / 10 && peak > rest,
        "{first} {peak} {rest}"
    );
    assert_eq!(white(12), rest);
}

#[test]
fn a_frame_without_a_caption_is_as_it_was() {
    let world = World::new();
    let mut none = captions(CaptionStyle::None, CaptionLook::Clear);
    let plain = compositor(captioned(&world, "square", none.clone(), "en", "Salt"));
    none.style = CaptionStyle::Line;
    let mut timeline = captioned(&world, "square", none, "en", "Salt");
    let page = &mut timeline.captions.as_mut().unwrap().pages[0];
    page.frames = reelcraft_core::FrameRange::new(10, 20);
    assert_eq!(timeline.size, FrameSize::new(1080, 1080));
    let captioned = compositor(timeline);
    assert_eq!(frame(&plain, 9), frame(&captioned, 9));
    assert_eq!(frame(&plain, 20), frame(&captioned, 20));
    assert_ne!(frame(&plain, 10), frame(&captioned, 10));
}
