//! What shapes are filled with.

use resvg::tiny_skia::{
    Color, GradientStop, LinearGradient, Paint, Point, RadialGradient, Shader, SpreadMode,
    Transform,
};

use crate::card::color::Rgb;

/// What a shape is filled with.
#[derive(Debug, Clone)]
pub(crate) enum Fill {
    /// One colour with its opacity, 0 to 1.
    Solid(Rgb, f32),
    /// From one colour at one point to another one at another point.
    Linear {
        from: (f32, f32),
        to: (f32, f32),
        colors: [Rgb; 2],
    },
    /// From the middle outwards, colours with their opacities.
    Radial {
        middle: (f32, f32),
        radius: f32,
        inner: (Rgb, f32),
        outer: (Rgb, f32),
    },
}

impl Fill {
    /// An opaque colour.
    pub(crate) fn solid(color: Rgb) -> Self {
        Self::Solid(color, 1.0)
    }

    /// A colour that is lighter at the height `top` than at `bottom`, as paper under a lamp.
    pub(crate) fn lit(color: Rgb, top: f32, bottom: f32, amount: f32) -> Self {
        Self::Linear {
            from: (0.0, top),
            to: (0.0, bottom),
            colors: [color.lighter(amount), color.darker(amount)],
        }
    }

    pub(super) fn paint(&self) -> Paint<'static> {
        Paint {
            shader: self.shader(),
            anti_alias: true,
            ..Paint::default()
        }
    }

    fn shader(&self) -> Shader<'static> {
        match *self {
            Self::Solid(color, opacity) => Shader::SolidColor(tint(color, opacity)),
            Self::Linear {
                from,
                to,
                colors: [first, last],
            } => LinearGradient::new(
                Point::from_xy(from.0, from.1),
                Point::from_xy(to.0, to.1),
                vec![
                    GradientStop::new(0.0, tint(first, 1.0)),
                    GradientStop::new(1.0, tint(last, 1.0)),
                ],
                SpreadMode::Pad,
                Transform::identity(),
            )
            .unwrap_or(Shader::SolidColor(tint(first, 1.0))),
            Self::Radial {
                middle,
                radius,
                inner,
                outer,
            } => {
                let middle = Point::from_xy(middle.0, middle.1);
                RadialGradient::new(
                    middle,
                    0.0,
                    middle,
                    radius.max(0.5),
                    vec![
                        GradientStop::new(0.0, tint(inner.0, inner.1)),
                        GradientStop::new(1.0, tint(outer.0, outer.1)),
                    ],
                    SpreadMode::Pad,
                    Transform::identity(),
                )
                .unwrap_or(Shader::SolidColor(tint(inner.0, inner.1)))
            }
        }
    }
}

fn tint(color: Rgb, opacity: f32) -> Color {
    let part = |value: f32| value.clamp(0.0, 1.0);
    Color::from_rgba(
        part(color.red),
        part(color.green),
        part(color.blue),
        part(opacity),
    )
    .unwrap_or(Color::BLACK)
}
