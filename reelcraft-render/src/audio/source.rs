//! Sound that is pulled in blocks.

use reelcraft_core::Result;

use crate::libav::SoundFile;

/// One sample of the left and one of the right side, nominally −1 to 1.
pub(crate) type StereoFrame = [f32; 2];

/// How many frames are worked on at a time: a tenth of a second.
pub(crate) const BLOCK_FRAMES: usize = 4800;

/// Something that gives 48 kHz stereo from its beginning to its end.
pub(crate) trait SoundSource {
    /// Fills `block` from its start with the next frames and says how many there are; fewer than
    /// its length only at the end.
    fn read(&mut self, block: &mut [StereoFrame]) -> Result<usize>;
}

impl SoundSource for SoundFile {
    fn read(&mut self, block: &mut [StereoFrame]) -> Result<usize> {
        Self::read(self, block)
    }
}

/// Pulls a sound to its end and gives every block to `take`.
pub(crate) fn for_each_block(
    source: &mut impl SoundSource,
    mut take: impl FnMut(&[StereoFrame]) -> Result<()>,
) -> Result<()> {
    let mut block = vec![[0.0; 2]; BLOCK_FRAMES];
    loop {
        let count = source.read(&mut block)?;
        take(block.get(..count).unwrap_or_default())?;
        if count < BLOCK_FRAMES {
            return Ok(());
        }
    }
}

/// A sound in memory.
#[cfg(test)]
pub(crate) struct Samples {
    frames: Vec<StereoFrame>,
    position: usize,
}

#[cfg(test)]
impl Samples {
    pub(crate) fn new(frames: Vec<StereoFrame>) -> Self {
        Self {
            frames,
            position: 0,
        }
    }
}

#[cfg(test)]
impl SoundSource for Samples {
    fn read(&mut self, block: &mut [StereoFrame]) -> Result<usize> {
        let rest = &self.frames[self.position..];
        let count = rest.len().min(block.len());
        block[..count].copy_from_slice(&rest[..count]);
        self.position += count;
        Ok(count)
    }
}

/// All of a sound.
#[cfg(test)]
pub(crate) fn collect(source: &mut impl SoundSource) -> Vec<StereoFrame> {
    let mut all = Vec::new();
    for_each_block(source, |block| {
        all.extend_from_slice(block);
        Ok(())
    })
    .unwrap();
    all
}
