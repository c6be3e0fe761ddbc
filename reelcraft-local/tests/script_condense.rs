//! Scripts from pasted texts, and image prompts, as callers get them.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::print_stdout,
    reason = "helpers of tests fail as tests do"
)]

use reelcraft_core::Control;
use reelcraft_core::provider::{ScriptGen, ScriptRequest};

use reelcraft_local::script::LocalScript;

const ENGLISH: &str = "\
# Why the sea is salty

Anyone who has swallowed a wave knows that the sea is salty. However, the rivers that fill it are \
fresh. Where does the salt come from?

Rain is slightly acid, because it takes up carbon dioxide from the air on its way down. It slowly \
dissolves minerals from the rocks it falls on, and the rivers carry them down to the sea, where they \
have been collecting for a very long time [1]. Every year the rivers of the world bring about \
4 billion tonnes of dissolved minerals to the sea. This is only a part of the story. Hot springs on \
the sea floor add more minerals (see https://example.org/vents).

The sun takes water away from the surface of the sea, but it leaves the salt behind. The vapour \
becomes clouds, the clouds become rain, and the rain fills the rivers again. So the water goes round \
and round, and the salt stays.

In the Dead Sea this can be seen best: a river flows in, none flows out, and the sun is strong. Dr. J. \
Smith measured 34.2 per cent of salt there; in the open sea it is about 3.5 per cent. Fish cannot live \
in it. A swimmer, on the other hand, floats like a cork.
";

const RUSSIAN: &str = "\
Почему море солёное? Этот вопрос люди задают с древних времён. Реки, которые впадают в море, пресные, \
и на первый взгляд соли взяться неоткуда.

Дождевая вода растворяет минералы в горных породах, и реки несут их в море. В речной воде соли так \
мало, что на вкус её не заметить. Однако реки текут миллионы лет. За это время в море накопилось \
огромное количество соли. Кроме того, минералы поступают из горячих источников на дне океана.

Солнце испаряет воду с поверхности моря, а соль остаётся. Пар превращается в облака, облака проливаются \
дождём, и дождь снова наполняет реки. Таким образом, вода движется по кругу, а соль накапливается.

В 1930 г. учёные измерили солёность Мёртвого моря (оно лежит ниже уровня океана). В нём в десять раз \
больше соли, чем в океане, поэтому рыба там не живёт. Зато человек держится на воде, как пробка. \
Средняя солёность океана составляет 3,5 %, и за последние 100 000 лет она почти не изменилась, потому \
что часть соли уходит на дно вместе с осадками.
";

const UZBEK: &str = "\
Nega dengiz suvi sho'r? Bu savolni odamlar qadimdan berib keladi. Dengizga quyiladigan daryolar suvi esa chuchuk.

Yomg'ir suvi tog' jinslaridagi minerallarni eritadi va daryolar ularni dengizga olib keladi. Daryo suvida \
tuz shunchalik kamki, uning ta'mi sezilmaydi. Biroq daryolar millionlab yillardan beri oqadi. Shu davrda \
dengizda juda ko'p tuz to'plangan. Bundan tashqari, okean tubidagi issiq buloqlardan ham minerallar chiqadi.

Quyosh dengiz yuzasidan suvni bug'lantiradi, tuz esa dengizda qoladi. Bug' bulutga aylanadi, bulutdan \
yomg'ir yog'adi va yomg'ir daryolarni yana to'ldiradi. Shunday qilib, suv aylanib yuradi, tuz esa \
to'planaveradi.

O'lik dengizda buni yaqqol ko'rish mumkin (u okean sathidan pastda joylashgan). Uning suvida tuz okeandagidan \
o'n barobar ko'p, shuning uchun u yerda baliq yashamaydi. Odam esa suv betida po'kakdek suzib yuradi. \
Okean suvining o'rtacha sho'rligi 3,5 % ni tashkil qiladi va oxirgi 100 000 yilda deyarli o'zgarmagan, \
chunki tuzning bir qismi cho'kindilar bilan birga dengiz tubiga tushadi.
";

/// Makes a few lines long enough to be a text.
const UZBEK_CYRILLIC_TAIL: &str = "Қадимги денгизлар қуриганда, ўрнида қалин туз қатламлари қолган. Одамлар бу \
    тузни минг йиллардан бери қазиб олади ва ҳар куни овқатга солади.";

fn request(topic: &str, language: &str, scene_count: usize) -> ScriptRequest {
    ScriptRequest {
        topic: topic.to_owned(),
        language: language.parse().unwrap(),
        scene_count,
        tone: None,
        secs: None,
    }
}

async fn lines(topic: &str, language: &str, scene_count: usize) -> Vec<String> {
    let made = LocalScript::new()
        .write_script(&request(topic, language, scene_count), &Control::default())
        .await
        .unwrap();
    assert_eq!(made.origin.model, "condense-1");
    made.value
}

#[tokio::test]
async fn an_english_article_gives_its_strongest_sentences_in_order() {
    assert_eq!(
        lines(ENGLISH, "en", 6).await,
        [
            "Anyone who has swallowed a wave knows that the sea is salty.",
            "Rain is slightly acid, because it takes up carbon dioxide from the air on its way down.",
            "It slowly dissolves minerals from the rocks it falls on, and the rivers carry them down to the sea.",
            "Every year the rivers of the world bring about 4 billion tonnes of dissolved minerals to the sea.",
            "The sun takes water away from the surface of the sea, but it leaves the salt behind.",
            "The vapour becomes clouds, the clouds become rain, and the rain fills the rivers again.",
        ]
    );
}

#[tokio::test]
async fn a_russian_article_begins_with_its_question() {
    assert_eq!(
        lines(RUSSIAN, "ru", 6).await,
        [
            "Почему море солёное?",
            "Реки, которые впадают в море, пресные, и на первый взгляд соли взяться неоткуда.",
            "Дождевая вода растворяет минералы в горных породах, и реки несут их в море.",
            "Солнце испаряет воду с поверхности моря, а соль остаётся.",
            "Пар превращается в облака, облака проливаются дождём, и дождь снова наполняет реки.",
            "Средняя солёность океана составляет 3,5 %, и за последние 100 000 лет она почти не изменилась.",
        ]
    );
}

#[tokio::test]
async fn an_uzbek_article_is_condensed_in_either_alphabet() {
    assert_eq!(
        lines(UZBEK, "uz", 6).await,
        [
            "Nega dengiz suvi shoʻr?",
            "Yomgʻir suvi togʻ jinslaridagi minerallarni eritadi va daryolar ularni dengizga olib keladi.",
            "Daryo suvida tuz shunchalik kamki, uning taʼmi sezilmaydi.",
            "Quyosh dengiz yuzasidan suvni bugʻlantiradi, tuz esa dengizda qoladi.",
            "Suv aylanib yuradi, tuz esa toʻplanaveradi.",
            "Okean suvining oʻrtacha shoʻrligi 3,5 % ni tashkil qiladi.",
        ]
    );
    let cyrillic = lines(UZBEK, "uz-Cyrl", 6).await;
    assert_eq!(cyrillic[0], "Нега денгиз суви шўр?");
    assert_eq!(cyrillic[4], "Сув айланиб юради, туз эса тўпланаверади.");
    // Cyrillic text for a Latin reel comes out in Latin letters.
    let back = lines(
        &[cyrillic.join(" "), UZBEK_CYRILLIC_TAIL.to_owned()].join(" "),
        "uz",
        2,
    )
    .await;
    assert!(
        back.iter()
            .all(|line| line.is_ascii() || !line.contains(['а', 'и', 'о'])),
        "{back:?}"
    );
}

#[tokio::test]
async fn a_text_with_less_to_say_gives_fewer_lines_and_none_twice() {
    for (text, language) in [(ENGLISH, "en"), (RUSSIAN, "ru"), (UZBEK, "uz")] {
        for count in [1, 2, 5, 9, 60] {
            let lines = lines(text, language, count).await;
            assert!((1..=count).contains(&lines.len()));
            assert!(count < 9 || lines.len() >= 9, "{language} {lines:#?}");
            assert!(count < 60 || lines.len() < 20);
            for line in &lines {
                assert!(line.chars().count() <= 110, "{line}");
                assert!(line.ends_with(['.', '?', '!', '…']), "{line}");
                assert!(
                    !line.contains(['(', ')', '[', ']', '#', '\n']) && !line.contains("://"),
                    "{line}"
                );
                assert!(line.starts_with(char::is_uppercase), "{line}");
                let begins = |word: &str| line.starts_with(word);
                assert!(
                    ![
                        "However",
                        "Однако",
                        "Кроме того",
                        "Biroq",
                        "Bundan tashqari",
                        "Shunday qilib"
                    ]
                    .iter()
                    .any(|word| begins(word)),
                    "{line}"
                );
            }
            let mut unique = lines.clone();
            unique.sort();
            unique.dedup();
            assert_eq!(unique.len(), lines.len());
        }
    }
    let repeated = "The sea is salty because of the rivers. ".repeat(30);
    assert_eq!(
        lines(&repeated, "en", 8).await,
        ["The sea is salty because of the rivers."]
    );
}

#[tokio::test]
async fn a_pointer_never_stands_without_what_it_points_at() {
    for count in 1..20 {
        let lines = lines(ENGLISH, "en", count).await;
        for (at, line) in lines.iter().enumerate() {
            let before = at.checked_sub(1).map(|at| lines[at].as_str());
            if line.starts_with("It slowly") {
                assert!(before.unwrap().starts_with("Rain is"), "{lines:#?}");
            }
            if line.starts_with("This is only") {
                assert!(before.unwrap().starts_with("Every year"), "{lines:#?}");
            }
        }
    }
}

#[tokio::test]
async fn texts_of_any_shape_give_lines() {
    let unpunctuated = "und dann gingen wir noch weiter am fluss entlang ".repeat(20);
    let notes = "Buy fresh bread\n".repeat(3)
        + &"- Water the old garden flowers slowly\n- Call the school about the trip\n".repeat(6);
    let japanese = "海の水はなぜ塩辛いのでしょうか。川は岩から溶けた塩を海に運びます。太陽は水を蒸発させますが、塩は海に残ります。".repeat(3);
    let french = "Les rivières apportent du sel à la mer depuis des millions d'années. Le soleil évapore \
                  l'eau de la surface; le sel reste dans la mer. La pluie tombe sur les montagnes et dissout \
                  les minéraux des roches. Voilà pourquoi la mer est salée.";
    for (text, language) in [
        (unpunctuated.as_str(), "de"),
        (&notes, "en"),
        (&japanese, "ja"),
        (french, "fr"),
        (&"😀 ".repeat(3).chain_words(), "en"),
        (&("x".repeat(300) + " ").repeat(70), "en"),
        (&"<p>Tea & <b>more</b> tea. </p>".repeat(40), "en"),
    ] {
        let lines = lines(text, language, 4).await;
        assert!((1..=4).contains(&lines.len()), "{text}");
        for line in lines {
            assert!(!line.is_empty() && line.chars().count() <= 115, "{line}");
            assert!(
                line.chars().any(char::is_alphanumeric) && !line.contains(['<', '\n']),
                "{line}"
            );
        }
    }
}

/// Words enough to be a text.
trait ChainWords {
    fn chain_words(&self) -> String;
}

impl ChainWords for String {
    fn chain_words(&self) -> String {
        format!("{self}{}", "smile and wave, then smile again. ".repeat(12))
    }
}
