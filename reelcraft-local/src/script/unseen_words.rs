//! Words that mean something, but nothing that a picture could show.

use super::writing_language::WritingLanguage;

/// English words; their usual endings are understood.
const ENGLISH: &str = "name story stories minute listen stay year simple simplest question common mistake believe imagine true remember long longer rule write comment answer clue stop reason hold sound neat check source worth argument detail easy miss word thought topic subject fact guess kind definition example case popular correct wrong right follow save share video tell surprise understand matter sense change choose different compare plain pause notice slow careful honest interesting help important try talk explain reaction everyday hear heard forget seriously favourite list order item version claim repeat sentence wonder short low high certain ready real possible result finally";
/// Beginnings of Russian words.
const RUSSIAN: &str = "истори минут запомн послуша слов просто проста простой простая простое простые проще мысл убер длинн начал начн часто маленьк детал мало скаж похож ответ стоит попробу спрос старш видео отправ интересн кому вопрос пример ошибк тема темы тему теме год причин подсказк назван знаком факт правд верит верн сохран повод подел напиш комментар важн посмотр представ помог помощ секунд объясн сравн поищ найд разбер давай угада понят пойм ясн растёт станов слыш определен умеща появ складыва присмотр отлича легк лучш первы последн выбер сначал коротк верси удобн опроверг источник догадк размышлен доказыв указыв несут готов звуч теперь иногда пропуст замет привычн";
/// Beginnings of Uzbek words, in Latin letters.
const UZBEK: &str = "keling marta koʻrayot koʻrgan koʻrin koʻrsat qaray qarash tushun narsa haqda eshit avval soniya toʻxta odatda tashlan nimasi oʻxsha boshlan boshla boshlay daqiqa oʻyla javob bilis istagan savol yozib yozing yozil aytib ayting aytsa beray izoh isbot ikkita sabab nechta tafsilot kichig kichik katta hodisa kelsa hikoya misol xato fikr mavzu gap soʻz nomi tanish oson qiyin tekshir taxmin dalil esla esda unut toʻgʻri oddiy sodda muhim video saqla yubor qiziq hayron taʼrif koʻpincha shoshil solishtir tasavvur tinglash yetadi yillar maqsad natija usul tanla belgila birma ochamiz ochadi turadi izlay bitta diqqat qarang qarasa qaragan nazar oʻzgar butunicha mayda joylar yerda eʼtibor chetda qolad qolish tarqal ishon haqiq voqea qoida uzoq boshqacha qoʻying nimalar ikkinchi degani berib ketma atrof";

/// The endings of English words that do not change what they mean.
const ENGLISH_ENDINGS: [&str; 8] = ["", "s", "es", "d", "ed", "ing", "r", "ly"];

/// Whether a word, as [`Vocabulary::key`](super::stop_words::Vocabulary::key) writes it, can
/// hardly be shown.
pub(super) fn is_unseen(key: &str, language: Option<WritingLanguage>) -> bool {
    let begins = |list: &str| list.split(' ').any(|beginning| key.starts_with(beginning));
    match language {
        None => false,
        Some(WritingLanguage::English) => ENGLISH.split(' ').any(|word| {
            key.strip_prefix(word)
                .is_some_and(|ending| ENGLISH_ENDINGS.contains(&ending))
        }),
        Some(WritingLanguage::Russian) => begins(RUSSIAN),
        // Words with a hyphen are those that say in which manner.
        Some(WritingLanguage::UzbekLatin | WritingLanguage::UzbekCyrillic) => {
            key.contains('-') || begins(UZBEK)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn things_are_seen_and_thoughts_are_not() {
        for (language, unseen, seen) in [
            (WritingLanguage::English, "questions", "heart"),
            (WritingLanguage::Russian, "вопросы", "планета"),
            (WritingLanguage::UzbekLatin, "savolingizni", "daraxt"),
        ] {
            assert!(is_unseen(unseen, Some(language)), "{unseen}");
            assert!(!is_unseen(seen, Some(language)), "{seen}");
        }
    }
}
