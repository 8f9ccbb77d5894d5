//! Grounds from white to black, in eleven steps far enough apart to be told from each other on a grey printer.

/// One of the grounds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Shade {
    /// 0 for white to 10.
    pub(super) step: u8,
    /// Its grey, red, green and blue being the same.
    pub(super) grey: u8,
}

impl Shade {
    /// The ground for a share of 0 to 100. Only nothing is white.
    pub(super) fn of(share: u8) -> Self {
        let step = share.min(100).div_ceil(10);
        // Between the sixth and the seventh the words on it turn white, so no grey lies where neither can be read.
        let grey = if step < 6 { 255 - 19 * step } else { 96 - 19 * (step - 6) };
        Self { step, grey }
    }

    /// Whether words on it have to be white.
    pub(super) const fn is_dark(self) -> bool {
        self.grey < 128
    }

    /// The grey as six digits: `d9d9d9`.
    pub(super) fn digits(self) -> String {
        format!("{:02x}", self.grey).repeat(3)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn more_is_always_darker_and_words_can_be_read_on_each() {
        let shades: Vec<Shade> = (0..=10).map(|step| Shade::of(step * 10)).collect();
        assert!(shades.windows(2).all(|pair| pair[0].grey >= pair[1].grey + 19));
        assert_eq!((shades[0].digits().as_str(), shades[10].digits().as_str()), ("ffffff", "141414"));
        // The contrast that WCAG 2 asks of text is 4.5 to 1; for greys this is how far they have to lie apart.
        let light = |grey: u8| {
            let part = f64::from(grey) / 255.0;
            if part <= 0.04045 { part / 12.92 } else { ((part + 0.055) / 1.055).powf(2.4) }
        };
        for shade in shades {
            let words = if shade.is_dark() { 255 } else { 0 };
            let (high, low) = (light(shade.grey).max(light(words)), light(shade.grey).min(light(words)));
            assert!((high + 0.05) / (low + 0.05) >= 4.5, "{shade:?}");
        }
        assert_eq!(Shade::of(1).step, 1);
        assert_eq!(Shade::of(255).step, 10);
    }
}
