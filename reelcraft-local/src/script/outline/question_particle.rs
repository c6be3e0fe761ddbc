//! The Uzbek question particle -mi, which looks like the end of a noun in -m with possessive -i.

/// Nouns in -m that end titles with possessive -i: `Navroʻz bayrami`.
const NOUNS: &str = "\
    aerodrom alam albom algoritm anjom anjum atom balgʻam bayram bazm bichim bilim bitim bodom \
    bogʻlam bosim boʻlim charm chidam chiqim davom diplom dirham ehrom ehtirom ekim ekotizim \
    fahm film forum fotorasm genom gilam gramm gʻam hajm hakim hammom haram hazm hokim hukm \
    ichim ilhom imom intiqom intizom inʼom iqlim islom ism jahannam jism kalom karam kechirim \
    kelishim kesim kilogramm kinofilm kirim kiyim kosmodrom kostyum koʻlam krem lavozim logarifm \
    maksimum malham maqom marhum marosim mavsum mikroiqlim minimum modem muallim mulozim \
    multfilm nazm nizom odam olam olim oqim orom oʻlcham oʻlim oʻram oʻrim parom qadam qalam \
    qasam qatlam qavm qism qoʻnim rahm rasm rejim ritm salom sigʻim simptom sindrom siqim sotim \
    tabassum talim tamom taom taqsim taqvim taʼlim taʼzim telefilm terim tizim toʻplam toʻxtam \
    toʻzim tugʻim tushum tuzum unum uyum vahm xodim xonim yarm yechim yelim yetim yigʻim yogʻim \
    zulm";

/// Whether the last word of a title asks with -mi: `dumaloqmi`, but no `bayrami` and no `turizmi`.
pub(super) fn asks_with_particle(last: &str) -> bool {
    /// Shorter words in -mi are nouns: `nomi`, `ilmi`.
    const SHORTEST_BYTES: usize = 5;
    let noun = last.strip_suffix('i').unwrap_or_default();
    let is_noun = noun.ends_with("izm") || NOUNS.split_whitespace().any(|known| known == noun);
    last.len() >= SHORTEST_BYTES && last.ends_with("mi") && !is_noun && !is_name(last)
}

/// Whether a word ends in -mi by itself.
fn is_name(word: &str) -> bool {
    matches!(
        word,
        "sunami" | "origami" | "miyami" | "mayami" | "salami" | "tatami"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nouns_with_possession_ask_nothing() {
        for last in [
            "bayrami",
            "tizimi",
            "olami",
            "iqlimi",
            "taomi",
            "qismi",
            "rasmi",
            "filmi",
            "ismi",
            "bilimi",
            "oʻlimi",
            "taʼlimi",
            "turizmi",
            "mexanizmi",
            "sunami",
            "nomi",
        ] {
            assert!(!asks_with_particle(last), "{last}");
        }
    }

    #[test]
    fn everything_else_in_mi_asks() {
        for last in [
            "dumaloqmi",
            "foydalimi",
            "bormi",
            "mumkinmi",
            "uchadimi",
            "boʻlganmi",
            "bayrammi",
            "bilimmi",
            "bolami",
            "shumi",
        ] {
            assert!(asks_with_particle(last), "{last}");
        }
    }
}
