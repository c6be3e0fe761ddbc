//! What providers charge by.

use std::iter::Sum;
use std::ops::{Add, AddAssign};

use serde::{Deserialize, Serialize};

/// What providers charge by; all 0 for what costs nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Usage {
    /// Calls sent, repeated ones included.
    pub calls: u32,
    /// Answers by models whose prices are not known: they are not in `micro_usd`.
    pub unpriced: u32,
    /// Tokens sent.
    pub input_tokens: u64,
    /// Tokens received as words, thinking included.
    pub output_tokens: u64,
    /// Tokens received as pictures or sound.
    pub media_tokens: u64,
    /// Pictures received.
    pub pictures: u32,
    /// What all of it cost, in millionths of a US dollar, by the prices known at the time.
    pub micro_usd: u64,
}

impl Usage {
    /// What it cost, in US dollars.
    pub fn usd(&self) -> f64 {
        self.micro_usd as f64 / 1e6
    }

    /// What came to an earlier usage that was only added to.
    #[must_use]
    pub fn since(self, earlier: Self) -> Self {
        Self {
            calls: self.calls.saturating_sub(earlier.calls),
            unpriced: self.unpriced.saturating_sub(earlier.unpriced),
            input_tokens: self.input_tokens.saturating_sub(earlier.input_tokens),
            output_tokens: self.output_tokens.saturating_sub(earlier.output_tokens),
            media_tokens: self.media_tokens.saturating_sub(earlier.media_tokens),
            pictures: self.pictures.saturating_sub(earlier.pictures),
            micro_usd: self.micro_usd.saturating_sub(earlier.micro_usd),
        }
    }

    /// Divides it among `count` things that were made together: the shares add up to the whole,
    /// and what cannot be divided goes to the first.
    pub fn shares(self, count: usize) -> impl Iterator<Item = Self> {
        let parts = count.max(1);
        let (few, many) = (parts as u32, parts as u64);
        let share = Self {
            calls: self.calls / few,
            unpriced: self.unpriced / few,
            input_tokens: self.input_tokens / many,
            output_tokens: self.output_tokens / many,
            media_tokens: self.media_tokens / many,
            pictures: self.pictures / few,
            micro_usd: self.micro_usd / many,
        };
        let first = Self {
            calls: self.calls - share.calls * (few - 1),
            unpriced: self.unpriced - share.unpriced * (few - 1),
            input_tokens: self.input_tokens - share.input_tokens * (many - 1),
            output_tokens: self.output_tokens - share.output_tokens * (many - 1),
            media_tokens: self.media_tokens - share.media_tokens * (many - 1),
            pictures: self.pictures - share.pictures * (few - 1),
            micro_usd: self.micro_usd - share.micro_usd * (many - 1),
        };
        (0..count).map(move |index| if index == 0 { first } else { share })
    }
}

impl Add for Usage {
    type Output = Self;

    fn add(self, other: Self) -> Self {
        Self {
            calls: self.calls.saturating_add(other.calls),
            unpriced: self.unpriced.saturating_add(other.unpriced),
            input_tokens: self.input_tokens.saturating_add(other.input_tokens),
            output_tokens: self.output_tokens.saturating_add(other.output_tokens),
            media_tokens: self.media_tokens.saturating_add(other.media_tokens),
            pictures: self.pictures.saturating_add(other.pictures),
            micro_usd: self.micro_usd.saturating_add(other.micro_usd),
        }
    }
}

impl AddAssign for Usage {
    fn add_assign(&mut self, other: Self) {
        *self = *self + other;
    }
}

impl Sum for Usage {
    fn sum<I: Iterator<Item = Self>>(all: I) -> Self {
        all.fold(Self::default(), Add::add)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shares_add_up_to_the_whole() {
        let whole = Usage {
            calls: 1,
            input_tokens: 1000,
            output_tokens: 777,
            micro_usd: 3,
            ..Usage::default()
        };
        for count in [1, 2, 7, 60] {
            let shares: Vec<Usage> = whole.shares(count).collect();
            assert_eq!(shares.len(), count);
            assert_eq!(shares.into_iter().sum::<Usage>(), whole);
        }
    }
}
