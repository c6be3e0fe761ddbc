//! Typical lines of short videos, and the illustrations that suit them in the middle.

use reelcraft_core::{Digest, Language};

use super::find;
use crate::card::seed::Seed;

const ENGLISH: &[(&str, &str)] = &[
    (
        "Rivers carry salt to the sea, a grain at a time.",
        "🏞 🌊 🧂",
    ),
    ("Why the sea is salty", "🌊 🧂"),
    ("How coffee changed the world", "☕"),
    ("Money habits of people who never worry", "💰"),
    ("The moon moves away from us every year.", "🌕"),
    (
        "A rocket needs more fuel than anything else on board.",
        "🚀",
    ),
    ("Octopuses have three hearts.", "🐙"),
    ("Bees visit two million flowers for one jar of honey.", "🐝"),
    ("The Great Wall cannot be seen from space.", "🚀 🐼 🧱"),
    ("Sleep is when the brain cleans itself.", "🛌 🧠"),
    ("Read ten pages of a book every day.", "📚"),
    ("The pyramids of Egypt were built by paid workers.", "🐫"),
    ("Dinosaurs ruled for 165 million years.", "🦖"),
    ("Bread was money in ancient Rome.", "🍞 💰 🏛"),
    ("Camels walked the Silk Road for a thousand years.", "🐪"),
    ("Volcanoes build new islands.", "🌋 🏝"),
    ("Trees talk to each other through their roots.", "🌳"),
    ("Football began as a village game.", "⚽"),
    ("You can start running tomorrow morning.", "🏃 🌅"),
    ("Lightning is hotter than the surface of the sun.", "⛈ ☀"),
    ("Chess teaches patience.", "♟ 🧘"),
    ("Your phone is listening to nothing.", "📱"),
    ("Artificial intelligence learns from our mistakes.", "🤖"),
    ("A hot dog is not a dog.", "🌭"),
    ("Will you marry me?", "💍"),
    ("Ice is lighter than water.", "🧊 💧"),
    ("The violin is made of seventy pieces.", "🎻"),
    ("Penguins propose with pebbles.", "🐧"),
    ("A doctor explains how vaccines work.", "🏥 🩺"),
    ("Gold never rusts.", "🥇"),
    ("The wolf lives in a pack.", "🐺"),
];

const RUSSIAN: &[(&str, &str)] = &[
    ("Юрий Гагарин полетел в космос в 1961 году.", "🧑‍🚀 🚀"),
    ("Солнечная система огромна", "🪐"),
    ("Почему море солёное", "🌊 🧂"),
    ("Реки несут соль в море.", "🏞 🌊 🧂"),
    ("Кофе изменил мир.", "☕"),
    ("Деньги любят счёт.", "💰"),
    ("Звёзды видны только ночью.", "⭐ 🌙"),
    ("У осьминога три сердца.", "🐙 ❤"),
    ("Пчёлы делают мёд.", "🐝"),
    ("Книга меняет жизнь.", "📚"),
    ("Пирамиды Египта построили рабочие.", "🐫"),
    ("Великий шёлковый путь шёл через Самарканд.", "🐪 🕌"),
    ("Китай придумал бумагу.", "🐼"),
    ("Вулканы создают острова.", "🌋"),
    ("Деревья говорят друг с другом.", "🌳"),
    ("Мозг чистится во сне.", "🧠 🛌"),
    ("Футболисты пробегают десять километров.", "⚽"),
    ("Искусственный интеллект учится на ошибках.", "🤖"),
    ("Лёд легче воды.", "🧊 💧 ❄"),
    ("Шахматы учат терпению.", "♟ 🧘"),
    ("Зимой медведь спит.", "🐻 ❄"),
    ("Самолёт летит над облаками.", "✈ ☁"),
    ("Волк живёт в стае.", "🐺"),
    ("Дождь пахнет землёй.", "🌧"),
    ("Дети учатся в школе.", "🏫 🧒"),
    ("Врач говорит о здоровье.", "🏥 🍏"),
    ("На рынке продают специи.", "🛒 🌶"),
    ("Чайные традиции Востока", "🍵 🎭"),
    ("Любовь живёт три года?", "❤"),
    ("Поезд идёт по железной дороге.", "🚂"),
    ("Скрипка сделана из семидесяти деталей.", "🎻"),
];

const UZBEK: &[(&str, &str)] = &[
    ("Registon maydoni Samarqandning yuragi.", "🕌"),
    ("Ulugʻbek yulduzlarni sanagan.", "🔭 ⭐"),
    ("Choy ichish madaniyati", "🍵"),
    ("Dengiz nega shoʻr?", "🌊 🧂"),
    ("Daryolar tuzni dengizga olib boradi.", "🏞 🌊 🧂"),
    ("Buyuk ipak yoʻli ming yil yashadi.", "🐪"),
    ("Navroʻz bahor bayrami.", "🌷 🌸"),
    ("Palov har bir toʻyning shohi.", "🍚"),
    ("Kofe dunyoni oʻzgartirdi.", "☕"),
    ("Pulni qanday tejash mumkin?", "💰"),
    ("Kitob oʻqish odati", "📚"),
    ("Oʻzbekistonda paxta koʻp yetishtiriladi.", "🇺🇿 ☁"),
    ("Toshkent metrosi juda goʻzal.", "🏙 🚇"),
    ("Alisher Navoiy gʻazallari", "📜"),
    ("Koinotga birinchi inson 1961 yilda uchdi.", "🚀"),
    ("Quyosh tizimida sakkizta sayyora bor.", "🪐"),
    ("Asalarilar asal yigʻadi.", "🐝"),
    ("Togʻlarda qor erimaydi.", "🏔 ⛰ ❄"),
    ("Otlar tez yuguradi.", "🐎"),
    ("Farzandlarimizga mehr beraylik.", "🧒 🤝"),
    ("Maktabda dars boshlandi.", "🏫"),
    ("Yomgʻirdan keyin kamalak chiqadi.", "🌧 🌈"),
    ("Sun'iy intellekt bizning kelajagimiz.", "🤖"),
    ("Futbolchilar musobaqada gʻalaba qozondi.", "⚽"),
    ("Miyamiz uyquda dam oladi.", "🧠 🛌"),
    ("Non — dasturxonning koʻrki.", "🍞"),
    ("Ozbekiston shaharlari haqida", "🇺🇿"),
    ("Денгиз суви нега шўр?", "🌊 💧"),
    ("Юлдузлар тунда порлайди.", "⭐ 🌙"),
    ("Самарқанд шаҳри жуда қадимий.", "🕌 🏛"),
    ("Китоб ўқиш фойдали одат.", "📚"),
];

fn check(lines: &[(&str, &str)], language: &str) {
    let language: Language = language.parse().unwrap();
    let seed = Seed::new(&Digest::of_bytes(b"lines"));
    let mut wrong = Vec::new();
    for (line, fitting) in lines {
        let found = find(line, &language, 0, &seed);
        let distinct = !found.others.contains(&found.main);
        if found.neutral || !distinct || !fitting.split(' ').any(|emoji| emoji == found.main) {
            wrong.push(format!("{line}: {} {}", found.main, found.others.join("")));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn english_lines_get_fitting_illustrations() {
    check(ENGLISH, "en");
}

#[test]
fn russian_lines_get_fitting_illustrations() {
    check(RUSSIAN, "ru");
}

#[test]
fn uzbek_lines_get_fitting_illustrations() {
    check(UZBEK, "uz");
}

#[test]
fn english_prompts_of_an_uzbek_reel_are_understood() {
    check(ENGLISH.get(..12).unwrap(), "uz");
}

#[test]
fn everyday_words_name_nothing() {
    let seed = Seed::new(&Digest::of_bytes(b"nothing"));
    for (line, language) in [
        ("You can and you will, as well as you may.", "en"),
        ("It would be the same for us all.", "en"),
        ("Это было бы не так уж и плохо.", "ru"),
        ("Bu juda ham kerak boʻladi.", "uz"),
        ("?!… — 12345", "uz"),
        ("مرحبا بالعالم", "ar"),
    ] {
        let found = find(line, &language.parse().unwrap(), 0, &seed);
        assert!(found.neutral, "{line}: {} {:?}", found.main, found.others);
        assert!(found.others.len() >= 2);
    }
}

#[test]
fn an_emoji_in_the_text_leads() {
    let seed = Seed::new(&Digest::of_bytes(b"emoji"));
    let find = |line: &str| find(line, &Language::default(), 0, &seed);
    assert_eq!(find("The sea 🦀").main, "🦀");
    assert_eq!(find("🦊🍇").main, "🦊");
    assert!(find("🦊🍇").others.contains(&"🍇"));
}

#[test]
fn other_variants_lead_with_other_things() {
    let seed = Seed::new(&Digest::of_bytes(b"variants"));
    let line = "Rivers carry salt to the sea, a grain at a time.";
    let mains: Vec<_> = (0..3)
        .map(|variant| find(line, &Language::default(), variant, &seed).main)
        .collect();
    assert_ne!(mains[0], mains[1]);
    assert_ne!(mains[1], mains[2]);
}
