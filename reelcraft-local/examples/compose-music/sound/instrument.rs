//! Instruments by their General MIDI numbers.

/// A preset of the SoundFont.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Instrument {
    /// A pitched instrument by program number, counted from 0.
    Program(u8),
    /// A percussion kit by program number.
    Kit(u8),
}

impl Instrument {
    /// Milliseconds from the key to the moment an instrument is clearly heard; players of slow ones begin that much early.
    pub(crate) fn attack_millis(self) -> f64 {
        match self {
            Self::MARIMBA => 25.0,
            Self::FINGERED_BASS | Self::ACOUSTIC_BASS => 12.0,
            Self::PIZZICATO | Self::STRINGS => 45.0,
            Self::FRENCH_HORNS => 60.0,
            Self::CHOIR | Self::TREMOLO_STRINGS => 80.0,
            Self::SLOW_STRINGS | Self::WARM_PAD => 120.0,
            _ => 0.0,
        }
    }

    pub(crate) const GRAND_PIANO: Self = Self::Program(0);
    pub(crate) const ELECTRIC_PIANO: Self = Self::Program(4);
    pub(crate) const CELESTA: Self = Self::Program(8);
    pub(crate) const GLOCKENSPIEL: Self = Self::Program(9);
    pub(crate) const VIBRAPHONE: Self = Self::Program(11);
    pub(crate) const MARIMBA: Self = Self::Program(12);
    pub(crate) const NYLON_GUITAR: Self = Self::Program(24);
    pub(crate) const STEEL_GUITAR: Self = Self::Program(25);
    pub(crate) const MUTED_GUITAR: Self = Self::Program(28);
    pub(crate) const ACOUSTIC_BASS: Self = Self::Program(32);
    pub(crate) const FINGERED_BASS: Self = Self::Program(33);
    pub(crate) const SYNTH_BASS: Self = Self::Program(38);
    pub(crate) const TREMOLO_STRINGS: Self = Self::Program(44);
    pub(crate) const PIZZICATO: Self = Self::Program(45);
    pub(crate) const HARP: Self = Self::Program(46);
    pub(crate) const TIMPANI: Self = Self::Program(47);
    pub(crate) const STRINGS: Self = Self::Program(48);
    pub(crate) const SLOW_STRINGS: Self = Self::Program(49);
    pub(crate) const CHOIR: Self = Self::Program(52);
    pub(crate) const FRENCH_HORNS: Self = Self::Program(60);
    pub(crate) const WARM_PAD: Self = Self::Program(89);
    pub(crate) const TAIKO: Self = Self::Program(116);
    pub(crate) const REVERSE_CYMBAL: Self = Self::Program(119);
    pub(crate) const STANDARD_KIT: Self = Self::Kit(0);
    pub(crate) const ROOM_KIT: Self = Self::Kit(8);
    pub(crate) const BRUSH_KIT: Self = Self::Kit(40);
    pub(crate) const ORCHESTRA_KIT: Self = Self::Kit(48);
}
