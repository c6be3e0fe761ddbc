//! Chooses the composition of a card.

use super::scene::Scene;
use super::{
    arch, bokeh, constellation, hills, horizon, mosaic, orbits, paper_cut, polaroid, sunburst,
};
use crate::card::illustration::WordFinder;
use crate::card::seed::Seed;

/// A way to arrange a card.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum Composition {
    /// Before a sun, over layers of hills or waves.
    Hills,
    /// At the end of a road, under the rays of a low sun.
    Horizon,
    /// In the middle of a system of planets.
    Orbits,
    /// On a photograph among others on a table.
    Polaroid,
    /// Under a pointed arch in a wall of star tiles.
    Arch,
    /// At the bottom of a cave of paper layers.
    PaperCut,
    /// Sharp before a picture out of focus.
    Bokeh,
    /// As the largest star of a constellation.
    Constellation,
    /// On a plate among geometric tiles.
    Mosaic,
    /// On a badge before rays.
    Sunburst,
}

impl Composition {
    /// All of them.
    pub(crate) const ALL: [Self; 10] = [
        Self::Hills,
        Self::Horizon,
        Self::Orbits,
        Self::Polaroid,
        Self::Arch,
        Self::PaperCut,
        Self::Bokeh,
        Self::Constellation,
        Self::Mosaic,
        Self::Sunburst,
    ];

    /// Chooses by the words where a composition goes well with them, else by chance; another
    /// variant gives another one.
    pub(crate) fn choose(prompt: &str, style: Option<&str>, variant: u32, seed: &Seed) -> Self {
        let words = WordFinder::new(&format!("{prompt}\n{}", style.unwrap_or("")));
        let mut seed = seed.branch("composition");
        let mut ranked: Vec<(f32, Self)> = Self::ALL
            .iter()
            .map(|composition| {
                let fit = words.count(&composition.words()).min(2) as f32 * 0.45;
                (seed.unit() + fit, *composition)
            })
            .collect();
        ranked.sort_by(|(a, _), (b, _)| b.total_cmp(a));
        ranked
            .get(variant as usize % Self::ALL.len())
            .map_or(Self::Hills, |(_, composition)| *composition)
    }

    /// The words that a composition goes well with: English, Russian, Uzbek.
    #[rustfmt::skip]
    fn words(self) -> [&'static str; 3] {
        match self {
            Self::Hills => ["sea river mountain nature water morning spring desert island village farm", "море река гора природа вода утро весна пустыня остров деревня", "dengiz daryo tog' tabiat suv tong bahor cho'l qishloq"],
            Self::Horizon => ["travel* road journey caravan city future run car camel walk way", "путешеств* дорога путь караван город будущее бег машина верблюд", "sayohat yo'l karvon shahar kelajak yugurish mashina tuya"],
            Self::Orbits => ["space planet earth moon orbit science atom galaxy universe solar technology", "космос планета земля луна орбита наука атом галактика вселенная солнечный", "koinot sayyora yer oy orbita fan atom galaktika kosmos quyosh"],
            Self::Polaroid => ["photo memory family friend travel* holiday food recipe childhood", "фото память семья друг путешеств* праздник еда рецепт детство", "foto xotira oila do'st sayohat bayram taom bolalik"],
            Self::Arch => ["uzbek* samarkand bukhara khiva registan mosque islam silk history king tradition* tea bread", "узбек* самарканд* бухар* хива регистан мечеть ислам шелк* история традици* чай", "o'zbek* samarqand* buxoro* xiva registon masjid islom ipak tarix shoh an'ana choy non ulug'bek navoiy temur navro'z"],
            Self::PaperCut => ["forest ocean cave deep secret heart seed flower love", "лес океан пещера тайна сердце цветок любовь", "o'rmon okean sir yurak gul sevgi"],
            Self::Bokeh => ["night city light flower party celebrat* love rain coffee", "ночь город свет цветок праздник любовь дождь кофе", "tun shahar yorug'lik gul bayram sevgi yomg'ir qahva"],
            Self::Constellation => ["star stars astronom* idea network dream internet brain night history", "звезда астроном* идея сеть мечта интернет мозг ночь", "yulduz astronom* g'oya tarmoq orzu internet miya tun"],
            Self::Mosaic => ["money business school book math tip habit work computer design art", "деньги бизнес школа книга математика совет привычка работа компьютер искусство", "pul biznes maktab kitob matematika maslahat odat ish kompyuter san'at"],
            Self::Sunburst => ["win champion success sport record first energy hero football fun", "победа чемпион успех спорт рекорд энергия герой футбол", "g'alaba chempion muvaffaqiyat sport rekord energiya qahramon futbol"],
        }
    }

    /// Paints a card.
    pub(crate) fn draw(self, scene: &mut Scene) {
        match self {
            Self::Hills => hills::draw(scene),
            Self::Horizon => horizon::draw(scene),
            Self::Orbits => orbits::draw(scene),
            Self::Polaroid => polaroid::draw(scene),
            Self::Arch => arch::draw(scene),
            Self::PaperCut => paper_cut::draw(scene),
            Self::Bokeh => bokeh::draw(scene),
            Self::Constellation => constellation::draw(scene),
            Self::Mosaic => mosaic::draw(scene),
            Self::Sunburst => sunburst::draw(scene),
        }
    }
}
