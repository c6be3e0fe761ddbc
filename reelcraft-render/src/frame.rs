//! Frames as they are encoded.

use reelcraft_core::project::FrameSize;

/// One plane of 8-bit samples, row after row without padding.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Plane {
    /// Samples in a row.
    pub width: usize,
    /// Rows.
    pub height: usize,
    /// `width * height` samples.
    pub samples: Vec<u8>,
}

impl Plane {
    /// Makes a plane in which every sample is `value`.
    pub fn filled(width: usize, height: usize, value: u8) -> Self {
        Self {
            width,
            height,
            samples: vec![value; width * height],
        }
    }

    /// One row, counted from the top; `None` below the last one.
    pub fn row(&self, at: usize) -> Option<&[u8]> {
        let start = at * self.width;
        self.samples.get(start..start + self.width)
    }

    /// One row to write to, counted from the top; `None` below the last one.
    pub fn row_mut(&mut self, at: usize) -> Option<&mut [u8]> {
        let start = at * self.width;
        self.samples.get_mut(start..start + self.width)
    }

    /// The rows from top to bottom.
    pub fn rows(&self) -> std::slice::ChunksExact<'_, u8> {
        self.samples.chunks_exact(self.width.max(1))
    }

    /// The rows from top to bottom, to write to.
    pub fn rows_mut(&mut self) -> std::slice::ChunksExactMut<'_, u8> {
        self.samples.chunks_exact_mut(self.width.max(1))
    }
}

/// A frame in yuv420p: BT.709, limited range (luma 16–235, chroma 16–240), chroma at half the
/// width and height, sited left (between two rows, on the even columns) as H.264 assumes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct YuvFrame {
    /// Luma, full size.
    pub y: Plane,
    /// Blue difference, half size.
    pub u: Plane,
    /// Red difference, half size.
    pub v: Plane,
}

impl YuvFrame {
    /// Makes a black frame; width and height must be even.
    pub fn black(size: FrameSize) -> Self {
        let (width, height) = (size.width as usize, size.height as usize);
        Self {
            y: Plane::filled(width, height, 16),
            u: Plane::filled(width / 2, height / 2, 128),
            v: Plane::filled(width / 2, height / 2, 128),
        }
    }

    /// Width and height in luma samples.
    pub fn size(&self) -> FrameSize {
        FrameSize::new(self.y.width as u32, self.y.height as u32)
    }

    /// Takes over the picture of another frame of the same size without allocating.
    pub fn copy_from(&mut self, other: &Self) {
        for (into, from) in self.planes_mut().into_iter().zip(other.planes()) {
            into.samples.clone_from(&from.samples);
        }
    }

    /// The three planes: luma, blue difference, red difference.
    pub fn planes(&self) -> [&Plane; 3] {
        [&self.y, &self.u, &self.v]
    }

    /// The three planes to write to: luma, blue difference, red difference.
    pub fn planes_mut(&mut self) -> [&mut Plane; 3] {
        [&mut self.y, &mut self.u, &mut self.v]
    }
}
