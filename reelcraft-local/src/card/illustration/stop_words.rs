//! Words that say nothing about what a picture shows, or that mean something else in most texts
//! than the thing they name ("can", "saw", "oʻt").

use std::collections::HashSet;
use std::sync::LazyLock;

use super::tongue::Tongue;

const ENGLISH: &str = "
a about above across after again against ago all almost along already also although always am among
an and another any anybody anyone anything are around as at away back be became because become been
before began begin behind being below best better between beyond big bit both but by call called
came can cannot case come comes could course day days did different do does doesn done don down due
during each early easy either else end enough even ever every everyone everything example fact fall
far felt few fell find first found for form from full further gave general get gets give given go
goes going gone good got great had half hand hard has have having he held her here hers herself
high him himself his hold how however i if important in including inside instead into is isn it its
itself just keep kept kind knew know known large last late later lead least leave led left less let
lets like likely little ll long look looks lot lots low made main make makes making many match may
maybe me mean means might mine more most move much must my myself near nearly need needs never new
next no non none nor not note nothing now of off often old on once one only onto open or other
others our out outside over own park part people per perhaps piece place point possible present put
quite rather re real really rest right rose round said same saw say says see seem seems seen set
several shall she short should show side since small so some someone something sometimes soon still
such sure take taken takes tell ten than that the their them themselves then there these they thing
things this those though three through thus till to today together too took top toward towards true
try turn turns two under until up upon us use used uses using usually ve very via want wants was
watch way ways we well went were what whatever when where whether which while who whole whom whose
why wide will with within without won word work works would yes yet you your yours yourself
ground rule ruled board file pin seal crane march may bug date bow bat nail trunk second orange
";

const RUSSIAN: &str = "
а без более больше будет будто бы был была были было быть в вам вас ваш весь во вот впервые все всегда
всего всей всем всех всю всё вся вы где да даже для до другие другой его ее ей ему если есть еще же за
здесь и из или им иногда их к каждый как какая какой когда конечно которая которые который кто куда ли
лишь лучше между меня мне много может можно мой моя мы на над надо наконец нас наш не него нее ней нельзя
нет неё ни нибудь никогда ним них ничего но ну нужно о об один однако он она они оно опять от очень по
под после потом потому почти при про просто раз разве с сам самый самая самое свой своя своих себе себя
сейчас сегодня со стал стала стали так также такой там те тебя тем теперь то тогда того тоже только том
тот три тут ты у уж уже хоть хорошо хотя чего чей чем через что чтобы чуть эта эти это этого этой этом
этот эту является около году года лицо рука новый новая большой большая часть стороны правда пара
";

const UZBEK: &str = "
va bu u shu o'sha bilan uchun ham edi ekan esa emas bor yo'q bo'lgan bo'ladi bo'lib bo'lsa bo'lishi bir
ikki uch har hech kim nima qaysi qanday qachon qayer qayerda qancha juda eng ko'p kam kabi singari deb
degan deydi dedi haqida keyin oldin so'ng endi yana faqat lekin ammo biroq balki agar garchi chunki
shuning shunday bunday uning unga uni undan unda ular ularning sizning sizga siz biz bizning bizga men
mening menga sen sening o'z o'zi o'zining o'zini o'ziga barcha hamma hammasi butun bari biri birinchi
kerak mumkin mumkinmi qilish qiladi qilib qilgan qilingan qilinadi etadi etgan etish olish oladi olib
olgan beradi berish bergan berib keladi kelgan kelib kelish ketadi ketgan boradi borgan borib bormi
turadi turgan turib yotadi ekanligi hisoblanadi aylanadi aylangan aylandi boshlandi boshlanadi tomon
tomonidan orqali orasida ichida ustida ostida yonida qarshi sari qadar beri buyon hatto aslida albatta
ya'ni masalan ayni hozir bugun kuni kun kunda yil yili yilda yillarda marta paytda payt katta kichik
yangi eski yaxshi yomon uzoq yaqin turli boshqa bosh qo'l yuz joy narsa mana xuddi esdan ancha deyarli
mi na yoki toki ham-da hamda sifatida asosida natijada davomida ko'ra ko'plab bo'yicha nafaqat bizga
";

static SETS: LazyLock<[HashSet<&'static str>; 3]> =
    LazyLock::new(|| [ENGLISH, RUSSIAN, UZBEK].map(|words| words.split_whitespace().collect()));

/// Whether a plain word says nothing about a picture in this language.
pub(crate) fn is_stop_word(tongue: Tongue, word: &str) -> bool {
    let [english, russian, uzbek] = &*SETS;
    let set = match tongue {
        Tongue::English => english,
        Tongue::Russian => russian,
        Tongue::Uzbek => uzbek,
    };
    let word = match tongue {
        Tongue::English => word.split('\'').next().unwrap_or(word),
        _ => word,
    };
    set.contains(word) || word.chars().count() < 2
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn everyday_words_say_nothing() {
        for (tongue, words) in [
            (
                Tongue::English,
                vec!["can", "will", "may", "well", "like", "don't", "x"],
            ),
            (Tongue::Russian, vec!["это", "который", "и"]),
            (Tongue::Uzbek, vec!["uchun", "bo'lgan", "bir"]),
        ] {
            for word in words {
                assert!(is_stop_word(tongue, word), "{word}");
            }
        }
        assert!(!is_stop_word(Tongue::Uzbek, "can"));
        assert!(!is_stop_word(Tongue::English, "sea"));
    }
}
