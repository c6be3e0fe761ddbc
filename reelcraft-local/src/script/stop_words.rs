//! Which words carry meaning, and which forms belong to one word.

use super::uzbek_letters::{to_latin, with_printed_apostrophes};
use super::writing_language::WritingLanguage;

/// Words that say nothing about a subject.
const ENGLISH: &str = "a about above across after again against all almost along already also although always am among an and another any anyone anything are around as ask at away back be because become becomes been before began begin begins behind being below beyond best better between both but by called came can cannot come comes could day days did different do does doing don't done down during each early either else enough even ever every everyone everything far few find first for found from further gave get gets give given go goes going good got great had has have having he her here him himself his how however i if in inside instead into is it its itself just keep kept knew know known last later least left less let let's like little long look looks lot made make makes making many may maybe me mean means might more most much must my near need needs never new next no nobody nor not nothing now of off often old on once one only onto or other others our out over own part people perhaps put quite rather really right s said same saw say says second see seem seems seen several shall she should show shows since small so some someone something sometimes soon still such t take takes than that the their them then there these they thing things think this those though three through thus time to today together told too took toward turn two under until up upon us use used uses using usually very via want was way we well went were what when where whether which while who whole whose why will with within without word words would yes yet you your yours";
const RUSSIAN: &str = "а без более больше будет будто будут бы был была были было быть в вам вами вас ваш ваша ваше ваши вдруг ведь весь вместе во вокруг вот все всё всегда всего всей всем всеми всех всю вся вы где говорит да даже два две для до должен друг другая другие других другой его ее её ей ему если есть еще ещё ж же за зачем здесь значит и из или им именно ими иногда их к каждая каждое каждую каждый как какая какие каким каких какое какой когда конечно которая которого которое которой котором которую которые который которых кроме кто куда ли либо лишь лучше между меня мне много может можно мой моя мы на над надо назад нам нами нас наш наша наше наши не него нее неё ней некоторые нельзя несколько нет ни нибудь никогда никто них ничего но ну о об обычно один одна одни одно однако около он она они оно от очень первая первое первый перед по под пока после потом потому почему почти поэтому при про просто пусть раз разве с сам сама сами самая самое самого самой самом самые самый свое своё своего своей своем своём своих свои свой свою себе себя сегодня сейчас сколько слишком снова со собой совсем стал стала стали стало сюда та так такая также такие таких такое такой там твой те тебя тем теми теперь то тоже того той только том тому тот тою три ту тут ты у уж уже хорошо хоть хотя чего чей чем через что чтоб чтобы чуть эта эти этим этих это этого этой этом этому этот эту я";
const UZBEK: &str = "agar albatta ammo ana aniq ancha aslida asosan avval avvalo ayniqsa ayrim balki baʼzan baʼzi baʼzilari barcha bari baribir batamom beri berib beradi bilan biladi bilib bilish bir birga biri birinchi birga biron biror biroq biroz bitta biz bizga bizni bizning boʻl boʻladi boʻldi boʻlgan boʻlgani boʻlib boʻlish boʻlishi boʻlmaydi boʻlsa boʻlsin boʻlsada boshqa boʻyicha bor boradi boʻylab bu bugun bular buni bunda bundan bunday bunga buning butun chunki davomida deb dedi degan demak deydi deyish edi ega ekan ekanini emas endi eng er esa eslab faqat foydali gacha goho ham hamda hamma hammasi haqida haqidagi har hatto hali hech hozir ichida ikki ikkinchi ilk iloji ishlatiladi ishonch juda kabi kam kelib keladi keldi kerak keyin kim kimdir kishi koʻp koʻpchilik koʻpincha koʻra koʻrib koʻring kun lekin lozim mana mavjud men menga mening mumkin natijada nega nima nimalar nimadir nimani oʻsha oʻz oʻzi oʻzim oʻzining oʻziga oladi olib olish oldin oldida orasida orqali ortida oxir oxirgi oʻrniga oʻtib paytda paytida qachon qachondir qadar qancha qanday qani qarab qarang qaysi qayer qayerda qayta qilib qiladi qilgan qilingan qilinadi qilish qilsa qoʻyib shekilli shu shular shuning shunday shunga shundan siz sizga sizni sizning soʻng soʻngra sababli tez toʻgʻri tomon uchun ular ularni ularning ulardan unda undan uni uning unga uch ustida va vaqt vaqtda xil xolos xuddi ya yana yangi yaʼni yaqin yaxshi yil yoki yoʻq yordamida yuz yuzaga yuqori zarur";

/// What is known of the words of a reel.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Vocabulary(Option<WritingLanguage>);

impl Vocabulary {
    /// The vocabulary of a language; of one that is not known, only the length of words counts.
    pub(crate) fn of(language: Option<WritingLanguage>) -> Self {
        Self(language)
    }

    /// A word as the rules are written: small letters, Uzbek in Latin with printed apostrophes.
    pub(crate) fn key(self, word: &str) -> String {
        let small = word.to_lowercase();
        if self.0.is_some_and(WritingLanguage::is_uzbek) {
            with_printed_apostrophes(&to_latin(&small))
        } else {
            small.replace('’', "'")
        }
    }

    /// Whether a word says something about a subject.
    pub(crate) fn is_content(self, word: &str) -> bool {
        let key = self.key(word);
        let length = key.chars().filter(|letter| letter.is_alphabetic()).count();
        let shortest = if key
            .chars()
            .all(|letter| letter.is_ascii() || !is_wide(letter))
        {
            3
        } else {
            1
        };
        match self.0 {
            None => length > 3 || (length > 0 && shortest == 1),
            Some(_) => length >= shortest && !self.has_stop_word(&key),
        }
    }

    /// Whether a [`key`](Self::key) is one of the words that say nothing.
    pub(crate) fn has_stop_word(self, key: &str) -> bool {
        let list = match self.0 {
            None => return false,
            Some(WritingLanguage::English) => ENGLISH,
            Some(WritingLanguage::Russian) => RUSSIAN,
            Some(WritingLanguage::UzbekLatin | WritingLanguage::UzbekCyrillic) => UZBEK,
        };
        list.split(' ').any(|stop| stop == key)
    }

    /// What the forms of a word have in common, roughly.
    pub(crate) fn stem(self, word: &str) -> String {
        let key = self.key(word);
        match self.0 {
            Some(WritingLanguage::English) => english_stem(&key),
            Some(WritingLanguage::Russian) => {
                let length = key.chars().count();
                let kept = match length {
                    0..=3 => length,
                    4..=6 => length - 1,
                    _ => (length - 2).min(6),
                };
                key.chars().take(kept.min(5)).collect()
            }
            Some(WritingLanguage::UzbekLatin | WritingLanguage::UzbekCyrillic) => uzbek_stem(&key),
            None => key.chars().take(6).collect(),
        }
    }
}

fn english_stem(word: &str) -> String {
    let mut stem = word.strip_suffix("'s").unwrap_or(word);
    for suffix in ["ing", "ies", "ed", "es", "s", "ly", "y", "e"] {
        if let Some(rest) = stem.strip_suffix(suffix)
            && rest.chars().count() >= 3
            && !rest.ends_with('s')
        {
            stem = rest;
            break;
        }
    }
    stem.to_owned()
}

/// Takes Uzbek endings of number, possession and case off, from the outside in.
fn uzbek_stem(word: &str) -> String {
    const ENDINGS: [&str; 23] = [
        "lardan", "larning", "larni", "larga", "larda", "lari", "lar", "ning", "dagi", "gacha",
        "dan", "imiz", "ingiz", "ini", "iga", "ida", "ni", "ga", "da", "si", "ka", "qa", "i",
    ];
    let mut stem = word;
    for _ in 0..3 {
        let shorter = ENDINGS
            .iter()
            .find_map(|ending| stem.strip_suffix(ending))
            .filter(|rest| rest.chars().count() >= 3);
        match shorter {
            Some(rest) => stem = rest,
            None => break,
        }
    }
    stem.chars().take(7).collect()
}

/// Whether a letter stands for about a syllable or word: Han, Kana, Hangul, Thai.
pub(crate) fn is_wide(letter: char) -> bool {
    matches!(letter,
        '\u{0E00}'..='\u{0E7F}' | '\u{1100}'..='\u{11FF}' | '\u{3040}'..='\u{30FF}'
        | '\u{3400}'..='\u{9FFF}' | '\u{AC00}'..='\u{D7AF}' | '\u{F900}'..='\u{FAFF}'
        | '\u{20000}'..='\u{3FFFF}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forms_of_a_word_share_a_stem() {
        for (language, one, other) in [
            (WritingLanguage::English, "rivers", "river"),
            (WritingLanguage::English, "salty", "salt"),
            (WritingLanguage::Russian, "соль", "соли"),
            (WritingLanguage::Russian, "дорога", "дороги"),
            (WritingLanguage::UzbekLatin, "daryolarning", "daryo"),
            (WritingLanguage::UzbekCyrillic, "сувда", "suv"),
        ] {
            let vocabulary = Vocabulary::of(Some(language));
            assert_eq!(
                vocabulary.stem(one),
                vocabulary.stem(other),
                "{one} {other}"
            );
        }
    }

    #[test]
    fn stop_words_are_no_content() {
        for (language, stop, content) in [
            (WritingLanguage::English, "because", "sea"),
            (WritingLanguage::Russian, "который", "море"),
            (WritingLanguage::UzbekLatin, "bo‘ladi", "dengiz"),
            (WritingLanguage::UzbekCyrillic, "бўлади", "денгиз"),
        ] {
            let vocabulary = Vocabulary::of(Some(language));
            assert!(!vocabulary.is_content(stop), "{stop}");
            assert!(vocabulary.is_content(content), "{content}");
        }
        assert!(Vocabulary::of(None).is_content("海"));
    }
}
