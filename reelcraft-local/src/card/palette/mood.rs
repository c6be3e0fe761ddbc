//! Words of mood in the three languages, and what they do to the colours.

use crate::card::illustration::WordFinder;

/// What a style asks of the colours as a whole.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Treatment {
    /// Towards white: pastel, watercolour.
    Soft,
    /// Dark palettes only.
    Dark,
    /// Light palettes only.
    Light,
    /// Without hue.
    Monochrome,
}

/// Palettes and the words that ask for them: English, Russian, Uzbek; * stands for any ending.
#[rustfmt::skip]
pub(crate) const MOODS: &[(&[&str], [&str; 3])] = &[
    (&["night", "graphite", "samarkand"], ["night midnight star stars moon space cosmos galaxy universe planet rocket astronomy dream sleep", "ночь ночной звезда луна космос космический галактика вселенная планета ракета сон астрономия", "tun tungi yulduz oy koinot kosmos fazo galaktika sayyora raketa uyqu orzu"]),
    (&["ocean", "deep", "samarkand"], ["sea ocean water wave river lake fish whale ship boat swim rain salt ice", "море океан вода волна река озеро рыба кит корабль дождь соль плавать морской лед", "dengiz okean suv to'lqin daryo ko'l baliq kit kema yomg'ir tuz suzish ummon muz"]),
    (&["forest", "meadow", "mint"], ["forest tree nature plant leaf garden green jungle farm grass seed animal spring eco*", "лес дерево природа растение лист сад зеленый ферма трава семя животное весна эколог*", "o'rmon daraxt tabiat o'simlik barg bog' yashil dehqon urug' hayvon bahor ekolog*"]),
    (&["sand", "paper", "coral"], ["desert sand camel egypt pyramid ancient history bread wood clay", "пустыня песок верблюд египет пирамида древний история хлеб глина", "cho'l qum tuya misr ehrom qadimgi tarix non sahro karvon loy"]),
    (&["samarkand", "sand", "berry"], ["uzbekistan samarkand bukhara khiva registan silk mosque silk madrasa tashkent", "узбекистан самарканд бухара хива регистан шелк мечеть ташкент", "o'zbekiston samarqand buxoro xiva registon ipak masjid madrasa ulug'bek navoiy temur toshkent"]),
    (&["dawn", "coral", "lavender"], ["dawn morning sunrise hope begin beginning", "рассвет утро восход надежда начало", "tong ertalab umid subh"]),
    (&["dusk", "ember", "berry"], ["sunset evening dusk autumn romance", "закат вечер сумерки осень", "oqshom shom kech kuz"]),
    (&["ember", "dusk", "sand"], ["fire volcano lava flame war battle dragon hot spicy", "огонь вулкан лава пламя война битва дракон", "olov vulqon lava alanga urush jang ajdaho"]),
    (&["berry", "coral", "lavender"], ["love heart romance flower rose wedding mother beauty fruit berry", "любовь сердце цветок роза свадьба мать мама красота ягода фрукт", "sevgi yurak muhabbat gul atirgul to'y ona go'zallik meva"]),
    (&["graphite", "night", "deep"], ["technology computer robot ai internet code digital electricity future science energy cyber*", "технология компьютер робот интернет код цифровой электричество будущее наука", "texnologiya kompyuter robot internet kod raqamli elektr kelajak fan"]),
    (&["paper", "sand", "mint"], ["book write letter paper coffee tea school poem museum library read", "книга письмо бумага кофе чай школа стих музей библиотека", "kitob xat qog'oz qahva choy maktab she'r muzey kutubxona o'qish"]),
    (&["mint", "meadow", "lavender"], ["health calm yoga breath clean doctor medicine child baby", "здоровье йога дыхание чистота врач медицина ребенок дети", "sog'liq salomatlik yoga nafas tozalik shifokor tibbiyot bola bolalar"]),
    (&["meadow", "coral", "ocean"], ["summer sun happy sport football holiday travel sky play game", "лето солнце счастье спорт футбол праздник путешествие небо игра", "yoz quyosh baxt sport futbol bayram sayohat osmon o'yin"]),
    (&["mint", "ocean", "lavender"], ["snow winter mountain frost arctic penguin cloud air", "снег зима гора мороз арктика пингвин облако воздух", "qor qish tog' sovuq arktika pingvin bulut havo"]),
    (&["samarkand", "forest", "sand"], ["money gold king queen crown business bank treasure", "деньги золото король царь корона бизнес банк сокровище", "pul oltin shoh toj biznes bank xazina tilla"]),
];

/// Treatments and the words of a style that ask for them.
#[rustfmt::skip]
pub(crate) const TREATMENTS: &[(Treatment, [&str; 3])] = &[
    (Treatment::Soft, ["pastel watercolour watercolor soft gentle delicate airy", "пастель пастельный акварель акварельный нежный мягкий", "pastel akvarel mayin nozik yumshoq"]),
    (Treatment::Dark, ["dark darkness noir moody gloomy night midnight neon dramatic", "темный тьма мрачный ночь ночной неон драматичный", "qorong'i tungi tun qora neon to'q"]),
    (Treatment::Light, ["light bright white daylight minimal clean sunny", "светлый яркий белый дневной минимализм солнечный", "yorug' oq yorqin ravshan kunduzgi"]),
    (Treatment::Monochrome, ["monochrome grayscale greyscale", "монохром монохромный", "monoxrom"]),
];

/// The treatments that a style asks for.
pub(crate) fn treatments(style: &WordFinder) -> Vec<Treatment> {
    TREATMENTS
        .iter()
        .filter(|(_, words)| style.has_any(words))
        .map(|(treatment, _)| *treatment)
        .collect()
}
