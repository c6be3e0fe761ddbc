//! The language in which somebody typed a topic.

use reelcraft_core::Language;
use unicode_segmentation::UnicodeSegmentation;

use super::stop_words::Vocabulary;
use super::uzbek_letters::{is_apostrophe, is_mostly_cyrillic, with_printed_apostrophes};
use super::writing_language::WritingLanguage;
use crate::card::illustration::{Tongue, stem_letters};

/// With less evidence than this no topic is taken for Uzbek: names of all languages look like one
/// short word, such as `kim`.
const LEAST_EVIDENCE: usize = 2;

/// How many words are looked at; a longer text has shown its language by then.
const MOST_WORDS: usize = 200;

/// Endings that hardly any word of another language has.
const SURE_ENDINGS: [&str; 10] = [
    "lari", "larini", "larni", "larga", "larda", "lardan", "larning", "moqda", "amiz", "ymiz",
];
/// Endings that words of other languages have by chance.
const LIKELY_ENDINGS: [&str; 7] = ["lar", "ning", "lik", "ga", "da", "dan", "i"];

/// What follows an apostrophe in English: `o'clock`, `who'd`, `video's`.
const ENGLISH_CONTRACTIONS: [&str; 7] = ["clock", "d", "ll", "re", "s", "t", "ve"];

/// Guesses the language of a topic: `uz`, `uz-Cyrl`, `ru` or `en`.
///
/// Words that only one language knows speak for it, longer ones more, and the letters and endings
/// of Uzbek speak for Uzbek. Where nothing does, Cyrillic letters mean Russian, others English.
pub fn guess_language(topic: &str) -> Language {
    let topic = with_printed_apostrophes(topic);
    let (uzbek, other) = if is_mostly_cyrillic(&topic) == Some(true) {
        (WritingLanguage::UzbekCyrillic, WritingLanguage::Russian)
    } else {
        (WritingLanguage::UzbekLatin, WritingLanguage::English)
    };
    let (mut for_uzbek, mut for_other) = (0, 0);
    for word in topic.unicode_words().take(MOST_WORDS) {
        match (knowledge(word, uzbek), knowledge(word, other)) {
            (known, 0) => for_uzbek += known + uzbek_signs(word, known > 0, uzbek),
            (0, known) => for_other += known,
            _ => {}
        }
    }
    let likely = if for_uzbek >= LEAST_EVIDENCE && for_uzbek > for_other {
        uzbek
    } else {
        other
    };
    likely.language()
}

/// What it counts that a language knows a word: 3 for a function word, 2 for a word of the
/// dictionary in any form, 1 where its stem has so few letters that names of any language may have
/// them, and 0 for a single letter, a number or an unknown word.
fn knowledge(word: &str, language: WritingLanguage) -> usize {
    const FEW_LETTERS: usize = 3;
    let vocabulary = Vocabulary::of(Some(language));
    let mut key = vocabulary.key(word);
    if language == WritingLanguage::English {
        key = without_contraction(&key);
    }
    let letters = key.chars().filter(|letter| letter.is_alphabetic()).count();
    let tongue = match language {
        WritingLanguage::English => Tongue::English,
        WritingLanguage::Russian => Tongue::Russian,
        WritingLanguage::UzbekLatin | WritingLanguage::UzbekCyrillic => Tongue::Uzbek,
    };
    let (letters, most) = if letters < 2 {
        (0, 0)
    } else if vocabulary.has_stop_word(&key) {
        (letters, 3)
    } else if tongue == Tongue::Russian && key.contains(['ы', 'щ']) {
        (letters, 2)
    } else {
        (stem_letters(tongue, &key), 2)
    };
    match letters {
        0 => 0,
        1..=FEW_LETTERS => 1,
        _ => most,
    }
}

/// The word before an English contraction: `who` of `who'd`.
fn without_contraction(word: &str) -> String {
    match word.split_once(is_apostrophe) {
        Some((head, rest)) if ENGLISH_CONTRACTIONS.contains(&rest) => head.to_owned(),
        _ => word.to_owned(),
    }
}

/// What the letters and the ending of a word say for Uzbek; an ending that may be chance says
/// nothing where the stem is not known.
fn uzbek_signs(word: &str, is_known: bool, alphabet: WritingLanguage) -> usize {
    let key = Vocabulary::of(Some(alphabet)).key(word);
    let ends_with = |endings: &[&str]| {
        endings
            .iter()
            .any(|ending| key.len() > ending.len() + 2 && key.ends_with(ending))
    };
    let has_letter = match alphabet {
        WritingLanguage::UzbekCyrillic => word.to_lowercase().contains(['ў', 'қ', 'ғ', 'ҳ']),
        _ => has_turned_comma(word),
    };
    if has_letter || ends_with(&SURE_ENDINGS) {
        2
    } else {
        usize::from(has_hard_q(&key) || (is_known && ends_with(&LIKELY_ENDINGS)))
    }
}

/// Whether a word has the letter oʻ or gʻ; `o'clock`, `video's` and `O'Neal` have not.
fn has_turned_comma(word: &str) -> bool {
    word.match_indices('ʻ').any(|(at, sign)| {
        let (head, rest) = word.split_at(at);
        let rest = rest.trim_start_matches(sign);
        head.ends_with(['o', 'O', 'g', 'G'])
            && rest.starts_with(char::is_lowercase)
            && !ENGLISH_CONTRACTIONS.contains(&rest)
    })
}

/// Whether a word has a q before a vowel other than u: `qishloq`, but not `queen`.
fn has_hard_q(key: &str) -> bool {
    ["qa", "qi", "qo"].iter().any(|part| key.contains(part))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Checks the guess for topics, one a line.
    fn assert_guessed(language: &str, topics: &str) {
        for topic in topics.trim().lines().map(str::trim) {
            assert_eq!(guess_language(topic).to_string(), language, "{topic}");
        }
    }

    #[test]
    fn english_is_guessed() {
        assert_guessed(
            "en",
            "
                Why the sea is salty
                Who'd win: a shark or a bear
                Who’d win: a shark or a bear
                Five o'clock tea
                Kim Kardashian
                Kim Jong Un
                Why Shaquille O'Neal is famous
                O’Brien
                The dog's bowl
                Video's future
                Men in Black
                X-Men
                Tom Holland
                Planning a safari
                Miami taxi drivers
                Lamborghini and Ferrari
                Solar system
                Coffee
                1984
                Ham radio
                ferrari vs lamborghini
                Elon Musk
                History of Uzbekistan
                Registan square in Samarkand
                Bob's burgers
                Lady Gaga
                Top 10 video's
                Bon Jovi
                Hawaiʻi
                Sushi and kimchi
                Tai chi
                Yoga nidra
                Bali Indonesia
                Lola Bunny
                How queens lived in Qatar
            ",
        );
    }

    #[test]
    fn uzbek_in_latin_letters_is_guessed() {
        assert_guessed(
            "uz",
            "
                Nega dengiz suvi sho'r?
                Nega dengiz suvi sho`r?
                Toshkent tarixi
                Choy va non
                Kofe foydalari
                Sirkaning foydalari
                Samarqand obidalari
                O'zbekiston
                O‘zbekiston iqlimi
                Kim kuchli: sher yoki ayiq
                Dunyodagi eng baland tog'
                Facebook haqida
                Apple kompaniyasi tarixi
                Dinozavrlar
                5 ta foydali odat
                Yer dumaloqmi
                Alisher Navoiy hayoti
                Registon maydoni
                Buxoro minoralari
                Mars sayyorasi
                Osh pishirish
                Qanday qilib tez o'qish mumkin
                Suv va tuz
                Ona tili
                Kompyuter viruslari
                Bitkoin nima
                Amir Temur kim edi
                10 ta taom
                Ingliz tilini o'rganish
                Asal foydalari
                Yulduzlar
                Ramazon oyi
                Windows sirlari
                Apple haqida
                Quyosh tizimi
                Kosmos
                Kitob
                Futbol tarixi
                ChatGPT bilan ishlash
                Yaxshi uxlash sirlari
                Navroʻz bayrami
                Bu nima
            ",
        );
    }

    #[test]
    fn uzbek_in_cyrillic_letters_is_guessed() {
        assert_guessed(
            "uz-Cyrl",
            "
                Тоғлар ҳақида
                Тошкент тарихи
                Нега осмон кўк
                Кофе фойдалари
                Денгизлар
                Юлдузлар
                Асал фойдалари
                Китоб
                Инсон миясининг сирлари
                Чой ва нон
                Наврўз байрами
                Буюк Ипак йўли
                Амир Темур ким эди
            ",
        );
    }

    #[test]
    fn russian_is_guessed() {
        assert_guessed(
            "ru",
            "
                Почему небо голубое
                Юрий Гагарин
                Чёрные дыры
                История шоколада
                Тайны империи
                Как выспаться
                Вода и люди
                Победа
                Лошади
                Космос
                Банк России
                Урок геометрии и оптики
                Тренинг
                Нога и рука
                Дорога домой
                Москва
                Столица Узбекистана
                Шашлык или плов
                Сабантуй
                Рим и Афины
                Компьютер
                Телефон
                Мурад
                Медицина будущего
                Сода и уксус
                Бабочка
                10 привычек
                Доллар
                Самарканд
                Книга о теории эволюции
            ",
        );
    }
}
